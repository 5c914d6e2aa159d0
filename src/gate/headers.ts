// What is refused by its first line and headers alone, before a byte of the body is read.
import type { IncomingMessage } from 'node:http'
import { mostBytes } from './bounded-request.ts'
import type { Refusal } from './refusals.ts'

type Head = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>

/** Everything that there is, and how it is asked for. */
const methods: Readonly<Record<string, string>> = { '/api/messages': 'POST', '/healthz': 'GET', '/readyz': 'GET' }

const json = /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i

/** Undefined where the request may go on. */
export function refusalOf({ method, url, headers, rawHeaders }: Head): Refusal | undefined {
  const wanted = methods[url ?? '']
  if (wanted === undefined) return 404
  if (method !== wanted) return 405
  // Inflating is what a small request grows large by, and a broken gzip body has ended processes.
  if (headers['content-encoding'] !== undefined) return 415
  // Node keeps the first one of several, others might keep the last.
  if (countOf(rawHeaders, 'authorization') > 1) return 400
  if (Number(headers['content-length'] ?? 0) > mostBytes) return 413
  return method === 'POST' && !json.test(headers['content-type'] ?? '') ? 415 : undefined
}

const countOf = (rawHeaders: readonly string[], name: string): number =>
  rawHeaders.filter((one, at) => at % 2 === 0 && one.toLowerCase() === name).length
