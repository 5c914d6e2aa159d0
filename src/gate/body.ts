// Reads the body of a request: as strict UTF-8, bounded in depth, as one JSON object.
import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Refusal } from './refusals.ts'

/** Of objects and lists in each other; an activity has about ten. */
const mostDepth = 32

/** `isCut` where there is more of it. */
type Sent = Readable & { readonly isCut?: boolean }

export type Body = { readonly object: object; readonly bytes: Buffer }

/** What was sent, or what the request is refused with. */
export async function readBody(sent: Sent): Promise<Body | Refusal> {
  const bytes = await readBytes(sent)
  const text = bytes && decode(bytes)
  if (bytes === undefined) return 413
  if (text === undefined || isDeeperThan(text, mostDepth)) return 400
  const object = parse(text)
  return object ? { object, bytes } : 400
}

async function readBytes(sent: Sent): Promise<Buffer | undefined> {
  const read: Buffer[] = []
  // Several times as quick as a loop that awaits each piece.
  sent.on('data', (piece: Buffer) => read.push(piece))
  await finished(sent)
  return sent.isCut ? undefined : Buffer.concat(read)
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
