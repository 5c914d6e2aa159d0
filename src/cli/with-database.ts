// Opens the database of a command for as long as the command needs it.
import { existsSync } from 'node:fs'
import { openDatabase, type OpenDatabase } from '../store/db.ts'

/** Answers the exit code of `act`, or 1 where there is no database. */
export async function withDatabase(file: string, act: (db: OpenDatabase['db']) => Promise<number>): Promise<number> {
  if (!existsSync(file)) {
    console.error(`There is no database ${file}. Cure: name the one that Reconnect uses with --database.`)
    return 1
  }
  const database = await openDatabase(file)
  try {
    return await act(database.db)
  } finally {
    await database.close()
  }
}
