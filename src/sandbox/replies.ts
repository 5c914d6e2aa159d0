// What the stand-in says: a status, headers and a body, and errors in the shape of Graph's.
import { randomUUID } from 'node:crypto'

export type Reply = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** A string goes out as it is, anything else as JSON; undefined is no body. */
  readonly body?: unknown
}

export type Asked = {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Parsed JSON; undefined when there was none, or it did not parse. */
  readonly body: unknown
}

export function graphError(status: number, code: string, message: string, requestId: string = randomUUID()): Reply {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': requestId,
  }
  return { status, headers: { 'request-id': requestId }, body: { error: { code, message, innerError } } }
}
