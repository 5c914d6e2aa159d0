// A store in a SQLite file for one of many bots: brought up to date once, and copied for each.
import { rmSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../src/store/db.ts'
import { type TemporaryStore, temporaryStore } from '../helpers/temporary-store.ts'

const newFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'reconnect-crash-'))

let empty: Promise<string> | undefined

async function makeEmpty(): Promise<string> {
  const folder = await newFolder()
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  const file = path.join(folder, 'empty.db')
  const store = await openDatabase({ kind: 'sqlite', file })
  await store.close()
  return file
}

export async function sqliteCopy(): Promise<TemporaryStore> {
  empty ??= makeEmpty()
  const folder = await newFolder()
  const file = path.join(folder, 'reconnect.db')
  await copyFile(await empty, file)
  return temporaryStore({ kind: 'sqlite', file }, () => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
}
