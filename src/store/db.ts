// Opens the store where it is: in a SQLite file, or on a PostgreSQL server. Above this, the two are one.
import type { OpenDatabase, StoreLocation } from './location.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/**
 * Brings the store up to the schema of this version. Throws an Error that tells the operator what to do when it is
 * damaged, too new or out of reach. `onLost` hears of connections that break later; the next query makes a new one.
 */
export const openDatabase = (
  location: StoreLocation,
  onLost: (error: Error) => void = () => undefined,
): Promise<OpenDatabase> =>
  location.kind === 'sqlite' ? openSqlite(location.file) : openPostgres(location.url, onLost)
