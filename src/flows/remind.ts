// Tickets that nobody has touched for a while: the channel is reminded of each, once until something happens to it.
import { putDelivery } from '../core/change.ts'
import { channelLane } from '../core/outbox.ts'
import { channelOf } from '../core/ticket-messages.ts'
import type { World } from './world.ts'

const hour = 60 * 60_000
/** A ticket that nobody has touched since then is ageing. */
export const ageingSince = (now: Date): Date => new Date(now.getTime() - 4 * hour)

/** Reminders at once; the rest follows in the next round. */
const mostAtOnce = 10

export async function remindOfAgeing(world: World): Promise<void> {
  if (!(await world.conversations.channel('helpdesk'))) return
  for (const ticket of await world.tickets.ageing(ageingSince(world.clock.now()), mostAtOnce)) {
    const lane = channelLane(channelOf(ticket))
    await world.store.commit([
      { put: 'reminded', ticket },
      putDelivery({ shown: { kind: 'reminder', ticketId: ticket.id }, how: 'post', lane }),
    ])
  }
}
