// `reconnect unknown`: what people pasted and the catalog did not know, those that most people met first.
import { existsSync } from 'node:fs'
import { groupTexts } from '../core/unmatched.ts'
import { openDatabase } from '../store/db.ts'
import { unmatchedIn } from '../store/unmatched.ts'

const most = 2000
const longestLine = 200

/** Prints the groups found in the database file; answers the exit code. */
export async function listUnknown(file: string): Promise<number> {
  if (!existsSync(file)) {
    console.error(`There is no database ${file}. Cure: name the one that Reconnect uses with --database.`)
    return 1
  }
  const database = await openDatabase(file)
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
