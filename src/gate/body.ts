// Reads the body of a request: as strict UTF-8, bounded in what its parts can be, as one JSON object.
import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { mostBytes } from './bounded-request.ts'
import type { Refusal } from './refusals.ts'

/**
 * How deep objects and lists may lie in each other, where an activity has about ten; and how many bytes may stand outside
 * of what its strings hold, where an activity has some hundreds, and one that adds a thousand people 14,000.
 */
const most: Limits = { depth: 32, outside: 16 * 1024 }
type Limits = { readonly depth: number; readonly outside: number }

/** `isCut` where there is more of it. */
type Sent = Readable & { readonly isCut?: boolean }

/** `digest` stands for every byte of what was sent. */
export type Body = { readonly object: object; readonly digest: string }

/** What was sent, or what the request is refused with. Throws where there is more than `mostBytes` of it, and it is not cut. */
export async function readBody(sent: Sent): Promise<Body | Refusal> {
  const pieces: Buffer[] = []
  // Several times as quick as a loop that awaits each piece.
  sent.on('data', (piece: Buffer) => pieces.push(piece))
  await finished(sent)
  return sent.isCut ? 413 : bodyOf(joined(pieces))
}

/**
 * Where the pieces of a body are laid side by side; each body is done with before the next one is begun. Space of its own
 * for each costs milliseconds where a great many small pieces were thrown away before it.
 */
const scratch = Buffer.allocUnsafeSlow(mostBytes)

/** Stands only until the next call. */
function joined(pieces: readonly Buffer[]): Buffer {
  let end = 0
  for (const piece of pieces) {
    scratch.set(piece, end)
    end += piece.length
  }
  return scratch.subarray(0, end)
}

function bodyOf(bytes: Buffer): Body | Refusal {
  if (!isWithin(bytes, most) || !isUtf8(bytes)) return 400
  const object = parse(bytes.toString('utf8'))
  return object ? { object, digest: hash('sha256', bytes, 'base64') } : 400
}

const [quote, backslash, brace, bracket, endOfBrace, endOfBracket] = Buffer.from('"\\{[}]')

/** Counted before it is parsed: what is deep exhausts whatever follows it down, and a great many small parts take long. */
export function isWithin(json: Uint8Array, limits: Limits): boolean {
  let [depth, outside] = [0, 0]
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    outside++
    if (byte === quote) at = endOfString(json, at + 1)
    else if (byte === brace || byte === bracket) depth++
    else if (byte === endOfBrace || byte === endOfBracket) depth--
    if (depth > limits.depth || outside > limits.outside) return false
  }
  return true
}

/** Where the quotation mark stands that ends the string whose contents begin at `from`, or the end of it all. */
function endOfString(json: Uint8Array, from: number): number {
  let at = from
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1
  return at
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
