// Brings a database up to the schema of this version, and refuses one that a newer version has changed.
import { DEFAULT_MIGRATION_TABLE, Migrator, sql } from 'kysely'
import { migrations } from './migrations.ts'
import type { Database } from './tables.ts'

/** `name` is what messages call the database. Whoever calls this sees to it that nobody else migrates meanwhile. */
export async function migrate(db: Database, name: string): Promise<void> {
  await refuseNewer(db, name)
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  }).migrateToLatest()
  if (error) throw new Error(`The ${name} could not be brought up to date.`, { cause: error })
}

async function refuseNewer(db: Database, name: string): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db)
  const stranger = rows.find((row) => !Object.hasOwn(migrations, row.name))
  if (stranger)
    throw new Error(
      `The ${name} belongs to a newer version of Reconnect: this one does not know "${stranger.name}". ` +
        'Start the newer version, or restore the backup from before the upgrade.',
    )
}
