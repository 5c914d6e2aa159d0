// Sessions in the database. A step is saved only onto the step before it.
import type { Session } from '../core/session.ts'
import type { Sessions } from '../flows/ports.ts'
import { fromJson, toJson } from './json.ts'
import { nextPosition } from './next-position.ts'
import type { Database, SessionTable } from './tables.ts'

export const sessionsIn = (db: Database): Sessions => ({
  async find(id) {
    const row = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()
    return row && sessionOf(row)
  },

  async latestOf(personId, since) {
    const row = await db
      .selectFrom('sessions')
      .selectAll()
      .where('person_id', '=', personId)
      .where('created_at', '>=', since.getTime())
      .orderBy('created_at', 'desc')
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row && sessionOf(row)
  },
})

/** A new session is filed at whatever step it stands; false when another click came first. */
export async function saveSession(db: Database, session: Session, isNew: boolean): Promise<boolean> {
  if (isNew) {
    await db
      .insertInto('sessions')
      .values({ ...rowOf(session), position: nextPosition('sessions') })
      .execute()
    return true
  }
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set(movingOf(session))
    .where('id', '=', session.id)
    .where('step', '=', session.step - 1)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** What a step changes. All else is written once, so that what was erased meanwhile does not come back. */
const movingOf = (session: Session) => ({
  step: session.step,
  place: toJson(session.place),
  symptom_id: session.symptomId ?? null,
  evidence: toJson(session.evidence),
  answers: toJson(session.answers),
  shown: toJson(session.shown),
  product: session.product ?? null,
  runbook: session.runbook ? 1 : 0,
})

const rowOf = (session: Session): Omit<SessionTable, 'position'> => ({
  ...movingOf(session),
  id: session.id,
  nonce: session.nonce,
  person_id: session.person.id,
  person_name: session.person.name,
  excerpt: session.excerpt,
  created_at: session.createdAt.getTime(),
})

const sessionOf = (row: SessionTable): Session => ({
  id: row.id,
  nonce: row.nonce,
  person: { id: row.person_id, name: row.person_name },
  step: row.step,
  place: fromJson(row.place),
  symptomId: row.symptom_id ?? undefined,
  evidence: fromJson(row.evidence),
  excerpt: row.excerpt,
  answers: fromJson(row.answers),
  shown: fromJson(row.shown),
  product: row.product ?? undefined,
  runbook: row.runbook === 1,
  createdAt: new Date(row.created_at),
})
