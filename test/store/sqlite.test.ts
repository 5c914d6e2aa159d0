// Opening, closing and refusing database files.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import Sqlite from 'libsql'
import { root } from '../../src/root.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { aSession } from '../helpers/builders.ts'
import { addSession } from '../helpers/put.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'

describe('the database file', () => {
  let temporary: TemporaryDatabase

  beforeEach(async () => {
    temporary = await temporaryDatabase()
  })
  afterEach(() => temporary.remove())

  it('holds everything by itself once it is closed, so that a copy of it is a backup', async () => {
    await addSession(temporary.db, aSession())
    await temporary.close()
    const copy = path.join(temporary.folder, 'copy.db')
    await copyFile(temporary.file, copy)
    const opened = await openSqlite(copy)
    assert.deepEqual(await sessionsIn(opened.db).find('session-1'), aSession())
    await opened.close()
  })

  it('holds what was still on its way to the disk when it was closed, but for what was refused', async () => {
    const written = addSession(temporary.db, aSession())
    await assert.rejects(sql`insert into ticket_events (ticket_id) values ('nobody')`.execute(temporary.db))
    await temporary.close()
    await written
    const opened = await openSqlite(temporary.file)
    assert.deepEqual(await sessionsIn(opened.db).find('session-1'), aSession())
    await opened.close()
  })

  it('keeps to its rules', async () => {
    const read = async (pragma: string) => {
      const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(pragma)}`.execute(temporary.db)
      return Object.values(rows[0] ?? {})[0]
    }
    assert.equal(await read('journal_mode'), 'wal')
    assert.equal(await read('foreign_keys'), 1)
    assert.equal(await read('secure_delete'), 1)
  })

  it('is on the disk after each write, by a call that Node.js makes for it', async () => {
    const writes = 3
    const trace = path.join(temporary.folder, 'trace.json')
    const script = `
      import { sql } from 'kysely'
      import { openSqlite } from './src/store/sqlite.ts'
      const { db, close } = await openSqlite(${JSON.stringify(temporary.file)})
      for (let at = 0; at < ${writes}; at++) await sql\`insert into welcomes (person_id) values (\${at})\`.execute(db)
      await close()`
    const tracing = ['--trace-event-categories', 'node.fs.async', '--trace-event-file-pattern', trace]
    await promisify(execFile)(
      process.execPath,
      [...tracing, '--import', 'tsx', '--input-type=module', '--eval', script],
      {
        cwd: root,
      },
    )
    const { traceEvents } = JSON.parse(await readFile(trace, 'utf8')) as {
      traceEvents: { name: string; ph: string }[]
    }
    assert.equal(traceEvents.filter(({ name, ph }) => name === 'fdatasync' && ph === 'b').length, writes)
  })

  it('is written to as before once another program has let go of it', async () => {
    const other = new Sqlite(temporary.file)
    const write = (id: string) => addSession(temporary.db, aSession({ id }))
    const note = () => conversationsIn(temporary.db).welcomeOnce('ada')
    other.exec('begin immediate')
    await assert.rejects(write('session-1'), { code: 'SQLITE_BUSY' })
    await assert.rejects(note(), { code: 'SQLITE_BUSY' })
    other.exec('rollback')
    other.close()
    assert.equal(await note(), true)
    await write('session-2')
    assert.deepEqual(await sessionsIn(temporary.db).find('session-2'), aSession({ id: 'session-2' }))
  })

  it('is left as it was when a newer version has changed its schema', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-later', '')`.execute(temporary.db)
    await temporary.close()
    const before = await readFile(temporary.file)
    await assert.rejects(openSqlite(temporary.file), (error: Error) => {
      assert.match(error.message, /^The database file .* belongs to a newer version/)
      assert.ok(error.message.includes(temporary.file))
      return true
    })
    assert.deepEqual(await readFile(temporary.file), before)
  })

  it('is refused with a clear message when it is not a database', async () => {
    const file = path.join(temporary.folder, 'letter.db')
    await writeFile(file, 'Dear helpdesk, this is a letter. '.repeat(200))
    await assert.rejects(openSqlite(file), (error: Error) => {
      assert.match(error.message, /is damaged, or is not a database\. Restore it from a backup/)
      assert.ok(error.message.includes(file))
      return true
    })
  })

  for (const [what, damage] of [
    ['the end of it is missing', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      'some of its rows are overwritten',
      (bytes: Buffer) => Buffer.from(bytes).fill(7, bytes.length - 3 * 4096, bytes.length - 4096),
    ],
  ] as const)
    it(`is refused with a clear message when ${what}`, async () => {
      for (let count = 0; count < 100; count++) await addSession(temporary.db, aSession({ id: `session-${count}` }))
      await temporary.close()
      const file = path.join(temporary.folder, 'damaged.db')
      await writeFile(file, damage(await readFile(temporary.file)))
      await assert.rejects(openSqlite(file), /damaged\.db is damaged/)
    })

  it('is refused with a clear message when its place is taken by a folder', async () => {
    const file = path.join(temporary.folder, 'folder.db')
    await mkdir(file)
    await assert.rejects(openSqlite(file), /folder\.db cannot be opened.*may write/)
  })

  it('is refused with a clear message when its folder cannot be made', async () => {
    await assert.rejects(openSqlite(path.join(temporary.file, 'below-a-file.db')), /below-a-file\.db cannot be opened/)
  })
})
