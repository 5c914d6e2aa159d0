// A ticket and a restart as their requester sees them, whether or not the helpdesk has heard of them.
import { isForHelpdesk, type RestartRequest } from '../core/restart-request.ts'
import type { Screen } from '../core/screens.ts'
import { ticketCard } from '../core/outbox.ts'
import { channelKinds } from '../core/people.ts'
import type { Session } from '../core/session.ts'
import { showRestart } from '../core/show-restart.ts'
import { showTicket, type Typed } from '../core/show-ticket.ts'
import { isLive, type Ticket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import type { World } from './world.ts'

/** The requester's card; it says so when the ticket stands in no channel of the helpdesk. */
export async function showOwnTicket(world: World, ticket: Ticket, notice = '', typed?: Typed): Promise<Screen> {
  const screen = showTicket(ticket, notice, typed)
  return screen.kind !== 'ticket' || (await isHeard(world, ticket))
    ? screen
    : { ...screen, body: await whyUnheard(world, ticket) }
}

/** The ticket of a restart: the one that asked for approval, or the one that tells the helpdesk how it ended. */
export const ticketIdOf = (request: RestartRequest): string => request.ticketId ?? `${request.id}.h`

/** `session` carries the buttons. What the helpdesk has not heard of is not said to have been told. */
export async function showOwnRestart(
  world: World,
  request: RestartRequest,
  session: Session | undefined,
): Promise<Screen> {
  const ticket = await world.tickets.find(ticketIdOf(request))
  const heard = ticket !== undefined && (await isHeard(world, ticket))
  const screen = showRestart(request, session, ticket?.number, await told(world, request, ticket))
  if (screen.kind !== 'restart' || request.state !== 'awaiting-approval' || !ticket || heard) return screen
  const why = await whyUnheard(world, ticket)
  return {
    ...screen,
    body:
      why === texts.ticket.underWay
        ? texts.restart.waiting.passedOn(ticket.number)
        : `${texts.ticket.title(ticket.number)}: ${why}`,
  }
}

async function told(world: World, request: RestartRequest, ticket: Ticket | undefined): Promise<string> {
  if (!isForHelpdesk(request)) return ''
  if (!ticket) return texts.restart.untold
  // Where its card stands already, the report comes on a new one.
  if (await isOnItsWay(world, ticket)) return texts.restart.passedOn(ticket.number)
  if (await isInChannel(world, ticket)) return texts.restart.told(ticket.number)
  return isLive(ticket) ? texts.restart.untold : ''
}

/** Nobody has to hear of a ticket that is closed. */
const isHeard = async (world: World, ticket: Ticket): Promise<boolean> =>
  !isLive(ticket) || (await isInChannel(world, ticket))

/** One that only the second tier could be told of has been heard as well. */
async function isInChannel(world: World, { id }: Ticket): Promise<boolean> {
  const places = await Promise.all(channelKinds.map((to) => world.cards.find(ticketCard(id, to))))
  return places.some((place) => place !== undefined)
}

async function whyUnheard(world: World, ticket: Ticket): Promise<string> {
  if (!(await world.conversations.isSetUp('helpdesk'))) return texts.ticket.undeliveredHelp
  return (await isOnItsWay(world, ticket)) ? texts.ticket.underWay : texts.ticket.undelivered
}

/** Does a new card of it wait for a channel that there is? Where the first took nothing, the second tier’s gets it. */
async function isOnItsWay(world: World, { id }: Ticket): Promise<boolean> {
  const posts = await Promise.all(
    channelKinds.map(
      async (to) => (await world.conversations.isSetUp(to)) && world.outbox.willPost(ticketCard(id, to)),
    ),
  )
  return posts.includes(true)
}
