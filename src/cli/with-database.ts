// Opens the database of a command for as long as the command needs it.
import { existsSync } from 'node:fs'
import { describeConfigFault, readStore } from '../config.ts'
import { databaseUrl } from '../database-url.ts'
import { openDatabase } from '../store/db.ts'
import type { OpenDatabase, StoreLocation } from '../store/location.ts'
import { nameOf } from '../store/postgres.ts'

/**
 * `where` is a SQLite file or the URL of PostgreSQL, or left out for the one that a bot with the same environment uses.
 * Answers the exit code of `act`, or 1 where there is no database.
 */
export async function withDatabase(
  where: string | undefined,
  act: (db: OpenDatabase['db'], name: string) => Promise<number>,
): Promise<number> {
  const location = where === undefined ? ownStore() : storeAt(where)
  const database = typeof location === 'string' ? location : await open(location)
  if (typeof location === 'string' || typeof database === 'string') {
    console.error(database)
    return 1
  }
  try {
    return await act(database.db, called(location))
  } finally {
    await database.close()
  }
}

/** What a command was told, or what is wrong with it. */
function storeAt(where: string): StoreLocation | string {
  if (!where.includes('://')) return { kind: 'sqlite', file: where }
  if (databaseUrl.safeParse(where).success) return { kind: 'postgres', url: where }
  return `The URL of the database cannot be used. Cure: give ${databaseUrl.description ?? 'another'}.`
}

function ownStore(): StoreLocation | string {
  const reading = readStore(process.env)
  return reading.ok ? reading.store : reading.faults.map(describeConfigFault).join('\n')
}

/** The open database, or why it cannot be opened. */
async function open(location: StoreLocation): Promise<OpenDatabase | string> {
  if (location.kind === 'sqlite' && !existsSync(location.file))
    return `There is no database ${location.file}. Cure: name the one that Reconnect uses with --database.`
  try {
    return await openDatabase(location)
  } catch (error) {
    return error instanceof Error ? error.message : 'The database cannot be opened.'
  }
}

/** For people; never with the password of a URL. */
const called = (location: StoreLocation): string =>
  location.kind === 'sqlite' ? location.file : `the ${nameOf(location.url)}`
