// One real database in memory for all runs of a process: with the schema of this version, and nothing in it when a run begins.
import { Kysely, Migrator, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import Sqlite from 'libsql'
import { migrations } from '../../src/store/migrations.ts'
import type { Database } from '../../src/store/tables.ts'

export type SimDatabase = {
  readonly db: Database
  /** The rows of a query, behind the back of the code under test and without any waiting. */
  readonly rows: <Row>(query: string, ...values: readonly (string | number)[]) => Row[]
  /** Takes back all that was ever written. */
  readonly empty: () => void
}

export async function openSimDatabase(): Promise<SimDatabase> {
  const sqlite = new Sqlite(':memory:')
  sqlite.pragma('foreign_keys = ON')
  const prepare = preparedOnce(sqlite)
  const dialect = new SqliteDialect({ database: { prepare, close: () => undefined } })
  const db: Database = new Kysely({ dialect })
  const provider = { getMigrations: () => Promise.resolve(migrations) }
  const { error } = await new Migrator({ db, provider, disableTransactions: true }).migrateToLatest()
  if (error) throw new Error('the database of the simulation could not be made', { cause: error })
  sqlite.exec('begin')
  return {
    db,
    // What the query asks for is known to whoever wrote it.
    rows: <Row>(query: string, ...values: readonly (string | number)[]) => prepare(query).all(values) as Row[],
    empty: () => {
      sqlite.exec('rollback; begin')
    },
  }
}

/** Each run is one transaction that is taken back, so those of the code under test are savepoints within it. */
const within: Readonly<Record<string, string>> = {
  begin: 'savepoint one',
  commit: 'release one',
  rollback: 'rollback to one',
}

/** Kysely prepares each query anew, and asks each time whether it answers rows: both take as long as answering it. */
function preparedOnce(sqlite: Sqlite.Database): SqliteDatabase['prepare'] {
  const kept = new Map<string, SqliteStatement>()
  return (query) => {
    const known = kept.get(query)
    if (known) return known
    const prepared = sqlite.prepare(within[query] ?? query)
    const statement: SqliteStatement = {
      reader: prepared.reader,
      all: (values) => prepared.all(values),
      run: (values) => prepared.run(values),
      iterate: (values) => prepared.iterate(values),
    }
    kept.set(query, statement)
    return statement
  }
}
