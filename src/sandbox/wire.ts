// Between node:http and the stand-in: requests in, replies out, and the door that can be shut.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Asked, Reply } from './replies.ts'

export const host = '127.0.0.1'
const mostBytes = 64 * 1024

export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new Error('the request is too long')
    chunks.push(chunk)
  }
  const { method = 'GET', url = '/', headers } = request
  const base = `http://${headers.host ?? host}`
  return { method, url: new URL(url, base), headers, body: jsonOf(Buffer.concat(chunks).toString('utf8')) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function writeReply(response: ServerResponse, { status, headers, body }: Reply, asked: Asked): void {
  const isText = typeof body === 'string'
  const clientRequestId = asked.headers['client-request-id']
  response.writeHead(status, {
    'request-id': randomUUID(),
    ...(clientRequestId === undefined ? {} : { 'client-request-id': clientRequestId }),
    ...(body === undefined ? {} : { 'Content-Type': isText ? 'text/plain' : 'application/json' }),
    ...headers,
  })
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body))
}

export type Door = {
  readonly port: number
  /** Ends every connection and takes no new one: callers find the port closed. */
  readonly close: () => Promise<void>
  readonly open: () => Promise<void>
}

export async function openDoor(server: Server, wanted: number): Promise<Door> {
  await listen(server, wanted)
  const { port } = server.address() as AddressInfo
  return {
    port,
    async close() {
      if (!server.listening) return
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
    async open() {
      if (!server.listening) await listen(server, port)
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
