// One JSON line an event. Pasted text, names and tokens never come here; an error is its name, code and place.
import { type DestinationStream, pino } from 'pino'
import type { Log, LogEvent } from './flows/ports.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export function createLog(level: LogLevel, destination: DestinationStream = pino.destination(2)): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  return {
    info: (event) => {
      logger.info(event)
    },
    warn: (event) => {
      logger.warn(event)
    },
    error: (event, error) => {
      logger.error({ ...event, ...describeError(error) })
    },
  }
}

/** Messages of errors may quote what was sent or asked for, so they stay out; the stack's frames say where. */
function describeError(error: unknown): LogEvent | Record<string, string | number> {
  if (!(error instanceof Error)) return { error: typeof error }
  const code: unknown = Reflect.get(error, 'code')
  const status: unknown = Reflect.get(error, 'statusCode')
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    at: frames
      .slice(0, 6)
      .map((line) => line.trim().slice(3))
      .join(' < '),
  }
}
