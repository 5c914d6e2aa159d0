// `reconnect unknown`: what people pasted and the catalog did not know, those that most people met first.
import { existsSync } from 'node:fs'
import { groupTexts } from '../core/unmatched.ts'
import { databaseUrl } from '../database-url.ts'
import { openDatabase } from '../store/db.ts'
import type { OpenDatabase, StoreLocation } from '../store/location.ts'
import { unmatchedIn } from '../store/unmatched.ts'

const most = 2000
const longestLine = 200

/** Prints the groups found in the database, a SQLite file or the URL of PostgreSQL; answers the exit code. */
export async function listUnknown(where: string): Promise<number> {
  const database = await open(where)
  if (typeof database === 'string') {
    console.error(database)
    return 1
  }
  try {
    const groups = groupTexts(await unmatchedIn(database.db).newest(most))
    if (groups.length === 0) console.log('The catalog knew everything that was pasted in the last 30 days.')
    for (const { text, people, times, latest } of groups) {
      const who = people === 1 ? '1 person' : `${people} people`
      const howOften = times === 1 ? 'once' : `${times} times`
      console.log(`${who}, ${howOften}, last on ${latest.toISOString().slice(0, 10)}`)
      console.log(`  ${text.replaceAll(/\s+/g, ' ').slice(0, longestLine)}`)
    }
    return 0
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
