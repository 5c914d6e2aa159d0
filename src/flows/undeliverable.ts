// What follows when a card cannot be delivered at all: nobody is left to believe that somebody was told.
import { type Change, putDelivery, putTicket } from '../core/change.ts'
import type { WhyGivenUp } from '../core/delivery.ts'
import {
  type Delivery,
  ownerOfLane,
  ownTicketDelivery,
  restartDelivery,
  type Shown,
  ticketCard,
  ticketDelivery,
} from '../core/outbox.ts'
import { isLive, type Ticket } from '../core/ticket.ts'
import { ticketMessages } from '../core/ticket-messages.ts'
import * as texts from '../core/texts.ts'
import { botReports } from './bot-reports.ts'
import type { Delivered } from './ports.ts'
import { ticketIdOf } from './show-own.ts'
import type { World } from './world.ts'

export async function afterUndeliverable(
  world: World,
  { shown, lane }: Delivery,
  why: WhyGivenUp | 'no-conversation',
): Promise<Pick<Delivered, 'changes'>> {
  world.log.warn({ event: 'undeliverable', card: shown.kind, lane: ownerOfLane(lane).kind, why })
  return { changes: await consequences(world, shown) }
}

async function consequences(world: World, shown: Shown): Promise<Change[]> {
  if (shown.kind === 'ticket') {
    const ticket = await world.tickets.find(shown.id)
    if (!ticket) return []
    return shown.to === 'requester' ? markUnreachable(world, ticket) : passOn(world, ticket, shown.to)
  }
  if (shown.kind !== 'restart') return []
  const request = await world.requests.find(shown.id)
  const ticket = request && (await world.tickets.find(ticketIdOf(request)))
  return ticket ? markUnreachable(world, ticket) : []
}

/** The helpdesk has to call whoever cannot be told. */
function markUnreachable(world: World, ticket: Ticket): Change[] {
  const report = texts.ticket.unreachable(ticket.requester.name)
  if (!isLive(ticket) || ticket.events.some(({ text }) => text === report)) return []
  const reported = botReports(ticket, report, world.clock.now())
  return [putTicket(reported), ...ticketMessages(reported)]
}

/** The other channel hears of it; the requester's card says how it stands. */
async function passOn(world: World, ticket: Ticket, to: 'helpdesk' | 'second-tier'): Promise<Change[]> {
  const { id, requester, restartRequestId } = ticket
  const secondTier =
    to === 'helpdesk' &&
    (await world.conversations.channel('second-tier')) !== undefined &&
    (await world.cards.find(ticketCard(id, 'second-tier'))) === undefined
  return [
    ...(secondTier ? [putDelivery(ticketDelivery(id, 'second-tier', 'post'))] : []),
    putDelivery(ownTicketDelivery(id, requester.id, 'update')),
    ...(restartRequestId ? [putDelivery(restartDelivery(restartRequestId, requester.id, 'update'))] : []),
  ]
}
