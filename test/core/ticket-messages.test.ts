// Who hears of what is done on a ticket: nobody of their own act, and the requester of nothing that is not for them.
import assert from 'node:assert/strict'
import type { Change } from '../../src/core/change.ts'
import { cardName, type Delivery } from '../../src/core/outbox.ts'
import type { Person } from '../../src/core/people.ts'
import { filedMessages, ticketMessages } from '../../src/core/ticket-messages.ts'
import {
  eventKinds,
  isForRequester,
  type TicketEvent,
  type TicketEventKind,
  type TicketState,
} from '../../src/core/ticket.ts'
import { ada, aTicket, aTime, hugo, mira } from '../helpers/builders.ts'

const deliveries = (changes: readonly Change[]): Delivery[] =>
  changes.map((change) => {
    assert.equal(change.put, 'delivery')
    return change.delivery
  })

/** Each delivery as "name: how". */
const said = (changes: readonly Change[]): string[] =>
  deliveries(changes).map((delivery) => `${cardName(delivery.shown)}: ${delivery.how}`)

const after = (
  kind: TicketEventKind,
  actor: Person,
  given: Partial<TicketEvent> = {},
  state: TicketState = kind === 'escalated' ? 'escalated' : 'open',
): string[] => {
  const events = [...aTicket().events, { at: aTime(9), actor, kind, text: '', ...given }]
  return said(ticketMessages(aTicket({ state, events })))
}

const channelUpdates = ['ticket:ticket-1:helpdesk: update', 'ticket:ticket-1:second-tier: update']
/** What the helpdesk has to notice: a card that only changes notifies nobody. */
const news: readonly TicketEventKind[] = ['escalated', 'comment', 'reopened']
const internal: readonly TicketEventKind[] = ['note', 'restart', 'urgency', 'released']

describe('the messages about a ticket', () => {
  it('are, once it is filed, a new card for the helpdesk and none for whoever filed it', () => {
    assert.deepEqual(said(filedMessages(aTicket())), [
      'ticket:ticket-1:helpdesk: post',
      'ticket:ticket-1:requester: update',
    ])
  })

  for (const kind of eventKinds) {
    const channel = kind === 'escalated' ? 'second-tier' : 'helpdesk'
    const anew = news.includes(kind) ? [`ticket:ticket-1:${channel}: post`] : []
    const inChannels =
      anew.length > 0 ? `the channels up to date with a new card for the ${channel}` : 'the channels up to date'

    it(`bring after "${kind}" of the helpdesk ${inChannels}, and ${internal.includes(kind) ? 'do not notify' : 'notify'} the requester`, () => {
      const own = `ticket:ticket-1:requester: ${internal.includes(kind) ? 'update' : 'post'}`
      assert.deepEqual(after(kind, hugo), [...channelUpdates, ...anew, own])
    })

    it(`do not notify the requester of "${kind}" by themselves`, () => {
      assert.deepEqual(after(kind, ada), [...channelUpdates, ...anew, 'ticket:ticket-1:requester: update'])
    })
  }

  it('bring what is news to the second tier’s channel while they have the ticket', () => {
    for (const kind of news) {
      const posts = after(kind, ada, {}, 'escalated').filter((one) => one.endsWith(': post'))
      assert.deepEqual(posts, ['ticket:ticket-1:second-tier: post'], kind)
    }
  })

  it('notify the requester of exactly what the requester’s card shows', () => {
    for (const kind of eventKinds) {
      const notifies = after(kind, hugo).includes('ticket:ticket-1:requester: post')
      assert.equal(notifies, isForRequester({ at: aTime(), actor: hugo, kind, text: '' }), kind)
    }
  })

  it('bring the card of its restart up to date where the ticket is closed, or opened again', () => {
    const updates = (state: TicketState, kind: TicketEventKind, restartRequestId: string | undefined) =>
      said(ticketMessages(aTicket({ state, restartRequestId, events: [{ at: aTime(), actor: ada, kind, text: '' }] })))
    const restart = 'restart:request-1: update'
    assert.ok(updates('withdrawn', 'withdrawn', 'request-1').includes(restart))
    assert.ok(updates('open', 'reopened', 'request-1').includes(restart))
    assert.ok(!updates('open', 'comment', 'request-1').includes(restart))
    assert.ok(!updates('withdrawn', 'withdrawn', undefined).some((one) => one.startsWith('restart:')))
  })

  it('tell a colleague who was given the ticket, in their own chat', () => {
    const assigned = `assigned:ticket-1:${mira.id}: post`
    assert.ok(after('assigned', hugo, { to: mira }).includes(assigned))
    const [told] = deliveries(
      ticketMessages(aTicket({ events: [{ at: aTime(), actor: hugo, kind: 'assigned', text: '', to: mira }] })),
    ).filter(({ shown }) => shown.kind === 'assigned')
    assert.equal(told?.lane, `person:${mira.id}`)
  })

  it('tell nobody that they gave a ticket to themselves', () => {
    assert.ok(!after('assigned', hugo, { to: hugo }).some((one) => one.startsWith('assigned:')))
  })

  it('are about the last event and none before it', () => {
    const events: TicketEvent[] = [
      { at: aTime(), actor: hugo, kind: 'escalated', text: '' },
      { at: aTime(1), actor: ada, kind: 'comment', text: '' },
    ]
    const last = said(ticketMessages(aTicket({ events })))
    const anew = 'ticket:ticket-1:helpdesk: post'
    assert.deepEqual(last, [...channelUpdates, anew, 'ticket:ticket-1:requester: update'])
    assert.deepEqual(ticketMessages(aTicket({ events: [] })), [])
  })
})
