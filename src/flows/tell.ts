// Brings every card of a ticket or a restart up to date, and tells its requester what changed.
import type { CardPlace } from '../core/people.ts'
import type { RestartRequest } from '../core/restart-request.ts'
import { showRestartMoved } from '../core/show-restart.ts'
import { showNotice } from '../core/show-notice.ts'
import { showTicketInChannel } from '../core/show-ticket.ts'
import type { Screen } from '../core/screens.ts'
import type { Ticket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import { showOwnRestart, showOwnTicket } from './show-own.ts'
import { symptomOf, type World } from './world.ts'

const sameCard = (a: CardPlace, b: CardPlace | undefined): boolean => a.activityId === b?.activityId

/** Updates the ticket's cards in the channels; the clicked one is answered by the click itself. */
export async function updateChannels(world: World, ticket: Ticket, clicked: CardPlace | undefined): Promise<void> {
  const request = ticket.restartRequestId ? await world.requests.find(ticket.restartRequestId) : undefined
  const screen = showTicketInChannel(ticket, symptomOf(world, ticket.facts.symptomId), request)
  for (const card of [ticket.cards.helpdesk, ticket.cards.secondTier])
    if (card && !sameCard(card, clicked)) await world.notifier.update(card, screen)
}

/** Posts the ticket anew to its requester, with the news on top; the card before shrinks to a pointer. */
export async function tellRequester(world: World, ticket: Ticket): Promise<void> {
  const event = ticket.events.at(-1)
  if (!event || event.actor.id === ticket.requester.id) return
  const news = texts.ticketNews(ticket.number, event.actor.name, event.kind)
  const conversation = await world.conversations.personal(ticket.requester.id)
  const screen = await showOwnTicket(world, ticket)
  // The toast says the news, too.
  const posted = conversation ? await world.notifier.post(conversation, withNews(screen, news)) : undefined
  if (posted?.kind !== 'sent') {
    world.log.warn({ event: 'requester-not-reached', person: ticket.requester.id, ticket: ticket.number })
    return
  }
  const before = ticket.cards.requester
  await world.tickets.setCards(ticket.id, { ...ticket.cards, requester: posted.place })
  if (before) await world.notifier.update(before, showNotice(pastNews(ticket), 'default', []))
}

const withNews = (screen: Screen, news: string): Screen =>
  screen.kind === 'ticket' ? { ...screen, news, summary: news } : screen

/** What the card before the newest one shrinks to: the news that it once brought. */
function pastNews({ number, events }: Ticket): { title: string; body: string } {
  const past = events.at(-2)
  return {
    title: past ? texts.ticketNews(number, past.actor.name, past.kind) : texts.ticket.title(number),
    body: texts.ticket.seeBelow,
  }
}

/** Shows a restart as it stands now on the requester's card; an end is a new message too, so that it is noticed. */
export async function tellRestart(world: World, request: RestartRequest): Promise<void> {
  const session = await world.sessions.find(request.sessionId)
  const ticket = request.ticketId ? await world.tickets.find(request.ticketId) : undefined
  const current = session?.place.at === 'restart' && session.place.requestId === request.id ? session : undefined
  const screen = await showOwnRestart(world, request, current)
  const ended = ['done', 'failed', 'unknown'].includes(request.state)
  const conversation = ended ? await world.conversations.personal(request.person.id) : undefined
  const posted = conversation ? await world.notifier.post(conversation, screen) : undefined
  if (request.card)
    await world.notifier.update(request.card, posted?.kind === 'sent' ? showRestartMoved(request) : screen)
  if (ended && ticket) await updateChannels(world, ticket, undefined)
}
