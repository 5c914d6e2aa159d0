// Reads the body of a request: bounded in size and depth, as strict UTF-8, as one JSON object.
import { isUtf8 } from 'node:buffer'
import type { Refusal } from './refusals.ts'

/** Of what is sent to the bot. */
export const mostBytes = 256 * 1024
/** Of objects and lists in each other; an activity has about ten. */
const mostDepth = 32

export type Body = { readonly object: object; readonly bytes: Buffer }

/** What was sent, or what the request is refused with. */
export async function readBody(chunks: AsyncIterable<Buffer>): Promise<Body | Refusal> {
  const bytes = await readBytes(chunks)
  const text = bytes && decode(bytes)
  if (bytes === undefined) return 413
  if (text === undefined || isDeeperThan(text, mostDepth)) return 400
  const object = parse(text)
  return object ? { object, bytes } : 400
}

async function readBytes(chunks: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const read: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > mostBytes) return undefined
    read.push(chunk)
  }
  return Buffer.concat(read)
}

const decode = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString('utf8') : undefined)

const [quote, backslash, brace, bracket, endOfBrace, endOfBracket] = Buffer.from('"\\{[}]')

/** Counted before anything goes into the depth: what is deep enough exhausts whatever follows it down. */
export function isDeeperThan(text: string, most: number): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) isInString = !isInString
    else if (isInString) continue
    else if (code === brace || code === bracket) depth++
    else if (code === endOfBrace || code === endOfBracket) depth--
    if (depth > most) return true
  }
  return false
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
