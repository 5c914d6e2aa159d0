// What libraries print becomes lines of the log: that they printed, how, and what error they printed, without any of
// their text, which may quote what was sent. The log itself writes to its file descriptor, so none of it comes here.
import type { Log } from './flows/ports.ts'

// Whatever else a console has goes through one of these, or through a stream.
const quiet = ['log', 'info', 'debug', 'dir'] as const
const loud = ['error', 'warn', 'trace'] as const
const streams = ['stdout', 'stderr'] as const

type Console = Record<(typeof quiet)[number] | (typeof loud)[number], (...values: unknown[]) => void>

type Process = Record<(typeof streams)[number], Stream> & {
  /** Of deprecations and the like, which Node prints itself while nobody else listens. */
  listeners(name: 'warning'): readonly Listener[]
  removeAllListeners(name: 'warning'): unknown
  on(name: 'warning', listener: Listener): unknown
}
type Stream = { write: (chunk: string | Uint8Array, ...more: never[]) => boolean }
type Listener = (warning: Error) => void

/** Answers how to give everything back. */
export function consoleToLog(console: Console, process: Process, log: Log): () => void {
  const giveBack = [takeConsole(console, log), takeWarnings(process, log)]
  for (const name of streams) giveBack.push(takeStream(process[name], name, log))
  return () => {
    for (const give of giveBack) give()
  }
}

function takeConsole(console: Console, log: Log): () => void {
  const own = { ...console }
  for (const name of quiet)
    console[name] = () => {
      log.info({ event: 'library-printed', call: name })
    }
  for (const name of loud)
    console[name] = (...values) => {
      log.warn({ event: 'library-printed', call: name }, errorIn(values))
    }
  return () => {
    for (const name of [...quiet, ...loud]) console[name] = own[name]
  }
}

const errorIn = (values: readonly unknown[]): unknown => values.find((value) => value instanceof Error)

function takeStream(stream: Stream, name: string, log: Log): () => void {
  const own = stream.write
  stream.write = (_, ...more: readonly unknown[]) => {
    log.info({ event: 'library-printed', call: name })
    const done = more.at(-1)
    if (isCallback(done)) done()
    return true
  }
  return () => {
    stream.write = own
  }
}

const isCallback = (value: unknown): value is () => void => typeof value === 'function'

function takeWarnings(process: Process, log: Log): () => void {
  const listeners = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    log.warn({ event: 'runtime-warning' }, warning)
  })
  return () => {
    process.removeAllListeners('warning')
    for (const listener of listeners) process.on('warning', listener)
  }
}
