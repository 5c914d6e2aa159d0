// A thousand callers who send slowly, half of them their headers, half of them a body: they are hung up on, and nobody else
// notices.
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { patience } from '../../src/server.ts'
import type { Outcome } from './outcome.ts'
import type { UnderAttack } from './under-attack.ts'

const each = 500
/** They are looked for once in so long; the rest is for a machine that has much to do. */
const late = patience.connectionsCheckingInterval + 1000

export async function slow(bot: UnderAttack): Promise<Outcome> {
  const faults: string[] = []
  const head = `POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n`
  const began = Array.from({ length: each }, () => [
    lifeOf(bot.port, head, 'X-A: 1\r\n'),
    lifeOf(bot.port, `${head}Content-Length: 100000\r\n${bot.genuine}\r\n\r\n{"type":"`, 'x'),
  ])
  const headers = Promise.all(began.flatMap(([one]) => one ?? []))
  const bodies = Promise.all(began.flatMap(([, one]) => one ?? []))
  let isOver = false
  const health = ask(bot.port, () => isOver)
  const longest = [Math.max(...(await headers)), Math.max(...(await bodies))] as const
  isOver = true
  const times = (await health).sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Infinity
  if (longest[0] > patience.headersTimeout + late) faults.push(`slow headers were heard out for ${longest[0]} ms`)
  if (longest[1] > patience.requestTimeout + late) faults.push(`slow bodies were heard out for ${longest[1]} ms`)
  const letIn = faults.length
  const seconds = longest.map((ms) => (ms / 1000).toFixed(1))
  return {
    name: `${2 * each} slow senders`,
    requests: 2 * each,
    refused: 2 * each - letIn,
    letIn,
    effects: 0,
    worstMs: Math.max(...longest),
    note: `hung up on within ${seconds[0] ?? ''} s (headers) and ${seconds[1] ?? ''} s (bodies); /healthz meanwhile p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`,
    faults,
  }
}

/** Sends a little once a second; resolves with how long that went well. */
async function lifeOf(port: number, first: string, more: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  // Hung up on.
  socket.on('error', () => undefined)
  socket.resume()
  await once(socket, 'connect')
  const began = performance.now()
  socket.write(first)
  const timer = setInterval(() => socket.write(more), 1000)
  await once(socket, 'close')
  clearInterval(timer)
  return performance.now() - began
}

/** On a connection of its own: one that is kept may just be closed, between two questions, by the pauses of this very attack. */
async function health(port: number): Promise<void> {
  const asking = get({ host: '127.0.0.1', port, path: '/healthz', agent: false })
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
}

async function ask(port: number, isOver: () => boolean): Promise<number[]> {
  const times: number[] = []
  while (!isOver()) {
    const began = performance.now()
    await health(port)
    times.push(performance.now() - began)
    await setTimeout(20)
  }
  return times
}
