// Tickets in the database. A change is saved only onto the version before it, together with the events it brings.
import { liveStates, type NewTicket, type Ticket, type TicketEvent } from '../core/ticket.ts'
import type { Tickets } from '../flows/ports.ts'
import { fromJson, toJson } from './json.ts'
import { personOrUndefined } from './person-or-undefined.ts'
import type { Database, TicketEventTable, TicketTable } from './tables.ts'
import { inTransaction } from './transaction.ts'

export const ticketsIn = (db: Database): Tickets => ({
  async add(ticket) {
    return inTransaction(db, async (transaction) => {
      const number = await nextNumber(transaction)
      await transaction
        .insertInto('tickets')
        .values({ ...rowOf(ticket), number, cards: toJson(ticket.cards) })
        .execute()
      await appendEvents(transaction, ticket, 0)
      return { ...ticket, number }
    })
  },

  async find(id) {
    const rows = await db.selectFrom('tickets').selectAll().where('id', '=', id).execute()
    const [ticket] = await withEvents(db, rows)
    return ticket
  },

  async save(ticket) {
    return inTransaction(db, async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('tickets')
        // The cards stay as they are: a card that was posted in the meantime must not be forgotten.
        .set(rowOf(ticket))
        .where('id', '=', ticket.id)
        .where('version', '=', ticket.version - 1)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows !== 1n) return false
      await appendEvents(transaction, ticket, await countEvents(transaction, ticket.id))
      return true
    })
  },

  async setCards(id, cards) {
    const { numUpdatedRows } = await db
      .updateTable('tickets')
      .set({ cards: toJson(cards) })
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw new Error(`no ticket has the id ${id}`)
  },

  async live(most) {
    const rows = await db
      .selectFrom('tickets')
      .selectAll()
      .where('state', 'in', liveStates)
      .orderBy('number')
      .limit(most)
      .execute()
    return withEvents(db, rows)
  },
  async of(personId, most) {
    const rows = await db
      .selectFrom('tickets')
      .selectAll()
      .where('requester_id', '=', personId)
      .orderBy('number', 'desc')
      .limit(most)
      .execute()
    return withEvents(db, rows)
  },
})

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

const rowOf = (ticket: NewTicket): Omit<TicketTable, 'number' | 'cards'> => ({
  id: ticket.id,
  nonce: ticket.nonce,
  version: ticket.version,
  state: ticket.state,
  purpose: ticket.purpose,
  requester_id: ticket.requester.id,
  requester_name: ticket.requester.name,
  owner_id: ticket.owner?.id ?? null,
  owner_name: ticket.owner?.name ?? null,
  severity: ticket.severity,
  facts: toJson(ticket.facts),
  restart_request_id: ticket.restartRequestId ?? null,
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
  cards: fromJson(row.cards),
})

const eventOf = (row: TicketEventTable): TicketEvent => ({
  at: new Date(row.at),
  actor: { id: row.actor_id, name: row.actor_name },
  kind: row.kind,
  text: row.text,
})
