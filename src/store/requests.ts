// Restart requests in the database. A move is saved only onto the version it was made from, and a unique index keeps a
// second open request for the same Cloud PC out.
import { openStates, type RestartRequest } from '../core/restart-request.ts'
import type { Leased, Requests } from '../flows/ports.ts'
import { isDuplicate } from './driver-error.ts'
import { fromJson, toJson } from './json.ts'
import { nextPosition } from './next-position.ts'
import { personOrUndefined } from './person-or-undefined.ts'
import type { Database, RestartRequestTable } from './tables.ts'

export const requestsIn = (db: Database): Requests => ({
  async find(id) {
    const row = await db.selectFrom('restart_requests').selectAll().where('id', '=', id).executeTakeFirst()
    return row && requestOf(row)
  },

  async lease(now, until, most): Promise<Leased<RestartRequest>[]> {
    const due = db
      .selectFrom('restart_requests')
      .select('id')
      .where('due_at', '<=', now.getTime())
      .orderBy('due_at')
      .orderBy('position')
      .limit(most)
    const rows = await db
      .updateTable('restart_requests')
      .set((row) => ({ due_at: until.getTime(), fence: row('fence', '+', 1) }))
      .where('id', 'in', due)
      // Asked again of the row itself: where two lease at once, the second finds it leased already.
      .where('due_at', '<=', now.getTime())
      .returningAll()
      .execute()
    return rows.map((row) => ({ record: requestOf(row), fence: row.fence }))
  },

  async nextDue() {
    const row = await db
      .selectFrom('restart_requests')
      .select((select) => select.fn.min('due_at').as('at'))
      .executeTakeFirst()
    return dateOrUndefined(row?.at ?? null)
  },

  async openFor(cloudPcId) {
    const row = await db
      .selectFrom('restart_requests')
      .selectAll()
      .where('cloud_pc_id', '=', cloudPcId)
      .where('state', 'in', openStates)
      .executeTakeFirst()
    return row && requestOf(row)
  },

  async since(since, by) {
    const requests = db.selectFrom('restart_requests').selectAll()
    const theirs =
      'personId' in by
        ? requests.where('person_id', '=', by.personId)
        : requests.where('cloud_pc_id', '=', by.cloudPcId)
    const rows = await theirs
      // A restart that waited for its approval counts from when it was sent.
      .where((row) => row.fn.coalesce('sent_at', 'created_at'), '>=', since.getTime())
      .orderBy('created_at', 'desc')
      .orderBy('position', 'desc')
      .execute()
    return rows.map(requestOf)
  },

  async movedSince(since, most) {
    const rows = await db
      .selectFrom('restart_requests')
      .selectAll()
      .where('since', '>', since.getTime())
      .orderBy('since', 'desc')
      .limit(most)
      .execute()
    return rows.map(requestOf)
  },
})

/** False when the request is filed already, an open one for the same Cloud PC exists, or another move came first. */
export async function saveRequest(db: Database, request: RestartRequest, fence: number | undefined): Promise<boolean> {
  if (request.version === 0) return addRequest(db, request)
  const onto = db
    .updateTable('restart_requests')
    .set(rowOf(request))
    .where('id', '=', request.id)
    .where('version', '=', request.version - 1)
  const update = fence === undefined ? onto : onto.where('fence', '=', fence)
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

async function addRequest(db: Database, request: RestartRequest): Promise<boolean> {
  const position = nextPosition('restart_requests')
  try {
    await db
      .insertInto('restart_requests')
      .values({ ...rowOf(request), position, fence: 0 })
      .execute()
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

const rowOf = (request: RestartRequest): Omit<RestartRequestTable, 'position' | 'fence'> => ({
  id: request.id,
  nonce: request.nonce,
  version: request.version,
  state: request.state,
  person_id: request.person.id,
  person_name: request.person.name,
  cloud_pc_id: request.cloudPc.id,
  cloud_pc_name: request.cloudPc.name,
  session_id: request.sessionId,
  symptom_id: request.symptomId ?? null,
  ticket_id: request.ticketId ?? null,
  decided_by_id: request.decidedBy?.id ?? null,
  decided_by_name: request.decidedBy?.name ?? null,
  reason: request.reason ?? null,
  refusal: request.refusal ? toJson(request.refusal) : null,
  attempts: request.attempts,
  created_at: request.createdAt.getTime(),
  since: request.since.getTime(),
  sent_at: request.sentAt?.getTime() ?? null,
  due_at: request.dueAt?.getTime() ?? null,
})

const requestOf = (row: RestartRequestTable): RestartRequest => ({
  id: row.id,
  nonce: row.nonce,
  version: row.version,
  state: row.state,
  person: { id: row.person_id, name: row.person_name },
  cloudPc: { id: row.cloud_pc_id, name: row.cloud_pc_name },
  sessionId: row.session_id,
  symptomId: row.symptom_id ?? undefined,
  ticketId: row.ticket_id ?? undefined,
  decidedBy: personOrUndefined(row.decided_by_id, row.decided_by_name),
  reason: row.reason ?? undefined,
  refusal: row.refusal === null ? undefined : fromJson(row.refusal),
  attempts: row.attempts,
  createdAt: new Date(row.created_at),
  since: new Date(row.since),
  sentAt: dateOrUndefined(row.sent_at),
  dueAt: dateOrUndefined(row.due_at),
})

const dateOrUndefined = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms))
