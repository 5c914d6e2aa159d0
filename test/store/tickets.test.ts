// Tickets against real databases.
import assert from 'node:assert/strict'
import { eventKinds, record, type Ticket, type TicketEvent } from '../../src/core/ticket.ts'
import type { Tickets } from '../../src/flows/ports.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { ada, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

const reply = (text: string, seconds = 5): TicketEvent => ({ at: aTime(seconds), actor: hugo, kind: 'reply', text })
const place = (activityId: string) => ({ conversation: '{"id":"19:helpdesk"}', activityId })

onEveryStore('tickets', (open) => {
  let temporary: TemporaryStore
  let tickets: Tickets

  beforeEach(async () => {
    temporary = await open()
    tickets = ticketsIn(temporary.db)
  })
  afterEach(() => temporary.remove())

  it('gives back every field as it was added', async () => {
    const ticket = aTicket({
      version: 2,
      state: 'escalated',
      purpose: 'approve-restart',
      owner: hugo,
      severity: 'critical',
      restartRequestId: 'request-1',
      cards: { requester: place('1'), helpdesk: place('2'), secondTier: place('3') },
    })
    assert.deepEqual(await tickets.add(ticket), ticket)
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
    const ticket = aTicket({
      facts,
      events: [],
      cards: { requester: undefined, helpdesk: place('2'), secondTier: undefined },
    })
    await tickets.add(ticket)
    assert.deepEqual(await tickets.find(ticket.id), ticket)
  })

  it('finds nothing under an id that was never given', async () => {
    assert.equal(await tickets.find('nobody'), undefined)
  })

  it('numbers tickets upwards from 1001', async () => {
    for (const [id, number] of [
      ['a', 1001],
      ['b', 1002],
      ['c', 1003],
    ] as const)
      assert.equal((await tickets.add(aTicket({ id, number: 7 }))).number, number)
    assert.equal((await tickets.find('b'))?.number, 1002)
  })

  it('gives tickets that arrive together different numbers', async () => {
    const added = await Promise.all(['a', 'b', 'c', 'd'].map((id) => tickets.add(aTicket({ id }))))
    assert.deepEqual(added.map((ticket) => ticket.number).toSorted(), [1001, 1002, 1003, 1004])
  })

  it('never gives the number of a deleted ticket again', async () => {
    await tickets.add(aTicket())
    await temporary.db.deleteFrom('tickets').execute()
    assert.equal((await tickets.add(aTicket())).number, 1002)
  })

  it('loses no number, and keeps nothing, when a ticket cannot be added', async () => {
    await tickets.add(aTicket())
    await assert.rejects(tickets.add(aTicket({ requester: hugo })))
    assert.deepEqual(await tickets.find('ticket-1'), aTicket())
    assert.equal((await tickets.add(aTicket({ id: 'ticket-2' }))).number, 1002)
  })

  it('keeps events in their order, whatever time they carry', async () => {
    const events = eventKinds.map((kind, index) => ({
      at: aTime(50 - index),
      actor: index % 2 ? ada : hugo,
      kind,
      text: `${index}\n"`,
    }))
    await tickets.add(aTicket({ events: events.slice(0, 3) }))
    let ticket: Ticket = aTicket({ events: events.slice(0, 3) })
    for (const event of events.slice(3)) {
      ticket = record(ticket, event)
      assert.equal(await tickets.save(ticket), true)
    }
    assert.deepEqual((await tickets.find(ticket.id))?.events, events)
  })

  it('saves a change with the event that it brings', async () => {
    const ticket = await tickets.add(aTicket())
    const taken = record(
      { ...ticket, state: 'taken', owner: hugo, severity: 'high', restartRequestId: 'request-1' },
      reply('On it.'),
    )
    assert.equal(await tickets.save(taken), true)
    assert.deepEqual(await tickets.find(ticket.id), taken)
    const freed = record({ ...taken, state: 'escalated', owner: undefined }, reply('Not mine.'))
    assert.equal(await tickets.save(freed), true)
    assert.deepEqual(await tickets.find(ticket.id), freed)
  })

  it('saves a version that brings no event, and one that brings two', async () => {
    const ticket = await tickets.add(aTicket())
    const quiet: Ticket = { ...ticket, severity: 'high', version: 1 }
    assert.equal(await tickets.save(quiet), true)
    const loud: Ticket = { ...quiet, events: [...quiet.events, reply('One.'), reply('Two.')], version: 2 }
    assert.equal(await tickets.save(loud), true)
    assert.deepEqual(await tickets.find(ticket.id), loud)
  })

  it('saves nothing, and no event, onto a version that is not the stored one', async () => {
    const stored = await tickets.add(aTicket({ version: 3 }))
    for (const version of [2, 3, 5])
      assert.equal(await tickets.save({ ...record(stored, reply('Late.')), state: 'resolved', version }), false)
    assert.deepEqual(await tickets.find(stored.id), stored)
  })

  it('does not save a ticket that was never added', async () => {
    assert.equal(await tickets.save(aTicket({ version: 1 })), false)
    assert.equal(await tickets.find('ticket-1'), undefined)
  })

  it('keeps one of two helpdesk members who take a ticket at once', async () => {
    const ticket = await tickets.add(aTicket())
    const taken = [hugo, ada].map((owner) =>
      record({ ...ticket, state: 'taken', owner }, { at: aTime(1), actor: owner, kind: 'taken', text: '' }),
    )
    const saved = await Promise.all(taken.map((one) => tickets.save(one)))
    assert.deepEqual(saved.toSorted(), [false, true])
    assert.deepEqual(await tickets.find(ticket.id), taken[saved.indexOf(true)])
  })

  it('shows no event of a version that is newer than the one it has read', async () => {
    const ticket = await tickets.add(aTicket())
    const newer = { at: 0, actor_id: hugo.id, actor_name: hugo.name, kind: 'reply', text: 'Saved in between.' } as const
    await temporary.db
      .insertInto('ticket_events')
      .values({ ticket_id: ticket.id, position: 1, version: 1, ...newer })
      .execute()
    assert.deepEqual(await tickets.find(ticket.id), ticket)
    assert.deepEqual(await tickets.of(ada.id, 1), [ticket])
  })

  it('notes where the cards stand without a new version', async () => {
    const ticket = await tickets.add(aTicket())
    const cards = { requester: place('1'), helpdesk: undefined, secondTier: place('3') }
    await tickets.setCards(ticket.id, cards)
    assert.deepEqual(await tickets.find(ticket.id), { ...ticket, cards })
  })

  it('remembers a card that was posted while somebody acted on the ticket', async () => {
    const ticket = await tickets.add(aTicket())
    const acted = record(ticket, reply('Read before the card was posted.'))
    const cards = { ...ticket.cards, helpdesk: place('2') }
    await tickets.setCards(ticket.id, cards)
    assert.equal(await tickets.save(acted), true)
    assert.deepEqual(await tickets.find(ticket.id), { ...acted, cards })
  })

  it('does not pretend to note the cards of a ticket that is not there', async () => {
    await assert.rejects(tickets.setCards('nobody', aTicket().cards), /no ticket has the id nobody/)
  })

  it('lists the tickets of a person with their events, newest first, and no more than asked for', async () => {
    const events = (text: string) => [reply(text)]
    for (const id of ['a', 'b', 'c']) await tickets.add(aTicket({ id, events: events(id) }))
    await tickets.add(aTicket({ id: 'of-somebody-else', requester: hugo }))
    const found = await tickets.of(ada.id, 10)
    assert.deepEqual(
      found.map((ticket) => [ticket.id, ticket.number, ticket.events]),
      [
        ['c', 1003, events('c')],
        ['b', 1002, events('b')],
        ['a', 1001, events('a')],
      ],
    )
    assert.deepEqual(
      (await tickets.of(ada.id, 2)).map((ticket) => ticket.id),
      ['c', 'b'],
    )
    assert.deepEqual(await tickets.of('nobody', 10), [])
  })
})
