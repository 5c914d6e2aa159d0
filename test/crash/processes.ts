// Processes of bots: started, told which bots to run, and ended as the platform ends a machine, without a word.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { BotUnderTest } from './bot-under-test.ts'
import type { FromBots, ToBots } from './messages.ts'

/**
 * How long a bot took, in milliseconds since its process began: to listen, and to go on with the restart that it had. And how
 * long a process took to stop when it was asked to.
 */
export type Times = { readonly ready: number[]; readonly resumed: number[]; readonly stopped: number[] }

export type BotsProcess = {
  /** Resolves once the bot listens. `resumes`: it has a restart to go on with. */
  open(bot: BotUnderTest, resumes: boolean): Promise<void>
  /** Ends one bot as a stop of the service does. */
  close(bot: BotUnderTest): Promise<void>
  /** Ends all of them like that, and then the process: one step of a rolling restart. */
  stop(): Promise<void>
  /** SIGKILL; resolves once the process is gone. `atWork`: which bots had a restart that was not over. */
  kill(atWork: (bot: BotUnderTest) => boolean): Promise<void>
}

type Running = {
  readonly bot: BotUnderTest
  readonly began: number
  readonly ready: () => void
  closed: () => void
  resumes: boolean
  url: string | undefined
}

const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** Resolves once everything is loaded. What the bots took is added to `times`. */
export async function startProcess(times: Times): Promise<BotsProcess> {
  const child = fork(new URL('bots.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
  const ended = once(child, 'exit')
  const running = new Map<number, Running>()
  let isKilled = false
  let loadedMs = 0
  alive.add(child)
  const tell = (message: ToBots): void => {
    if (child.connected) child.send(message)
  }

  child.on('exit', (code) => {
    alive.delete(child)
    if (!isKilled) throw new Error(`a process of bots ended by itself (${String(code)})`)
  })
  await new Promise<void>((resolve) => {
    child.on('message', (message: FromBots) => {
      switch (message.kind) {
        case 'loaded':
          loadedMs = message.ms
          resolve()
          return
        case 'ready':
          times.ready.push(loadedMs + message.ms)
          become(message.bot, `http://127.0.0.1:${message.port}`)
          return
        case 'closed':
          running.get(message.bot)?.closed()
          running.delete(message.bot)
          return
        case 'commit':
          void letPass(message)
      }
    })
  })

  function become(number: number, url: string): void {
    const one = running.get(number)
    if (!one) return
    one.url = url
    one.bot.up(url)
    one.ready()
  }

  async function letPass({ bot, commit, seen }: Extract<FromBots, { kind: 'commit' }>): Promise<void> {
    const one = running.get(bot)
    if (!one || isKilled) return
    if (one.resumes && seen.state !== undefined) {
      one.resumes = false
      times.resumed.push(loadedMs + performance.now() - one.began)
    }
    await one.bot.pass({ on: 'commit', ...seen })
    tell({ kind: 'go', commit })
  }

  const close = ({ opening: { bot } }: BotUnderTest): Promise<void> =>
    new Promise((closed) => {
      const one = running.get(bot)
      if (one) one.closed = closed
      tell({ kind: 'close', bot })
    })

  async function kill(atWork: (bot: BotUnderTest) => boolean): Promise<void> {
    isKilled = true
    child.kill('SIGKILL')
    await ended
    for (const { bot, url } of running.values()) bot.down(url ?? '', atWork(bot))
  }

  return {
    open: (bot, resumes) =>
      new Promise<void>((ready) => {
        running.set(bot.opening.bot, {
          bot,
          began: performance.now(),
          ready,
          closed: () => undefined,
          resumes,
          url: undefined,
        })
        tell({ kind: 'open', opening: bot.opening })
      }),
    close,
    async stop() {
      const began = performance.now()
      const all = [...running.values()]
      // Nobody turns to it any more, as a load balancer sees to.
      for (const { bot, url } of all) bot.down(url ?? '', false)
      await Promise.all(all.map(({ bot }) => close(bot)))
      times.stopped.push(performance.now() - began)
      await kill(() => false)
    },
    kill,
  }
}
