// `reconnect unknown`: what people pasted and the catalog did not know, those that most people met first.
import { groupTexts } from '../core/unmatched.ts'
import { unmatchedIn } from '../store/unmatched.ts'
import { withDatabase } from './with-database.ts'

const most = 2000
const longestLine = 200

/** Prints the groups found in the database; answers the exit code. */
export const listUnknown = (where: string | undefined): Promise<number> =>
  withDatabase(where, async (db) => {
    const groups = groupTexts(await unmatchedIn(db).newest(most))
    if (groups.length === 0) console.log('The catalog knew everything that was pasted lately.')
    for (const { text, people, times, latest } of groups) {
      const who = people === 1 ? '1 person' : `${people} people`
      const howOften = times === 1 ? 'once' : `${times} times`
      console.log(`${who}, ${howOften}, last on ${latest.toISOString().slice(0, 10)}`)
      console.log(`  ${text.replaceAll(/\s+/g, ' ').slice(0, longestLine)}`)
    }
    return 0
  })
