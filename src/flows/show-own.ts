// A ticket and a restart as their requester sees them, whether or not the helpdesk has heard of them.
import type { RestartRequest } from '../core/restart-request.ts'
import type { Screen } from '../core/screens.ts'
import type { Session } from '../core/session.ts'
import { showRestart } from '../core/show-restart.ts'
import { showTicket } from '../core/show-ticket.ts'
import { isLive, type Ticket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import type { World } from './world.ts'

/** The requester's card; it says so when the ticket stands in no channel of the helpdesk. */
export async function showOwnTicket(world: World, ticket: Ticket, notice = ''): Promise<Screen> {
  const screen = showTicket(ticket, notice)
  return isHeard(ticket) || screen.kind !== 'ticket' ? screen : { ...screen, body: await whyUnheard(world) }
}

/** `session` carries the buttons. A restart that waits for a ticket nobody has says so. */
export async function showOwnRestart(
  world: World,
  request: RestartRequest,
  session: Session | undefined,
): Promise<Screen> {
  const ticket = request.ticketId ? await world.tickets.find(request.ticketId) : undefined
  const screen = showRestart(request, session, ticket?.number)
  if (screen.kind !== 'restart' || request.state !== 'awaiting-approval' || !ticket || isHeard(ticket)) return screen
  return { ...screen, body: `${texts.ticket.title(ticket.number)}: ${await whyUnheard(world)}` }
}

const isHeard = (ticket: Ticket): boolean => !isLive(ticket) || ticket.cards.helpdesk !== undefined

async function whyUnheard(world: World): Promise<string> {
  const channel = await world.conversations.channel('helpdesk')
  return channel ? texts.ticket.undelivered : texts.ticket.undeliveredHelp
}
