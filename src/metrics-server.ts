// The HTTP server for Prometheus: GET /metrics and nothing else, on an address and a port of its own.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from './flows/ports.ts'
import { refuse } from './gate/refusals.ts'
import { patience, type Server } from './server.ts'

export type MetricsServerParts = {
  readonly book: { readonly contentType: string; text(): Promise<string> }
  readonly log: Log
}

/** A server that is not listening yet. */
export function createMetricsServer({ book, log }: MetricsServerParts): Server {
  async function answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url !== '/metrics') refuse(response, 404)
    else if (method !== 'GET') refuse(response, 405)
    else {
      const text = await book.text()
      response.writeHead(200, { 'Content-Type': book.contentType, 'Content-Length': Buffer.byteLength(text) })
      response.end(text)
    }
  }
  const server = createServer(patience, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ event: 'metrics-failed' }, error)
      refuse(response, 500)
    })
  })
  return {
    async listen(port, host) {
      server.listen(port, host)
      await once(server, 'listening')
      server.on('error', (error) => {
        log.error({ event: 'server-error' }, error)
      })
      return (server.address() as AddressInfo).port
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
