// Reads the body of a request: as strict UTF-8, bounded in what its parts can be, as one JSON object.
import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Refusal } from './refusals.ts'

/**
 * How deep objects and lists may lie in each other, where an activity has about ten; and how many characters may stand
 * outside of what its strings hold, where an activity has some hundreds, and one that adds a thousand people 14,000.
 */
const most: Limits = { depth: 32, outside: 16 * 1024 }
type Limits = { readonly depth: number; readonly outside: number }

/** `isCut` where there is more of it. */
type Sent = Readable & { readonly isCut?: boolean }

export type Body = { readonly object: object; readonly bytes: Buffer }

/** What was sent, or what the request is refused with. */
export async function readBody(sent: Sent): Promise<Body | Refusal> {
  const bytes = await readBytes(sent)
  const text = bytes && decode(bytes)
  if (bytes === undefined) return 413
  if (text === undefined || !isWithin(text, most)) return 400
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

/** Counted before it is parsed: what is deep exhausts whatever follows it down, and a great many small parts take long. */
export function isWithin(text: string, limits: Limits): boolean {
  let [depth, outside] = [0, 0]
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isInString) {
      if (code === backslash) at++
      else if (code === quote) isInString = false
      continue
    }
    outside++
    if (code === quote) isInString = true
    else if (code === brace || code === bracket) depth++
    else if (code === endOfBrace || code === endOfBracket) depth--
    if (depth > limits.depth || outside > limits.outside) return false
  }
  return true
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
