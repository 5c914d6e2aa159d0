// Writes bytes to a socket and reads what comes back: no client stands between that would refuse to be rude.
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'

export type Answered = {
  /** 0 where the connection was closed without a word. */
  readonly status: number
  readonly head: string
  readonly text: string
  /** Until the connection was closed. */
  readonly ms: number
  /** Until its first word, from the last byte that was sent, or from the beginning where it did not wait for that. */
  readonly answeredMs: number
}

const packetBytes = 256 * 1024

/** Sends the pieces and reads until the other side closes. */
export async function exchange(port: number, pieces: readonly (string | Buffer)[], mostMs = 20_000): Promise<Answered> {
  const began = performance.now()
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  let [waitsSince, firstWordAt] = [began, 0]
  socket.once('data', () => (firstWordAt = performance.now()))
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server need not read to the end what it has refused.
  socket.on('error', () => undefined)
  const closed = once(socket, 'close').catch(() => undefined)
  const packets = pieces.flatMap((piece) => inPackets(piece))
  // One after the other: whoever hands everything to the system at once is kept from reading the answer meanwhile.
  const sent = (async () => {
    for (const packet of packets) {
      if (socket.destroyed) return
      await new Promise((resolve) => socket.write(packet, resolve))
    }
    if (firstWordAt === 0) waitsSince = performance.now()
  })()
  const tooLate = new AbortController()
  await Promise.race([closed, setTimeout(mostMs, undefined, { signal: tooLate.signal }).catch(() => undefined)])
  tooLate.abort()
  socket.destroy()
  await sent
  const closedAt = performance.now()
  return {
    ...read(Buffer.concat(chunks).toString('utf8')),
    ms: closedAt - began,
    answeredMs: (firstWordAt || closedAt) - waitsSince,
  }
}

function inPackets(piece: string | Buffer): readonly (string | Buffer)[] {
  if (typeof piece === 'string') return [piece]
  const starts = Array.from({ length: Math.ceil(piece.length / packetBytes) }, (_, at) => at * packetBytes)
  return starts.map((start) => piece.subarray(start, start + packetBytes))
}

function read(heard: string): Pick<Answered, 'status' | 'head' | 'text'> {
  const end = heard.indexOf('\r\n\r\n')
  const head = end < 0 ? heard : heard.slice(0, end)
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0),
    head,
    text: end < 0 ? '' : heard.slice(end + 4),
  }
}

/** A request to the messages as a client writes one; `headers` come to those that any request has. */
export function post(port: number, headers: readonly string[], body: string | Buffer): Promise<Answered> {
  const head = [
    'POST /api/messages HTTP/1.1',
    'Host: bot',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...headers,
  ]
  return exchange(port, [`${head.join('\r\n')}\r\n\r\n`, body])
}

/** Does the work for each, so many at once, in order. */
export async function atOnce<Item>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const item of left) await work(item)
    }),
  )
}
