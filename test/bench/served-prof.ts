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
}
type Running = { readonly port: number; stop(): Promise<void> }

/** In the process itself: starts what is measured. */
export function serve(start: (setting: Setting) => Promise<Running>): void {
  process.once("message", (setting: Setting) => {
    giveToken(setting.appId)
    void start(setting).then((running) => {
      process.send?.({ port: running.port })
      process.on('message', (question) => {
        // The largest resident size since the process began, in kilobytes.
        if (question === 'memory') process.send?.({ memory: process.resourceUsage().maxRSS / 1024 })
        else void running.stop().then(() => process.exit())
      })
    })
  })
}

export type Served = {
  readonly url: string
  /** The most that it took so far, in MB. */
  memory(): Promise<number>
  stop(): Promise<void>
}

/** Resolves once it listens. */
export async function startServed(file: string, setting: Setting): Promise<Served> {
  const child = fork(new URL(file, import.meta.url), {
    execArgv: ['--cpu-prof','--cpu-prof-dir=/tmp/prof','--import', 'tsx'],
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
    async stop() {
      const ended = once(child, 'exit')
      child.send('stop')
      await ended
    },
  }
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const answer = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)])
  if (!answer) throw new Error('what was to be measured has ended')
  return answer[0] as T
}
