// State and the messages it causes are written together: an outbox, where each card stands, each click once, and what
// restart requests, tickets and conversations need for it. Also the brake and who is on call.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createOutbox(db)
  await moveCards(db)
  await changeRestartRequests(db)
  await changeTickets(db)
  await createClicks(db)
  // What Teams calls a person, for cards that show each their own view.
  await db.schema
    .createTable('teams_ids')
    .addColumn('person_id', 'text', (column) => column.primaryKey())
    .addColumn('teams_id', 'text', (column) => column.notNull())
    .execute()
  await createBrake(db)
  await db.schema.alterTable('personal_conversations').addColumn('closed', 'text').execute()
  await db.schema.alterTable('channels').addColumn('closed', 'text').execute()
}

async function createOutbox(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('lane', 'text', (column) => column.notNull())
    .addColumn('shown', 'text', (column) => column.notNull())
    // counts the changes that want this card shown, and those of them that want a new message
    .addColumn('wanted', 'integer', (column) => column.notNull())
    .addColumn('posts', 'integer', (column) => column.notNull())
    // how often it met which trouble
    .addColumn('troubles', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('fence', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('outbox_by_lane').on('outbox').columns(['lane', 'position']).execute()
  await db.schema
    .createTable('sends')
    .addColumn('lane', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('sends_by_lane').on('sends').columns(['lane', 'at']).execute()
  await db.schema.createIndex('sends_by_at').on('sends').column('at').execute()
  await sql`insert into counters (name, value) values ('sends', 0)`.execute(db)
}

type OldCards = { requester?: OldCard | null; helpdesk?: OldCard | null; secondTier?: OldCard | null }
type OldCard = { conversation: string; activityId: string }

/** Each card has a row of its own, so that noting one never forgets another. */
async function moveCards(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cards')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('activity_id', 'text', (column) => column.notNull())
    .execute()
  const keep = async (name: string, card: OldCard | null | undefined): Promise<void> => {
    if (card)
      await sql`insert into cards (name, conversation, activity_id)
        values (${name}, ${card.conversation}, ${card.activityId})`.execute(db)
  }
  const tickets = await sql<{ id: string; cards: string }>`select id, cards from tickets`.execute(db)
  for (const { id, cards } of tickets.rows) {
    const { requester, helpdesk, secondTier } = JSON.parse(cards) as OldCards
    await keep(`ticket:${id}:requester`, requester)
    await keep(`ticket:${id}:helpdesk`, helpdesk)
    await keep(`ticket:${id}:second-tier`, secondTier)
  }
  const requests = await sql<{ id: string; card: string | null }>`select id, card from restart_requests`.execute(db)
  for (const { id, card } of requests.rows)
    await keep(`restart:${id}`, card === null ? null : (JSON.parse(card) as OldCard))
  await db.schema.alterTable('tickets').dropColumn('cards').execute()
  await db.schema.alterTable('restart_requests').dropColumn('card').execute()
}

async function changeRestartRequests(db: Kysely<unknown>): Promise<void> {
  const requests = db.schema.alterTable('restart_requests')
  await requests.addColumn('since', 'bigint', (column) => column.notNull().defaultTo(0)).execute()
  await requests.addColumn('refusal', 'text').execute()
  await requests.addColumn('fence', 'integer', (column) => column.notNull().defaultTo(0)).execute()
  await sql`update restart_requests set since = coalesce(sent_at, created_at)`.execute(db)
  // A request that waits for the helpdesk is looked at when its time is up.
  await sql`update restart_requests set due_at = created_at + 28800000 where state = 'awaiting-approval'`.execute(db)
  await db.schema.dropIndex('restart_requests_one_open').execute()
  await db.schema
    .createIndex('restart_requests_one_open')
    .unique()
    .on('restart_requests')
    .column('cloud_pc_id')
    .where(sql.ref('state'), 'in', ['requested', 'awaiting-approval', 'approved', 'sending', 'sent', 'restarting'])
    .execute()
}

async function changeTickets(db: Kysely<unknown>): Promise<void> {
  // When something last happened to it, and whether the channel was reminded of it since.
  await db.schema
    .alterTable('tickets')
    .addColumn('touched_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('tickets')
    .addColumn('reminded', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`update tickets set touched_at = created_at`.execute(db)
  // To whom a ticket was assigned.
  await db.schema.alterTable('ticket_events').addColumn('to_id', 'text').execute()
  await db.schema.alterTable('ticket_events').addColumn('to_name', 'text').execute()
  await db.schema.createIndex('tickets_by_state').on('tickets').columns(['state', 'touched_at']).execute()
}

async function createClicks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('clicks')
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('clicks_key', ['nonce', 'action'])
    .execute()
  await db.schema.createIndex('clicks_by_at').on('clicks').column('at').execute()
}

async function createBrake(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('brake')
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('why', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by_id', 'text')
    .addColumn('by_name', 'text')
    .execute()
  await db.schema
    .createTable('on_call')
    .addColumn('kind', 'text', (column) => column.primaryKey())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('person_name', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .execute()
}
