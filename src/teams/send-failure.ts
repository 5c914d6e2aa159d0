// From whatever the SDK throws when it sends, to a SendFailure: by status, code and headers, never by message text.
import * as z from 'zod'
import { retryAfterMs } from '../core/retry-after.ts'
import type { SendFailure } from '../flows/ports.ts'

/** One word, so that no text of a message and no name can pass for a code. */
const word = z
  .string()
  .regex(/^\w{1,64}$/)
  .optional()
  .catch(undefined)

type Headers = { get(name: string): string | undefined }
const headers = z.custom<Headers>((value) => typeof value === 'object' && value !== null && 'get' in value)

/** A ChannelError, or any other error. Only the first has a response, and only once the channel has answered. */
const thrown = z
  .object({
    name: word,
    code: word,
    statusCode: z.number().optional().catch(undefined),
    response: z
      .object({ headers, bodyAsText: z.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  })
  .catch({})

/** `left`: can the message have left for the channel, or did something fail before? */
export function failureOf(error: unknown, left: boolean, now: Date): SendFailure {
  const { name, code, statusCode: status, response } = thrown.parse(error)
  if (!left || status === undefined)
    return { status: undefined, code: code ?? name, retryAfterMs: undefined, sent: left ? 'maybe' : 'no' }
  return {
    status,
    code: codeIn(response?.bodyAsText),
    retryAfterMs: retryAfterMs(response?.headers.get('Retry-After'), now),
    sent: isRefusal(status) ? 'no' : 'maybe',
  }
}

/** Not so a success whose body cannot be read, a time-out of a gateway, or trouble behind it. */
const isRefusal = (status: number): boolean => status >= 300 && status < 500 && status !== 408

/**
 * The code in an answer, which comes in several wrappings: `{ error: { code } }` as a rule, with another error inside
 * at times, and `{ message: '{ "subCode": … }' }` where a person has blocked the bot. A sub-code says most.
 */
function codeIn(body: string | undefined): string | undefined {
  const layers = layersOf(body)
  const subCode = layers.find((layer) => layer.subCode !== undefined)?.subCode
  return subCode ?? layers.find((layer) => layer.code !== undefined)?.code
}

const inner = z.unknown().optional()
const layer = z.object({ code: word, subCode: word, error: inner, message: inner, innerHttpError: inner, body: inner })
const deepest = 4

/** From the outside in. */
function layersOf(value: unknown, depth = 0): z.infer<typeof layer>[] {
  const { data } = layer.safeParse(typeof value === 'string' ? jsonIn(value) : value)
  if (!data || depth > deepest) return []
  const within = [data.error, data.innerHttpError, data.body, data.message]
  return [data, ...within.flatMap((one) => layersOf(one, depth + 1))]
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
