// Where the bot can reach people and channels, and whom it has welcomed. A conversation is opaque text here.
import { ownerOfLane } from '../core/outbox.ts'
import type { ClosedConversation, Conversations } from '../flows/ports.ts'
import { askedOften } from './asked-often.ts'
import type { Database } from './tables.ts'

export function conversationsIn(db: Database): Conversations {
  const openChat = askedOften(db, () =>
    db
      .selectFrom('personal_conversations')
      .select('conversation')
      .where('person_id', '=', '')
      .where('closed', 'is', null)
      .compile(),
  )
  const teamsId = askedOften(db, () =>
    db.selectFrom('teams_ids').select('teams_id').where('person_id', '=', '').compile(),
  )
  return {
    async rememberPerson(personId, conversation) {
      // Nearly always known already, and looking is much cheaper than writing the same again.
      if ((await openChat(personId))?.conversation === conversation) return
      await db
        .insertInto('personal_conversations')
        .values({ person_id: personId, conversation })
        // Who writes to the bot can be reached again.
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ conversation, closed: null }))
        .execute()
    },

    async rememberTeamsId(personId, id) {
      if ((await teamsId(personId))?.teams_id === id) return
      await db
        .insertInto('teams_ids')
        .values({ person_id: personId, teams_id: id })
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ teams_id: id }))
        .execute()
    },

    async teamsIds(personIds) {
      if (personIds.length === 0) return []
      const rows = await db.selectFrom('teams_ids').selectAll().where('person_id', 'in', personIds).execute()
      const byPerson = new Map(rows.map((row) => [row.person_id, row.teams_id]))
      return personIds.flatMap((id) => byPerson.get(id) ?? [])
    },

    personal: async (personId) => (await openChat(personId))?.conversation,

    async welcomeOnce(personId) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('welcomes')
        .values({ person_id: personId })
        .onConflict((conflict) => conflict.column('person_id').doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },

    async setChannel(kind, conversation, by, at) {
      const setting = { conversation, set_by_id: by.id, set_by_name: by.name, set_at: at.getTime(), closed: null }
      await db
        .insertInto('channels')
        .values({ kind, ...setting })
        .onConflict((conflict) => conflict.column('kind').doUpdateSet(setting))
        .execute()
    },

    async channel(kind) {
      const row = await db
        .selectFrom('channels')
        .select('conversation')
        .where('kind', '=', kind)
        .where('closed', 'is', null)
        .executeTakeFirst()
      return row?.conversation
    },

    async isSetUp(kind) {
      const row = await db.selectFrom('channels').select('kind').where('kind', '=', kind).executeTakeFirst()
      return row !== undefined
    },

    async setOnCall(kind, person, since) {
      const setting = { person_id: person.id, person_name: person.name, since: since.getTime() }
      await db
        .insertInto('on_call')
        .values({ kind, ...setting })
        .onConflict((conflict) => conflict.column('kind').doUpdateSet(setting))
        .execute()
    },

    async onCall(kind) {
      const row = await db.selectFrom('on_call').selectAll().where('kind', '=', kind).executeTakeFirst()
      return row && { person: { id: row.person_id, name: row.person_name }, since: new Date(row.since) }
    },
  }
}

/**
 * Nothing can be sent there until somebody writes from there, or sets the channel up, again. Another conversation that has
 * taken its place meanwhile stays open.
 */
export async function closeConversation(
  db: Database,
  { lane, conversation, why: closed }: ClosedConversation,
): Promise<void> {
  const owner = ownerOfLane(lane)
  if (owner.kind === 'person')
    await db
      .updateTable('personal_conversations')
      .set({ closed })
      .where('person_id', '=', owner.id)
      .where('conversation', '=', conversation)
      .execute()
  else
    await db
      .updateTable('channels')
      .set({ closed })
      .where('kind', '=', owner.channel)
      .where('conversation', '=', conversation)
      .execute()
}
