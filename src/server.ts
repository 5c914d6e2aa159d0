// The HTTP server: /api/messages, /healthz, /readyz. The gate sees each request before restify does.
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import restify, { type Request, type Response } from 'restify'
import type { Log } from './flows/ports.ts'
import { readObject } from './gate/body.ts'
import { refusalOf } from './gate/headers.ts'
import { refuse, refusalBody } from './gate/refusals.ts'

/** Hands a parsed activity on; answers the status and body for the channel. */
export type Receive = (
  authorization: string,
  activity: object,
) => Promise<{ readonly status: number; readonly body?: unknown }>

export type ServerParts = { readonly receive: Receive; readonly ready: () => Promise<boolean>; readonly log: Log }

export type Server = {
  /** Resolves with the port, and rejects with the reason when it is taken. 0 takes a free one. */
  listen(port: number, host: string): Promise<number>
  close(): Promise<void>
}

const second = 1000
/** Whoever sends more slowly holds a connection that others need. They are looked for once a second. */
export const patience = {
  headersTimeout: 5 * second,
  requestTimeout: 10 * second,
  keepAliveTimeout: 5 * second,
  connectionsCheckingInterval: second,
}

/** A server that is not listening yet. */
export function createServer(parts: ServerParts): Server {
  const routes = routesOf(parts)
  // restify has a server of its own, whose times cannot be set. This one only hands on what it takes.
  const server = createHttpServer(patience, (request, response) => {
    const refusal = refusalOf(request)
    if (refusal === undefined) routes.server.emit('request', request, response)
    else refuse(response, refusal)
  })
  return {
    async listen(port, host) {
      server.listen(port, host)
      await once(server, 'listening')
      server.on('error', (error) => {
        parts.log.error({ event: 'server-error' }, error)
      })
      return (server.address() as AddressInfo).port
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function routesOf({ receive, ready, log }: ServerParts): restify.Server {
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
    const activity = await readObject(request)
    if (typeof activity === 'number') {
      refuse(response, activity)
      return
    }
    try {
      const { status, body } = await receive(request.header('authorization', ''), activity)
      const answer = body ?? (status === 400 || status === 401 ? refusalBody(status) : undefined)
      if (answer === undefined) response.send(status)
      else response.send(status, answer)
    } catch (error) {
      log.error({ event: 'receive-failed' }, error)
      refuse(response, 500)
    }
  })
  return routes
}
