// New sessions, and the screen of a session wherever it stands.
import type { Screen } from '../core/screens.ts'
import type { Person } from '../core/people.ts'
import type { Place, Session } from '../core/session.ts'
import { showRestart } from '../core/show-restart.ts'
import { showNotice, showSession } from '../core/show-session.ts'
import { showTicket } from '../core/show-ticket.ts'
import * as texts from '../core/texts.ts'
import { symptomOf, type World } from './world.ts'

/** A session at its first step; not saved yet. */
export const newSession = (world: World, person: Person, place: Place, excerpt = ''): Session => ({
  id: world.clock.newId(),
  nonce: world.clock.newId(),
  person,
  step: 0,
  place,
  symptomId: undefined,
  evidence: [],
  excerpt,
  answers: [],
  shown: [],
  product: undefined,
  runbook: false,
  createdAt: world.clock.now(),
})

/** What the person sees of this session now. */
export async function showCurrent(world: World, session: Session): Promise<Screen> {
  const { place } = session
  if (place.at === 'restart') {
    const request = await world.requests.find(place.requestId)
    const ticket = request?.ticketId ? await world.tickets.find(request.ticketId) : undefined
    return request ? showRestart(request, session, ticket?.number) : showNotice(texts.expired, 'warning')
  }
  if (place.at === 'ticket') {
    const ticket = await world.tickets.find(place.ticketId)
    return ticket ? showTicket(ticket) : showNotice(texts.expired, 'warning')
  }
  return showSession(session, (id) => symptomOf(world, id), world.catalog.symptoms)
}
