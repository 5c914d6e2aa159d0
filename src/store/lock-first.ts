// Takes the lock of a SQLite file before anything is written, and by itself. A writing statement that finds the file locked
// stays open in the driver until its memory is collected, and until then no transaction can be committed; taking the lock
// may fail without a trace.
import type { SqliteDatabase } from 'kysely'
import type Sqlite from 'libsql'

const writes = /^\s*(?:insert|update|delete|replace|create|drop|alter)\b/i

type Statement = ReturnType<SqliteDatabase['prepare']>

/** The same database: a transaction takes the lock as it begins, and a single writing statement before it runs. */
export function lockFirst(sqlite: Sqlite.Database): SqliteDatabase {
  function locked<T>(work: () => T): T {
    sqlite.exec('begin immediate')
    try {
      const result = work()
      sqlite.exec('commit')
      return result
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec('rollback')
      throw error
    }
  }

  const begin: Statement = {
    reader: false,
    all: () => [],
    run: () => {
      sqlite.exec('begin immediate')
      return { changes: 0, lastInsertRowid: 0 }
    },
    iterate: () => [][Symbol.iterator](),
  }

  return {
    close: () => {
      sqlite.close()
    },
    prepare(text) {
      if (text === 'begin') return begin
      const statement: Statement = sqlite.prepare(text)
      if (!writes.test(text)) return statement
      return {
        reader: statement.reader,
        all: (values) => (sqlite.inTransaction ? statement.all(values) : locked(() => statement.all(values))),
        run: (values) => (sqlite.inTransaction ? statement.run(values) : locked(() => statement.run(values))),
        iterate: (values) => statement.iterate(values),
      }
    },
  }
}
