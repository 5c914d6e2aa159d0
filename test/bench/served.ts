// One of the two sides that are compared, in a process of its own, told what it needs and asked how much memory it took.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { giveToken } from '../helpers/channel-proof.ts'

export type Setting = {
  readonly appId: string
  readonly tenantId: string
  readonly metadataUrl: string
  readonly connectorOrigin: string
  readonly graphUrl: string
  /** How much faster than usual the bot's own clock goes. */
  readonly clockSpeed?: number
}
type Running = { readonly port: number; stop(): Promise<void> }

/** In the process itself: starts what is measured. */
export function serve(start: (setting: Setting) => Promise<Running>): void {
  process.once('message', (setting: Setting) => {
    giveToken(setting.appId)
    void start(setting).then((running) => {
      process.send?.({ port: running.port })
      process.on('message', (question) => {
        // The largest resident size since the process began, in kilobytes.
        if (question === 'memory') process.send?.({ memory: process.resourceUsage().maxRSS / 1024 })
        else if (question === 'heap') process.send?.({ heap: heapInUse() / 1024 / 1024 })
        else void running.stop().then(() => process.exit())
      })
    })
  })
}

/** What is left once the garbage is gone; the process is started with --expose-gc. */
function heapInUse(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

export type Served = {
  readonly url: string
  /** The most that it took so far, in MB. */
  memory(): Promise<number>
  /** What it holds now, in MB. */
  heap(): Promise<number>
  stop(): Promise<void>
}

/** Starts a built side; resolves once it listens. */
export async function startServed(file: string, setting: Setting, args: readonly string[] = []): Promise<Served> {
  const child = fork(file, {
    execArgv: [...args],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  process.on('exit', () => child.kill('SIGKILL'))
  child.send(setting)
  const { port } = await answerOf<{ port: number }>(child)
  return {
    url: `http://127.0.0.1:${port}/api/messages`,
    async memory() {
      child.send('memory')
      return (await answerOf<{ memory: number }>(child)).memory
    },
    async heap() {
      child.send('heap')
      return (await answerOf<{ heap: number }>(child)).heap
    },
    async stop() {
      const ended = once(child, 'exit')
      child.send('stop')
      await ended
    },
  }
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const heard = new AbortController()
  const { signal } = heard
  const ended = once(child, 'exit', { signal }).then(
    () => undefined,
    () => undefined,
  )
  const answer = await Promise.race([once(child, 'message', { signal }), ended])
  heard.abort()
  if (!answer) throw new Error('what was to be measured has ended')
  return answer[0] as T
}
