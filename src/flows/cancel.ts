// "Cancel": ends a session, and withdraws a restart of it that was not sent yet.
import { isWithdrawable, moveRestart } from '../core/restart-request.ts'
import { advance, type Session } from '../core/session.ts'
import { actOnTicket } from '../core/ticket.ts'
import { updateChannels } from './tell.ts'
import type { World } from './world.ts'

/** The cancelled session; undefined when what it began cannot be stopped any more. */
export async function cancelSession(world: World, session: Session): Promise<Session | undefined> {
  if (session.place.at === 'restart' && !(await withdrawRestart(world, session.place.requestId))) return undefined
  return advance(session, { at: 'cancelled' })
}

async function withdrawRestart(world: World, requestId: string): Promise<boolean> {
  const request = await world.requests.find(requestId)
  if (!request || !isWithdrawable(request)) return false
  if (!(await world.requests.save(moveRestart(request, 'withdrawn')))) return false
  const ticket = request.ticketId ? await world.tickets.find(request.ticketId) : undefined
  if (!ticket) return true
  const now = world.clock.now()
  const outcome = actOnTicket(ticket, { verb: 'withdraw' }, request.person, {
    isHelpdesk: false,
    restartWaits: false,
    now,
  })
  if (outcome.ok && (await world.tickets.save(outcome.ticket))) await updateChannels(world, outcome.ticket, undefined)
  return true
}
