// A server on a real socket that misbehaves as it is told, and remembers what reached it.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Seen = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
export type Behaviour = (response: ServerResponse, seen: Seen, count: number) => void

export type FaultyServer = { readonly url: string; readonly seen: readonly Seen[]; stop(): Promise<void> }

/** `behave` is told how many requests came before, so that the second may fare better than the first. */
export async function startFaultyServer(behave: Behaviour): Promise<FaultyServer> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const one = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') }
      seen.push(one)
      behave(response, one, seen.length - 1)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

export const reply =
  (status: number, headers: Record<string, string> = {}, body?: unknown): Behaviour =>
  (response) => {
    response.writeHead(status, { 'request-id': `answer-${status}`, ...headers })
    response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body))
  }

/** The behaviours one after another; the last one stays. */
export const inTurn =
  (...behaviours: readonly [Behaviour, ...Behaviour[]]): Behaviour =>
  (response, seen, count) => {
    behaviours[Math.min(count, behaviours.length - 1)]?.(response, seen, count)
  }

export const hang: Behaviour = () => undefined

export const reset: Behaviour = (response) => {
  response.socket?.resetAndDestroy()
}

export const closeQuietly: Behaviour = (response) => {
  response.socket?.destroy()
}

/** The head of an answer, then a byte now and then, for ever. */
export const drip =
  (status: number): Behaviour =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    const timer = setInterval(() => response.write(' '), 10)
    response.on('close', () => {
      clearInterval(timer)
    })
  }

export const headThenStall =
  (status: number): Behaviour =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'request-id': `answer-${status}` })
    response.flushHeaders()
  }

/** Promises more JSON than it sends, then ends the connection. */
export const cutShort =
  (status: number): Behaviour =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
    response.write('{"value":[', () => response.socket?.destroy())
  }

export const flood =
  (status: number, bytes: number): Behaviour =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(Buffer.alloc(bytes, 0x20))
  }

/** Exactly these characters, whatever HTTP thinks of them. */
export const raw =
  (text: string): Behaviour =>
  (response) => {
    response.socket?.write(text)
  }
