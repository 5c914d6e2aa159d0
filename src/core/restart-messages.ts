// Which cards have to be shown anew, or posted, because a restart request moved.
import { type Change, putDelivery } from './change.ts'
import { restartDelivery, ticketDelivery } from './outbox.ts'
import type { RestartRequest, RestartState } from './restart-request.ts'

/** Ends that come by themselves some time after the requester looked away: a new message, so that they are noticed. */
const noticed: readonly RestartState[] = ['done', 'failed', 'unknown', 'expired']

/** What the helpdesk sees of it on the ticket's card. */
const shownOnTicket: readonly RestartState[] = [...noticed, 'awaiting-approval', 'approved', 'declined', 'withdrawn']

export function restartMessages(request: RestartRequest): Change[] {
  const how = noticed.includes(request.state) ? 'post' : 'update'
  return [
    putDelivery(restartDelivery(request.id, request.person.id, how)),
    ...(request.ticketId && shownOnTicket.includes(request.state) ? channelUpdates(request.ticketId) : []),
  ]
}

/** Brings the ticket's cards in the channels up to date, where they stand. */
export const channelUpdates = (ticketId: string): Change[] => [
  putDelivery(ticketDelivery(ticketId, 'helpdesk', 'update')),
  putDelivery(ticketDelivery(ticketId, 'second-tier', 'update')),
]
