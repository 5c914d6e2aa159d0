// Opening, closing and refusing database files.
import assert from 'node:assert/strict'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import {
  type Change,
  putCard,
  putDelivery,
  putNewSession,
  putRequest,
  putSession,
  putTicket,
} from '../../src/core/change.ts'
import { ticketDelivery } from '../../src/core/outbox.ts'
import type { Brake } from '../../src/core/policy/brake.ts'
import { advance, type Session } from '../../src/core/session.ts'
import { record } from '../../src/core/ticket.ts'
import { brakesIn } from '../../src/store/brake.ts'
import { cardsIn } from '../../src/store/cards.ts'
import { commitIn } from '../../src/store/commit.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { openDatabase } from '../../src/store/db.ts'
import { outboxIn } from '../../src/store/outbox.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { ada, aRequest, aSession, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'

describe('the database file', () => {
  let temporary: TemporaryDatabase

  beforeEach(async () => {
    temporary = await temporaryDatabase()
  })
  afterEach(() => temporary.remove())

  const add = (session: Session, db = temporary.db) => commitIn(db, () => aTime()).commit([putNewSession(session)])

  it('keeps everything when it is closed and opened again', async () => {
    const session = aSession()
    const ticket = aTicket()
    const commented = record(ticket, { at: aTime(1), actor: ada, kind: 'comment', text: 'Any news?' })
    const delivery = ticketDelivery(ticket.id, 'helpdesk', 'post')
    const place = { conversation: 'channel', activityId: '1' }
    const click: Change = { put: 'click', nonce: 'n', action: 'take.0', person: ada }
    const brake: Brake = { version: 1, why: { rule: 'failing', failures: 3, restarts: 5 }, at: aTime(2), by: undefined }
    const written = await commitIn(temporary.db, () => aTime()).commit([
      putNewSession(session),
      putSession(advance(session, { at: 'solved' })),
      putRequest(aRequest()),
      putTicket(ticket),
      putTicket(commented),
      putDelivery(delivery),
      ...putCard('ticket:ticket-1:requester', place),
      click,
      { put: 'brake', brake },
    ])
    assert.ok(written.ok)
    await conversationsIn(temporary.db).rememberPerson(ada.id, 'chat')
    await conversationsIn(temporary.db).setChannel('helpdesk', 'channel', ada, aTime())
    await conversationsIn(temporary.db).setOnCall('second-tier', hugo, aTime())
    await conversationsIn(temporary.db).welcomeOnce(ada.id)

    const db = await temporary.reopen()
    const put = async (change: Change) => (await commitIn(db, () => aTime()).commit([change])).ok
    assert.deepEqual(await sessionsIn(db).find(session.id), advance(session, { at: 'solved' }))
    assert.deepEqual(await requestsIn(db).find('request-1'), aRequest())
    assert.equal(await put(putRequest(aRequest({ id: 'request-2' }))), false)
    assert.deepEqual(await ticketsIn(db).find(ticket.id), commented)
    assert.equal(await put(putTicket(aTicket({ id: 'ticket-2' }))), true)
    assert.equal((await ticketsIn(db).find('ticket-2'))?.number, 1002)
    assert.equal(await put(click), false)
    assert.deepEqual(await cardsIn(db).find('ticket:ticket-1:requester'), place)
    assert.deepEqual(await brakesIn(db).current(), brake)
    const [waiting] = await outboxIn(db).lease(aTime(), aTime(9), 1)
    assert.deepEqual(waiting?.record.delivery, delivery)
    assert.equal((await conversationsIn(db).onCall('second-tier'))?.person.id, hugo.id)
    assert.equal(await conversationsIn(db).personal(ada.id), 'chat')
    assert.equal(await conversationsIn(db).channel('helpdesk'), 'channel')
    assert.equal(await conversationsIn(db).welcomeOnce(ada.id), false)
  })

  it('holds everything by itself once it is closed, so that a copy of it is a backup', async () => {
    await add(aSession())
    await temporary.close()
    const copy = path.join(temporary.folder, 'copy.db')
    await copyFile(temporary.file, copy)
    const opened = await openDatabase(copy)
    assert.deepEqual(await sessionsIn(opened.db).find('session-1'), aSession())
    await opened.close()
  })

  it('keeps what was written when the bot stops without closing it', async () => {
    await add(aSession())
    const second = await openDatabase(temporary.file)
    assert.deepEqual(await sessionsIn(second.db).find('session-1'), aSession())
    await second.close()
  })

  it('is written through to the disk, and waits for a lock instead of failing at once', async () => {
    const read = async (pragma: string) => {
      const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(pragma)}`.execute(temporary.db)
      return Object.values(rows[0] ?? {})[0]
    }
    assert.equal(await read('journal_mode'), 'wal')
    assert.equal(await read('synchronous'), 2)
    assert.equal(await read('foreign_keys'), 1)
    assert.equal(await read('busy_timeout'), 2000)
  })

  it('takes no event without its ticket', async () => {
    const event = { version: 0, at: 0, actor_id: ada.id, actor_name: ada.name, kind: 'reply', text: '' } as const
    await assert.rejects(
      temporary.db
        .insertInto('ticket_events')
        .values({ ticket_id: 'nobody', position: 0, ...event })
        .execute(),
    )
  })

  it('is refused when a newer version has changed its schema, and is left as it was', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-later', '')`.execute(temporary.db)
    await temporary.close()
    const before = await readFile(temporary.file)
    await assert.rejects(openDatabase(temporary.file), (error: Error) => {
      assert.match(error.message, /belongs to a newer version of Reconnect.*"9999-from-later".*restore the backup/)
      assert.ok(error.message.includes(temporary.file))
      return true
    })
    assert.deepEqual(await readFile(temporary.file), before)
  })

  it('is refused with a clear message when it is not a database', async () => {
    const file = path.join(temporary.folder, 'letter.db')
    await writeFile(file, 'Dear helpdesk, this is a letter. '.repeat(200))
    await assert.rejects(openDatabase(file), (error: Error) => {
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
      for (let count = 0; count < 100; count++) await add(aSession({ id: `session-${count}` }))
      await temporary.close()
      const file = path.join(temporary.folder, 'damaged.db')
      await writeFile(file, damage(await readFile(temporary.file)))
      await assert.rejects(openDatabase(file), /damaged\.db is damaged/)
    })

  it('is refused with a clear message when its place is taken by a folder', async () => {
    const file = path.join(temporary.folder, 'folder.db')
    await mkdir(file)
    await assert.rejects(openDatabase(file), /folder\.db cannot be opened.*may write/)
  })

  it('is refused with a clear message when its folder cannot be made', async () => {
    await assert.rejects(
      openDatabase(path.join(temporary.file, 'below-a-file.db')),
      /below-a-file\.db cannot be opened/,
    )
  })

  it('is left as it was by a migration that fails half-way', async () => {
    // As if nothing had ever been migrated, and a table of somebody else stood in the way of the last steps.
    const inTheWay = 'on_call'
    const drop = (table: string) => sql`drop table ${sql.table(table)}`.execute(temporary.db)
    const tables = await temporary.db.introspection.getTables({ withInternalKyselyTables: true })
    // Backwards, so that no table goes before those that refer to it.
    for (const { name } of tables.toReversed()) if (name !== inTheWay) await drop(name)
    await assert.rejects(openDatabase(temporary.file), /reconnect\.db could not be brought up to date/)
    await drop(inTheWay)
    const opened = await openDatabase(temporary.file)
    await add(aSession(), opened.db)
    await opened.close()
  })
})
