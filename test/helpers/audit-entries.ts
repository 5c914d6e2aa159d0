// Audit entries for tests, and a way around the guard of the table, such as somebody has who owns the database.
import { PostgresAdapter, sql } from 'kysely'
import { type AuditEntry, botActor } from '../../src/core/audit.ts'
import { appendAudit } from '../../src/store/audit.ts'
import type { Database } from '../../src/store/tables.ts'
import { ada, aTime, hugo } from './builders.ts'

export const anEntry = (overrides: Partial<AuditEntry> = {}): AuditEntry => ({
  at: aTime(),
  actor: ada.id,
  act: 'restart-requested',
  outcome: 'done',
  rule: undefined,
  subject: { kind: 'restart', id: 'request-1' },
  before: undefined,
  after: 'awaiting-approval',
  surface: 'chat',
  ...overrides,
})

/** A restart that one person wants and another allows, with something that was refused. */
export const aStory: readonly AuditEntry[] = [
  anEntry(),
  anEntry({ at: aTime(1), act: 'restart-approved', outcome: 'refused', rule: 'own-ticket', after: undefined }),
  anEntry({ at: aTime(2), actor: hugo.id, act: 'restart-approved', before: 'awaiting-approval', surface: 'channel' }),
  anEntry({ at: aTime(3), actor: botActor, act: 'restart-sent', before: 'approved', after: 'sent', surface: 'worker' }),
  anEntry({ at: aTime(4), actor: hugo.id, act: 'on-call-set', subject: { kind: 'person', id: ada.id } }),
]

/** Each entry in a transaction of its own, as the bot writes them. */
export async function append(db: Database, ...entries: readonly AuditEntry[]): Promise<void> {
  for (const entry of entries) await db.transaction().execute((transaction) => appendAudit(transaction, [entry]))
}

export async function dropGuards(db: Database): Promise<void> {
  if (db.getExecutor().adapter instanceof PostgresAdapter)
    await sql`drop trigger audit_append_only on audit`.execute(db)
  else
    for (const name of ['audit_no_update', 'audit_no_delete', 'audit_no_replace'])
      await sql`drop trigger ${sql.ref(name)}`.execute(db)
}
