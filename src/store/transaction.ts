// One transaction around what belongs together, run again where the database gave it up for the sake of another.
import { isGivenUp } from './driver-error.ts'
import type { Database } from './tables.ts'

const mostRetries = 3

/**
 * `work` may run several times, so it asks the database and does nothing else.
 *
 * READ COMMITTED is enough for the store, and is what postgres.ts asks for: whoever changes a row that another is
 * changing waits, then looks at it anew. So of two moves from one version the second finds that version gone, a counter
 * gives each number once, and what is inserted on conflict is there once. What is read to be written back has to be
 * locked first, as by an update of the row that it belongs to.
 * On PostgreSQL an error ends its transaction: a duplicate that is expected in here wants `on conflict do nothing`.
 */
export async function inTransaction<T>(
  db: Database,
  work: (transaction: Database) => Promise<T>,
  retries = mostRetries,
): Promise<T> {
  try {
    return await db.transaction().execute(work)
  } catch (error) {
    if (retries === 0 || !isGivenUp(error)) throw error
    return inTransaction(db, work, retries - 1)
  }
}
