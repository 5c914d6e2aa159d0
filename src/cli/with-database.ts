// Opens the database of a command for as long as the command needs it.
import { existsSync } from 'node:fs'
import { databaseUrl } from '../database-url.ts'
import { openDatabase } from '../store/db.ts'
import type { OpenDatabase, StoreLocation } from '../store/location.ts'

/** `where` is a SQLite file or the URL of PostgreSQL. Answers the exit code of `act`, or 1 where there is no database. */
export async function withDatabase(where: string, act: (db: OpenDatabase['db']) => Promise<number>): Promise<number> {
  const database = await open(where)
  if (typeof database === 'string') {
    console.error(database)
    return 1
  }
  try {
    return await act(database.db)
  } finally {
    await database.close()
  }
}

/** The open database, or why it cannot be opened. */
async function open(where: string): Promise<OpenDatabase | string> {
  const location: StoreLocation = where.includes('://')
    ? { kind: 'postgres', url: where }
    : { kind: 'sqlite', file: where }
  if (location.kind === 'postgres' && !databaseUrl.safeParse(where).success)
    return `The URL of the database cannot be used. Cure: give ${databaseUrl.description ?? 'another'}.`
  if (location.kind === 'sqlite' && !existsSync(where))
    return `There is no database ${where}. Cure: name the one that Reconnect uses with --database.`
  try {
    return await openDatabase(location)
  } catch (error) {
    return error instanceof Error ? error.message : 'The database cannot be opened.'
  }
}
