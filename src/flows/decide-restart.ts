// May it be restarted for this person, at once or with an approval? Decided with facts read now.
import { botDoer, filedAudit } from '../core/audited.ts'
import { type Change, putTicket } from '../core/change.ts'
import { decideRestart } from '../core/policy/restart.ts'
import type { RestartRequest } from '../core/restart-request.ts'
import type { RestartRefusal } from '../core/session.ts'
import * as texts from '../core/texts.ts'
import { ticketMessages } from '../core/ticket-messages.ts'
import { botReports } from './bot-reports.ts'
import { filing, newTicket } from './file-ticket.ts'
import { type Due, fail, move } from './move-restart.ts'
import type { GraphFailure } from './ports.ts'
import { type Gathered, gatherFacts } from './restart-facts.ts'
import type { World } from './world.ts'

export async function decide(world: World, due: Due): Promise<unknown> {
  const reading = await gatherFacts(world, due.record)
  if (!reading.ok) return declineUnread(world, due, reading.failure)
  const { facts } = reading
  const decision = decideRestart(facts.policy, world.rules)
  switch (decision.status) {
    case 'deny':
      return move(world, due, 'declined', { refusal: decision.refusal })
    case 'needs-approval':
      return askHelpdesk(world, due, facts)
    case 'allow':
      return approve(world, due, facts.approval)
  }
}

/** With an approval that was not used before, whose ticket is about this request from now on. */
async function approve(world: World, due: Due, approval: RestartRequest | undefined): Promise<unknown> {
  const dueAt = world.clock.now()
  const ticket = approval?.ticketId ? await world.tickets.find(approval.ticketId) : undefined
  if (!approval || !ticket) return move(world, due, 'approved', { dueAt })
  const { id, cloudPc } = due.record
  const reported = botReports({ ...ticket, restartRequestId: id }, texts.restart.askedAgain(cloudPc.name), dueAt)
  const leave = { decidedBy: approval.decidedBy, ticketId: ticket.id, dueAt }
  return move(world, due, 'approved', leave, [putTicket(reported), ...ticketMessages(reported)])
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
