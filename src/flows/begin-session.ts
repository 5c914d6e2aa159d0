// New sessions, and the screen of a session wherever it stands.
import { putNewSession } from '../core/change.ts'
import type { Screen } from '../core/screens.ts'
import type { Person } from '../core/people.ts'
import type { Place, Session } from '../core/session.ts'
import { showNotice } from '../core/show-notice.ts'
import { showSession } from '../core/show-session.ts'
import * as texts from '../core/texts.ts'
import { showOwnRestart, showOwnTicket } from './show-own.ts'
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

/** Saves a new session; answers its first card. */
export async function begin(world: World, session: Session): Promise<Screen> {
  await world.store.commit([putNewSession(session)])
  return showCurrent(world, session)
}

const recent = 60 * 60_000

/** The session that the person began last, within an hour. */
export const latestSession = (world: World, person: Person): Promise<Session | undefined> =>
  world.sessions.latestOf(person.id, new Date(world.clock.now().getTime() - recent))

/** What the person sees of this session now. */
export async function showCurrent(world: World, session: Session): Promise<Screen> {
  const { place } = session
  if (place.at === 'restart') {
    const request = await world.requests.find(place.requestId)
    return request ? showOwnRestart(world, request, session) : showNotice(texts.expired, 'warning')
  }
  if (place.at === 'ticket') {
    const ticket = await world.tickets.find(place.ticketId)
    return ticket ? showOwnTicket(world, ticket) : showNotice(texts.expired, 'warning')
  }
  return showSession(session, (id) => symptomOf(world, id), world.catalog.symptoms)
}
