// The HTTP server: /api/messages, /healthz, /readyz. The gate sees each request before restify does.
import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import restify, { type Request, type Response } from 'restify'
import type { Log } from './flows/ports.ts'
import { readBody } from './gate/body.ts'
import { BoundedRequest } from './gate/bounded-request.ts'
import type { Answer, Door } from './gate/door.ts'
import { refusalOf } from './gate/headers.ts'
import { lastWords } from './gate/last-word.ts'
import { isRefusal, type Refusal, refuse } from './gate/refusals.ts'
import { type Rounds, rounds } from './gate/rounds.ts'
import { waitingRequests } from './gate/waiting.ts'
import { keptAWhile } from './kept-a-while.ts'

export type ServerParts = {
  readonly door: Door
  readonly ready: () => Promise<boolean>
  readonly log: Log
  /** Messages that wait for their answer. */
  readonly mostAtOnce: number
  /** Hears of each request that is turned away, since there are too many. */
  readonly shed: () => void
}

export type Server = {
  /** Resolves with the port, and rejects with the reason when it is taken. 0 takes a free one. */
  listen(port: number, host: string): Promise<number>
  /** Takes nothing new, and gives what is under way `patienceMs` to end. */
  close(patienceMs: number): Promise<void>
}

const second = 1000
/** Whoever sends more slowly holds a connection that others need. They are looked for twice a second. */
export const patience = {
  headersTimeout: 5 * second,
  requestTimeout: 10 * second,
  keepAliveTimeout: 5 * second,
  connectionsCheckingInterval: second / 2,
}

/** Connections that wait to be taken up, where the system allows as many; those beyond it are broken off. */
const mostWaiting = 2048

/** Of one connection, before it is told to come again: the channel and proxies wait for one answer after the other. */
const mostOnOne = 8

/** Requests that are begun in one round of the event loop. A few share a write to the disk; many keep others waiting at the door. */
const perRound = 4

/** A server that is not listening yet. */
export function createServer(parts: ServerParts): Server {
  let isClosing = false
  const waiting = waitingRequests(() => {
    // A connection is idle only after this.
    if (isClosing)
      setImmediate(() => {
        server.closeIdleConnections()
      })
  })
  const inRounds = rounds(perRound)
  const routes = routesOf(parts, inRounds)
  const isTooMuch = ({ socket }: IncomingMessage): boolean =>
    isClosing || waiting.count() >= parts.mostAtOnce || waiting.countOn(socket) >= mostOnOne
  const last = lastWords()
  // restify has a server of its own, whose times cannot be set. This one only hands on what it takes.
  const server = createHttpServer({ ...patience, IncomingMessage: BoundedRequest }, (request, response) => {
    if (last.comeBefore(request)) return
    const refusal = refusalOf(request)
    const isShed = refusal === undefined && request.method === 'POST' && isTooMuch(request)
    if (isShed) parts.shed()
    if (refusal !== undefined || isShed) {
      last.saidTo(request)
      refuse(response, refusal ?? 503)
      return
    }
    // A look at its health takes the place of nobody who brings a message: it is not counted, and the last word of its connection.
    if (request.method === 'GET') {
      last.saidTo(request)
      response.setHeader('Connection', 'close')
    } else waiting.add(response)
    routes.server.emit('request', request, response)
  })
  server.on('connection', inRounds.cameIn)
  return {
    async listen(port, host) {
      server.listen(port, host, mostWaiting)
      await once(server, 'listening')
      server.on('error', (error) => {
        parts.log.error({ event: 'server-error' }, error)
      })
      return (server.address() as AddressInfo).port
    },
    async close(patienceMs) {
      isClosing = true
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
      const tooLate = new AbortController()
      await Promise.race([
        Promise.all([closed, parts.door.settled()]),
        setTimeout(patienceMs, undefined, { signal: tooLate.signal }),
      ])
      tooLate.abort()
      server.closeAllConnections()
      await closed
    },
  }
}

function routesOf({ door, ready, log }: ServerParts, inRounds: Rounds): restify.Server {
  // Asked by one at a time, however many want to know, since each asks the database.
  const isReady = keptAWhile(ready, 0)
  const routes = restify.createServer({ name: 'reconnect', handleUncaughtExceptions: false })
  routes.get('/healthz', async (_: Request, response: Response) => {
    response.send(200, { status: 'ok' })
    await Promise.resolve()
  })
  routes.get('/readyz', async (_: Request, response: Response) => {
    const fine = (await isReady()) === true
    response.send(fine ? 200 : 503, { status: fine ? 'ready' : 'not ready' })
  })
  routes.post('/api/messages', async (request: Request, response: Response) => {
    try {
      const answer = await take(request)
      if (typeof answer === 'number') refuse(response, answer)
      else if (isRefusal(answer.status)) refuse(response, answer.status)
      else send(response, answer)
    } catch (error) {
      log.error({ event: 'receive-failed' }, error)
      refuse(response, 500)
    }
  })

  async function take(request: Request): Promise<Answer | Refusal> {
    const caller = await door.identify(request.headers.authorization ?? '')
    // Nothing is read of those whom nobody vouches for.
    if (typeof caller === 'number') return caller
    await inRounds.turn()
    const body = await readBody(request)
    if (typeof body === 'number') return body
    return door.receive(caller, body.object, body.digest)
  }
  return routes
}

function send(response: ServerResponse, { status, body = '' }: Answer): void {
  response.writeHead(status, {
    'Content-Length': Buffer.byteLength(body),
    ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
  })
  response.end(body)
}
