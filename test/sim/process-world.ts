// The world of one process: the real store behind a database that may refuse or go silent, and the far sides.
import type { Change } from '../../src/core/change.ts'
import type { RestartRules } from '../../src/core/policy/restart.ts'
import { redactorFor } from '../../src/core/redact/redact.ts'
import type { RestartTimes } from '../../src/core/restart-request.ts'
import type { Clock, Delivered, Devices, Log, Notifier, People, Waiting } from '../../src/flows/ports.ts'
import { noMetrics } from '../../src/flows/no-metrics.ts'
import { pace } from '../../src/flows/pace.ts'
import type { World } from '../../src/flows/world.ts'
import { brakesIn } from '../../src/store/brake.ts'
import { cardsIn } from '../../src/store/cards.ts'
import { commitIn } from '../../src/store/commit.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { outboxIn } from '../../src/store/outbox.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { removeOld } from '../../src/store/retention.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { unmatchedIn } from '../../src/store/unmatched.ts'
import type { BotProcess } from './bot-process.ts'
import { content } from './content.ts'
import { InjectedFault, type Run } from './run.ts'

/** Hears of what the store has really done, whether or not the process does. */
export type StoreWatch = {
  committed(process: BotProcess, changes: readonly Change[]): void
  leased(process: BotProcess, waiting: readonly Waiting[]): void
  delivered(process: BotProcess, waiting: Waiting, delivered: Delivered): void
  putOff(process: BotProcess, waiting: Waiting): void
}

/** What a process finds when it starts. */
export type Surroundings = {
  readonly db: Database
  readonly rules: RestartRules
  readonly times: RestartTimes
  readonly devices: (process: BotProcess) => Devices
  readonly people: People
  readonly notifier: (process: BotProcess) => Notifier
  readonly log: (process: BotProcess) => Log
  readonly watch: StoreWatch
  /** Is this the lease of the delivery that counts? */
  readonly isHeld: (name: string, fence: number) => boolean
}

const retentionDays = 30
const redactor = redactorFor([])

export function worldOf(run: Run, around: Surroundings, process: BotProcess, wake: () => void): World {
  const { db } = around
  const clock = clockOf(run, process)
  const far = <Port extends object>(name: string, port: Port): Port =>
    throughout(port, (method, work) => process.call(`${name}.${method}`, work))
  const stored = <Port extends object>(name: string, port: Port): Port =>
    throughout(port, (method, work) => process.call(`${name}.${method}`, () => inStore(run, process, method, work)))
  return {
    ...content,
    redactor,
    rules: around.rules,
    times: around.times,
    pace,
    store: stored('store', watchedCommit(around, process, clock)),
    outbox: stored('outbox', watchedOutbox(around, process)),
    cards: stored('cards', cardsIn(db)),
    brakes: stored('brakes', brakesIn(db)),
    retention: stored('retention', {
      removeOld: (now: Date) => removeOld(db, now, retentionDays),
    }),
    sessions: stored('sessions', sessionsIn(db)),
    requests: stored('requests', requestsIn(db)),
    tickets: stored('tickets', ticketsIn(db)),
    unmatched: stored('unmatched', unmatchedIn(db)),
    conversations: stored('conversations', conversationsIn(db)),
    devices: far('graph', around.devices(process)),
    people: far('graph', around.people),
    notifier: far('teams', around.notifier(process)),
    clock,
    log: around.log(process),
    metrics: noMetrics,
    wake,
  }
}

function clockOf({ time, randomFor }: Run, process: BotProcess): Clock {
  const random = randomFor(`clock of ${process.name}`)
  return { now: () => new Date(time.now()), newId: random.id, random: random.next, wait: process.wait }
}

function watchedCommit({ db, watch }: Surroundings, process: BotProcess, clock: Clock) {
  const store = commitIn(db, () => clock.now())
  return {
    commit: async (changes: readonly Change[]) => {
      const saved = await store.commit(changes)
      if (saved.ok) watch.committed(process, changes)
      return saved
    },
    delivered: async (waiting: Waiting, fence: number, delivered: Delivered) => {
      const saved = await store.delivered(waiting, fence, delivered)
      if (saved.ok) watch.delivered(process, waiting, delivered)
      return saved
    },
  }
}

function watchedOutbox({ db, watch, isHeld }: Surroundings, process: BotProcess) {
  const outbox = outboxIn(db)
  return {
    ...outbox,
    lease: async (now: Date, until: Date, most: number) => {
      const leased = await outbox.lease(now, until, most)
      watch.leased(
        process,
        leased.map(({ record }) => record),
      )
      return leased
    },
    later: async (waiting: Waiting, fence: number, dueAt: Date) => {
      await outbox.later(waiting, fence, dueAt)
      if (isHeld(waiting.name, fence)) watch.putOff(process, waiting)
    },
  }
}

/** Reads of these ports; whatever else they have writes. */
const reads = [
  'find',
  'latestOf',
  'openFor',
  'since',
  'movedSince',
  'nextDue',
  'willPost',
  'current',
  'list',
  'unposted',
].concat(['ageing', 'newest', 'personal', 'channel', 'isSetUp', 'onCall', 'teamsIds'])

/** The database before, while and after it does its work. A process that ends here leaves all of it or nothing. */
async function inStore(run: Run, process: BotProcess, method: string, work: () => Promise<unknown>): Promise<unknown> {
  const { faults } = run
  const writes = !reads.includes(method)
  const fail = (code: string): never => {
    process.noteFailure()
    throw new InjectedFault(code)
  }
  if (faults.happen('store slow')) await process.wait(slowness)
  if (faults.happen('store busy')) fail('SQLITE_BUSY')
  if (writes && faults.happen('store full')) fail('SQLITE_FULL')
  const result = await work()
  if (!writes || !faults.happen('store answer lost')) return result
  run.trace(`${process.name} never hears of its ${method}`)
  return fail('SQLITE_IOERR')
}

/** Less than the busy_timeout of src/store/db.ts. */
const slowness = 1_500

/** The port, with `around` put around each of its methods. */
function throughout<Port extends object>(
  port: Port,
  around: (method: string, work: () => Promise<unknown>) => Promise<unknown>,
): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return (...values: unknown[]) =>
        around(String(name), () => Reflect.apply(method, target, values) as Promise<unknown>)
    },
  })
}
