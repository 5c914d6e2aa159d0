// The composition root: makes the store, Graph, the bot, the worker and the server, and knows nothing of the environment.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describeFault, readCatalog } from './catalog-files.ts'
import { loadRenderer } from './cards/render.ts'
import { matcherFor } from './core/match/decide.ts'
import type { RestartRules } from './core/policy/restart.ts'
import type { Clock, Devices, Log, People } from './flows/ports.ts'
import type { World } from './flows/world.ts'
import { createServer } from './server.ts'
import { conversationsIn } from './store/conversations.ts'
import { openDatabase } from './store/db.ts'
import { requestsIn } from './store/requests.ts'
import { sessionsIn } from './store/sessions.ts'
import { ticketsIn } from './store/tickets.ts'
import { type AdapterIdentity, appIdOf, createAdapter } from './teams/adapter.ts'
import { createNotifier } from './teams/notifier.ts'
import { createReceive } from './teams/receive.ts'
import { createWorker } from './worker.ts'

const root = path.resolve(import.meta.dirname, '..')

export type AppParts = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly databaseFile: string
  readonly rules: RestartRules
  readonly identity: AdapterIdentity
  readonly graph: { readonly devices: Devices; readonly people: People }
  readonly log: Log
  readonly clock?: Clock
}

export type App = {
  readonly world: World
  /** Listens; answers the port. */
  start(): Promise<number>
  stop(): Promise<void>
}

const systemClock: Clock = { now: () => new Date(), newId: () => randomBytes(16).toString('base64url') }

/** Throws an Error that names what is wrong when the catalog, a card or the database cannot be used. */
export async function createApp(parts: AppParts): Promise<App> {
  const { identity, log } = parts
  const reading = await readCatalog(path.join(root, 'catalog'))
  if (!reading.ok) throw new Error(['The catalog is broken.', ...reading.faults.map(describeFault)].join('\n'))
  const { catalog } = reading
  const render = await loadRenderer(path.join(root, 'cards'))
  const database = await openDatabase(parts.databaseFile)
  const adapter = createAdapter(identity, log)
  const worker = createWorker(() => world)
  const world: World = {
    catalog,
    match: matcherFor(catalog),
    rules: parts.rules,
    sessions: sessionsIn(database.db),
    requests: requestsIn(database.db),
    tickets: ticketsIn(database.db),
    conversations: conversationsIn(database.db),
    ...parts.graph,
    notifier: createNotifier(adapter, appIdOf(identity), render, log),
    clock: parts.clock ?? systemClock,
    log,
    wake: () => {
      worker.wake()
    },
  }
  const tenantId = identity.kind === 'none' ? undefined : identity.tenantId
  const server = createServer({
    receive: createReceive(adapter, { world, render, tenantId }),
    ready: () => world.conversations.channel('helpdesk').then(() => true, () => false),
    log,
  })
  return {
    world,
    start: async () => {
      server.listen(parts.port, parts.host)
      // Rejects with the reason when the port is taken.
      await once(server.server, 'listening')
      worker.start()
      return (server.server.address() as AddressInfo).port
    },
    stop: async () => {
      await worker.stop()
      server.server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(resolve)
      })
      await database.close()
    },
  }
}
