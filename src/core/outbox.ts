// What the bot owes to people: cards to post, and cards to bring up to date. A delivery names what is to be shown and
// not how it looks: the card is made when it is sent, so it never shows a state that the store does not have.
import { type CardPlace, type ChannelKind, channelKinds } from './people.ts'

/** Who a card of a ticket is for. */
export type TicketAudience = 'requester' | ChannelKind

export type Shown =
  | { readonly kind: 'ticket'; readonly id: string; readonly to: TicketAudience }
  | { readonly kind: 'restart'; readonly id: string }
  /** What the card at this place shrinks to once a newer one says more. Both are of this name. */
  | {
      readonly kind: 'pointer'
      readonly card: string
      readonly place: CardPlace
      readonly title: string
      readonly body: string
    }
  /** Nobody has taken or closed the ticket for a while. */
  | { readonly kind: 'reminder'; readonly ticketId: string }
  /** A colleague gave this person the ticket. */
  | { readonly kind: 'assigned'; readonly ticketId: string; readonly personId: string }
  /** Automatic restarts were stopped, or go on. */
  | { readonly kind: 'brake' }

/**
 * `post` sends a new message, which notifies; `update` replaces the card that stands. Deliveries of one lane, which is
 * one conversation, are sent in the order in which they were written.
 */
export type Delivery = { readonly shown: Shown; readonly how: 'post' | 'update'; readonly lane: string }

/** Names a card: where it stands is kept under this, and while a delivery waits a second one of the same name joins it. */
export function cardName(shown: Shown): string {
  switch (shown.kind) {
    case 'ticket':
      return ticketCard(shown.id, shown.to)
    case 'restart':
      return restartCard(shown.id)
    case 'pointer':
      return `pointer:${shown.place.activityId}`
    case 'reminder':
      return `reminder:${shown.ticketId}`
    case 'assigned':
      return `assigned:${shown.ticketId}:${shown.personId}`
    case 'brake':
      return 'brake'
  }
}

export const ticketCard = (id: string, to: TicketAudience): string => `ticket:${id}:${to}`
export const restartCard = (id: string): string => `restart:${id}`

/** Is it one of the cards that the helpdesk works with, in its channels? */
export const isOfHelpdesk = (name: string): boolean =>
  name === 'brake' || (name.startsWith('ticket:') && channelKinds.some((kind) => name.endsWith(`:${kind}`)))

export const personLane = (personId: string): string => `person:${personId}`
export const channelLane = (kind: ChannelKind): string => `channel:${kind}`

/** Whose conversation a lane is. */
export type LaneOwner =
  { readonly kind: 'person'; readonly id: string } | { readonly kind: 'channel'; readonly channel: ChannelKind }

export function ownerOfLane(lane: string): LaneOwner {
  const channel = channelKinds.find((kind) => channelLane(kind) === lane)
  return channel ? { kind: 'channel', channel } : { kind: 'person', id: lane.slice(personLane('').length) }
}

export const ticketDelivery = (id: string, to: ChannelKind, how: Delivery['how']): Delivery => ({
  shown: { kind: 'ticket', id, to },
  how,
  lane: channelLane(to),
})

export const ownTicketDelivery = (id: string, personId: string, how: Delivery['how']): Delivery => ({
  shown: { kind: 'ticket', id, to: 'requester' },
  how,
  lane: personLane(personId),
})

export const restartDelivery = (id: string, personId: string, how: Delivery['how']): Delivery => ({
  shown: { kind: 'restart', id },
  how,
  lane: personLane(personId),
})
