// Where each card stands, by the name that src/core/outbox.ts gives it.
import type { CardPlace } from '../core/people.ts'
import type { Cards } from '../flows/ports.ts'
import type { Database } from './tables.ts'

export const cardsIn = (db: Database): Cards => ({
  async find(name) {
    const row = await db.selectFrom('cards').selectAll().where('name', '=', name).executeTakeFirst()
    return row && { conversation: row.conversation, activityId: row.activity_id }
  },

  async namesAt(activityId) {
    const rows = await db.selectFrom('cards').select('name').where('activity_id', '=', activityId).execute()
    return rows.map(({ name }) => name)
  },
})

/**
 * The newest place of a card counts; what the card there showed before stands nowhere any more. Its row is written over, so
 * that of two who show something there at the same moment the second waits, and then finds the row of the first.
 */
export async function saveCard(db: Database, name: string, { conversation, activityId }: CardPlace): Promise<void> {
  await forgetCard(db, name)
  await db
    .insertInto('cards')
    .values({ name, conversation, activity_id: activityId })
    .onConflict((conflict) => conflict.columns(['conversation', 'activity_id']).doUpdateSet({ name }))
    .execute()
}

export const forgetCard = (db: Database, name: string): Promise<void> => forgetCards(db, [name])

export async function forgetCards(db: Database, names: readonly string[]): Promise<void> {
  if (names.length > 0) await db.deleteFrom('cards').where('name', 'in', names).execute()
}
