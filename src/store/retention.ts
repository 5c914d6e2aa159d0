// Deletes what is too old to be kept, and takes the texts out of tickets that were closed long ago. The audit stays.
import { withoutTexts } from '../core/erasure.ts'
import { restartCard } from '../core/outbox.ts'
import { openStates } from '../core/restart-request.ts'
import { liveStates } from '../core/ticket.ts'
import { forgetCard } from './cards.ts'
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

/** Removes what is older than so many days, all of it or nothing. */
export function removeOld(db: Database, now: Date, days: number): Promise<Removed> {
  const before = now.getTime() - days * day
  return inTransaction(db, async (transaction) => ({
    restarts: await removeRestarts(transaction, before),
    sessions: await removeSessions(transaction, before),
    unmatchedTexts: await removeUnmatched(transaction, before),
    clicks: await removeClicks(transaction, before),
    tickets: await emptyTickets(transaction, before),
  }))
}

async function removeRestarts(transaction: Database, before: number): Promise<number> {
  const removed = await transaction
    .deleteFrom('restart_requests')
    .where('state', 'not in', openStates)
    // As the cool-down and the daily cap count.
    .where((row) => row.fn.coalesce('sent_at', 'created_at'), '<', before)
    .returning('id')
    .execute()
  // Where its card stands tells whose chat it is.
  for (const { id } of removed) await forgetCard(transaction, restartCard(id))
  return removed.length
}

/** A restart that is not over still needs its session, to tell the person and the helpdesk how it goes. */
async function removeSessions(transaction: Database, before: number): Promise<number> {
  const { numDeletedRows } = await transaction
    .deleteFrom('sessions')
    .where('created_at', '<', before)
    .where('id', 'not in', (row) =>
      row.selectFrom('restart_requests').select('session_id').where('state', 'in', openStates),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

async function removeUnmatched(transaction: Database, before: number): Promise<number> {
  const { numDeletedRows } = await transaction
    .deleteFrom('unmatched_texts')
    .where('at', '<', before)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

async function removeClicks(transaction: Database, before: number): Promise<number> {
  const { numDeletedRows } = await transaction.deleteFrom('clicks').where('at', '<', before).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** A ticket was closed when the last thing happened to it. */
async function emptyTickets(transaction: Database, before: number): Promise<number> {
  const closed = transaction.selectFrom('tickets').where('state', 'not in', liveStates).where('touched_at', '<', before)
  const texts = await transaction
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
    await transaction.updateTable('tickets').set({ facts: rest }).where('id', '=', id).execute()
    emptied.add(id)
  }
  return emptied.size
}
