// Sends to the channel: each message once, within its time, to the channel's own addresses only, on connections that are
// kept for a moment. Whoever waits learns truly whether the message can have left.
import { Agent as PlainAgent, type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { callResultOf } from '../core/call-result.ts'
import type { Metrics } from '../flows/ports.ts'

/** What became of a request that did not succeed. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  /** Can the message have arrived? Not before a connection stood. */
  readonly left: boolean
  /** What the network said, or that time was up. */
  readonly code: string | undefined
  /** Where the channel answered. */
  readonly statusCode: number | undefined
  readonly response:
    { readonly headers: { get(name: string): string | undefined }; readonly bodyAsText: string } | undefined

  constructor(left: boolean, code: string | undefined, answer?: Answer) {
    super('the channel did not take a message')
    this.left = left
    this.code = code
    this.statusCode = answer?.status
    this.response = answer && { headers: { get: (name) => answer.header(name) }, bodyAsText: answer.body }
  }
}

type Answer = {
  readonly status: number
  readonly body: string
  readonly header: (name: string) => string | undefined
}

export type Deed = Parameters<Metrics['sent']>[0]

/** Answers what the channel says. Throws a ChannelError, or what kept the bot from getting its token. */
export type Send = (deed: Deed, url: string, activity: object) => Promise<unknown>

export type SenderParts = {
  /** The bot's token; undefined where it has no identity. */
  readonly token: (() => Promise<string>) | undefined
  /** May the bot's token go there? Looked at last, whatever made up the address. */
  readonly mayGo: (url: string) => boolean
  /** How long a message may take, its token included. */
  readonly sendMs: number
  readonly metrics: Metrics
}

/**
 * How long a connection waits for the next message, in milliseconds. The channel keeps them for longer: one that it closes
 * in the very moment in which the bot uses it again would take a card with it.
 */
const keptMs = 1000
/** Of an answer; a genuine one has about fifty. */
const mostBytes = 64 * 1024

export function createSender({ token, mayGo, sendMs, metrics }: SenderParts): Send {
  const agents = {
    'http:': new PlainAgent({ keepAlive: true, timeout: keptMs }),
    'https:': new SecureAgent({ keepAlive: true, timeout: keptMs }),
  }

  /** A redirection is an answer like any other: nothing follows it. */
  function exchange(deed: Deed, url: URL, authorization: string | undefined, activity: object, leftMs: number) {
    const isSecure = url.protocol === 'https:'
    const body = JSON.stringify(activity)
    return new Promise<Answer>((resolve, reject) => {
      const outgoing: ClientRequest = (isSecure ? secureRequest : plainRequest)(url, {
        method: deed === 'update' ? 'PUT' : 'POST',
        agent: agents[isSecure ? 'https:' : 'http:'],
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': Buffer.byteLength(body),
          Accept: 'application/json',
          'User-Agent': 'Reconnect',
          ...(authorization === undefined ? {} : { Authorization: authorization }),
        },
      })
      let left = false
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        outgoing.destroy()
        // What was answered with 101 is at its end already, and tells of no error any more.
        fail(new Error('too late'))
      }, leftMs)
      const stands = (): void => {
        left = true
      }
      const fail = (error: unknown): void => {
        clearTimeout(timer)
        reject(new ChannelError(left, isLate ? 'TimeoutError' : codeOf(error)))
      }
      outgoing.once('socket', (socket) => {
        if (outgoing.reusedSocket) stands()
        else socket.once(isSecure ? 'secureConnect' : 'connect', stands)
      })
      outgoing.once('error', fail)
      outgoing.once('response', (response) => {
        readAnswer(response).then((answer) => {
          clearTimeout(timer)
          resolve(answer)
        }, fail)
      })
      outgoing.end(body)
    })
  }

  async function deliver(deed: Deed, url: string, activity: object): Promise<unknown> {
    if (!mayGo(url)) throw new ChannelError(false, 'FOREIGN_ADDRESS')
    const endsAt = performance.now() + sendMs
    const authorization = token && `Bearer ${await within(sendMs, token())}`
    const answer = await exchange(deed, new URL(url), authorization, activity, endsAt - performance.now())
    const isTaken = answer.status >= 200 && answer.status < 300
    if (!isTaken) throw new ChannelError(true, undefined, answer)
    return parse(answer)
  }

  return async (deed, url, activity) => {
    const began = performance.now()
    const note = (status: number | undefined): void => {
      metrics.sent(deed, callResultOf(status), (performance.now() - began) / 1000)
    }
    try {
      const answer = await deliver(deed, url, activity)
      note(200)
      return answer
    } catch (error) {
      note(error instanceof ChannelError ? error.statusCode : undefined)
      throw error
    }
  }
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw Object.assign(new Error('the channel answered too much'), { code: 'TOO_LONG' })
    chunks.push(chunk)
  }
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString('utf8'),
    header: (name) => {
      const value = response.headers[name.toLowerCase()]
      return typeof value === 'string' ? value : undefined
    },
  }
}

/** An update may be answered with nothing at all. */
function parse(answer: Answer): unknown {
  if (answer.body === '') return undefined
  try {
    return JSON.parse(answer.body)
  } catch {
    // Taken, it seems, and nobody knows where the card stands.
    throw new ChannelError(true, 'PARSE_ERROR')
  }
}

/** The token, unless it takes too long; then nothing was sent. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ChannelError(false, 'TimeoutError'))
    }, ms)
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
    })
  })
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
