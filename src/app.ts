// The composition root: makes the store, Graph, the bot, the worker and the server, and knows nothing of the environment.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describeFault, readCatalog } from './catalog-files.ts'
import { loadRenderer, type Renderer } from './cards/render.ts'
import type { Catalog } from './core/catalog.ts'
import { type Matcher, matcherFor } from './core/match/decide.ts'
import type { RestartRules } from './core/policy/restart.ts'
import { redactorFor } from './core/redact/redact.ts'
import { type RestartTimes, times } from './core/restart-request.ts'
import { type Pace, pace } from './flows/pace.ts'
import type { Clock, Devices, Log, People } from './flows/ports.ts'
import type { World } from './flows/world.ts'
import { createServer } from './server.ts'
import { brakesIn } from './store/brake.ts'
import { cardsIn } from './store/cards.ts'
import { keepInSync, startClock } from './store/clock.ts'
import { commitIn } from './store/commit.ts'
import { conversationsIn } from './store/conversations.ts'
import { openDatabase } from './store/db.ts'
import type { StoreLocation } from './store/location.ts'
import { outboxIn } from './store/outbox.ts'
import { requestsIn } from './store/requests.ts'
import { removeOld } from './store/retention.ts'
import { sessionsIn } from './store/sessions.ts'
import { ticketsIn } from './store/tickets.ts'
import { unmatchedIn } from './store/unmatched.ts'
import { type AdapterIdentity, appIdOf, createAdapter } from './teams/adapter.ts'
import { createNotifier } from './teams/notifier.ts'
import { createReceive } from './teams/receive.ts'
import { createWorker, idleWorker } from './worker.ts'

const root = path.resolve(import.meta.dirname, '..')

/** What the bot knows and how it looks, read from catalog/ and cards/. */
export type Content = { readonly catalog: Catalog; readonly match: Matcher; readonly render: Renderer }

export type AppParts = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly database: StoreLocation
  readonly rules: RestartRules
  /** Texts and ended records are deleted after so many. */
  readonly retentionDays: number
  /** Names of machines and people that are masked in what people write. */
  readonly redactNames?: readonly string[]
  readonly identity: AdapterIdentity
  readonly graph: { readonly devices: Devices; readonly people: People }
  readonly log: Log
  readonly clock?: Clock
  /** How long a restart request may stay where it is; the usual times where it says nothing. */
  readonly times?: Partial<RestartTimes>
  /** How often the bot looks at what is due, and how long it keeps it; as usual where it says nothing. */
  readonly pace?: Partial<Pace>
  /** Read before, where several apps share one process. */
  readonly content?: Content
  /** `manual`: due requests wait until somebody calls runDue. */
  readonly worker?: 'manual'
  readonly limits?: Partial<Limits>
}

export type App = {
  readonly world: World
  /** Listens; answers the port. */
  start(): Promise<number>
  stop(): Promise<void>
}

export type Limits = {
  /** How long the channel may take to accept a message. */
  readonly sendMs: number
  /** How long a turn may take before the bot shows that it is typing. */
  readonly typingAfterMs: number
}
const usualLimits: Limits = { sendMs: 8000, typingAfterMs: 1000 }

const syncEvery = 60_000
const newId = (): string => randomBytes(16).toString('base64url')

/** Throws an Error that names what is wrong when the catalog or a card cannot be used. */
export async function readContent(): Promise<Content> {
  const reading = await readCatalog(path.join(root, 'catalog'))
  if (!reading.ok) throw new Error(['The catalog is broken.', ...reading.faults.map(describeFault)].join('\n'))
  const { catalog } = reading
  return { catalog, match: matcherFor(catalog), render: await loadRenderer(path.join(root, 'cards')) }
}

/** Throws an Error that names what is wrong when the catalog, a card or the database cannot be used. */
export async function createApp(parts: AppParts): Promise<App> {
  const { identity, log } = parts
  const limits = { ...usualLimits, ...parts.limits }
  const { catalog, match, render } = parts.content ?? (await readContent())
  const database = await openDatabase(parts.database, (error) => {
    log.error({ event: 'database-connection-lost' }, error)
  })
  const storeClock = await startClock(() => database.readTime())
  const stopSync = keepInSync(storeClock, syncEvery, (error) => {
    log.error({ event: 'clock-not-read' }, error)
  })
  const clock: Clock = parts.clock ?? {
    now: () => storeClock.now(),
    newId,
    random: Math.random,
    wait: (ms) => setTimeout(ms),
  }
  const adapter = createAdapter(identity, log, limits.sendMs)
  const ownPace = { ...pace, ...parts.pace }
  const worker = parts.worker === 'manual' ? idleWorker : createWorker(() => world, ownPace)
  const world: World = {
    catalog,
    match,
    redactor: redactorFor(parts.redactNames ?? []),
    rules: parts.rules,
    times: { ...times, ...parts.times },
    pace: ownPace,
    store: commitIn(database.db, () => clock.now()),
    outbox: outboxIn(database.db),
    cards: cardsIn(database.db),
    brakes: brakesIn(database.db),
    retention: { removeOld: (now) => removeOld(database.db, now, parts.retentionDays) },
    sessions: sessionsIn(database.db),
    requests: requestsIn(database.db),
    tickets: ticketsIn(database.db),
    unmatched: unmatchedIn(database.db),
    conversations: conversationsIn(database.db),
    ...parts.graph,
    notifier: createNotifier({ adapter, appId: appIdOf(identity), render, log, now: () => clock.now() }),
    clock,
    log,
    wake: () => {
      worker.wake()
    },
  }
  const tenantId = identity.kind === 'none' ? undefined : identity.tenantId
  const server = createServer({
    receive: createReceive(adapter, { world, render, tenantId }, limits.typingAfterMs),
    ready: () =>
      world.conversations.channel('helpdesk').then(
        () => true,
        () => false,
      ),
    log,
  })
  return {
    world,
    start: async () => {
      const port = await server.listen(parts.port, parts.host)
      worker.start()
      return port
    },
    stop: async () => {
      stopSync()
      await worker.stop()
      await server.close()
      await database.close()
    },
  }
}
