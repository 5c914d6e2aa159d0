// Deletes what is too old to be kept, and takes the texts out of tickets that were closed long ago. The audit stays.
import { withoutTexts } from '../core/erasure.ts'
import { restartCard } from '../core/outbox.ts'
import { openStates } from '../core/restart-request.ts'
import { liveStates } from '../core/ticket.ts'
import { forgetCards } from './cards.ts'
import { inPages } from './in-pages.ts'
import { fromJson, toJson } from './json.ts'
import type { Database } from './tables.ts'
import { inTransaction } from './transaction.ts'

export type Removed = {
  readonly sessions: number
  readonly restarts: number
  readonly unmatchedTexts: number
  readonly clicks: number
  /** Emptied; number, states and times are kept. */
  readonly tickets: number
}

const day = 24 * 60 * 60_000

/** As many restarts as one transaction removes: a server ends what takes long, and then all of it would stay for ever. */
const pageSize = 500

/** Removes what is older than so many days. Where something fails, what was removed before it stays removed. */
export async function removeOld(db: Database, now: Date, days: number): Promise<Removed> {
  const before = now.getTime() - days * day
  return {
    restarts: await removeRestarts(db, before),
    sessions: await removeSessions(db, before),
    unmatchedTexts: await removeUnmatched(db, before),
    clicks: await removeClicks(db, before),
    tickets: await emptyTickets(db, before),
  }
}

async function removeRestarts(db: Database, before: number): Promise<number> {
  let [all, page] = [0, 0]
  do {
    page = await inTransaction(db, (transaction) => removeSomeRestarts(transaction, before))
    all += page
  } while (page === pageSize)
  return all
}

async function removeSomeRestarts(transaction: Database, before: number): Promise<number> {
  const old = transaction
    .selectFrom('restart_requests')
    .select('id')
    .where('state', 'not in', openStates)
    // As the cool-down and the daily cap count.
    .where((row) => row.fn.coalesce('sent_at', 'created_at'), '<', before)
    .limit(pageSize)
  const removed = await transaction.deleteFrom('restart_requests').where('id', 'in', old).returning('id').execute()
  // Where its card stands tells whose chat it is.
  await forgetCards(
    transaction,
    removed.map(({ id }) => restartCard(id)),
  )
  return removed.length
}

/** A restart that is not over still needs its session, to tell the person and the helpdesk how it goes. */
async function removeSessions(db: Database, before: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('created_at', '<', before)
    .where('id', 'not in', (row) =>
      row.selectFrom('restart_requests').select('session_id').where('state', 'in', openStates),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

async function removeUnmatched(db: Database, before: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('unmatched_texts').where('at', '<', before).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

async function removeClicks(db: Database, before: number): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('clicks').where('at', '<', before).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** A ticket was closed when the last thing happened to it. */
async function emptyTickets(db: Database, before: number): Promise<number> {
  const closed = db.selectFrom('tickets').where('state', 'not in', liveStates).where('touched_at', '<', before)
  const texts = await db
    .updateTable('ticket_events')
    .set({ text: '' })
    .where('text', '<>', '')
    .where('ticket_id', 'in', closed.select('id'))
    .returning('ticket_id')
    .execute()
  const emptied = new Set(texts.map(({ ticket_id }) => ticket_id))
  const page = closed.select(['id', 'number', 'facts']).orderBy('number')
  const read = (after: number, most: number) => page.where('number', '>', after).limit(most).execute()
  for await (const { id, facts } of inPages(read, ({ number }) => number)) {
    const rest = toJson(withoutTexts(fromJson(facts)))
    if (rest === facts) continue
    // Unless somebody has changed them since, or taken the ticket up again.
    const { numUpdatedRows } = await db
      .updateTable('tickets')
      .set({ facts: rest })
      .where('id', '=', id)
      .where('facts', '=', facts)
      .where('state', 'not in', liveStates)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 1n) emptied.add(id)
  }
  return emptied.size
}
