// "Cancel": ends a session, and withdraws a restart that was not sent yet.
import { type Doer, refusedAudit, restartAudit, ticketAudit } from '../core/audited.ts'
import { type Change, putRequest, putSession, putTicket } from '../core/change.ts'
import { restartMessages } from '../core/restart-messages.ts'
import { isOpen, isWithdrawable, moveRestart, type RestartRequest } from '../core/restart-request.ts'
import type { Person } from '../core/people.ts'
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
  if (isWithdrawable(request)) return withdrawal(world, request, doer)
  if (isOpen(request)) await world.store.commit([tooLate(request, doer, world.clock.now())])
  return undefined
}

/** A restart of this person that can still be taken back, whatever they did after asking for it. */
export async function restartToCome(world: World, { id }: Person): Promise<RestartRequest | undefined> {
  const longest = new Date(world.clock.now().getTime() - world.times.approval)
  return (await world.requests.since(longest, { personId: id })).find(isWithdrawable)
}

/** Answers whether it was taken back; it may have left meanwhile. */
export async function cancelRestart(world: World, request: RestartRequest, doer: Doer): Promise<boolean> {
  return (await world.store.commit(await withdrawal(world, request, doer))).ok
}

async function withdrawal(world: World, request: RestartRequest, doer: Doer): Promise<Change[]> {
  const now = world.clock.now()
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
