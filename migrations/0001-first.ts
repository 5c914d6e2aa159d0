// The first schema: sessions, restart requests, tickets with their events, and conversations.
// The same on SQLite and PostgreSQL: ids are text, times milliseconds since 1970 in UTC, nested values JSON text.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createSessions(db)
  await createRestartRequests(db)
  await createTickets(db)
  await createTicketEvents(db)
  await createConversations(db)
}

// In each table `position` orders what was created in the same millisecond.

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('person_name', 'text', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('symptom_id', 'text')
    .addColumn('evidence', 'text', (column) => column.notNull())
    .addColumn('excerpt', 'text', (column) => column.notNull())
    .addColumn('answers', 'text', (column) => column.notNull())
    .addColumn('shown', 'text', (column) => column.notNull())
    .addColumn('product', 'text')
    .addColumn('runbook', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, 'sessions', ['position'])
  await createIndex(db, 'sessions', ['person_id', 'created_at'])
}

async function createRestartRequests(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('restart_requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('person_name', 'text', (column) => column.notNull())
    .addColumn('cloud_pc_id', 'text', (column) => column.notNull())
    .addColumn('cloud_pc_name', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('symptom_id', 'text')
    .addColumn('ticket_id', 'text')
    .addColumn('decided_by_id', 'text')
    .addColumn('decided_by_name', 'text')
    .addColumn('reason', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('due_at', 'bigint')
    .addColumn('card', 'text')
    .execute()
  await createIndex(db, 'restart_requests', ['position'])
  await createIndex(db, 'restart_requests', ['person_id', 'created_at'])
  await createIndex(db, 'restart_requests', ['cloud_pc_id', 'created_at'])
  await createIndex(db, 'restart_requests', ['due_at'])
  // One open request for each Cloud PC, whatever the code above does. A change of the open states needs a new migration.
  await db.schema
    .createIndex('restart_requests_one_open')
    .unique()
    .on('restart_requests')
    .column('cloud_pc_id')
    .where(sql.ref('state'), 'in', ['awaiting-approval', 'approved', 'sending', 'sent', 'restarting'])
    .execute()
}

async function createTickets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tickets')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull().unique())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('requester_id', 'text', (column) => column.notNull())
    .addColumn('requester_name', 'text', (column) => column.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('owner_name', 'text')
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('restart_request_id', 'text')
    .addColumn('cards', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, 'tickets', ['requester_id', 'number'])
  // Counting here and not by the largest number: a number is never given twice, even after a ticket is deleted.
  await db.schema
    .createTable('counters')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'integer', (column) => column.notNull())
    .execute()
  await sql`insert into counters (name, value) values ('ticket', 1000)`.execute(db)
}

async function createTicketEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ticket_events')
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('tickets.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    // the version of the ticket that the event came with
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('actor_name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_events_key', ['ticket_id', 'position'])
    .execute()
}

async function createConversations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('personal_conversations')
    .addColumn('person_id', 'text', (column) => column.primaryKey())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('welcomes')
    .addColumn('person_id', 'text', (column) => column.primaryKey())
    .execute()
  await db.schema
    .createTable('channels')
    .addColumn('kind', 'text', (column) => column.primaryKey())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('set_by_id', 'text', (column) => column.notNull())
    .addColumn('set_by_name', 'text', (column) => column.notNull())
    .addColumn('set_at', 'bigint', (column) => column.notNull())
    .execute()
}

async function createIndex(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex([table, 'by', ...columns].join('_'))
    .on(table)
    .columns([...columns])
    .execute()
}
