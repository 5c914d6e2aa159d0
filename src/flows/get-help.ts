// "Get help": the form for the helpdesk, with all that is known already.
import { putSession } from '../core/change.ts'
import type { Person } from '../core/people.ts'
import { isOpen } from '../core/restart-request.ts'
import type { Screen } from '../core/screens.ts'
import { isOver, openHelpForm, type Session } from '../core/session.ts'
import { begin, latestSession, newSession, showCurrent } from './begin-session.ts'
import type { World } from './world.ts'

/** Help goes with what was pasted last, so that nobody has to say it twice. */
export async function getHelp(world: World, person: Person): Promise<Screen> {
  const session = await latestSession(world, person)
  if (session?.place.at === 'cancelled') return getHelpBeside(world, session)
  if (!session || isOver(session)) return begin(world, newSession(world, person, { at: 'help-form' }))
  if (session.place.at === 'restart') return getHelpBeside(world, session)
  const next = openHelpForm(session)
  return (await world.store.commit([putSession(next)])).ok ? showCurrent(world, next) : getHelp(world, person)
}

/** The form as a session of its own: a restart goes its own way, and its card keeps its session. */
export function getHelpBeside(world: World, session: Session): Promise<Screen> {
  const { symptomId, evidence, answers, shown, product } = session
  const fresh = newSession(world, session.person, { at: 'help-form' }, session.excerpt)
  return begin(world, { ...fresh, symptomId, evidence, answers, shown, product })
}

/** Is the bot or the helpdesk still at work on the restart that the session's card shows? */
export async function isRestartUnderWay(world: World, { place }: Session): Promise<boolean> {
  const request = place.at === 'restart' ? await world.requests.find(place.requestId) : undefined
  return request !== undefined && isOpen(request)
}
