// What nobody caught. An exception may have left anything half-way, so the process ends in order, for whoever supervises
// it to start it anew. A rejection ends one piece of work whose records are safe in the store, so the process stays.
import { setTimeout } from 'node:timers/promises'
import type { Log } from './flows/ports.ts'

type Process = {
  on(name: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown
  exit(code: number): unknown
}

/** How long what is under way may take to come to its end. */
const patience = 10_000

export function catchTheRest(process: Process, log: Log, stop: () => Promise<void>, waits = patience): void {
  let stopping = false
  process.on('unhandledRejection', (error) => {
    log.error({ event: 'unhandled-rejection' }, error)
  })
  process.on('uncaughtException', (error) => {
    log.error({ event: 'uncaught-exception' }, error)
    if (stopping) return
    stopping = true
    void Promise.race([stop(), setTimeout(waits)])
      .catch((second: unknown) => {
        log.error({ event: 'stop-failed' }, second)
      })
      .finally(() => process.exit(1))
  })
}
