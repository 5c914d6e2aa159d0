// One commit against a real database file: all of it, or nothing.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import {
  type Change,
  type Committed,
  putDelivery,
  putNewSession,
  putRequest,
  putSession,
  putTicket,
} from '../../src/core/change.ts'
import { cardName, channelLane, ownTicketDelivery, personLane, ticketDelivery } from '../../src/core/outbox.ts'
import { moveRestart } from '../../src/core/restart-request.ts'
import { advance } from '../../src/core/session.ts'
import { record } from '../../src/core/ticket.ts'
import type { Commit, Delivered, Leased, Waiting } from '../../src/flows/ports.ts'
import { cardsIn } from '../../src/store/cards.ts'
import { commitIn } from '../../src/store/commit.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { outboxIn } from '../../src/store/outbox.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { aCloudPc, ada, aRequest, aSession, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'

const place = { conversation: '{"id":"19:helpdesk"}', activityId: '17' }
const event = { at: aTime(5), actor: hugo, kind: 'reply', text: 'On it.' } as const
const pc = (id: string) => ({ ...aCloudPc(), id })

/** What the database holds before each of these tests. */
const before: readonly Change[] = [
  putNewSession(aSession()),
  putRequest(aRequest()),
  putTicket(aTicket()),
  { put: 'brake', brake: { version: 1, why: undefined, at: aTime(), by: hugo } },
  { put: 'click', nonce: 'pressed', action: 'take.0', person: ada },
  { put: 'card', name: 'brake', place },
  putDelivery(ownTicketDelivery('ticket-1', ada.id, 'update')),
]

/** A change of every kind that can be written then, all in one list. */
const writable: readonly Change[] = [
  putNewSession(aSession({ id: 'session-2' })),
  putSession(advance(aSession(), { at: 'solved' })),
  putRequest(aRequest({ id: 'request-2', cloudPc: pc('other') })),
  putRequest(moveRestart(aRequest(), 'sending', aTime(1))),
  putTicket(aTicket({ id: 'ticket-2' })),
  putTicket(record(aTicket(), event)),
  { put: 'reminded', ticket: aTicket({ version: 1 }) },
  {
    put: 'brake',
    brake: { version: 2, why: { rule: 'failing', failures: 3, restarts: 4 }, at: aTime(2), by: undefined },
  },
  { put: 'card', name: 'brake', place: { ...place, activityId: '18' } },
  { put: 'card', name: 'restart:request-1', place },
  putDelivery(ownTicketDelivery('ticket-1', ada.id, 'post')),
  putDelivery(ticketDelivery('ticket-2', 'helpdesk', 'post')),
  { put: 'click', nonce: 'pressed', action: 'reply.0', person: ada },
  { put: 'click', nonce: 'other', action: 'take.0', person: ada },
]

/** A change of every kind that somebody else was quicker with. */
const conflicting: Readonly<Record<string, Change>> = {
  'a session at another step': putSession(aSession({ step: 3 })),
  'a session that is not there': putSession(aSession({ id: 'nobody', step: 1 })),
  'a request at another version': putRequest(aRequest({ version: 4 })),
  'a request that is filed already': putRequest(aRequest({ cloudPc: pc('third') })),
  'a second request for a Cloud PC': putRequest(aRequest({ id: 'request-3' })),
  'a request under an old fence': putRequest(aRequest({ version: 1 }), 9),
  'a ticket at another version': putTicket(aTicket({ version: 4 })),
  'a ticket that is filed already': putTicket(aTicket()),
  'a reminder of another version': { put: 'reminded', ticket: aTicket({ version: 4 }) },
  'a brake that was pulled already': { put: 'brake', brake: { version: 1, why: undefined, at: aTime(9), by: ada } },
  'a button that was pressed already': { put: 'click', nonce: 'pressed', action: 'take.0', person: hugo },
}

describe('a commit', () => {
  let temporary: TemporaryDatabase
  let store: Commit

  beforeEach(async () => {
    temporary = await temporaryDatabase()
    store = commitIn(temporary.db, () => aTime(1))
    assert.deepEqual(await store.commit(before), { ok: true })
  })
  afterEach(() => temporary.remove())

  /** Every row of every table. */
  async function everything(): Promise<Record<string, unknown[]>> {
    const tables = await temporary.db.introspection.getTables()
    const rows = tables.map(
      async ({ name }) => [name, (await sql`select * from ${sql.table(name)}`.execute(temporary.db)).rows] as const,
    )
    return Object.fromEntries(await Promise.all(rows))
  }

  it('writes all that it is given', async () => {
    const was = await everything()
    assert.deepEqual(await store.commit(writable), { ok: true })
    const is = await everything()
    const changed = Object.keys(is).filter((table) => JSON.stringify(is[table]) !== JSON.stringify(was[table]))
    const expected = ['brake', 'cards', 'clicks', 'counters', 'outbox', 'restart_requests', 'sessions', 'ticket_events']
    assert.deepEqual(changed.sort(), [...expected, 'tickets'])
    assert.deepEqual(await cardsIn(temporary.db).find('brake'), { ...place, activityId: '18' })
  })

  it('of nothing is done at once', async () => {
    const was = await everything()
    assert.deepEqual(await store.commit([]), { ok: true })
    assert.deepEqual(await everything(), was)
  })

  for (const [what, change] of Object.entries(conflicting))
    it(`leaves nothing behind where it holds ${what}, wherever that stands`, async () => {
      const was = await everything()
      for (let at = 0; at <= writable.length; at++) {
        assert.deepEqual(
          await store.commit(writable.toSpliced(at, 0, change)),
          { ok: false, conflict: change.put } satisfies Committed,
          `at ${at}`,
        )
        assert.deepEqual(await everything(), was, `at ${at}`)
      }
    })

  it('leaves nothing behind behind a change of any kind, where the last one is in conflict', async () => {
    const was = await everything()
    const last = conflicting['a button that was pressed already']
    assert.ok(last)
    for (const change of writable.filter(({ put }) => put !== 'reminded')) {
      assert.deepEqual(await store.commit([change, last]), { ok: false, conflict: 'click' }, change.put)
      assert.deepEqual(await everything(), was, change.put)
    }
  })

  it('leaves nothing behind when the database fails half-way', async () => {
    const was = await everything()
    await assert.rejects(store.commit([...writable, putNewSession(aSession())]))
    assert.deepEqual(await everything(), was)
    assert.deepEqual(await store.commit(writable), { ok: true })
  })

  it('is made by exactly one of many who bring the same, and the others read on what', async () => {
    // The id of a new session is nobody else's.
    const [, ...shared] = writable
    const commits = await Promise.all(Array.from({ length: 8 }, () => store.commit(shared)))
    assert.equal(commits.filter(({ ok }) => ok).length, 1)
    for (const one of commits) if (!one.ok) assert.notEqual(one.conflict, 'delivery')
  })

  it('counts a button once on each card, whoever presses it', async () => {
    const press = async (nonce: string, action: string, person = ada) =>
      (await store.commit([{ put: 'click', nonce, action, person }])).ok
    assert.equal(await press('card', 'take.1'), true)
    for (const person of [ada, hugo]) assert.equal(await press('card', 'take.1', person), false)
    assert.equal(await press('card', 'take.2'), true)
    assert.equal(await press('card', 'reply.1'), true)
    assert.equal(await press('another card', 'take.1'), true)
    const together = await Promise.all(Array.from({ length: 5 }, () => press('card', 'resolve.1')))
    assert.deepEqual(together, [true, false, false, false, false])
  })
})

describe('what came of a delivery', () => {
  let temporary: TemporaryDatabase
  let store: Commit

  beforeEach(async () => {
    temporary = await temporaryDatabase()
    store = commitIn(temporary.db, () => aTime(1))
  })
  afterEach(() => temporary.remove())

  const shown = ownTicketDelivery('ticket-1', ada.id, 'post')
  const name = cardName(shown.shown)
  const other = putDelivery(ticketDelivery('ticket-1', 'helpdesk', 'update'))
  const outcome = (given: Partial<Delivered> = {}): Delivered => ({
    place: undefined,
    told: undefined,
    closed: undefined,
    changes: [],
    ...given,
  })

  async function leased(): Promise<Leased<Waiting>> {
    await store.commit([putDelivery(shown)])
    const [one] = await outboxIn(temporary.db).lease(aTime(1), aTime(13), 1)
    assert.ok(one)
    return one
  }
  const isWaiting = async (card: string) =>
    (await temporary.db.selectFrom('outbox').select('name').where('name', '=', card).execute()).length > 0

  it('is noted with where the card stands now', async () => {
    const { record: waiting, fence } = await leased()
    assert.deepEqual(await store.delivered(waiting, fence, outcome({ place })), { ok: true })
    assert.deepEqual(await cardsIn(temporary.db).find(name), place)
    assert.equal(await isWaiting(name), false)
  })

  it('leaves the card where it was, or forgets it once it is gone', async () => {
    await store.commit([{ put: 'card', name, place }])
    for (const [given, expected] of [
      [undefined, place],
      ['gone', undefined],
    ] as const) {
      const { record: waiting, fence } = await leased()
      await store.delivered(waiting, fence, outcome({ place: given }))
      assert.deepEqual(await cardsIn(temporary.db).find(name), expected)
    }
  })

  it('wants no second message of what came while it was sent, unless that is more than it has told', async () => {
    await store.commit([putTicket(aTicket())])
    for (const [version, how] of [
      [0, 'update'],
      [-1, 'post'],
    ] as const) {
      const { record: waiting, fence } = await leased()
      await store.commit([putDelivery(shown)])
      await store.delivered(waiting, fence, outcome({ place, told: { ticketId: 'ticket-1', version } }))
      const [again] = await outboxIn(temporary.db).lease(aTime(1), aTime(13), 1)
      assert.ok(again)
      assert.equal(again.record.delivery.how, how)
      await store.delivered(again.record, again.fence, outcome())
    }
  })

  it('closes a conversation in which nothing can be sent', async () => {
    const conversations = conversationsIn(temporary.db)
    await conversations.rememberPerson(ada.id, 'chat')
    await conversations.setChannel('helpdesk', 'channel', hugo, aTime())
    const { record: waiting, fence } = await leased()
    const closedChat = { lane: personLane(ada.id), conversation: 'chat', why: 'blocked' }
    await store.delivered(waiting, fence, outcome({ closed: closedChat }))
    assert.equal(await conversations.personal(ada.id), undefined)
    assert.equal(await conversations.channel('helpdesk'), 'channel')
    const again = await leased()
    const closed = { lane: channelLane('helpdesk'), conversation: 'channel', why: 'gone' }
    await store.delivered(again.record, again.fence, outcome({ closed }))
    assert.equal(await conversations.channel('helpdesk'), undefined)
  })

  it('brings what follows from it', async () => {
    const { record: waiting, fence } = await leased()
    await store.delivered(waiting, fence, outcome({ changes: [other, putTicket(aTicket())] }))
    assert.equal(await isWaiting('ticket:ticket-1:helpdesk'), true)
    assert.ok(await ticketsIn(temporary.db).find('ticket-1'))
  })

  it('may be that the same card is to be posted anew', async () => {
    const { record: waiting, fence } = await leased()
    await store.delivered(waiting, fence, outcome({ place: 'gone', changes: [putDelivery(shown)] }))
    const [again] = await outboxIn(temporary.db).lease(aTime(1), aTime(13), 1)
    assert.deepEqual([again?.record.delivery, again?.record.wanted], [shown, 1])
  })

  it('is nothing at all under an old fence', async () => {
    const { record: waiting, fence } = await leased()
    await outboxIn(temporary.db).lease(aTime(13), aTime(25), 1)
    await conversationsIn(temporary.db).rememberPerson(ada.id, 'chat')
    const closed = { lane: personLane(ada.id), conversation: 'chat', why: 'blocked' }
    const late = await store.delivered(waiting, fence, outcome({ place, closed, changes: [other] }))
    assert.deepEqual(late, { ok: false, conflict: 'delivery' })
    assert.equal(await isWaiting(name), true)
    assert.equal(await isWaiting('ticket:ticket-1:helpdesk'), false)
    assert.equal(await cardsIn(temporary.db).find(name), undefined)
    assert.equal(await conversationsIn(temporary.db).personal(ada.id), 'chat')
  })

  it('is nothing at all a second time', async () => {
    const { record: waiting, fence } = await leased()
    assert.ok((await store.delivered(waiting, fence, outcome())).ok)
    assert.deepEqual(await store.delivered(waiting, fence, outcome({ changes: [other] })), {
      ok: false,
      conflict: 'delivery',
    })
    assert.equal(await isWaiting('ticket:ticket-1:helpdesk'), false)
  })

  it('waits to be noted again where what follows from it was changed by somebody else', async () => {
    await store.commit([putTicket(aTicket()), putRequest(aRequest())])
    const { record: waiting, fence } = await leased()
    const stale = putTicket(aTicket({ version: 4 }))
    const conflict = await store.delivered(waiting, fence, outcome({ place, changes: [other, stale] }))
    assert.deepEqual(conflict, { ok: false, conflict: 'ticket' })
    assert.equal(await isWaiting(name), true)
    assert.equal(await cardsIn(temporary.db).find(name), undefined)
    assert.ok((await store.delivered(waiting, fence, outcome({ place }))).ok)
    assert.equal((await requestsIn(temporary.db).find('request-1'))?.state, 'approved')
  })
})
