// The whole bot as Teams drives it: activities in over HTTP, cards out to a connector, Graph played by the sandbox.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type App, type AppParts, type Content, createApp, readContent } from '../../src/app.ts'
import type { World } from '../../src/flows/world.ts'
import { rules as graphRules } from '../../src/graph/client.ts'
import { graph } from '../../src/graph/graph.ts'
import { createLog } from '../../src/log.ts'
import { createMetrics } from '../../src/metrics.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { helpdeskGroupId, people, type SandboxPerson, tenantId } from '../../src/sandbox/tenant.ts'
import { deliverAll, followDue, keepUp } from '../../src/worker.ts'
import { type Inputs, pressed, type PressOptions, wordsOf } from './card-reading.ts'
import { type ChannelProof, startChannelProof } from './channel-proof.ts'
import { type CardJson, type Connector, type ConnectorWatch, startConnector } from './connector.ts'
import { sandboxCredential } from './graph-adapter.ts'
import { type GraphGate, startGraphGate } from './graph-gate.ts'
import { patientTurn } from './patient-turn.ts'

export type Where = { readonly id: string; readonly type: 'personal' | 'groupChat' | 'channel' }
/** A card in somebody's hands: where it is, and what it said when it was looked at. */
export type Held = { readonly where: Where; readonly id: string; readonly card: CardJson | undefined }

/** What the card says. */
export const words = ({ card }: Held): string => wordsOf(card)

export const chatOf = ({ givenName }: SandboxPerson): Where => ({ id: `chat-${givenName}`, type: 'personal' })
export const helpdeskChannel: Where = { id: '19:helpdesk@thread.tacv2', type: 'channel' }
export const secondTierChannel: Where = { id: '19:second-tier@thread.tacv2', type: 'channel' }
export const groupChat: Where = { id: '19:group@thread.v2', type: 'groupChat' }

/** What settles by itself is due within this. */
const soon = 60 * 60_000

const recipient = { id: '28:reconnect', name: 'Reconnect' }
const mention = '<at>Reconnect</at>'

export type BotOptions = {
  /** The channels that are set up before anything else, by Ben. */
  readonly channels?: readonly ('helpdesk' | 'second tier')[]
  readonly rules?: AppParts['rules']
  /** The usual is a SQLite file of its own. */
  readonly database?: AppParts['database']
  readonly limits?: AppParts['limits']
  readonly redactNames?: readonly string[]
  /** How long each call of Graph may take; the usual is long enough for everything but a hang. */
  readonly graphMs?: number
  /** The bot has an identity and asks for tokens, as in a tenant. */
  readonly withIdentity?: boolean
  /** How far the clock of Graph is ahead of the bot's. */
  readonly graphAheadMs?: number
  /** May hold up the channel. */
  readonly watch?: ConnectorWatch
  /** Counts, and lets Prometheus read it: at a free port, and of its own process as well. */
  readonly metrics?: true
}

export type TestBot = {
  readonly connector: Connector
  readonly sandbox: Sandbox
  /** The reboot POSTs that left the bot. */
  readonly gate: GraphGate
  /** What the channel proves itself with; throws where the bot has no identity. */
  proof(): ChannelProof
  readonly databaseFile: string
  /** Where the bot that runs now listens. */
  url(): string
  /** What Prometheus reads. */
  scrape(): Promise<string>
  metricsUrl(): string
  /** Every log line so far. */
  readonly lines: readonly string[]
  /** The store and the other ports of the bot that runs now. */
  world(): World
  /** Types a text, with a mention where Teams needs one; answers the last card that came of it. */
  say(person: SandboxPerson, text: string, where?: Where): Promise<Held>
  /** Presses a button; answers what the person then sees. */
  press(person: SandboxPerson, held: Held, title: string, inputs?: Inputs, options?: PressOptions): Promise<Held>
  /** Sends an activity of this person as it is; answers status and body. */
  send(person: SandboxPerson, where: Where, activity: object): Promise<{ status: number; body: unknown }>
  /** The card as everybody sees it now. */
  now(held: Held): Held
  lastCard(where: Where): Held
  /** Moves the clock. */
  advance(ms: number): void
  /** One round of the worker: restarts that are due, then all that waits in the outbox. */
  work(): Promise<void>
  /** One round of the upkeep: the brake and reminders. */
  upkeep(): Promise<void>
  /** From now on the outbox waits for `work`; until then it is sent after each activity. */
  hold(): void
  /** Rounds of the worker, each when something is due, until nothing is any more. */
  settle(): Promise<void>
  /** Another bot on the same database, clock and far sides, which it leaves alone when it stops. */
  beside(): Promise<TestBot>
  /** Ends the process; nothing comes after it. */
  halt(): Promise<void>
  /** Ends the process and starts another on the same database. */
  restart(): Promise<void>
  stop(): Promise<void>
}

