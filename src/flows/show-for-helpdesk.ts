// A ticket as the people of the helpdesk see it: in their channels as everybody does, and after a click as this person may.
import type { Person } from '../core/people.ts'
import type { Screen } from '../core/screens.ts'
import { showTicketInChannel, type Typed } from '../core/show-ticket.ts'
import { isLive, type Ticket } from '../core/ticket.ts'
import { symptomOf, type World } from './world.ts'

/** So many people can have a view of their own of one card. */
const mostViews = 60

/** `person`: whose view it is; undefined for the card that everybody sees. */
export async function showForHelpdesk(
  world: World,
  ticket: Ticket,
  { person, notice, typed }: { person?: Person; notice?: string; typed?: Typed | undefined } = {},
): Promise<Screen> {
  const [request, colleagues, onCall] = await Promise.all([
    ticket.restartRequestId ? world.requests.find(ticket.restartRequestId) : undefined,
    isLive(ticket) ? world.people.helpdesk() : [],
    world.conversations.onCall('second-tier'),
  ])
  const viewers = [ticket.owner, ticket.requester, ...colleagues].flatMap((one) => one?.id ?? [])
  return showTicketInChannel(ticket, {
    viewers: (await world.conversations.teamsIds([...new Set(viewers)])).slice(0, mostViews),
    symptom: symptomOf(world, ticket.facts.symptomId),
    request,
    colleagues,
    onCall: onCall?.person,
    viewer: person,
    notice,
    typed,
  })
}
