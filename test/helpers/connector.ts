// The channel's side of the bot as a real server: takes posts, updates and typing per conversation, and fails on demand.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

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

export type Deed = 'post' | 'update' | 'typing'

/** What the channel answers instead: the usual body of the status, this code in the usual body, or this very body. */
export type Reply = {
  readonly status: number
  readonly code?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * `hang`: takes the request and says nothing. `stall`: begins an answer and does not end it. `cut`: breaks an answer off.
 * `reset`: breaks the connection instead of answering. `lost`: does what it was asked, and then breaks the connection.
 * `switch`: wants to speak another protocol.
 */
export type Mishap = number | Reply | 'hang' | 'stall' | 'cut' | 'reset' | 'lost' | 'switch'
type Order = { readonly deed: Deed; readonly mishap: Mishap; readonly conversation: string | undefined; left: number }

/** Is asked before a message is taken, and again before its sender hears that it was. */
export type ConnectorWatch = (deed: Deed, conversation: string, when: 'arrives' | 'answers') => Promise<void>
const letPass: ConnectorWatch = () => Promise.resolve()

export type Connector = {
  readonly url: string
  /** Every message of a conversation, the oldest first. */
  messages(conversation: string): readonly Message[]
  lastMessage(conversation: string): Message
  message(conversation: string, id: string): Message
  /** Conversations in which the bot showed that it is typing. */
  readonly typing: readonly string[]
  /** Resolves once the next message of this kind was taken, in any conversation. */
  next(deed: Deed): Promise<void>
  /** Requests that arrived, those that were made to fail included. */
  arrived(deed: Deed): number
  /** Connections that were made. */
  connections(): number
  /** Closes the connections that wait for the next message; resolves once both sides know. */
  hangUp(): Promise<void>
  /** What was sent along as authorization, each once. */
  tokens(): readonly string[]
  /** What goes wrong next, in one conversation or in all of them. */
  fail(deed: Deed, mishap: Mishap, how?: { readonly times?: number; readonly conversation?: string }): void
  heal(): void
  stop(): Promise<void>
}

type Activity = { readonly type: string; readonly summary?: string; readonly attachments?: { content: CardJson }[] }

const conversationPath = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/

export async function startConnector(watch = letPass): Promise<Connector> {
  const conversations = new Map<string, Message[]>()
  const typing: string[] = []
  const waiting: Record<Deed, (() => void)[]> = { post: [], update: [], typing: [] }
  const counts: Record<Deed, number> = { post: 0, update: 0, typing: 0 }
  let orders: Order[] = []
  let lastId = 0
  let connections = 0
  const tokens = new Set<string>()

  const messages = (conversation: string) => conversations.get(conversation) ?? []
  const message = (conversation: string, id: string): Message => {
    const found = messages(conversation).find((one) => one.id === id)
    if (!found) throw new Error(`no message ${id} in ${conversation}`)
    return found
  }

  function perform(deed: Deed, conversation: string, id: string | undefined, activity: Activity): Reply | undefined {
    for (const resolve of waiting[deed].splice(0)) setImmediate(resolve)
    if (deed === 'typing') {
      typing.push(conversation)
      return done(`typing-${typing.length}`)
    }
    const content = { summary: activity.summary ?? '', card: activity.attachments?.[0]?.content }
    const known = messages(conversation)
    if (deed === 'post') {
      const posted = { conversation, id: `message-${++lastId}`, ...content, updates: 0 }
      conversations.set(conversation, [...known, posted])
      return done(posted.id)
    }
    if (id === undefined || !known.some((one) => one.id === id)) return undefined
    const replaced = known.map((one) => (one.id === id ? { ...one, ...content, updates: one.updates + 1 } : one))
    conversations.set(conversation, replaced)
    return done(id)
  }

  function mishapFor(deed: Deed, conversation: string): Mishap | undefined {
    const order = orders.find(
      (one) => one.left > 0 && one.deed === deed && (one.conversation ?? conversation) === conversation,
    )
    if (order) order.left--
    return order?.mishap
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== undefined) tokens.add(request.headers.authorization)
    const activity = (await readJson(request)) as Activity
    const [, conversationPart = '', id] = conversationPath.exec(request.url ?? '') ?? []
    // In a channel a message names its thread behind the channel's id.
    const conversation = decodeURIComponent(conversationPart).split(';messageid=')[0] ?? ''
    const deed = activity.type === 'typing' ? 'typing' : request.method === 'PUT' ? 'update' : 'post'
    counts[deed]++
    await watch(deed, conversation, 'arrives')
    const mishap = mishapFor(deed, conversation)
    const act = () => perform(deed, conversation, id && decodeURIComponent(id), activity) ?? cardGone
    switch (mishap) {
      case 'hang':
        return
      case 'stall':
      case 'cut':
        response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': 100 })
        response.write('{"id":', () => {
          if (mishap === 'cut') request.socket.destroy()
        })
        return
      case 'lost':
        act()
        request.socket.resetAndDestroy()
        return
      case 'switch':
        request.socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
        return
      case 'reset':
        request.socket.resetAndDestroy()
        return
      case undefined: {
        const reply = act()
        await watch(deed, conversation, 'answers')
        answer(response, reply)
        return
      }
      default:
        answer(response, typeof mishap === 'number' ? { status: mishap } : mishap)
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy())
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
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
    next: (deed) => new Promise((resolve) => waiting[deed].push(resolve)),
    arrived: (deed) => counts[deed],
    connections: () => connections,
    async hangUp() {
      const closed = [...sockets].map((socket) => once(socket, 'close'))
      for (const socket of sockets) socket.end()
      await Promise.all(closed)
    },
    tokens: () => [...tokens],
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

const done = (id: string): Reply => ({ status: 201, body: { id } })
const cardGone: Reply = { status: 404, code: 'ActivityNotFoundInConversation' }

function answer(response: ServerResponse, { status, code = codes[status] ?? 'BadSyntax', body, headers }: Reply): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  const content = body ?? { error: { code, message: `What ${code} means.` } }
  response.end(typeof content === 'string' ? content : JSON.stringify(content))
}

/** What Teams says with these statuses. */
const codes: Readonly<Record<number, string>> = {
  401: 'BotNotRegistered',
  403: 'BotNotInConversationRoster',
  404: 'ConversationNotFound',
  412: 'PreconditionFailed',
  413: 'MessageSizeTooBig',
  429: 'Throttled',
  500: 'ServiceError',
  502: 'ServiceError',
  503: 'ServiceError',
  504: 'ServiceError',
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
