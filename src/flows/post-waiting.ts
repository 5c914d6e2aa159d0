// Tickets that were filed while the helpdesk had no channel, or its channel took no messages.
import { putDelivery } from '../core/change.ts'
import { ticketDelivery } from '../core/outbox.ts'
import type { World } from './world.ts'

/** More than this at once would be a flood; the next time the channel is set up brings the rest. */
const mostAtOnce = 50

export async function postWaiting(world: World): Promise<void> {
  const tickets = await world.tickets.unposted(mostAtOnce)
  await world.store.commit(tickets.map(({ id }) => putDelivery(ticketDelivery(id, 'helpdesk', 'post'))))
}
