// Where the bot can reach people and channels, and whom it has welcomed. A conversation is opaque text here.
import type { Conversations } from '../flows/ports.ts'
import type { Database } from './tables.ts'

export const conversationsIn = (db: Database): Conversations => ({
  async rememberPerson(personId, conversation) {
    await db
      .insertInto('personal_conversations')
      .values({ person_id: personId, conversation })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ conversation }))
      .execute()
  },

  async personal(personId) {
    const row = await db
      .selectFrom('personal_conversations')
      .select('conversation')
      .where('person_id', '=', personId)
      .executeTakeFirst()
    return row?.conversation
  },

  async welcomeOnce(personId) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('welcomes')
      .values({ person_id: personId })
      .onConflict((conflict) => conflict.column('person_id').doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },

  async setChannel(kind, conversation, by, at) {
    const setting = { conversation, set_by_id: by.id, set_by_name: by.name, set_at: at.getTime() }
    await db
      .insertInto('channels')
      .values({ kind, ...setting })
      .onConflict((conflict) => conflict.column('kind').doUpdateSet(setting))
      .execute()
  },

  async channel(kind) {
    const row = await db.selectFrom('channels').select('conversation').where('kind', '=', kind).executeTakeFirst()
    return row?.conversation
  },
})
