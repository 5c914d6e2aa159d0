// The outbox: deliveries that wait, and what was sent when. One row a card, however many changes want it shown.
import { sql } from 'kysely'
import { cardName, type Delivery } from '../core/outbox.ts'
import type { Leased, Outbox, Waiting } from '../flows/ports.ts'
import { fromJson, toJson } from './json.ts'
import { nextPosition } from './next-position.ts'
import type { Database, OutboxTable } from './tables.ts'
import { inTransaction } from './transaction.ts'

export const outboxIn = (db: Database): Outbox => ({
  async lease(now, until, most): Promise<Leased<Waiting>[]> {
    const due = db
      .selectFrom('outbox')
      .select('name')
      .where('due_at', '<=', now.getTime())
      .where((row) => row.not(row.exists(inTheWay(db, now))))
      .orderBy('due_at')
      .orderBy('position')
      .limit(most)
    const rows = await db
      .updateTable('outbox')
      .set((row) => ({ due_at: until.getTime(), fence: row('fence', '+', 1) }))
      .where('name', 'in', due)
      // Asked again of the row itself: where two lease at once, the second finds it leased already.
      .where('due_at', '<=', now.getTime())
      .returningAll()
      .execute()
    return rows.map((row) => ({ record: waitingOf(row), fence: row.fence })).sort(byPosition)
  },

  async nextDue() {
    const row = await db
      .selectFrom('outbox')
      // A lane is not due before all that is in it: what stands behind another one waits until that one is sent.
      .select((select) => select.fn.max('due_at').as('at'))
      .groupBy('lane')
      .orderBy('at')
      .limit(1)
      .executeTakeFirst()
    return row && new Date(row.at)
  },

  async willPost(name) {
    const row = await db
      .selectFrom('outbox')
      .select('name')
      .where('name', '=', name)
      .where('posts', '>', 0)
      .executeTakeFirst()
    return row !== undefined
  },

  async reserve(lane, now, freeAt) {
    return inTransaction(db, async (transaction) => {
      // One at a time, so that two senders never take the same place.
      await lockSends(transaction)
      const hourAgo = now.getTime() - 3_600_000
      await transaction.deleteFrom('sends').where('at', '<=', hourAgo).execute()
      const inLane = await timesOf(transaction, lane, hourAgo)
      const inAll = await timesOf(transaction, undefined, now.getTime() - 2_000)
      const free = freeAt(inLane, inAll)
      if (free <= now.getTime()) await transaction.insertInto('sends').values({ lane, at: now.getTime() }).execute()
      return new Date(free)
    })
  },

  async later({ name, troubles }, fence, dueAt) {
    await db
      .updateTable('outbox')
      .set({ troubles: toJson(troubles), due_at: dueAt.getTime() })
      .where('name', '=', name)
      .where('fence', '=', fence)
      .execute()
  },
})

const lockSends = (db: Database) =>
  db
    .updateTable('counters')
    .set((row) => ({ value: row('value', '+', 1) }))
    .where('name', '=', 'sends')
    .execute()

async function timesOf(db: Database, lane: string | undefined, since: number): Promise<number[]> {
  const sends = db.selectFrom('sends').select('at').where('at', '>', since).orderBy('at')
  const rows = await (lane === undefined ? sends : sends.where('lane', '=', lane)).execute()
  return rows.map(({ at }) => at)
}

/**
 * What a delivery waits for: whatever is older in its lane, so that what was written first is sent first, and whatever is
 * with a sender or was put off there. That is usually older as well; but what was written at the same moment has the same
 * position, and may come to light when the other one is on its way already.
 */
const inTheWay = (db: Database, now: Date) =>
  db
    .selectFrom('outbox as other')
    .select('other.name')
    .whereRef('other.lane', '=', sql.ref('outbox.lane'))
    .where((row) =>
      row.or([
        row('other.due_at', '>', now.getTime()),
        sql<boolean>`(other.position, other.name) < (outbox.position, outbox.name)`,
      ]),
    )

const byPosition = (a: Leased<Waiting>, b: Leased<Waiting>): number => a.record.position - b.record.position

const waitingOf = ({ name, position, lane, shown, wanted, posts, troubles }: OutboxTable): Waiting => ({
  name,
  position,
  delivery: { shown: fromJson(shown), how: posts > 0 ? 'post' : 'update', lane },
  wanted,
  posts,
  troubles: fromJson(troubles),
})

/** Writes the delivery; where one for the same card waits already, this one joins it and takes nothing from its wait. */
export async function putDelivery(db: Database, delivery: Delivery, now: Date): Promise<void> {
  const { shown, how, lane } = delivery
  const posts = how === 'post' ? 1 : 0
  await db
    .insertInto('outbox')
    .values({
      name: cardName(shown),
      position: nextPosition('outbox'),
      lane,
      shown: toJson(shown),
      wanted: 1,
      posts,
      troubles: toJson({}),
      due_at: now.getTime(),
      fence: 0,
      created_at: now.getTime(),
    })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((row) => ({
        wanted: row('outbox.wanted', '+', 1),
        posts: row('outbox.posts', '+', posts),
        shown: toJson(shown),
      })),
    )
    .execute()
}

/**
 * The delivery is done. Where another change wanted the card shown meanwhile, it waits again, as a new message only if
 * that change wants one. False when the lease has ended, and somebody else has it.
 */
export async function endDelivery(db: Database, waiting: Waiting, fence: number, now: Date): Promise<boolean> {
  const { name, wanted, posts } = waiting
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('name', '=', name)
    .where('fence', '=', fence)
    .where('wanted', '=', wanted)
    .executeTakeFirstOrThrow()
  if (numDeletedRows === 1n) return true
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set((row) => ({ posts: row('posts', '-', posts), troubles: toJson({}), due_at: now.getTime() }))
    .where('name', '=', name)
    .where('fence', '=', fence)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** What waits once more of this name brings nothing new: the card that stands is only brought up to date. */
export async function postNoMore(db: Database, name: string): Promise<void> {
  await db.updateTable('outbox').set({ posts: 0 }).where('name', '=', name).execute()
}
