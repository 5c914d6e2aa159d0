// Ends the process in order when whoever runs it says so: with 0, or with 1 where the order could not be kept.
import type { Log } from './flows/ports.ts'

type Process = {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  exit(code: number): unknown
}

export function stopOnSignal(process: Process, log: Log, stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ event: 'stop-failed' }, error)
          process.exit(1)
        },
      )
    })
  }
}