let content: Promise<Content> | undefined

/** What is outside of the bot: it outlives the process, and several may share it. */
type FarSides = {
  readonly clock: ReturnType<typeof startClock>
  readonly connector: Connector
  readonly sandbox: Sandbox
  readonly gate: GraphGate
  readonly proof: ChannelProof | undefined
}

export async function startBot(options: BotOptions = {}): Promise<TestBot> {
  const clock = startClock()
  const connector = await startConnector(options.watch)
  const graphNow = () => new Date(clock.now().getTime() + (options.graphAheadMs ?? 0))
  const sandbox = await startSandbox({ production: false, now: graphNow })
  const gate = await startGraphGate(sandbox.url)
  const proof = options.withIdentity ? await startChannelProof(connector.url) : undefined
  const bot = await startBotAt({ clock, connector, sandbox, gate, proof }, options)
  for (const what of options.channels ?? ['helpdesk'])
    await bot.say(people.ben, `set up ${what} here`, what === 'helpdesk' ? helpdeskChannel : secondTierChannel)
  return {
    ...bot,
    async stop() {
      await bot.stop()
      await gate.stop()
      await sandbox.stop()
      await connector.stop()
      await proof?.stop()
    },
  }
}

async function startBotAt(far: FarSides, options: BotOptions): Promise<TestBot> {
  const { clock, connector, sandbox, gate, proof } = far
  const folder = await mkdtemp(path.join(tmpdir(), 'reconnect-bot-'))
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  content ??= readContent()
  const shared = await content
  const databaseFile = path.join(folder, 'reconnect.db')
  const book = options.metrics && createMetrics({ ownProcess: true, keepMs: 0 })
  let app: App
  let url: string
  let holding = false
  let halted = false

  async function start(): Promise<void> {
    app = await createApp({
      host: '127.0.0.1',
      port: 0,
      database: options.database ?? { kind: 'sqlite', file: databaseFile },
      rules: options.rules ?? { cooldownMinutes: 30, dailyCap: 3 },
      retentionDays: 30,
      identity: proof?.identity ?? { kind: 'none' },
      ...(proof ? { channel: proof.channel } : {}),
      graph: graph({
        tokenCredential: sandboxCredential(sandbox),
        beta: true,
        baseUrl: gate.url,
        helpdeskGroupId,
        log,
        metrics: book?.metrics,
        now: clock.now,
        random: () => 0,
        wait: () => Promise.resolve(),
        rules: options.graphMs === undefined ? {} : deadlinesOf(options.graphMs),
      }),
      log,
      metrics: book && { book, host: '127.0.0.1', port: 0 },
      clock,
      content: shared,
      worker: 'manual',
      redactNames: options.redactNames ?? [],
      // Its clock stands still, so nobody's allowance would come back.
      limits: { turn: patientTurn, perPerson: { most: 1_000_000, everyMs: 1 }, ...options.limits },
    })
    url = `http://127.0.0.1:${await app.start()}`
  }

  const metricsUrl = () => `http://127.0.0.1:${app.metricsPort() ?? 0}/metrics`

  async function send(person: SandboxPerson, where: Where, activity: object) {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(proof ? { Authorization: await proof.authorization() } : {}),
      },
      body: JSON.stringify({ ...envelope(person, where, connector.url, clock.now()), ...activity }),
    })
    const text = await response.text()
    if (!holding) await deliver()
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
  }

  const held = (where: Where, { id, card }: { id: string; card: CardJson | undefined }): Held => ({ where, id, card })
  const lastCard = (where: Where): Held => held(where, connector.lastMessage(where.id))
  const now = ({ where, id }: Held): Held => held(where, connector.message(where.id, id))

  async function press(person: SandboxPerson, from: Held, title: string, inputs: Inputs = {}, how: PressOptions = {}) {
    const action = pressed(from.card, title, inputs, how)
    if (how.as === 'submit') return submit(person, from, action.data)
    const value = { action: { type: 'Action.Execute', ...action }, trigger: 'manual' }
    const activity = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: from.id }
    const { status, body } = await send(person, inThread(from), activity)
    if (status !== 200) throw new Error(`the channel got ${status}`)
    return held(from.where, { id: from.id, card: (body as { value: CardJson }).value })
  }

  /** What comes of a submit is seen on the card itself, below it, or in the person's own chat. */
  async function submit(person: SandboxPerson, from: Held, data: object): Promise<Held> {
    const places = [from.where, chatOf(person)]
    const before = places.map(({ id }) => connector.messages(id).length)
    const { updates } = connector.message(from.where.id, from.id)
    await send(person, inThread(from), { type: 'message', value: data, replyToId: from.id })
    if (connector.message(from.where.id, from.id).updates > updates) return now(from)
    const place = places.find(({ id }, at) => connector.messages(id).length > (before[at] ?? 0))
    return place ? lastCard(place) : from
  }

  async function work(): Promise<void> {
    await followDue(app.world)
    await deliver()
  }

  /** Empties the outbox; the clock moves on where only Teams' limits hold a card up. */
  async function deliver(): Promise<void> {
    for (let wait = 0; wait <= 1000;) {
      clock.advance(wait)
      await deliverAll(app.world)
      wait = ((await app.world.outbox.nextDue())?.getTime() ?? Infinity) - clock.now().getTime()
    }
  }

  async function settle(): Promise<void> {
    for (let round = 0; round < 300; round++) {
      const { requests, outbox } = app.world
      const due = [await requests.nextDue(), await outbox.nextDue()].flatMap((at) => at?.getTime() ?? [])
      const wait = Math.min(...due) - clock.now().getTime()
      // What waits for a person is looked at much later.
      if (wait > soon) return
      clock.advance(Math.max(0, wait))
      await work()
    }
    throw new Error('a restart never comes to an end')
  }

  const bot: TestBot = {
    connector,
    sandbox,
    gate,
    proof() {
      if (!proof) throw new Error('this bot asks for no tokens')
      return proof
    },
    databaseFile,
    url: () => url,
    lines,
    scrape: async () => (await fetch(metricsUrl())).text(),
    metricsUrl,
    world: () => app.world,
    async say(person, text, where = chatOf(person)) {
      await send(person, where, spoken(text, where))
      return lastCard(where)
    },
    press,
    send,
    now,
    lastCard,
    advance: clock.advance,
    work,
    upkeep: async () => {
      await keepUp(app.world)
      await deliver()
    },
    hold: () => {
      holding = true
    },
    settle,
    beside: () => startBotAt(far, options),
    async halt() {
      halted = true
      await app.stop()
    },
    async restart() {
      await app.stop()
      await start()
    },
    async stop() {
      if (!halted) await app.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
  await start()
  return bot
}

/** A clock that stands still unless it is moved. */
function startClock() {
  let ms = Date.UTC(2026, 8, 7, 8, 0)
  return {
    now: () => new Date(ms),
    newId: () => randomUUID(),
    random: () => 0.999,
    wait: (ms: number) => setTimeout(ms),
    advance: (by: number) => {
      ms += by
    },
  }
}

function deadlinesOf(deadlineMs: number) {
  const { restart, read, extra, token } = graphRules
  return {
    restart: { ...restart, deadlineMs },
    read: { ...read, deadlineMs },
    extra: { ...extra, deadlineMs },
    token: { ...token, deadlineMs },
  }
}

/** In a channel a click names the thread of its card. */
export const inThread = ({ where, id }: Held): Where =>
  where.type === 'channel' ? { ...where, id: `${where.id};messageid=${id}` } : where

export const envelope = (person: SandboxPerson, { id, type }: Where, serviceUrl: string, at: Date) => ({
  id: randomUUID(),
  timestamp: at.toISOString(),
  channelId: 'msteams',
  serviceUrl,
  from: { id: `29:${person.id}`, name: person.name, aadObjectId: person.id },
  conversation: { id, conversationType: type, tenantId, ...(type === 'personal' ? {} : { isGroup: true }) },
  recipient,
  channelData: { tenant: { id: tenantId } },
})

/** A typed message; outside of a personal chat the bot only hears what mentions it. */
export const spoken = (text: string, { type }: Where): object =>
  type === 'personal'
    ? { type: 'message', text, textFormat: 'plain' }
    : {
        type: 'message',
        text: `${mention} ${text}`,
        textFormat: 'plain',
        entities: [{ type: 'mention', text: mention, mentioned: recipient }],
      }
