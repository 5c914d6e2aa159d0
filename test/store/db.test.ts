// What opening and closing the store promises, wherever it is.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { migrations } from '../../src/store/migrations.ts'
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
import { fileOrSave } from '../helpers/put.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

onEveryStore('the store', (open) => {
  let temporary: TemporaryStore

  beforeEach(async () => {
    temporary = await open()
  })
  afterEach(() => temporary.remove())

  /** As if nothing had ever been migrated. A table goes once no other refers to it. */
  async function empty(except: readonly string[] = []): Promise<void> {
    const tables = await temporary.db.introspection.getTables({ withInternalKyselyTables: true })
    let left = tables.map(({ name }) => name).filter((name) => !except.includes(name))
    while (left.length > 0) {
      const stuck: string[] = []
      for (const name of left) await drop(name).catch(() => stuck.push(name))
      left = stuck
    }
  }
  const drop = (table: string) => sql`drop table ${sql.table(table)}`.execute(temporary.db)

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

  it('keeps what was written when the bot stops without closing it', async () => {
    await add(aSession())
    const second = await openDatabase(temporary.location)
    assert.deepEqual(await sessionsIn(second.db).find('session-1'), aSession())
    await second.close()
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

  it('tells the time in milliseconds', async () => {
    const opened = await openDatabase(temporary.location)
    const before = Date.now()
    const time = await opened.readTime()
    const after = Date.now()
    await opened.close()
    // The server runs on this machine, and counts in microseconds.
    assert.ok(before - 1 <= time && time <= after + 1, `${before} ${time} ${after}`)
  })

  it('takes any character that people send, and knows nobody under an id of such characters', async () => {
    const strange = 'a\0b\ud800 \u{1f5a5}'
    const text = { at: aTime(), actor: { id: ada.id, name: strange }, kind: 'comment', text: strange } as const
    const tickets = ticketsIn(temporary.db)
    await fileOrSave(temporary.db, aTicket({ requester: { id: ada.id, name: strange }, events: [text] }))
    assert.equal((await tickets.find('ticket-1'))?.events.length, 1)
    assert.equal(await tickets.find('ticket-1\0'), undefined)
  })

  it('takes what would be a statement for the text that it is, in ids as in texts', async () => {
    const tickets = ticketsIn(temporary.db)
    for (const text of [
      "x' or '1'='1",
      "x'); delete from tickets; --",
      'x"; drop table tickets; --',
      "x\\' or 1=1; --",
    ]) {
      await fileOrSave(temporary.db, aTicket({ id: text, requester: { id: text, name: text }, events: [] }))
      assert.equal((await tickets.find(text))?.requester.name, text)
      const own = await tickets.list({ which: 'of-requester', personId: text }, 0, 10)
      assert.deepEqual(
        own.tickets.map(({ id }) => id),
        [text],
      )
    }
    assert.equal(await tickets.find("' or '1'='1"), undefined)
  })

  it('is migrated once when two processes open it for the first time at once', async () => {
    await empty()
    const opened = await Promise.all([openDatabase(temporary.location), openDatabase(temporary.location)])
    for (const one of opened) await one.close()
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(temporary.db)
    assert.deepEqual(
      rows.map(({ name }) => name),
      Object.keys(migrations),
    )
  })

  it('is refused when a newer version has changed its schema', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-later', '')`.execute(temporary.db)
    await assert.rejects(openDatabase(temporary.location), {
      message: /belongs to a newer version of Reconnect.*"9999-from-later".*restore the backup/,
    })
  })

  it('is left as it was by a migration that fails half-way', async () => {
    // A table of somebody else stands in the way of the last step of the first migration.
    await empty(['channels'])
    await assert.rejects(openDatabase(temporary.location), /could not be brought up to date/)
    await drop('channels')
    const opened = await openDatabase(temporary.location)
    await add(aSession(), opened.db)
    await opened.close()
  })
})
