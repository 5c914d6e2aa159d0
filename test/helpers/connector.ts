// The channel's side of the bot as a real server: takes posts, updates and typing per conversation, and fails on demand.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type CardJson = { readonly [key: string]: unknown }

/** One message as everybody sees it now. */
export type Message = {
  readonly conversation: string
  readonly id: string
  readonly summary: string
  readonly card: CardJson | undefined
  /** How often it was replaced. */
  readonly updates: number
}

type Deed = 'post' | 'update' | 'typing'
type Mishap = number | 'hang' | 'reset'
type Order = { readonly deed: Deed; readonly mishap: Mishap; readonly conversation: string | undefined; left: number }

export type Connector = {
  readonly url: string
  /** Every message of a conversation, the oldest first. */
  messages(conversation: string): readonly Message[]
  lastMessage(conversation: string): Message
  message(conversation: string, id: string): Message
  /** Conversations in which the bot showed that it is typing. */
  readonly typing: readonly string[]
  /** Resolves once the bot shows in any conversation that it is typing. */
  nextTyping(): Promise<void>
  /** Requests that arrived, those that were made to fail included. */
  arrived(deed: Deed): number
  /** What goes wrong next, in one conversation or in all of them. */
  fail(deed: Deed, mishap: Mishap, how?: { readonly times?: number; readonly conversation?: string }): void
  heal(): void
  stop(): Promise<void>
}

type Activity = { readonly type: string; readonly summary?: string; readonly attachments?: { content: CardJson }[] }

const conversationPath = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/

export async function startConnector(): Promise<Connector> {
  const conversations = new Map<string, Message[]>()
  const typing: string[] = []
  const waiting: (() => void)[] = []
  const counts: Record<Deed, number> = { post: 0, update: 0, typing: 0 }
  let orders: Order[] = []
  let lastId = 0

  const messages = (conversation: string) => conversations.get(conversation) ?? []
  const message = (conversation: string, id: string): Message => {
    const found = messages(conversation).find((one) => one.id === id)
    if (!found) throw new Error(`no message ${id} in ${conversation}`)
    return found
  }

  function perform(deed: Deed, conversation: string, id: string | undefined, activity: Activity): object | undefined {
    if (deed === 'typing') {
      typing.push(conversation)
      for (const resolve of waiting.splice(0)) resolve()
      return { id: `typing-${typing.length}` }
    }
    const content = { summary: activity.summary ?? '', card: activity.attachments?.[0]?.content }
    const known = messages(conversation)
    if (deed === 'post') {
      const posted = { conversation, id: `message-${++lastId}`, ...content, updates: 0 }
      conversations.set(conversation, [...known, posted])
      return { id: posted.id }
    }
    if (!known.some((one) => one.id === id)) return undefined
    const replaced = known.map((one) => (one.id === id ? { ...one, ...content, updates: one.updates + 1 } : one))
    conversations.set(conversation, replaced)
    return { id }
  }

  function mishapFor(deed: Deed, conversation: string): Mishap | undefined {
    const order = orders.find(
      (one) => one.left > 0 && one.deed === deed && (one.conversation ?? conversation) === conversation,
    )
    if (order) order.left--
    return order?.mishap
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const activity = (await readJson(request)) as Activity
    const [, conversationPart = '', id] = conversationPath.exec(request.url ?? '') ?? []
    // In a channel a message names its thread behind the channel's id.
    const conversation = decodeURIComponent(conversationPart).split(';messageid=')[0] ?? ''
    const deed = activity.type === 'typing' ? 'typing' : request.method === 'PUT' ? 'update' : 'post'
    counts[deed]++
    const mishap = mishapFor(deed, conversation)
    if (mishap === 'hang') return
    if (mishap === 'reset') {
      request.socket.resetAndDestroy()
      return
    }
    const reply = mishap ?? perform(deed, conversation, id && decodeURIComponent(id), activity) ?? 404
    const [status, body] = typeof reply === 'number' ? [reply, refusals[reply] ?? refusal('BadSyntax')] : [201, reply]
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(body))
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    messages,
    message,
    lastMessage(conversation) {
      const last = messages(conversation).at(-1)
      if (!last) throw new Error(`no message in ${conversation}`)
      return last
    },
    typing,
    nextTyping: () => new Promise((resolve) => waiting.push(resolve)),
    arrived: (deed) => counts[deed],
    fail(deed, mishap, { times = 1, conversation } = {}) {
      orders.push({ deed, mishap, conversation, left: times })
    },
    heal() {
      orders = []
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

const refusal = (code: string) => ({ error: { code, message: code } })

/** What Teams says with these statuses. */
const refusals: Readonly<Record<number, object>> = {
  403: refusal('BotNotInConversationRoster'),
  404: refusal('ConversationNotFound'),
  429: refusal('TooManyRequests'),
  500: refusal('ServiceError'),
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
