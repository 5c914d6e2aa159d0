// The one road to Graph: deadlines and attempts in a table, an explicit middleware chain, one HTTP exchange at a time.
import { randomUUID } from 'node:crypto'
import {
  Client,
  type Context,
  HTTPMessageHandler,
  type Middleware,
  ResponseType,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client'
import { unlessAborted } from './deadline.ts'
import { atStage, type Broken, brokenBy } from './errors.ts'
import type { Tokens } from './token.ts'

export type Rule = { readonly deadlineMs: number; readonly attempts: number; readonly mostBytes: number }

/** How long a call may take, its body and all attempts included, how often it is made, how much of an answer is read. */
export const rules = {
  /** Sent once: a lost answer is settled by looking, never by sending again. */
  restart: { deadlineMs: 10_000, attempts: 1, mostBytes: 64 * 1024 },
  read: { deadlineMs: 10_000, attempts: 3, mostBytes: 2 * 1024 * 1024 },
  /** Asked before a pasted text is answered, so a person waits for it. */
  membership: { deadlineMs: 2_500, attempts: 2, mostBytes: 64 * 1024 },
  /** What the bot can do without: it may not eat up the time of the rest. */
  extra: { deadlineMs: 3_000, attempts: 1, mostBytes: 256 * 1024 },
  token: { deadlineMs: 5_000, attempts: 1, mostBytes: 0 },
} as const satisfies Record<string, Rule>
export type Rules = Readonly<Record<keyof typeof rules, Rule>>

export type Call = {
  /** The name in the log. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** Under the base URL, version and encoded query included. */
  readonly path: string
  readonly body?: unknown
  readonly prefer?: string
}

type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  /** `junk`: not JSON, not said to be, or too long. `lost`: the connection or the deadline broke it off. */
  | { readonly kind: 'none' | 'junk' | 'lost' }

export type Answer = {
  readonly kind: 'answer'
  readonly status: number
  readonly requestId: string | undefined
  readonly retryAfter: string | undefined
  readonly body: Body
}

export type Exchange = (call: Call, signal: AbortSignal, mostBytes: number) => Promise<Answer | Broken>

export function graphExchange(baseUrl: URL, tokens: Tokens): Exchange {
  const client = Client.initWithMiddleware({
    baseUrl: baseUrl.href,
    defaultVersion: '',
    middleware: [
      withToken(tokens),
      new RetryHandler(new RetryHandlerOptions(0, 0)),
      keepingCause(),
      new HTTPMessageHandler(),
    ],
  })
  return async (call, signal, mostBytes) => {
    try {
      const request = client
        .api(call.path)
        .header('client-request-id', randomUUID())
        .options({ signal, redirect: 'manual' })
        .responseType(ResponseType.RAW)
      if (call.prefer !== undefined) request.header('Prefer', call.prefer)
      const response: unknown = await (call.method === 'GET' ? request.get() : request.post(call.body))
      if (!(response instanceof Response)) throw new TypeError('the Graph client gave no response')
      return await answerOf(response, mostBytes)
    } catch (error) {
      return brokenBy(error)
    }
  }
}

/** Signs each request. A 401 means that nothing was done, so the same request goes out once more with a new token. */
function withToken(tokens: Tokens): Middleware {
  let next: Middleware | undefined
  const send = async (context: Context, token: Promise<string>): Promise<string> => {
    const value = await unlessAborted(token, signalOf(context)).catch((error: unknown) => {
      throw atStage('token', error)
    })
    const headers = new Headers(context.options?.headers)
    headers.set('Authorization', `Bearer ${value}`)
    context.options = { ...context.options, headers }
    await next?.execute(context)
    return value
  }
  return {
    setNext: (middleware) => {
      next = middleware
    },
    async execute(context) {
      const rejected = await send(context, tokens.current())
      if (context.response?.status !== 401) return
      await context.response.body?.cancel().catch(() => undefined)
      await send(context, tokens.renewed(rejected))
    },
  }
}

const signalOf = (context: Context): AbortSignal => context.options?.signal ?? new AbortController().signal

function keepingCause(): Middleware {
  let next: Middleware | undefined
  return {
    setNext: (middleware) => {
      next = middleware
    },
    async execute(context) {
      try {
        await next?.execute(context)
      } catch (error) {
        throw atStage('http', error)
      }
    },
  }
}

async function answerOf(response: Response, mostBytes: number): Promise<Answer> {
  const body = await bodyOf(response, mostBytes)
  return {
    kind: 'answer',
    status: response.status,
    requestId: response.headers.get('request-id') ?? undefined,
    retryAfter: response.headers.get('retry-after') ?? undefined,
    body,
  }
}

async function bodyOf(response: Response, mostBytes: number): Promise<Body> {
  if (response.body === null) return { kind: declaresBody(response.headers) ? 'junk' : 'none' }
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > mostBytes) return { kind: 'junk' }
      chunks.push(chunk)
    }
  } catch {
    return { kind: 'lost' }
  }
  if (size === 0) return { kind: 'none' }
  return isJson(response.headers) ? parsed(Buffer.concat(chunks).toString('utf8')) : { kind: 'junk' }
}

const isJson = (headers: Headers): boolean => /^application\/json\b/i.test(headers.get('content-type') ?? '')

/** A 204 has no body in HTTP; one that announces a page all the same comes from something other than Graph. */
function declaresBody(headers: Headers): boolean {
  return Number(headers.get('content-length') ?? 0) > 0 || (headers.get('content-type') ?? '').includes('html')
}

function parsed(text: string): Body {
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch {
    return { kind: 'junk' }
  }
}
