// "Cancel": ends a session, and withdraws a restart of it that was not sent yet.
import { type Doer, refusedAudit, restartAudit, ticketAudit } from '../core/audited.ts'
import { type Change, putRequest, putSession, putTicket } from '../core/change.ts'
import { restartMessages } from '../core/restart-messages.ts'
import { isOpen, isWithdrawable, moveRestart, type RestartRequest } from '../core/restart-request.ts'
import { advance, type Session } from '../core/session.ts'
import { actOnTicket } from '../core/ticket.ts'
import { ticketMessages } from '../core/ticket-messages.ts'
import type { World } from './world.ts'

/** The cancelled session, saved; undefined when what it began cannot be stopped any more, or something came first. */
export async function cancelSession(world: World, session: Session, doer: Doer): Promise<Session | undefined> {
  const withdrawal = await withdraw(world, session, doer)
  if (!withdrawal) return undefined
  const next = advance(session, { at: 'cancelled' })
  const saved = await world.store.commit([putSession(next), ...withdrawal])
  return saved.ok ? next : undefined
}

/** What takes the session's restart back; undefined when it is too late for that. */
async function withdraw(world: World, { place }: Session, doer: Doer): Promise<Change[] | undefined> {
  if (place.at !== 'restart') return []
  const request = await world.requests.find(place.requestId)
  if (!request) return undefined
  const now = world.clock.now()
  if (!isWithdrawable(request)) {
    if (isOpen(request)) await world.store.commit([tooLate(request, doer, now)])
    return undefined
  }
  const withdrawn = moveRestart(request, 'withdrawn', now)
  const ticket = request.ticketId ? await world.tickets.find(request.ticketId) : undefined
  const facts = { isHelpdesk: false, restartWaits: false, now }
  const outcome = ticket && actOnTicket(ticket, { verb: 'withdraw' }, request.person, facts)
  return [
    putRequest(withdrawn),
    ...restartMessages(withdrawn),
    ...restartAudit(withdrawn, request.state, doer, now),
    ...(ticket && outcome?.ok
      ? [
          putTicket(outcome.ticket),
          ...ticketMessages(outcome.ticket),
          ...ticketAudit('withdraw', ticket, { after: outcome.ticket }, doer, now),
        ]
      : []),
  ]
}

const tooLate = ({ id, state }: RestartRequest, doer: Doer, now: Date): Change =>
  refusedAudit({ act: 'restart-withdrawn', subject: { kind: 'restart', id }, before: state }, 'under-way', doer, now)
