// Texts that the catalog did not know, in the database; they are kept for 30 days.
import type { Unmatched } from '../flows/ports.ts'
import type { Database } from './tables.ts'

const kept = 30 * 24 * 60 * 60_000

export const unmatchedIn = (db: Database): Unmatched => ({
  async add({ id, personId, text, at }) {
    await db
      .deleteFrom('unmatched_texts')
      .where('at', '<', at.getTime() - kept)
      .execute()
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
