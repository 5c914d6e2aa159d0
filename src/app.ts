// The composition root: makes the store, Graph, the bot, the worker and the server, and knows nothing of the environment.
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { brokenCatalog, readCatalog } from './catalog-files.ts'
import { loadRenderer, type Renderer } from './cards/render.ts'
import type { BotIdentity } from './config.ts'
import type { AllowanceRules } from './core/allowance.ts'
import type { Catalog } from './core/catalog.ts'
import { type Matcher, matcherFor } from './core/match/decide.ts'
import type { RestartRules } from './core/policy/restart.ts'
import { redactorFor } from './core/redact/redact.ts'
import { type RestartTimes, times } from './core/restart-request.ts'
import { type Pace, pace } from './flows/pace.ts'
import type { Clock, Devices, Log, People } from './flows/ports.ts'
import { countedCommit } from './flows/counted-commit.ts'
import { noMetrics } from './flows/no-metrics.ts'
import { notedCommit } from './flows/noted-commit.ts'
import type { World } from './flows/world.ts'
import { keptCatalog } from './kept-catalog.ts'
import type { MetricsBook } from './metrics.ts'
import { createMetricsServer } from './metrics-server.ts'
import { idMaker } from './new-id.ts'
import { root } from './root.ts'
import { createServer } from './server.ts'
import { readBacklog } from './store/backlog.ts'
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
import { type AdapterIdentity, appIdOf, type Channel, createAdapter, usualMetadataUrl } from './teams/adapter.ts'
import { channelKeys } from './teams/channel-keys.ts'
import { createDoor, type Guard } from './teams/door.ts'
import { createNotifier } from './teams/notifier.ts'
import { useKeys } from './teams/sdk-keys.ts'
import { usualOrigins } from './teams/service-url.ts'
import { turnTimes, type TurnTimes } from './teams/start-turn.ts'
import { tokenGate } from './teams/token-gate.ts'
import { createWorker, idleWorker } from './worker.ts'

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
  /** Teams in the commercial cloud where it says nothing. */
  readonly channel?: Partial<Channel>
  readonly graph: { readonly devices: Devices; readonly people: People }
  readonly log: Log
  /** What is counted, and where Prometheus may read it; nothing where it is left out. */
  readonly metrics?: { readonly book: MetricsBook; readonly host: string; readonly port: number } | undefined
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
  /** Where the metrics are read, once it listens. */
  metricsPort(): number | undefined
  stop(): Promise<void>
}

export type Limits = {
  /** How long the channel may take to accept a message. */
  readonly sendMs: number
  readonly turn: TurnTimes
  /** Requests, and turns, that are under way at once; whoever comes then is asked to come again. Each holds some memory. */
  readonly atOnce: number
  /** What one person may send. */
  readonly perPerson: AllowanceRules
}
/** As fast as somebody types and clicks who is in a hurry. */
export const hurried: AllowanceRules = { most: 40, everyMs: 1500 }
const usualLimits: Limits = { sendMs: 8000, turn: turnTimes, atOnce: 1200, perPerson: hurried }
const usualChannel: Channel = { metadataUrl: usualMetadataUrl, origins: usualOrigins }
/** How long a stop waits for what is under way. */
const stopMs = 10_000

const syncEvery = 60_000

/** Throws an Error that names what is wrong when the catalog or a card cannot be used. */
export async function readContent(): Promise<Content> {
  const reading = await readCatalog(path.join(root, 'catalog'), keptCatalog)
  if (!reading.ok) throw brokenCatalog(reading.faults)
  const { catalog } = reading
  return { catalog, match: matcherFor(catalog), render: await loadRenderer(path.join(root, 'cards')) }
}

/** Throws an Error that names what is wrong when the catalog, a card or the database cannot be used. */
export async function createApp(parts: AppParts): Promise<App> {
  const { identity, log } = parts
  const metrics = parts.metrics?.book.metrics ?? noMetrics
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
    newId: idMaker(),
    random: Math.random,
    wait: (ms) => setTimeout(ms),
  }
  const channel = { ...usualChannel, ...parts.channel }
  const adapter = createAdapter(identity, channel, log, limits.sendMs, metrics)
  const ownPace = { ...pace, ...parts.pace }
  const worker = parts.worker === 'manual' ? idleWorker : createWorker(() => world, ownPace)
  let hasWork = false
  const world: World = {
    catalog,
    match,
    redactor: redactorFor(parts.redactNames ?? []),
    rules: parts.rules,
    times: { ...times, ...parts.times },
    pace: ownPace,
    store: notedCommit(
      countedCommit(
        commitIn(database.db, () => clock.now()),
        metrics,
      ),
      () => {
        hasWork = true
      },
    ),
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
    metrics,
    wake: () => {
      if (hasWork) worker.wake()
      hasWork = false
    },
  }
  const guard = identity.kind === 'none' ? undefined : guardOf(identity, channel, log)
  const server = createServer({
    door: createDoor({
      adapter,
      turns: { world, render },
      guard,
      times: limits.turn,
      mostTurns: limits.atOnce,
      perPerson: limits.perPerson,
    }),
    mostAtOnce: limits.atOnce,
    shed: () => {
      metrics.shed()
    },
    ready: () =>
      world.conversations.channel('helpdesk').then(
        () => true,
        () => false,
      ),
    log,
  })
  parts.metrics?.book.watch(async () => ({
    ...(await readBacklog(database.db, clock.now())),
    brakePulled: (await world.brakes.current()).why !== undefined,
  }))
  const metricsServer = parts.metrics && createMetricsServer({ book: parts.metrics.book, log })
  let metricsPort: number | undefined
  return {
    world,
    start: async () => {
      const port = await server.listen(parts.port, parts.host)
      if (parts.metrics) metricsPort = await metricsServer?.listen(parts.metrics.port, parts.metrics.host)
      worker.start()
      return port
    },
    metricsPort: () => metricsPort,
    stop: async () => {
      stopSync()
      await server.close(stopMs)
      await worker.stop()
      await metricsServer?.close(0)
      await database.close()
    },
  }
}

function guardOf({ appId, tenantId }: BotIdentity, { metadataUrl, origins }: Channel, log: Log): Guard {
  const keys = channelKeys({ metadataUrl, log })
  useKeys(metadataUrl, keys)
  // By the machine's own clock, as the tokens are by the channel's.
  return { token: tokenGate({ keys, appId, now: () => new Date() }), activity: { origins, tenantId } }
}
