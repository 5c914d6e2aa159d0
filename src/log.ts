// One JSON line an event, of fields that are known. Pasted text, names and tokens never come here: what is not a word, as
// ids and codes are, is withheld, and an error is its name, its code and where it happened, never its message.
import { type DestinationStream, pino } from 'pino'
import type { Log, LogEvent } from './flows/ports.ts'
import { placesOf } from './log-places.ts'

export type LogLevel = 'info' | 'warn' | 'error'

export function createLog(level: LogLevel, destination: DestinationStream = pino.destination(2)): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  return {
    info: (event) => {
      logger.info(lineOf(event))
    },
    warn: (event, error) => {
      logger.warn({ ...lineOf(event), ...(error === undefined ? {} : describe(error)) })
    },
    error: (event, error) => {
      logger.error({ ...lineOf(event), ...describe(error) })
    },
  }
}

/** Every field that a line may have, in this order. */
const fields: Readonly<Record<keyof LogEvent, true>> = {
  event: true,
  incident: true,
  person: true,
  request: true,
  ticket: true,
  symptom: true,
  card: true,
  lane: true,
  call: true,
  command: true,
  act: true,
  outcome: true,
  reason: true,
  rule: true,
  why: true,
  status: true,
  code: true,
  sent: true,
  requestId: true,
  attempts: true,
  times: true,
  ms: true,
  port: true,
}
const fieldNames = Object.keys(fields) as readonly (keyof LogEvent)[]

/** Ids, states, codes: nothing that a sentence, a name or a control character fits in. */
const word = /^[\w.:-]{1,128}$/
/** What libraries call their errors. */
const errorWord = /^\w{1,64}$/
const withheld = 'withheld'

type Line = Record<string, string | number>

function lineOf(event: LogEvent): Line {
  const line: Line = {}
  for (const name of fieldNames) {
    const value = event[name]
    if (typeof value === 'number' && Number.isFinite(value)) line[name] = value
    else if (value !== undefined) line[name] = typeof value === 'string' && word.test(value) ? value : withheld
  }
  return line
}

/** Messages of errors may quote what was sent or asked for, so they stay out; the places say where. */
function describe(error: unknown): Line {
  try {
    return error instanceof Error ? describeError(error) : { error: typeof error }
  } catch {
    // Somebody else's getter threw.
    return { error: 'unreadable' }
  }
}

function describeError(error: Error): Line {
  const code = codeOf(error) ?? codeOf(error.cause)
  const status = fieldOf(error, 'statusCode')
  return {
    error: errorWord.test(error.name) ? error.name : 'Error',
    ...(code === undefined ? {} : { code }),
    ...(typeof status === 'number' && Number.isFinite(status) ? { status } : {}),
    at: placesOf(error).join(' < '),
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

function codeOf(error: unknown): string | undefined {
  const code = fieldOf(error, 'code')
  return typeof code === 'string' && errorWord.test(code) ? code : undefined
}
