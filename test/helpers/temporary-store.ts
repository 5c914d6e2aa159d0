// A real store for one test, on SQLite or PostgreSQL: it can be closed and opened again, and is deleted at the end.
import { openDatabase } from '../../src/store/db.ts'
import type { OpenDatabase, StoreLocation } from '../../src/store/location.ts'

export type TemporaryStore = {
  readonly location: StoreLocation
  readonly db: OpenDatabase['db']
  close(): Promise<void>
  /** Closes the store and opens it anew, as a restart of the bot does. */
  reopen(): Promise<OpenDatabase['db']>
  /** Closes the store and deletes it. */
  remove(): Promise<void>
}

export async function temporaryStore(location: StoreLocation, deleteIt: () => Promise<void>): Promise<TemporaryStore> {
  let open: OpenDatabase | undefined = await openDatabase(location)
  const close = async () => {
    await open?.close()
    open = undefined
  }
  return {
    location,
    db: open.db,
    close,
    async reopen() {
      await close()
      open = await openDatabase(location)
      return open.db
    },
    async remove() {
      await close()
      await deleteIt()
    },
  }
}
