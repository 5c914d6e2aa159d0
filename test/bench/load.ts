// Load on a server: so many connections, each with one request after another, and how long each answer took.
import { Agent, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'

export type Request = { readonly body: string; readonly headers: Readonly<Record<string, string>> }

export type Figures = {
  readonly perSecond: number
  /** In milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly most: number
  readonly failed: number
}

/** As fast as the server answers. `next`: the n-th request. */
export async function load(
  url: string,
  connections: number,
  count: number,
  next: (at: number) => Request,
): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let at = 0
  let failed = 0
  const began = performance.now()
  const worker = async (): Promise<void> => {
    while (at < count) {
      const one = next(at++)
      const sent = performance.now()
      const status = await send(url, agent, one).catch(() => 0)
      times.push(performance.now() - sent)
      if (status !== 200) failed++
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return figuresOf(times, failed, began, agent)
}

/** So many a second, however fast the server answers; a time begins when its request was due. */
export async function steadyLoad(
  url: string,
  perSecond: number,
  count: number,
  next: (at: number) => Request,
): Promise<Figures> {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  let failed = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const due = began + (at * 1000) / perSecond
      await setTimeout(due - performance.now())
      const status = await send(url, agent, next(at)).catch(() => 0)
      times.push(performance.now() - due)
      if (status !== 200) failed++
    }),
  )
  return figuresOf(times, failed, began, agent)
}

function figuresOf(times: readonly number[], failed: number, began: number, agent: Agent): Figures {
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  const sorted = [...times].sort((one, other) => one - other)
  const percentile = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
  const most = sorted.at(-1) ?? 0
  return { perSecond: times.length / seconds, p50: percentile(0.5), p99: percentile(0.99), most, failed }
}

function send(url: string, agent: Agent, { body, headers }: Request): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
      (response) => {
        response.resume()
        response.on('end', () => {
          resolve(response.statusCode ?? 0)
        })
        response.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
