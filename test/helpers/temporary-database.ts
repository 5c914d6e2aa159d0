// A real database file in a temporary folder, for one test: it can be closed and opened again, and is deleted at the end.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type OpenDatabase, openDatabase } from '../../src/store/db.ts'

export type TemporaryDatabase = {
  readonly folder: string
  readonly file: string
  readonly db: OpenDatabase['db']
  close(): Promise<void>
  /** Closes the file and opens it anew, as a restart of the bot does. */
  reopen(): Promise<OpenDatabase['db']>
  /** Closes the database and deletes the folder. */
  remove(): Promise<void>
}

export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reconnect-'))
  const file = path.join(folder, 'data', 'reconnect.db')
  let open: OpenDatabase | undefined = await openDatabase(file)
  const close = async () => {
    await open?.close()
    open = undefined
  }
  return {
    folder,
    file,
    db: open.db,
    close,
    async reopen() {
      await close()
      open = await openDatabase(file)
      return open.db
    },
    async remove() {
      await close()
      await removeFolder(folder)
    },
  }
}

async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true })
  } catch (error) {
    // Windows deletes no open file, and the driver closes late; the temporary folder is emptied by others there.
    if (process.platform !== 'win32') throw error
  }
}
