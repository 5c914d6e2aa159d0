// The HTTP server: /api/messages, /healthz, /readyz. The gate sees each request before restify does.
import { once } from 'node:events'
import { createServer as createHttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import restify, { type Request, type Response } from 'restify'
import type { Log } from './flows/ports.ts'
import { readBody } from './gate/body.ts'
import { BoundedRequest } from './gate/bounded-request.ts'
import type { Answer, Door } from './gate/door.ts'
import { refusalOf } from './gate/headers.ts'
import { isRefusal, type Refusal, refuse } from './gate/refusals.ts'
import { rounds } from './gate/rounds.ts'
import { waitingRequests } from './gate/waiting.ts'

export type ServerParts = {
  readonly door: Door
  readonly ready: () => Promise<boolean>
  readonly log: Log
  /** Requests that wait for their answer. */
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
  const routes = routesOf(parts)
  // restify has a server of its own, whose times cannot be set. This one only hands on what it takes.
  const server = createHttpServer({ ...patience, IncomingMessage: BoundedRequest }, (request, response) => {
    const refusal = refusalOf(request)
    if (refusal !== undefined) refuse(response, refusal)
    else if (request.method === 'POST' && (isClosing || waiting.count() >= parts.mostAtOnce)) {
      parts.shed()
      refuse(response, 503)
    } else {
      // A look at its health is the last word of its connection: whoever asked for thousands in one breath, and read none of
      // the answers, would be counted among those who wait for as long as they like.
      if (request.method === 'GET') response.setHeader('Connection', 'close')
      waiting.add(response)
      routes.server.emit('request', request, response)
    }
  })
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

/** Requests that are begun in one round of the event loop. A few share a write to the disk; many keep others waiting at the door. */
const perRound = 4

function routesOf({ door, ready, log }: ServerParts): restify.Server {
  const inTurn = rounds(perRound)
  const routes = restify.createServer({ name: 'reconnect', handleUncaughtExceptions: false })
  routes.get('/healthz', async (_: Request, response: Response) => {
    response.send(200, { status: 'ok' })
    await Promise.resolve()
  })
  routes.get('/readyz', async (_: Request, response: Response) => {
    const fine = await ready()
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
    await inTurn()
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
