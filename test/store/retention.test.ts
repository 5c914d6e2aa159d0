// What is removed when it is old, and what stays, against a real database.
import assert from 'node:assert/strict'
import { withoutTexts } from '../../src/core/erasure.ts'
import { openStates, restartStates } from '../../src/core/restart-request.ts'
import { liveStates, ticketStates } from '../../src/core/ticket.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { removeOld } from '../../src/store/retention.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { unmatchedIn } from '../../src/store/unmatched.ts'
import { ada, aRequest, aSession, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { everyRow, fillStore } from '../helpers/full-store.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'

const days = (count: number): Date => aTime(count * 24 * 60 * 60)
const after = (date: Date): Date => new Date(date.getTime() + 1)
const nothing = { restarts: 0, sessions: 0, unmatchedTexts: 0, tickets: 0 }

describe('what is older than it may be', () => {
  let temporary: TemporaryDatabase
  let db: Database
  beforeEach(async () => {
    temporary = await temporaryDatabase()
    db = temporary.db
  })
  afterEach(() => temporary.remove())

  it('is removed once the days are over, not before, and only once', async () => {
    await sessionsIn(db).add(aSession())
    await unmatchedIn(db).add({ id: 'session-1', personId: ada.id, text: 'strange', at: aTime() })
    await requestsIn(db).add(aRequest({ state: 'done' }))
    await ticketsIn(db).add(aTicket({ state: 'resolved' }))
    const before = await everyRow(db)
    assert.deepEqual(await removeOld(db, days(30), 30), nothing)
    assert.deepEqual(await everyRow(db), before)
    assert.deepEqual(await removeOld(db, after(days(30)), 30), {
      restarts: 1,
      sessions: 1,
      unmatchedTexts: 1,
      tickets: 1,
    })
    assert.deepEqual(await sessionsIn(db).find('session-1'), undefined)
    assert.deepEqual(await requestsIn(db).find('request-1'), undefined)
    assert.deepEqual(await unmatchedIn(db).newest(9), [])
    assert.deepEqual(await removeOld(db, days(300), 30), nothing)
  })

  it('is what was there so many days ago, and nothing younger', async () => {
    for (const day of [0, 1, 2]) {
      await sessionsIn(db).add(aSession({ id: `day-${day}`, createdAt: days(day) }))
      await unmatchedIn(db).add({ id: `day-${day}`, personId: ada.id, text: 'strange', at: days(day) })
    }
    assert.deepEqual(await removeOld(db, days(2), 1), { ...nothing, sessions: 1, unmatchedTexts: 1 })
    assert.deepEqual(
      (await unmatchedIn(db).newest(9)).map(({ id }) => id),
      ['day-2', 'day-1'],
    )
    assert.equal(await sessionsIn(db).find('day-0'), undefined)
    assert.ok(await sessionsIn(db).find('day-1'))
  })

  for (const state of restartStates) {
    const open = openStates.includes(state)
    it(`is ${open ? 'kept, with its session,' : 'removed'} where it is a restart that is ${state}`, async () => {
      await sessionsIn(db).add(aSession())
      await requestsIn(db).add(aRequest({ state }))
      await removeOld(db, days(100), 30)
      assert.equal((await requestsIn(db).find('request-1')) !== undefined, open)
      assert.equal((await sessionsIn(db).find('session-1')) !== undefined, open)
    })
  }

  it('is, of restarts, counted from when they were sent, so that the daily cap is kept', async () => {
    await requestsIn(db).add(aRequest({ state: 'done', sentAt: days(2) }))
    assert.equal((await removeOld(db, days(3), 1)).restarts, 0)
    assert.equal((await removeOld(db, after(days(3)), 1)).restarts, 1)
  })

  for (const state of ticketStates) {
    const live = liveStates.includes(state)
    it(`is ${live ? 'kept as it is' : 'emptied'} where it is a ticket that is ${state}`, async () => {
      const events = [
        { at: aTime(), actor: ada, kind: 'filed', text: 'My PC is slow.' },
        { at: aTime(60), actor: hugo, kind: 'reply', text: 'I’ll look at it.' },
      ] as const
      const ticket = await ticketsIn(db).add(aTicket({ state, owner: hugo, events }))
      await removeOld(db, days(100), 30)
      const emptied = {
        ...ticket,
        facts: withoutTexts(ticket.facts),
        events: events.map((event) => ({ ...event, text: '' })),
      }
      assert.deepEqual(await ticketsIn(db).find(ticket.id), live ? ticket : emptied)
    })
  }

  it('is, of tickets, what was closed so long ago, whenever it was filed', async () => {
    const [filed] = aTicket().events
    assert.ok(filed)
    const closed = { at: days(20), actor: hugo, kind: 'resolved', text: '' } as const
    await ticketsIn(db).add(aTicket({ id: 'long', state: 'resolved', events: [filed, closed] }))
    await ticketsIn(db).add(aTicket({ id: 'no-events', state: 'resolved', events: [] }))
    await ticketsIn(db).add(aTicket({ id: 'short', state: 'resolved' }))
    assert.equal((await removeOld(db, days(31), 30)).tickets, 2)
    assert.deepEqual((await ticketsIn(db).find('long'))?.facts, aTicket().facts)
    assert.equal((await removeOld(db, days(51), 30)).tickets, 1)
    assert.equal((await ticketsIn(db).find('long'))?.facts.excerpt, '')
  })

  it('is a ticket’s text even where only an event has one', async () => {
    const facts = withoutTexts(aTicket().facts)
    const events = [{ at: aTime(), actor: ada, kind: 'filed', text: 'Help!' }] as const
    await ticketsIn(db).add(aTicket({ id: 'with', state: 'withdrawn', facts, events }))
    await ticketsIn(db).add(aTicket({ id: 'without', state: 'withdrawn', facts }))
    assert.equal((await removeOld(db, days(31), 30)).tickets, 1)
  })

  it('leaves the audit, the chats and the channels, whatever their age', async () => {
    await fillStore(db)
    const kept = ['audit', 'audit_people', 'counters', 'channels', 'personal_conversations', 'welcomes']
    const rows = async () => (await everyRow(db)).filter(({ table }) => kept.includes(table))
    const before = await rows()
    await removeOld(db, days(10_000), 1)
    assert.deepEqual(await rows(), before)
    assert.deepEqual(
      new Set((await everyRow(db)).map(({ table }) => table)),
      new Set([...kept, 'tickets', 'ticket_events']),
    )
  })
})
