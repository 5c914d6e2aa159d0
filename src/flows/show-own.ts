// A ticket and a restart as their requester sees them, whether or not the helpdesk has heard of them.
import { reasonsForHelpdesk, type RestartRequest } from '../core/restart-request.ts'
import type { Screen } from '../core/screens.ts'
import type { Session } from '../core/session.ts'
import { showRestart } from '../core/show-restart.ts'
import { showTicket } from '../core/show-ticket.ts'
import { isLive, type Ticket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import type { World } from './world.ts'

/** The requester's card; it says so when the ticket stands in no channel of the helpdesk. */
export async function showOwnTicket(world: World, ticket: Ticket, notice = '', typed = ''): Promise<Screen> {
  const screen = showTicket(ticket, notice, typed)
  return isHeard(ticket) || screen.kind !== 'ticket' ? screen : { ...screen, body: await whyUnheard(world) }
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
  const heard = ticket !== undefined && isHeard(ticket)
  const screen = showRestart(request, session, ticket?.number, toldOf(request, heard ? ticket : undefined))
  if (screen.kind !== 'restart' || request.state !== 'awaiting-approval' || !ticket || heard) return screen
  return { ...screen, body: `${texts.ticket.title(ticket.number)}: ${await whyUnheard(world)}` }
}

function toldOf({ state, reason }: RestartRequest, heard: Ticket | undefined): string {
  const matters = ['failed', 'unknown'].includes(state) && reason !== undefined && reasonsForHelpdesk.includes(reason)
  if (!matters) return ''
  return heard ? texts.restart.told(heard.number) : texts.restart.untold
}

const isHeard = (ticket: Ticket): boolean => !isLive(ticket) || ticket.cards.helpdesk !== undefined

async function whyUnheard(world: World): Promise<string> {
  const channel = await world.conversations.channel('helpdesk')
  return channel ? texts.ticket.undelivered : texts.ticket.undeliveredHelp
}
