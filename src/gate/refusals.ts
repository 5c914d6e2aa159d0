// What a request is refused with: a status, and always the same few words for it.
import type { ServerResponse } from 'node:http'

const words = {
  400: 'bad request',
  401: 'unauthorized',
  404: 'not found',
  405: 'method not allowed',
  413: 'too large',
  415: 'unsupported media type',
  500: 'internal error',
} as const
export type Refusal = keyof typeof words

/** The whole body of a refusal: no text of a library, nothing of what was sent. */
export const refusalBody = (status: Refusal): { readonly error: string } => ({ error: words[status] })

/** Answers and ends the connection, since the rest of what was sent is not read. */
export function refuse(response: ServerResponse, status: Refusal): void {
  const body = JSON.stringify(refusalBody(status))
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  })
  response.end(body)
}
