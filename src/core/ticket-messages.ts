// Which cards have to be shown anew, or posted, because something was done on a ticket. Nobody is notified of their own act.
import { type Change, putDelivery } from './change.ts'
import { ownTicketDelivery, personLane, restartDelivery, ticketDelivery } from './outbox.ts'
import { channelUpdates } from './restart-messages.ts'
import { isForRequester, isLive, type NewTicket, type TicketEvent } from './ticket.ts'

export const filedMessages = ({ id, requester }: NewTicket): Change[] => [
  putDelivery(ticketDelivery(id, 'helpdesk', 'post')),
  putDelivery(ownTicketDelivery(id, requester.id, 'update')),
]

/** After the last event of the ticket. */
export function ticketMessages(ticket: NewTicket): Change[] {
  const event = ticket.events.at(-1)
  if (!event) return []
  const own = event.actor.id === ticket.requester.id
  const how = own || !isForRequester(event) ? 'update' : 'post'
  return [
    ...channelUpdates(ticket.id),
    ...(event.kind === 'escalated' ? [putDelivery(ticketDelivery(ticket.id, 'second-tier', 'post'))] : []),
    putDelivery(ownTicketDelivery(ticket.id, ticket.requester.id, how)),
    ...(changesRestartCard(ticket, event) ? restartUpdate(ticket) : []),
    ...(event.to && event.to.id !== event.actor.id ? [tellAssignee(ticket.id, event.to.id)] : []),
  ]
}

const tellAssignee = (ticketId: string, personId: string): Change =>
  putDelivery({ shown: { kind: 'assigned', ticketId, personId }, how: 'post', lane: personLane(personId) })

/** It says whether the helpdesk has been told, which matters as long as the ticket is open. */
const changesRestartCard = (ticket: NewTicket, { kind }: TicketEvent): boolean => !isLive(ticket) || kind === 'reopened'

const restartUpdate = ({ restartRequestId, requester }: NewTicket): Change[] =>
  restartRequestId ? [putDelivery(restartDelivery(restartRequestId, requester.id, 'update'))] : []
