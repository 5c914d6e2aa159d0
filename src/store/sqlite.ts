// A store in a SQLite file: opened, brought up to date, and closed so that one file holds everything.
import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { Kysely, sql, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import { codeOf } from './driver-error.ts'
import type { OpenDatabase } from './location.ts'
import { migrate } from './migrate.ts'
import { sqliteDialect } from './sqlite-driver.ts'
import type { Database } from './tables.ts'

/** Throws an Error that tells the operator what to do when the file is damaged, too new or out of reach. */
export async function openSqlite(file: string): Promise<OpenDatabase> {
  try {
    await mkdir(path.dirname(file), { recursive: true })
    return await prepare(file, new Sqlite(file))
  } catch (error) {
    throw explain(file, error)
  }
}

async function prepare(file: string, sqlite: Sqlite.Database): Promise<OpenDatabase> {
  try {
    // secure_delete: what is erased is overwritten.
    const settings = ['busy_timeout = 2000', 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']
    for (const setting of [...settings, 'secure_delete = ON']) sqlite.pragma(setting)
    const opening: Database = new Kysely({ dialect: new SqliteDialect({ database: sqlite }) })
    await refuseDamaged(file, opening)
    await migrateAlone(file, sqlite, opening)
    // From here on the driver waits by itself, for a lock and for the disk: this way the whole process would stand still. Still
    // nobody hears of a commit before it is on the disk: a restart that is noted as sent stays noted through a power cut.
    sqlite.pragma('busy_timeout = 20')
    sqlite.pragma('synchronous = NORMAL')
    const log = await open(`${file}-wal`, 'a')
    const db: Database = new Kysely({ dialect: sqliteDialect(sqlite, () => log.datasync()) })
    const close = () => db.destroy().finally(() => log.close())
    return { db, readTime: () => Promise.resolve(Date.now()), close }
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** One transaction around all: a second process waits its turn, and a migration that fails leaves nothing behind. */
async function migrateAlone(file: string, sqlite: Sqlite.Database, db: Database): Promise<void> {
  sqlite.exec('begin immediate')
  try {
    await migrate(db, `database file ${file}`)
    sqlite.exec('commit')
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('rollback')
    throw error
  }
}

async function refuseDamaged(file: string, db: Database): Promise<void> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  if (rows[0]?.quick_check !== 'ok') throw damaged(file, rows[0]?.quick_check)
}

const damaged = (file: string, cause: unknown): Error =>
  new Error(
    `The database file ${file} is damaged, or is not a database. ` +
      'Restore it from a backup, or move it away to start with an empty one.',
    { cause },
  )

function explain(file: string, error: unknown): unknown {
  const code = codeOf(error)
  if (code === undefined) return error
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return damaged(file, error)
  return new Error(
    `The database file ${file} cannot be opened${code && ` (${code})`}. ` +
      'Check that this process may write to the file and its folder, and that no other process keeps it locked.',
    { cause: error },
  )
}
