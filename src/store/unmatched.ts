// Texts that the catalog did not know, in the database; src/store/retention.ts says for how long.
import type { Unmatched } from '../flows/ports.ts'
import type { Database } from './tables.ts'

export const unmatchedIn = (db: Database): Unmatched => ({
  async add({ id, personId, text, at }) {
    await db
      .insertInto('unmatched_texts')
      .values({ id, person_id: personId, text, at: at.getTime() })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  },

  async newest(most) {
    const rows = await db.selectFrom('unmatched_texts').selectAll().orderBy('at', 'desc').limit(most).execute()
    return rows.map(({ id, person_id, text, at }) => ({ id, personId: person_id, text, at: new Date(at) }))
  },
})
