// Restart requests in the database. A move is saved only onto the version it was made from, and a unique index keeps a
// second open request for the same Cloud PC out.
import { openStates, type RestartRequest } from '../core/restart-request.ts'
import type { Requests } from '../flows/ports.ts'
import { isDuplicate } from './driver-error.ts'
import { fromJson, toJson } from './json.ts'
import { nextPosition } from './next-position.ts'
import { personOrUndefined } from './person-or-undefined.ts'
import type { Database, RestartRequestTable } from './tables.ts'

export const requestsIn = (db: Database): Requests => ({
  async add(request) {
    const position = nextPosition('restart_requests')
    try {
      await db
        .insertInto('restart_requests')
        .values({ ...rowOf(request), position })
        .execute()
      return true
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
  },

  async find(id) {
    const row = await db.selectFrom('restart_requests').selectAll().where('id', '=', id).executeTakeFirst()
    return row && requestOf(row)
  },

  async save(request) {
    const { numUpdatedRows } = await db
      .updateTable('restart_requests')
      .set(rowOf(request))
      .where('id', '=', request.id)
      .where('version', '=', request.version - 1)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },

  async due(now, most) {
    const rows = await db
      .selectFrom('restart_requests')
      .selectAll()
      .where('due_at', '<=', now.getTime())
      .orderBy('due_at')
      .orderBy('position')
      .limit(most)
      .execute()
    return rows.map(requestOf)
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
})

const rowOf = (request: RestartRequest): Omit<RestartRequestTable, 'position'> => ({
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
  attempts: request.attempts,
  created_at: request.createdAt.getTime(),
  sent_at: request.sentAt?.getTime() ?? null,
  due_at: request.dueAt?.getTime() ?? null,
  card: request.card ? toJson(request.card) : null,
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
  attempts: row.attempts,
  createdAt: new Date(row.created_at),
  sentAt: dateOrUndefined(row.sent_at),
  dueAt: dateOrUndefined(row.due_at),
  card: row.card === null ? undefined : fromJson(row.card),
})

const dateOrUndefined = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms))
