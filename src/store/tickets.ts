// Tickets in the database. A change is saved only onto the version before it, together with the events it brings.
import { type SelectQueryBuilder, sql } from 'kysely'
import { liveStates, type NewTicket, type Ticket, type TicketEvent } from '../core/ticket.ts'
import type { TicketList, Tickets, TicketVersion } from '../flows/ports.ts'
import { isDuplicate } from './driver-error.ts'
import { fromJson, toJson } from './json.ts'
import { personOrUndefined } from './person-or-undefined.ts'
import type { Database, Tables, TicketEventTable, TicketTable } from './tables.ts'

export const ticketsIn = (db: Database): Tickets => ({
  async find(id) {
    const rows = await db.selectFrom('tickets').selectAll().where('id', '=', id).execute()
    const [ticket] = await withEvents(db, rows)
    return ticket
  },

  async list(list, skip, most) {
    const { total } = await listed(db, list)
      .select((row) => row.fn.countAll().as('total'))
      .executeTakeFirstOrThrow()
    const rows = await listed(db, list)
      .selectAll('tickets')
      .orderBy('number', orderOf(list))
      .offset(skip)
      .limit(most)
      .execute()
    return { tickets: await withEvents(db, rows), total: Number(total) }
  },

  async unposted(most) {
    const rows = await db
      .selectFrom('tickets')
      .selectAll('tickets')
      .where('state', 'in', liveStates)
      .where((row) => row.not(row.exists(named(db, 'cards'))))
      .where((row) => row.not(row.exists(named(db, 'outbox'))))
      .orderBy('number')
      .limit(most)
      .execute()
    return withEvents(db, rows)
  },

  async ageing(before, most) {
    const rows = await db
      .selectFrom('tickets')
      .selectAll()
      .where('state', 'in', liveStates)
      .where('reminded', '=', 0)
      .where('touched_at', '<', before.getTime())
      .orderBy('touched_at')
      .limit(most)
      .execute()
    return withEvents(db, rows)
  },
})

/** What has the name of the ticket's card in the helpdesk's channel. */
const named = (db: Database, table: 'cards' | 'outbox') =>
  db
    .selectFrom(table)
    .select('name')
    .where((row) => row('name', '=', sql<string>`'ticket:' || tickets.id || ':helpdesk'`))

/** What somebody has done is newest first; what waits is oldest first. */
const orderOf = ({ which }: TicketList): 'asc' | 'desc' => (which === 'of-requester' ? 'desc' : 'asc')

function listed(db: Database, list: TicketList): SelectQueryBuilder<Tables, 'tickets', object> {
  const tickets = db.selectFrom('tickets')
  if (list.which === 'of-requester') return tickets.where('requester_id', '=', list.personId)
  const live = tickets.where('tickets.state', 'in', liveStates)
  switch (list.which) {
    case 'open':
      return live
    case 'of-owner':
      return live.where('owner_id', '=', list.personId)
    case 'unassigned':
      return live.where('owner_id', 'is', null)
    case 'ageing':
      return live.where('touched_at', '<', list.before.getTime())
    case 'to-approve':
      return live.where('restart_request_id', 'in', waiting(db))
  }
}

const waiting = (db: Database) =>
  db.selectFrom('restart_requests').select('id').where('restart_requests.state', '=', 'awaiting-approval')

/** False when it is filed already, or somebody else came first. */
export async function saveTicket(db: Database, ticket: NewTicket): Promise<boolean> {
  if (ticket.version === 0) return addTicket(db, ticket)
  const { numUpdatedRows } = await db
    .updateTable('tickets')
    .set({ ...movingOf(ticket), reminded: 0 })
    .where('id', '=', ticket.id)
    .where('version', '=', ticket.version - 1)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) return false
  await appendEvents(db, ticket, await countEvents(db, ticket.id))
  return true
}

