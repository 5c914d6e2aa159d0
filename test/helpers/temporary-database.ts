// A store in a real SQLite file in a temporary folder, for one test.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TemporaryStore, temporaryStore } from './temporary-store.ts'

export type TemporaryDatabase = TemporaryStore & { readonly folder: string; readonly file: string }

export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reconnect-'))
  const file = path.join(folder, 'data', 'reconnect.db')
  return { folder, file, ...(await temporaryStore({ kind: 'sqlite', file }, () => removeFolder(folder))) }
}

async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true })
  } catch (error) {
    // Windows deletes no open file, and the driver closes late; the temporary folder is emptied by others there.
    if (process.platform !== 'win32') throw error
  }
}
