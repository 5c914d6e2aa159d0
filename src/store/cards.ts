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

/** The newest place of a card counts; what the card there showed before stands nowhere any more. */
export async function saveCard(db: Database, name: string, { conversation, activityId }: CardPlace): Promise<void> {
  const place = { conversation, activity_id: activityId }
  await db
    .deleteFrom('cards')
    .where('conversation', '=', conversation)
    .where('activity_id', '=', activityId)
    .where('name', '!=', name)
    .execute()
  await db
    .insertInto('cards')
    .values({ name, ...place })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(place))
    .execute()
}

export const forgetCard = async (db: Database, name: string): Promise<void> => {
  await db.deleteFrom('cards').where('name', '=', name).execute()
}
