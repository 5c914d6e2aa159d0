// May it be restarted for this person, at once or with an approval? Decided with facts read now.
import { botDoer, filedAudit } from '../core/audited.ts'
import type { Change } from '../core/change.ts'
import { decideRestart, unusedApproval } from '../core/policy/restart.ts'
import type { RestartRequest } from '../core/restart-request.ts'
import type { RestartRefusal } from '../core/session.ts'
import * as texts from '../core/texts.ts'
import { filing, newTicket } from './file-ticket.ts'
import { type Due, fail, move } from './move-restart.ts'
import type { GraphFailure } from './ports.ts'
import { type Gathered, gatherFacts } from './restart-facts.ts'
import type { World } from './world.ts'

export async function decide(world: World, due: Due): Promise<unknown> {
  const reading = await gatherFacts(world, due.record)
  if (!reading.ok) return declineUnread(world, due, reading.failure)
  const { facts } = reading
  const approval = unusedApproval(due.record, facts.policy.forDevice)
  const approvalMissing = facts.policy.approvalMissing && !approval
  const decision = decideRestart({ ...facts.policy, approvalMissing }, world.rules)
  switch (decision.status) {
    case 'deny':
      return move(world, due, 'declined', { refusal: decision.refusal })
    case 'needs-approval':
      return askHelpdesk(world, due, facts)
    case 'allow': {
      const leave = approval ? { decidedBy: approval.decidedBy, ticketId: approval.ticketId } : {}
      return move(world, due, 'approved', { ...leave, dueAt: world.clock.now() })
    }
  }
}

/** A passing fault is told to the person alone; a missing right is for the helpdesk to mend. */
function declineUnread(world: World, due: Due, { kind }: GraphFailure): Promise<unknown> {
  if (kind === 'no-right' || kind === 'not-signed-in') return fail(world, due, kind)
  const refusal: RestartRefusal = { rule: kind === 'not-found' ? 'not-yours' : 'lookup-failed' }
  return move(world, due, 'declined', { refusal })
}

/** The request waits, and its ticket is filed with it. */
export async function askHelpdesk(world: World, due: Due, { owned }: Gathered): Promise<unknown> {
  const { record } = due
  const now = world.clock.now()
  const ticketId = `${record.id}.t`
  const filed = await approvalTicket(world, record, ticketId, owned.map(texts.deviceFact))
  if (!filed) return fail(world, due, 'not-allowed-any-more')
  const dueAt = new Date(now.getTime() + world.times.approval)
  return move(world, due, 'awaiting-approval', { ticketId, dueAt }, filed)
}

/** Files the ticket, once; undefined where nothing is known any more of what led to the request. */
async function approvalTicket(
  world: World,
  { id, sessionId }: RestartRequest,
  ticketId: string,
  devices: readonly string[],
): Promise<Change[] | undefined> {
  if (await world.tickets.find(ticketId)) return []
  const session = await world.sessions.find(sessionId)
  if (!session) return undefined
  const draft = { id: ticketId, purpose: 'approve-restart', restartRequestId: id, devices } as const
  return [...filing(newTicket(world, session, draft), undefined), filedAudit(ticketId, botDoer, world.clock.now())]
}
