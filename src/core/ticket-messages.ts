// Which cards have to be shown anew, or posted, because something was done on a ticket. Nobody is notified of their own act.
import { type Change, putDelivery } from './change.ts'
import type { ChannelKind } from './people.ts'
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
    ...(isNews(event) ? [helpdeskNews(ticket)] : []),
    putDelivery(ownTicketDelivery(ticket.id, ticket.requester.id, how)),
    ...(changesRestartCard(ticket, event) ? restartUpdate(ticket) : []),
    ...(event.to && event.to.id !== event.actor.id ? [tellAssignee(ticket.id, event.to.id)] : []),
  ]
}

/** What the helpdesk has to notice, and would not where its card only changed: nobody looks at old cards. */
const isNews = ({ kind }: TicketEvent): boolean => ['escalated', 'comment', 'reopened'].includes(kind)

/** A new card of the ticket in the channel of those who have it now; the one that stood there shrinks to a pointer. */
export const helpdeskNews = (ticket: NewTicket): Change =>
  putDelivery(ticketDelivery(ticket.id, channelOf(ticket), 'post'))

export const channelOf = ({ state }: Pick<NewTicket, 'state'>): ChannelKind =>
  state === 'escalated' ? 'second-tier' : 'helpdesk'

const tellAssignee = (ticketId: string, personId: string): Change =>
  putDelivery({ shown: { kind: 'assigned', ticketId, personId }, how: 'post', lane: personLane(personId) })

/** It says whether the helpdesk has been told, which matters as long as the ticket is open. */
const changesRestartCard = (ticket: NewTicket, { kind }: TicketEvent): boolean => !isLive(ticket) || kind === 'reopened'

const restartUpdate = ({ restartRequestId, requester }: NewTicket): Change[] =>
  restartRequestId ? [putDelivery(restartDelivery(restartRequestId, requester.id, 'update'))] : []
