// Tickets against real databases.
import assert from 'node:assert/strict'
import { type Change, putDelivery, putRequest, putTicket } from '../../src/core/change.ts'
import { ticketCard, ticketDelivery } from '../../src/core/outbox.ts'
import {
  eventKinds,
  liveStates,
  type NewTicket,
  record,
  type Ticket,
  type TicketEvent,
  ticketStates,
} from '../../src/core/ticket.ts'
import type { TicketList, Tickets } from '../../src/flows/ports.ts'
import { commitIn } from '../../src/store/commit.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { aCloudPc, ada, aRequest, aTicket, aTime, hugo, mira } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

const reply = (text: string, seconds = 5): TicketEvent => ({ at: aTime(seconds), actor: hugo, kind: 'reply', text })
const place = { conversation: '{"id":"19:helpdesk"}', activityId: '1' }

onEveryStore('tickets', (open) => {
  let temporary: TemporaryStore
  let tickets: Tickets

  beforeEach(async () => {
    temporary = await open()
    tickets = ticketsIn(temporary.db)
  })
  afterEach(() => temporary.remove())

  const commit = async (...changes: Change[]): Promise<boolean> =>
    (await commitIn(temporary.db, () => aTime()).commit(changes)).ok
  const save = (ticket: NewTicket): Promise<boolean> => commit(putTicket(ticket))

  /** The ticket as it is once it is filed. */
  async function file(ticket: Ticket = aTicket()): Promise<Ticket> {
    assert.equal(await save({ ...ticket, version: 0 }), true)
    for (let version = 1; version <= ticket.version; version++) assert.equal(await save({ ...ticket, version }), true)
    const filed = await tickets.find(ticket.id)
    assert.ok(filed)
    return filed
  }

  it('gives back every field as it was saved', async () => {
    const ticket = aTicket({
      version: 2,
      state: 'escalated',
      purpose: 'approve-restart',
      owner: hugo,
      severity: 'critical',
      restartRequestId: 'request-1',
      touchedAt: aTime(77),
      events: [...aTicket().events, { at: aTime(3), actor: hugo, kind: 'assigned', text: '', to: mira }],
    })
    assert.deepEqual(await file(ticket), ticket)
    assert.deepEqual(await tickets.find(ticket.id), ticket)
  })

  it('gives back undefined for what is not known', async () => {
    const facts = {
      symptomId: undefined,
      excerpt: '',
      answers: [],
      tried: [],
      shown: [],
      product: undefined,
      machine: undefined,
      devices: [],
    }
    const ticket = aTicket({ facts, events: [] })
    assert.deepEqual(await file(ticket), ticket)
  })

  it('finds nothing under an id that was never given', async () => {
    assert.equal(await tickets.find('nobody'), undefined)
  })

  it('numbers tickets upwards from 1001, whatever number they bring', async () => {
    for (const [id, number] of [
      ['a', 1001],
      ['b', 1002],
      ['c', 1003],
    ] as const)
      assert.equal((await file(aTicket({ id, number: 7 }))).number, number)
    assert.equal((await tickets.find('b'))?.number, 1002)
  })

  it('gives tickets that arrive together different numbers', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => save(aTicket({ id }))))
    const found = await Promise.all(['a', 'b', 'c', 'd'].map((id) => tickets.find(id)))
    assert.deepEqual(found.map((ticket) => ticket?.number).toSorted(), [1001, 1002, 1003, 1004])
  })

  it('never gives the number of a deleted ticket again', async () => {
    await file()
    await temporary.db.deleteFrom('tickets').execute()
    assert.equal((await file()).number, 1002)
  })

  it('loses no number, and keeps nothing, when a ticket is filed already', async () => {
    await file()
    assert.equal(await save(aTicket({ requester: hugo })), false)
    assert.deepEqual(await tickets.find('ticket-1'), aTicket())
    assert.equal((await file(aTicket({ id: 'ticket-2' }))).number, 1002)
  })

  it('keeps events in their order, whatever time they carry', async () => {
    const events = eventKinds.map((kind, index) => ({
      at: aTime(50 - index),
      actor: index % 2 ? ada : hugo,
      kind,
      text: `${index}\n"`,
    }))
    let ticket = await file(aTicket({ events: events.slice(0, 3) }))
    for (const event of events.slice(3)) {
      ticket = record(ticket, event)
      assert.equal(await save(ticket), true)
    }
    assert.deepEqual((await tickets.find(ticket.id))?.events, events)
  })

  it('saves a change with the event that it brings', async () => {
    const ticket = await file()
    const taken = record({ ...ticket, state: 'taken', owner: hugo, severity: 'high' }, reply('On it.'))
    assert.equal(await save(taken), true)
    assert.deepEqual(await tickets.find(ticket.id), taken)
    const freed = record({ ...taken, state: 'escalated', owner: undefined }, reply('Not mine.'))
    assert.equal(await save(freed), true)
    assert.deepEqual(await tickets.find(ticket.id), freed)
  })

  it('saves a version that brings no event, and one that brings two', async () => {
    const ticket = await file()
    const quiet: Ticket = { ...ticket, severity: 'high', version: 1 }
    assert.equal(await save(quiet), true)
    const loud: Ticket = { ...quiet, events: [...quiet.events, reply('One.'), reply('Two.')], version: 2 }
    assert.equal(await save(loud), true)
    assert.deepEqual(await tickets.find(ticket.id), loud)
  })

  it('saves nothing, and no event, onto a version that is not the stored one', async () => {
    const stored = await file(aTicket({ version: 3 }))
    for (const version of [0, 2, 3, 5])
      assert.equal(await save({ ...record(stored, reply('Late.')), state: 'resolved', version }), false)
    assert.deepEqual(await tickets.find(stored.id), stored)
  })

  it('does not save a ticket that was never added', async () => {
    assert.equal(await save(aTicket({ version: 1 })), false)
    assert.equal(await tickets.find('ticket-1'), undefined)
  })

  it('keeps one of two helpdesk members who take a ticket at once', async () => {
    const ticket = await file()
    const taken = [hugo, ada].map((owner) =>
      record({ ...ticket, state: 'taken', owner }, { at: aTime(1), actor: owner, kind: 'taken', text: '' }),
    )
    const saved = await Promise.all(taken.map(save))
    assert.deepEqual(saved.toSorted(), [false, true])
    assert.deepEqual(await tickets.find(ticket.id), taken[saved.indexOf(true)])
  })

  it('shows no event of a version that is newer than the one it has read', async () => {
    const ticket = await file()
    const newer = { at: 0, actor_id: hugo.id, actor_name: hugo.name, kind: 'reply', text: 'Saved in between.' } as const
    await temporary.db
      .insertInto('ticket_events')
      .values({ ticket_id: ticket.id, position: 1, version: 1, ...newer, to_id: null, to_name: null })
      .execute()
    assert.deepEqual(await tickets.find(ticket.id), ticket)
    assert.deepEqual((await tickets.list({ which: 'open' }, 0, 1)).tickets, [ticket])
  })

  const listed = async (list: TicketList, skip = 0, most = 10) => {
    const page = await tickets.list(list, skip, most)
    return [page.tickets.map(({ id }) => id).join(''), page.total]
  }

  it('lists the tickets of a person with their events, newest first', async () => {
    for (const id of ['a', 'b', 'c']) await file(aTicket({ id, events: [reply(id)] }))
    await file(aTicket({ id: 'of-somebody-else', requester: hugo }))
    const { tickets: found, total } = await tickets.list({ which: 'of-requester', personId: ada.id }, 0, 10)
    assert.equal(total, 3)
    assert.deepEqual(
      found.map(({ id, number, events }) => [id, number, events]),
      [
        ['c', 1003, [reply('c')]],
        ['b', 1002, [reply('b')]],
        ['a', 1001, [reply('a')]],
      ],
    )
    assert.deepEqual(await tickets.list({ which: 'of-requester', personId: 'nobody' }, 0, 10), {
      tickets: [],
      total: 0,
    })
  })

  it('keeps what is closed on a requester’s own list, and on no other', async () => {
    for (const state of ticketStates) await file(aTicket({ id: state, state, owner: hugo, restartRequestId: 'r' }))
    await commit(putRequest(aRequest({ id: 'r', state: 'awaiting-approval' })))
    const others: TicketList[] = [
      { which: 'open' },
      { which: 'of-owner', personId: hugo.id },
      { which: 'to-approve' },
      { which: 'ageing', before: aTime(1) },
    ]
    assert.equal((await listed({ which: 'of-requester', personId: ada.id }))[1], ticketStates.length)
    for (const list of others) assert.deepEqual(await listed(list), [liveStates.join(''), 3], list.which)
  })

  describe('of the helpdesk', () => {
    beforeEach(async () => {
      await file(aTicket({ id: 'a', touchedAt: aTime(50) }))
      await file(aTicket({ id: 'b', owner: hugo, state: 'taken', touchedAt: aTime(10), restartRequestId: 'waits' }))
      await file(aTicket({ id: 'c', owner: mira, state: 'taken', touchedAt: aTime(20), restartRequestId: 'done' }))
      await file(aTicket({ id: 'd', state: 'escalated', touchedAt: aTime(30) }))
      await file(aTicket({ id: 'e', state: 'declined', touchedAt: aTime(0) }))
      await commit(putRequest(aRequest({ id: 'waits', state: 'awaiting-approval' })))
      await commit(putRequest(aRequest({ id: 'done', state: 'done', cloudPc: { ...aCloudPc(), id: 'other' } })))
    })

    const lists: readonly (readonly [TicketList, string])[] = [
      [{ which: 'open' }, 'abcd'],
      [{ which: 'of-owner', personId: hugo.id }, 'b'],
      [{ which: 'of-owner', personId: ada.id }, ''],
      [{ which: 'unassigned' }, 'ad'],
      [{ which: 'to-approve' }, 'b'],
      [{ which: 'ageing', before: aTime(30) }, 'bc'],
      [{ which: 'ageing', before: aTime(10) }, ''],
    ]
    for (const [list, expected] of lists)
      it(`are listed as ${JSON.stringify(list)}, the oldest first`, async () => {
        assert.deepEqual(await listed(list), [expected, expected.length])
      })

    it('are listed a page at a time, and counted as a whole', async () => {
      assert.deepEqual(await listed({ which: 'open' }, 0, 3), ['abc', 4])
      assert.deepEqual(await listed({ which: 'open' }, 3, 3), ['d', 4])
      assert.deepEqual(await listed({ which: 'open' }, 6, 3), ['', 4])
    })
  })

  it('finds what stands in no channel of the helpdesk and does not wait to be posted, the oldest first', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await file(aTicket({ id }))
    await file(aTicket({ id: 'closed', state: 'withdrawn' }))
    await commit({ put: 'card', name: ticketCard('b', 'helpdesk'), place })
    await commit(putDelivery(ticketDelivery('c', 'helpdesk', 'post')))
    // Where else it stands does not count.
    await commit({ put: 'card', name: ticketCard('d', 'requester'), place: { ...place, activityId: '2' } })
    await commit(putDelivery(ticketDelivery('d', 'second-tier', 'post')))
    const ids = async (most: number) => (await tickets.unposted(most)).map(({ id }) => id)
    assert.deepEqual(await ids(10), ['a', 'd', 'e'])
    assert.deepEqual(await ids(2), ['a', 'd'])
  })

  describe('that nobody touches', () => {
    const ageing = async (at: number, most = 10) => (await tickets.ageing(aTime(at), most)).map(({ id }) => id).join('')
    const remind = (ticket: Ticket) => commit({ put: 'reminded', ticket })

    it('are found, the longest waiting first, and no more than asked for', async () => {
      for (const [id, seconds] of Object.entries({ a: 30, b: 10, c: 20 }))
        await file(aTicket({ id, touchedAt: aTime(seconds) }))
      await file(aTicket({ id: 'd', state: 'resolved', touchedAt: aTime(0) }))
      assert.equal(await ageing(30), 'bc')
      assert.equal(await ageing(31), 'bca')
      assert.equal(await ageing(31, 1), 'b')
    })

    it('are reminded of once, until something is done', async () => {
      const ticket = await file()
      assert.equal(await remind(ticket), true)
      assert.equal(await remind(ticket), false)
      assert.equal(await ageing(100), '')
      const touched = record(ticket, reply('Wait.', 60))
      assert.equal(await save(touched), true)
      assert.equal(await ageing(60), '')
      assert.equal(await ageing(61), 'ticket-1')
      assert.equal(await remind(touched), true)
    })

    it('are not reminded of where something was done meanwhile', async () => {
      const ticket = await file()
      await save(record(ticket, reply('Just in time.')))
      assert.equal(await remind(ticket), false)
    })
  })
})
