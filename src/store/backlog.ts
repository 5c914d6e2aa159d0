// How much is open in the store, for the metrics: a few counts, read seldom.
import { openStates, type RestartState } from '../core/restart-request.ts'
import { liveStates, type TicketState } from '../core/ticket.ts'
import type { Database } from './tables.ts'

export type Backlog = {
  /** Deliveries in the outbox, and how long ago the oldest of them was written; 0 where there is none. */
  readonly waiting: number
  readonly oldestSeconds: number
  /** States without any are left out. */
  readonly requests: ReadonlyMap<RestartState, number>
  readonly tickets: ReadonlyMap<TicketState, number>
}

export async function readBacklog(db: Database, now: Date): Promise<Backlog> {
  const { waiting } = await db
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll().as('waiting'))
    .executeTakeFirstOrThrow()
  const outbox = await db.selectFrom('outbox').select('created_at').orderBy('created_at').limit(1).executeTakeFirst()
  const requests = await db
    .selectFrom('restart_requests')
    .select(({ fn }) => ['state', fn.countAll().as('count')])
    .where('state', 'in', openStates)
    .groupBy('state')
    .execute()
  const tickets = await db
    .selectFrom('tickets')
    .select(({ fn }) => ['state', fn.countAll().as('count')])
    .where('state', 'in', liveStates)
    .groupBy('state')
    .execute()
  return {
    waiting: Number(waiting),
    oldestSeconds: outbox ? Math.max(0, (now.getTime() - outbox.created_at) / 1000) : 0,
    requests: new Map(requests.map(({ state, count }) => [state, Number(count)])),
    tickets: new Map(tickets.map(({ state, count }) => [state, Number(count)])),
  }
}
