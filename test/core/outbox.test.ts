// The names and lanes of deliveries: one card has one name, and one conversation has one lane.
import assert from 'node:assert/strict'
import {
  cardName,
  channelLane,
  ownerOfLane,
  ownTicketDelivery,
  personLane,
  restartCard,
  restartDelivery,
  type Shown,
  ticketCard,
  ticketDelivery,
} from '../../src/core/outbox.ts'
import { channelKinds } from '../../src/core/people.ts'
import { ada, hugo } from '../helpers/builders.ts'

const ids = ['kQ3vJx1mT8yPz0RwN5uEaA.4', 'kQ3vJx1mT8yPz0RwN5uEaA.4.t', 'kQ3vJx1mT8yPz0RwN5uEaA.4.h', 'other.4']
const audiences = ['requester', ...channelKinds] as const
const place = (activityId: string) => ({ conversation: '{"id":"a:1"}', activityId })

/** Everything that can be shown of some records whose ids are as alike as they get. */
const everything: readonly Shown[] = [
  ...ids.flatMap((id): Shown[] => [
    ...audiences.map((to) => ({ kind: 'ticket', id, to }) as const),
    { kind: 'restart', id },
    { kind: 'reminder', ticketId: id },
    ...[ada, hugo].map((person) => ({ kind: 'assigned', ticketId: id, personId: person.id }) as const),
  ]),
  ...['1', '2', '11'].map(
    (id) => ({ kind: 'pointer', card: 'restart:1', place: place(id), title: 'T', body: 'B' }) as const,
  ),
  { kind: 'brake' },
]

describe('the name of a card', () => {
  it('is never that of another card', () => {
    const names = everything.map(cardName)
    assert.equal(new Set(names).size, everything.length)
  })

  it('is the same for the same card, so that what waits is joined', () => {
    for (const shown of everything) assert.equal(cardName(structuredClone(shown)), cardName(shown))
  })

  it('does not depend on the words of a pointer: the place is what it replaces', () => {
    const pointer = (title: string) =>
      cardName({ kind: 'pointer', card: 'restart:1', place: place('1'), title, body: title })
    assert.equal(pointer('One'), pointer('Two'))
  })

  it('is the one under which flows look for it', () => {
    for (const id of ids) {
      assert.equal(cardName({ kind: 'restart', id }), restartCard(id))
      for (const to of audiences) assert.equal(cardName({ kind: 'ticket', id, to }), ticketCard(id, to))
    }
  })
})

describe('the lane of a delivery', () => {
  it('is the channel’s for a channel’s card, and the person’s for their own', () => {
    for (const to of channelKinds) assert.equal(ticketDelivery('t', to, 'post').lane, channelLane(to))
    assert.equal(ownTicketDelivery('t', ada.id, 'post').lane, personLane(ada.id))
    assert.equal(restartDelivery('r', ada.id, 'post').lane, personLane(ada.id))
  })

  it('tells whose it is, whatever the person’s id looks like', () => {
    for (const channel of channelKinds)
      assert.deepEqual(ownerOfLane(channelLane(channel)), { kind: 'channel', channel })
    for (const id of [ada.id, 'helpdesk', 'channel:helpdesk', 'person:1', ''])
      assert.deepEqual(ownerOfLane(personLane(id)), { kind: 'person', id })
  })

  it('is shared by all cards of one person, and by nobody else', () => {
    const lanes = [...[ada, hugo].map(({ id }) => personLane(id)), ...channelKinds.map(channelLane)]
    assert.equal(new Set(lanes).size, lanes.length)
    assert.equal(ownTicketDelivery('a', ada.id, 'post').lane, restartDelivery('b', ada.id, 'update').lane)
  })
})