/** Under the next number. */
async function addTicket(db: Database, ticket: NewTicket): Promise<boolean> {
  const number = await nextNumber(db)
  try {
    await db
      .insertInto('tickets')
      .values({ ...rowOf(ticket), number, reminded: 0 })
      .execute()
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
  await appendEvents(db, ticket, 0)
  return true
}

/** False when it was reminded of already, or something has happened to it since. */
export async function noteReminded(db: Database, { id, version }: Ticket): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('tickets')
    .set({ reminded: 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('reminded', '=', 0)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

async function nextNumber(db: Database): Promise<number> {
  const { value } = await db
    .updateTable('counters')
    .set((row) => ({ value: row('value', '+', 1) }))
    .where('name', '=', 'ticket')
    .returning('value')
    .executeTakeFirstOrThrow()
  return value
}

async function countEvents(db: Database, ticketId: string): Promise<number> {
  const { count } = await db
    .selectFrom('ticket_events')
    .select((row) => row.fn.countAll().as('count'))
    .where('ticket_id', '=', ticketId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Stores the events of the ticket after the first `stored`. */
async function appendEvents(db: Database, ticket: NewTicket, stored: number): Promise<void> {
  const rows = ticket.events.map((event, position) => eventRowOf(ticket, event, position)).slice(stored)
  if (rows.length > 0) await db.insertInto('ticket_events').values(rows).execute()
}

async function withEvents(db: Database, rows: readonly TicketTable[]): Promise<Ticket[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const events = await db
    .selectFrom('ticket_events')
    .selectAll()
    .where('ticket_id', 'in', ids)
    .orderBy('position')
    .execute()
  // Between the two queries a ticket may have got a newer version; its events are not this version's.
  return rows.map((row) =>
    ticketOf(
      row,
      events.filter((event) => event.ticket_id === row.id && event.version <= row.version),
    ),
  )
}

/** What acts change. All else is written once, so that what was erased meanwhile does not come back. */
const movingOf = (ticket: NewTicket) => ({
  version: ticket.version,
  state: ticket.state,
  owner_id: ticket.owner?.id ?? null,
  owner_name: ticket.owner?.name ?? null,
  severity: ticket.severity,
  restart_request_id: ticket.restartRequestId ?? null,
  touched_at: ticket.touchedAt.getTime(),
})

const rowOf = (ticket: NewTicket): Omit<TicketTable, 'number' | 'reminded'> => ({
  ...movingOf(ticket),
  id: ticket.id,
  nonce: ticket.nonce,
  purpose: ticket.purpose,
  requester_id: ticket.requester.id,
  requester_name: ticket.requester.name,
  facts: toJson(ticket.facts),
  created_at: ticket.createdAt.getTime(),
})

const eventRowOf = (ticket: NewTicket, event: TicketEvent, position: number): TicketEventTable => ({
  ticket_id: ticket.id,
  position,
  version: ticket.version,
  at: event.at.getTime(),
  actor_id: event.actor.id,
  actor_name: event.actor.name,
  kind: event.kind,
  text: event.text,
  to_id: event.to?.id ?? null,
  to_name: event.to?.name ?? null,
})

const ticketOf = (row: TicketTable, events: readonly TicketEventTable[]): Ticket => ({
  id: row.id,
  number: row.number,
  nonce: row.nonce,
  version: row.version,
  state: row.state,
  purpose: row.purpose,
  requester: { id: row.requester_id, name: row.requester_name },
  owner: personOrUndefined(row.owner_id, row.owner_name),
  severity: row.severity,
  facts: fromJson(row.facts),
  restartRequestId: row.restart_request_id ?? undefined,
  events: events.map(eventOf),
  createdAt: new Date(row.created_at),
  touchedAt: new Date(row.touched_at),
})

function eventOf(row: TicketEventTable): TicketEvent {
  const event = {
    at: new Date(row.at),
    actor: { id: row.actor_id, name: row.actor_name },
    kind: row.kind,
    text: row.text,
  }
  const to = personOrUndefined(row.to_id, row.to_name)
  return to ? { ...event, to } : event
}

/** Has nothing been written to the ticket since? */
export async function isNewest(db: Database, { ticketId, version }: TicketVersion): Promise<boolean> {
  const row = await db.selectFrom('tickets').select('version').where('id', '=', ticketId).executeTakeFirst()
  return row?.version === version
}
