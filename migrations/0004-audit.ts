// The audit, to which entries are only ever added, and the people in it, who can be forgotten without touching it.
import { type Kysely, PostgresAdapter, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_key', 'text', (column) => column.notNull())
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('rule', 'text')
    .addColumn('subject_kind', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('before_state', 'text')
    .addColumn('after_state', 'text')
    .addColumn('surface', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('audit_people')
    .addColumn('person_id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .execute()
  // The number of the last entry. Whoever adds one takes it first, and all others wait for it.
  await sql`insert into counters (name, value) values ('audit', 0)`.execute(db)
  // Triggers are written differently for each database; the adapter tells for which one Kysely writes.
  await (db.getExecutor().adapter instanceof PostgresAdapter ? guardOnPostgres(db) : guardOnSqlite(db))
}

async function guardOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create or replace function audit_is_append_only() returns trigger language plpgsql as
    $$ begin raise exception 'the audit is append-only'; end $$`.execute(db)
  await sql`create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only()`.execute(db)
}

async function guardOnSqlite(db: Kysely<unknown>): Promise<void> {
  const refuse = sql`begin select raise(abort, 'the audit is append-only'); end`
  await sql`create trigger audit_no_update before update on audit ${refuse}`.execute(db)
  await sql`create trigger audit_no_delete before delete on audit ${refuse}`.execute(db)
  // "insert or replace" deletes the row before it without asking the trigger above.
  await sql`create trigger audit_no_replace before insert on audit
    when exists (select 1 from audit where seq = new.seq) ${refuse}`.execute(db)
}
