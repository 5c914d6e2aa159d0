// What is removed when it is old, and what stays, against real databases.
import assert from 'node:assert/strict'
import { putNewSession, putRequest, putTicket } from '../../src/core/change.ts'
import { withoutTexts } from '../../src/core/erasure.ts'
import { restartCard, ticketCard } from '../../src/core/outbox.ts'
import { openStates, restartStates } from '../../src/core/restart-request.ts'
import { liveStates, type Ticket, ticketStates } from '../../src/core/ticket.ts'
import { cardsIn } from '../../src/store/cards.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { removeOld } from '../../src/store/retention.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { unmatchedIn } from '../../src/store/unmatched.ts'
import { ada, aRequest, aSession, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { everyRow, fillStore, save } from '../helpers/full-store.ts'
import { hearing } from '../helpers/hearing.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

const days = (count: number): Date => aTime(count * 24 * 60 * 60)
const after = (date: Date): Date => new Date(date.getTime() + 1)
const nothing = { restarts: 0, sessions: 0, unmatchedTexts: 0, clicks: 0, tickets: 0 }

onEveryStore('what is older than it may be', (open) => {
  let temporary: TemporaryStore
  let db: Database
  beforeEach(async () => {
    temporary = await open()
    db = temporary.db
  })
  afterEach(() => temporary.remove())

  const file = async (ticket: Ticket): Promise<Ticket> => {
    await save(db, putTicket(ticket))
    const filed = await ticketsIn(db).find(ticket.id)
    assert.ok(filed)
    return filed
  }
  const excerptOf = async (id: string) => (await ticketsIn(db).find(id))?.facts.excerpt

  it('is removed once the days are over, not before, and only once', async () => {
    const place = { conversation: `{"user":"${ada.id}"}`, activityId: '1' }
    await unmatchedIn(db).add({ id: 'session-1', personId: ada.id, text: 'strange', at: aTime() })
    await save(
      db,
      putNewSession(aSession()),
      putRequest(aRequest({ state: 'done' })),
      putTicket(aTicket({ state: 'resolved' })),
      // Written at the time of `save`.
      { put: 'click', nonce: 'nonce-1', action: 'confirm-restart.2', person: ada },
      { put: 'card', name: restartCard('request-1'), place: { ...place, activityId: '2' } },
      { put: 'card', name: ticketCard('ticket-1', 'helpdesk'), place },
    )
    const before = await everyRow(db)
    assert.deepEqual(await removeOld(db, days(30), 30), nothing)
    assert.deepEqual(await everyRow(db), before)
    assert.deepEqual(await removeOld(db, after(days(30)), 30), {
      restarts: 1,
      sessions: 1,
      unmatchedTexts: 1,
      clicks: 1,
      tickets: 1,
    })
    assert.deepEqual(await sessionsIn(db).find('session-1'), undefined)
    assert.deepEqual(await requestsIn(db).find('request-1'), undefined)
    assert.deepEqual(await unmatchedIn(db).newest(9), [])
    assert.equal(await cardsIn(db).find(restartCard('request-1')), undefined)
    assert.deepEqual(await cardsIn(db).find(ticketCard('ticket-1', 'helpdesk')), place)
    assert.deepEqual(await removeOld(db, days(300), 30), nothing)
  })

  it('is what was there so many days ago, and nothing younger', async () => {
    for (const day of [0, 1, 2]) {
      await save(db, putNewSession(aSession({ id: `day-${day}`, createdAt: days(day) })))
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
    const isOpen = openStates.includes(state)
    it(`is ${isOpen ? 'kept, with its session and card,' : 'removed'} where it is a restart that is ${state}`, async () => {
      await save(db, putNewSession(aSession()), putRequest(aRequest({ state })), {
        put: 'card',
        name: restartCard('request-1'),
        place: { conversation: '{}', activityId: '1' },
      })
      await removeOld(db, days(100), 30)
      assert.equal((await requestsIn(db).find('request-1')) !== undefined, isOpen)
      assert.equal((await sessionsIn(db).find('session-1')) !== undefined, isOpen)
      assert.equal((await cardsIn(db).find(restartCard('request-1'))) !== undefined, isOpen)
    })
  }

  it('is, of restarts, counted from when they were sent, so that the daily cap is kept', async () => {
    await save(db, putRequest(aRequest({ state: 'done', sentAt: days(2) })))
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
      const ticket = await file(aTicket({ state, owner: hugo, events }))
      await removeOld(db, days(100), 30)
      const emptied = {
        ...ticket,
        facts: withoutTexts(ticket.facts),
        events: events.map((event) => ({ ...event, text: '' })),
      }
      assert.deepEqual(await ticketsIn(db).find(ticket.id), live ? ticket : emptied)
    })
  }

  it('is, of tickets, what was touched last so long ago, whenever it was filed', async () => {
    await file(aTicket({ id: 'long', state: 'resolved', touchedAt: days(20) }))
    await file(aTicket({ id: 'short', state: 'resolved' }))
    assert.equal((await removeOld(db, days(31), 30)).tickets, 1)
    assert.equal(await excerptOf('short'), '')
    assert.equal(await excerptOf('long'), aTicket().facts.excerpt)
    assert.equal((await removeOld(db, days(51), 30)).tickets, 1)
    assert.equal(await excerptOf('long'), '')
  })

  it('is a ticket’s text even where only an event has one', async () => {
    const facts = withoutTexts(aTicket().facts)
    const events = [{ at: aTime(), actor: ada, kind: 'filed', text: 'Help!' }] as const
    await file(aTicket({ id: 'with', state: 'withdrawn', facts, events }))
    await file(aTicket({ id: 'without', state: 'withdrawn', facts }))
    assert.equal((await removeOld(db, days(31), 30)).tickets, 1)
  })

  it('leaves the audit, the chats, the channels and what waits to be sent, whatever their age', async () => {
    await fillStore(db)
    const kept = [
      ...['audit', 'audit_people', 'brake', 'channels', 'counters', 'on_call', 'outbox', 'personal_conversations'],
      ...['sends', 'teams_ids', 'welcomes'],
    ]
    const rows = async () => (await everyRow(db)).filter(({ table }) => kept.includes(table))
    const before = await rows()
    await removeOld(db, days(10_000), 1)
    assert.deepEqual(await rows(), before)
    assert.deepEqual(
      new Set((await everyRow(db)).map(({ table }) => table)),
      new Set([...kept, 'cards', 'tickets', 'ticket_events']),
    )
  })

  describe('and of which there is much', () => {
    const ids = Array.from({ length: 1200 }, (_, at) => `request-${at}`)
    beforeEach(async () => {
      await save(db, putRequest(aRequest({ state: 'done' })))
      const request = await db.selectFrom('restart_requests').selectAll().executeTakeFirstOrThrow()
      await db.deleteFrom('restart_requests').execute()
      for (let at = 0; at < ids.length; at += 400) {
        const some = ids.slice(at, at + 400)
        await db
          .insertInto('restart_requests')
          .values(some.map((id) => ({ ...request, id })))
          .execute()
        await db
          .insertInto('cards')
          .values(some.map((id) => ({ name: restartCard(id), conversation: '{}', activity_id: id })))
          .execute()
      }
    })
    const left = async () => new Set((await everyRow(db)).map(({ table }) => table))

    it('is removed with few words, so that a server far away takes no longer', async () => {
      let asked = 0
      const removed = await removeOld(
        hearing(db, () => (asked += 1)),
        days(31),
        30,
      )
      assert.deepEqual(removed, { ...nothing, restarts: ids.length })
      assert.deepEqual(await left(), new Set(['counters']))
      assert.ok(asked < 20, `${asked} queries`)
    })

    it('stays removed where something else fails', async () => {
      const failing = hearing(db, (query) => {
        if (query === 'UpdateQueryNode') throw new Error('no answer')
      })
      await assert.rejects(removeOld(failing, days(31), 30), /no answer/)
      assert.deepEqual(await left(), new Set(['counters']))
    })
  })
})
