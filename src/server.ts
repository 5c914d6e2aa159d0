// The HTTP server: /api/messages, /healthz, /readyz. Checks and reads a request before anybody else sees it.
import restify, { type Next, type Request, type Response, type Server } from 'restify'
import type { Log } from './flows/ports.ts'

/** Hands a parsed activity on; answers the status and body for the channel. */
export type Receive = (
  authorization: string,
  activity: object,
) => Promise<{ readonly status: number; readonly body?: unknown }>

export type ServerParts = { readonly receive: Receive; readonly ready: () => Promise<boolean>; readonly log: Log }

const mostBytes = 256 * 1024

/** A server that is not listening yet. */
export function createServer({ receive, ready, log }: ServerParts): Server {
  const server = restify.createServer({ name: 'reconnect', handleUncaughtExceptions: false })
  // The body parser of restify inflates what it is sent, and a broken gzip body ends the process. Nothing is inflated here.
  server.pre((request: Request, response: Response, next: Next) => {
    const refusal = refusalOf(request)
    if (refusal === undefined) {
      next()
      return
    }
    response.send(refusal, { error: refusals[refusal] })
    next(false)
  })
  server.get('/healthz', async (_: Request, response: Response) => {
    response.send(200, { status: 'ok' })
    await Promise.resolve()
  })
  server.get('/readyz', async (_: Request, response: Response) => {
    const fine = await ready()
    response.send(fine ? 200 : 503, { status: fine ? 'ready' : 'not ready' })
  })
  server.post('/api/messages', async (request: Request, response: Response) => {
    const activity = await readActivity(request)
    if (typeof activity === 'number') {
      response.send(activity, { error: refusals[activity] })
      return
    }
    try {
      const { status, body } = await receive(request.header('authorization', ''), activity)
      const refusal = refusals[status]
      const answer = body ?? (refusal && { error: refusal })
      if (answer === undefined) response.send(status)
      else response.send(status, answer)
    } catch (error) {
      log.error({ event: 'receive-failed' }, error)
      response.send(500, { error: refusals[500] })
    }
  })
  return server
}

const refusals: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'unauthorized',
  413: 'too large',
  415: 'unsupported encoding',
  500: 'internal error',
}

function refusalOf(request: Request): number | undefined {
  if (request.headers['content-encoding'] !== undefined) return 415
  const length = Number(request.headers['content-length'] ?? 0)
  return length > mostBytes ? 413 : undefined
}

/** The JSON object in the body, or the status that refuses it. */
async function readActivity(request: Request): Promise<object | number> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) return 413
    chunks.push(chunk)
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : 400
  } catch {
    return 400
  }
}
