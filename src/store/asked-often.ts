// A query that is asked for every activity: it is put together once, since that takes longer than the answer.
import type { CompiledQuery } from 'kysely'
import type { Database } from './tables.ts'

/** `build` makes the query with any parameters; they are given anew each time, in the same order. Answers the first row. */
export function askedOften<Row>(
  db: Database,
  build: () => CompiledQuery<Row>,
): (...parameters: string[]) => Promise<Row | undefined> {
  let built: CompiledQuery<Row> | undefined
  return async (...parameters) => {
    built ??= build()
    const { rows } = await db.executeQuery<Row>({ ...built, parameters })
    return rows[0]
  }
}
