// A ticket as whoever clicks on one of its cards may see it, and what keeps the card that was clicked true.
import { type Change, putDelivery } from '../core/change.ts'
import { cardName, ownTicketDelivery, type TicketAudience, ticketCard } from '../core/outbox.ts'
import { type CardPlace, channelKinds } from '../core/people.ts'
import type { Screen } from '../core/screens.ts'
import { showNotice } from '../core/show-notice.ts'
import { showTicketOutside, type Typed } from '../core/show-ticket.ts'
import type { Ticket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import { pointerTo } from './delivered-screens.ts'
import { showForHelpdesk } from './show-for-helpdesk.ts'
import { showOwnTicket } from './show-own.ts'
import { type Answer, type Click, toClicker, toEverybody, type World } from './world.ts'

/** What the clicker alone is to see. It may come to stand after a change that it does not show yet. */
export async function viewed(world: World, click: Click, ticket: Ticket, notice = '', typed?: Typed): Promise<Answer> {
  const screen = await view(world, click, ticket, notice, typed)
  return {
    ...toClicker(screen),
    async settle() {
      const current = await world.tickets.find(ticket.id)
      const isSame = !current || isAlike(await view(world, click, current, notice, typed), screen)
      if (click.person.id === ticket.requester.id)
        await world.store.commit(await correction(world, click, ticket, isSame))
    },
  }
}

/** Both are made by `view`, field after field in the same order. */
const isAlike = (one: Screen, other: Screen): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What brings the requester's card back to what it has to show, where the answer has covered that. */
async function correction(world: World, { card }: Click, ticket: Ticket, isSame: boolean): Promise<Change[]> {
  const delivery = ownTicketDelivery(ticket.id, ticket.requester.id, 'update')
  const place = await world.cards.find(cardName(delivery.shown))
  if (!place || !card) return []
  if (place.activityId !== card.activityId) return shrink(world, ticket, card)
  return isSame ? [] : [putDelivery(delivery)]
}

/** A card that gave way to another one. */
export async function shrink(
  world: World,
  { id }: Ticket,
  place: CardPlace,
  to: TicketAudience = 'requester',
): Promise<Change[]> {
  const pointer = await pointerTo(world, { kind: 'ticket', id, to }, place)
  return pointer ? [putDelivery(pointer)] : []
}

export const isInOwnChat = async (world: World, { person, card }: Click): Promise<boolean> =>
  card !== undefined && card.conversation === (await world.conversations.personal(person.id))

/**
 * The ticket as this person may see it; `notice` says why nothing was done, and is for them alone.
 * Who knows a ticket's id and nonce without having its card learns nothing from it.
 */
export async function view(world: World, click: Click, ticket: Ticket, notice = '', typed?: Typed): Promise<Screen> {
  const inChannel = await isInChannel(world, click, ticket)
  if (!inChannel && click.person.id === ticket.requester.id) return showOwnTicket(world, ticket, notice, typed)
  const member = (await world.people.isHelpdesk(click.person.id)) === 'yes'
  if (!member) return inChannel ? showTicketOutside(ticket, notice) : showNotice(texts.notYours, 'warning')
  return showForHelpdesk(world, ticket, { person: click.person, notice, typed })
}

/** A requester who is of the helpdesk may click on the channel's card too, and keeps that card. */
const isInChannel = (world: World, click: Click, ticket: Ticket): Promise<boolean> =>
  isOneOf(world, click, ticket, channelKinds)

/** Is it one of the cards that the outbox keeps up to date? */
export const isKept = (world: World, click: Click, ticket: Ticket): Promise<boolean> =>
  isOneOf(world, click, ticket, everyAudience)

const everyAudience: readonly TicketAudience[] = [...channelKinds, 'requester']

/**
 * Is a new card of the ticket on its way to where the clicked one is? That may be the clicked one itself, which gets its place
 * once the bot hears that it stands; any other will have given way to it.
 */
export async function comingCard(world: World, { card }: Click, ticket: Ticket): Promise<TicketAudience | undefined> {
  const { conversations, outbox } = world
  for (const to of card ? everyAudience : []) {
    const where = to === 'requester' ? conversations.personal(ticket.requester.id) : conversations.channel(to)
    if (card?.conversation === (await where) && (await outbox.willPost(ticketCard(ticket.id, to)))) return to
  }
  return undefined
}

/** What everybody sees who has the card before them: in a channel no one person's view of it. */
export const toAll = async (world: World, { surface }: Click, ticket: Ticket, screen: Screen): Promise<Answer> =>
  toEverybody(surface === 'channel' && screen.kind === 'ticket-channel' ? await showForHelpdesk(world, ticket) : screen)

/**
 * What makes the clicked card a pointer where the ticket stands in another card of the same channel, as it does once that was
 * posted anew; undefined where it does not, or the clicked card is that of another record. Where it gives way only now,
 * whoever posts the next one sees to it.
 */
export async function inFormerCard(world: World, { card }: Click, ticket: Ticket): Promise<Change[] | undefined> {
  if (!card) return undefined
  const names = channelKinds.map((to) => ticketCard(ticket.id, to))
  const standing = await world.cards.namesAt(card.activityId)
  if (standing.length > 0) return standing.some((name) => names.includes(name)) ? [] : undefined
  for (const to of channelKinds) {
    const place = await world.cards.find(ticketCard(ticket.id, to))
    if (place?.conversation === card.conversation) return shrink(world, ticket, card, to)
  }
  return undefined
}

async function isOneOf(
  world: World,
  { card }: Click,
  { id }: Ticket,
  audiences: readonly TicketAudience[],
): Promise<boolean> {
  if (!card) return false
  const places = await Promise.all(audiences.map((to) => world.cards.find(ticketCard(id, to))))
  return places.some((place) => place?.activityId === card.activityId)
}
