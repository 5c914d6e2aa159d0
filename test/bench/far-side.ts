// The channel and Graph for the bench: take everything at once, keep the newest card of each conversation. Where that is
// wanted, some of what they are asked goes wrong, each time in another way.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'

type Card = { readonly [key: string]: unknown }

export type FarSide = {
  readonly url: string
  readonly graphUrl: string
  /** Messages that arrived. */
  taken(): number
  cardIn(conversation: string): { readonly id: string; readonly card: Card } | undefined
  stop(): void
}

/** `faultEvery`: of so many requests one goes wrong; 0 for none. `graphMs`: how long Graph takes to answer. */
export type FarAway = { readonly faultEvery: number; readonly graphMs: number }

export async function startFarSide({ faultEvery, graphMs }: FarAway): Promise<FarSide> {
  const cards = new Map<string, { readonly id: string; readonly card: Card }>()
  let taken = 0
  const channel = await listening(201, faultEvery, async (request) => {
    const activity = JSON.parse(await bodyOf(request)) as { attachments?: { content: Card }[] }
    const [, conversation = ''] = /conversations\/([^/]+)\//.exec(request.url ?? '') ?? []
    const id = `message-${++taken}`
    const card = activity.attachments?.[0]?.content
    if (card) cards.set(decodeURIComponent(conversation), { id, card })
    return { id }
  })
  // Nobody belongs to the helpdesk.
  const graph = await listening(200, faultEvery, async (request) => {
    await bodyOf(request)
    await setTimeout(graphMs)
    return { value: [] }
  })
  return {
    url: `${addressOf(channel)}/`,
    graphUrl: addressOf(graph),
    taken: () => taken,
    cardIn: (conversation) => cards.get(conversation),
    stop() {
      for (const server of [channel, graph]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

type Fault = (request: IncomingMessage, response: ServerResponse) => void

const slowMs = 3000
/** One after the other. */
const faults: readonly Fault[] = [
  (_, response) => {
    refuse(response, 500, {})
  },
  (_, response) => {
    refuse(response, 429, { 'Retry-After': '1' })
  },
  (request) => {
    request.socket.destroy()
  },
  (_, response) => {
    void setTimeout(slowMs).then(() => {
      refuse(response, 504, {})
    })
  },
]

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, headers)
  response.end()
}

async function listening(
  status: number,
  faultEvery: number,
  answer: (request: IncomingMessage) => Promise<object>,
): Promise<Server> {
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    if (faultEvery > 0 && asked % faultEvery === 0) {
      request.resume()
      faults[(asked / faultEvery) % faults.length]?.(request, response)
      return
    }
    void answer(request).then((body) => {
      const text = JSON.stringify(body)
      response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length })
      response.end(text)
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve))
  return server
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request as AsyncIterable<string>) text += chunk
  return text
}
