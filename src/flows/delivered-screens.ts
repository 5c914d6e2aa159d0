// What a delivery shows, made from the records as they are at that moment.
import { cardName, channelLane, type Delivery, isOfHelpdesk, personLane, type Shown } from '../core/outbox.ts'
import type { CardPlace } from '../core/people.ts'
import type { Screen } from '../core/screens.ts'
import type { Place } from '../core/session.ts'
import { isOpen } from '../core/restart-request.ts'
import { showBrake } from '../core/show-brake.ts'
import { showNotice } from '../core/show-notice.ts'
import { showRestartMoved } from '../core/show-restart.ts'
import { ticketButton } from '../core/show-ticket.ts'
import { isForRequester, isLive, type Ticket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import { showForHelpdesk } from './show-for-helpdesk.ts'
import { showOwnRestart, showOwnTicket } from './show-own.ts'
import { symptomOf, type World } from './world.ts'

/** Undefined when there is nothing to show any more. */
export async function screenOf(world: World, { shown, how }: Delivery): Promise<Screen | undefined> {
  switch (shown.kind) {
    case 'ticket': {
      const ticket = await world.tickets.find(shown.id)
      if (!ticket) return undefined
      if (shown.to !== 'requester') return showForHelpdesk(world, ticket)
      return withNews(await showOwnTicket(world, ticket), ticket)
    }
    case 'restart':
      return restartScreen(world, shown.id, how)
    case 'pointer':
      return (await isElsewhere(world, shown)) ? showNotice(shown, 'default', []) : undefined
    case 'reminder': {
      const ticket = await world.tickets.find(shown.ticketId)
      if (!ticket || !isLive(ticket)) return undefined
      return showNotice(texts.reminder(ticket.number, ticket.owner?.name), 'warning', [ticketButton(ticket)])
    }
    case 'assigned': {
      const ticket = await world.tickets.find(shown.ticketId)
      // It may have gone on to somebody else meanwhile.
      if (ticket?.owner?.id !== shown.personId) return undefined
      const by = ticket.events.findLast(({ kind }) => kind === 'assigned')?.actor.name ?? ''
      return showNotice(texts.assigned(ticket.number, by), 'accent', [ticketButton(ticket)])
    }
    case 'brake': {
      const brake = await world.brakes.current()
      const symptom = brake.why?.rule === 'flood' ? symptomOf(world, brake.why.symptomId) : undefined
      return showBrake(brake, symptom?.title ?? '')
    }
  }
}

/**
 * Does the card stand in another place than the one that is to point to it? A new card that is clicked before its place is
 * noted looks like one that gave way, and by now that is noted. A card that the helpdesk works with never shrinks to a pointer
 * to something else.
 */
async function isElsewhere(world: World, { card, place }: Extract<Shown, { kind: 'pointer' }>): Promise<boolean> {
  const stands = await world.cards.find(card)
  if (!stands || stands.activityId === place.activityId) return false
  return !(await world.cards.namesAt(place.activityId)).some(isOfHelpdesk)
}

async function restartScreen(world: World, id: string, how: Delivery['how']): Promise<Screen | undefined> {
  const request = await world.requests.find(id)
  if (!request) return undefined
  const session = await world.sessions.find(request.sessionId)
  // On the same card the person fills in a form now, or is asked something, and Back shows what is new; or it is over for them.
  if (how === 'update' && session && (session.place.at === 'solved' || leadsBackTo(session.place, id))) return undefined
  const current = session?.place.at === 'restart' && session.place.requestId === id ? session : undefined
  return showOwnRestart(world, request, current)
}

function leadsBackTo(place: Place, restartId: string): boolean {
  const from = 'from' in place ? place.from : undefined
  if (!from) return false
  return (from.at === 'restart' && from.requestId === restartId) || leadsBackTo(from, restartId)
}

/** The toast says the news, too. */
function withNews(screen: Screen, ticket: Ticket): Screen {
  const news = newsOf(ticket, -1)
  return screen.kind === 'ticket' && news !== '' ? { ...screen, news, summary: news } : screen
}

function newsOf({ number, events, requester }: Ticket, at: number): string {
  const event = events.filter(isForRequester).at(at)
  return event && event.actor.id !== requester.id ? texts.ticketNews(number, event.actor.name, event.kind) : ''
}

/** What the card that stood before shrinks to: the news that it once brought. */
export async function pointerTo(world: World, shown: Shown, place: CardPlace): Promise<Delivery | undefined> {
  const found = await findPointer(world, shown)
  return (
    found && {
      shown: { kind: 'pointer', card: cardName(shown), place, ...found.words },
      how: 'update',
      lane: found.lane,
    }
  )
}

/** What a card shows that another one has taken the place of; it is not kept up to date. */
export async function showPointer(world: World, shown: Shown): Promise<Screen> {
  const found = await findPointer(world, shown)
  return showNotice(found?.words ?? texts.seeOtherCard, 'default', [])
}

type Pointer = { readonly words: { readonly title: string; readonly body: string }; readonly lane: string }

async function findPointer(world: World, shown: Shown): Promise<Pointer | undefined> {
  if (shown.kind === 'restart') {
    const request = await world.requests.find(shown.id)
    if (!request) return undefined
    const { title } = showRestartMoved(request)
    const words = isOpen(request) ? texts.seeOtherCard : { title, body: texts.restart.seeBelow }
    return { words, lane: personLane(request.person.id) }
  }
  if (shown.kind !== 'ticket') return undefined
  const ticket = await world.tickets.find(shown.id)
  if (!ticket) return undefined
  const isOwn = shown.to === 'requester'
  const title = (isOwn && newsOf(ticket, -2)) || texts.ticket.title(ticket.number)
  const lane = isOwn ? personLane(ticket.requester.id) : channelLane(shown.to)
  return { words: { title, body: texts.ticket.seeOther }, lane }
}
