// What a request is refused with: a status, and always the same few words for it.
import type { ServerResponse } from 'node:http'

const words = {
  400: 'bad request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not found',
  405: 'method not allowed',
  413: 'too large',
  415: 'unsupported media type',
  500: 'internal error',
  503: 'busy',
} as const
export type Refusal = keyof typeof words

/** When whoever is refused for now may come again, in seconds. */
const retryAfter = 2

/** Answers and ends the connection. */
export function refuse(response: ServerResponse, status: Refusal): void {
  // What has come by now is thrown away: where something is left unread the connection breaks, and the answer with it.
  response.req.resume()
  // No text of a library, nothing of what was sent.
  const body = JSON.stringify({ error: words[status] })
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    ...(status === 503 ? { 'Retry-After': retryAfter } : {}),
  })
  response.end(body)
}

export const isRefusal = (status: number): status is Refusal => status in words
