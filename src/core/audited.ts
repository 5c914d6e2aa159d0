// The audit entries of what people and the bot do: made where the change is made, written in the same transaction.
import { type AuditAct, type AuditEntry, botActor } from './audit.ts'
import type { Change } from './change.ts'
import type { RestartRequest, RestartState } from './restart-request.ts'
import type { Ticket, TicketVerb } from './ticket.ts'

/** Who did it, and where. */
export type Doer = { readonly id: string; readonly surface: AuditEntry['surface'] }

export const botDoer: Doer = { id: botActor, surface: 'worker' }

/** What is done, or tried: a refusal leaves the subject as it was before. */
export type Deed = Pick<AuditEntry, 'act' | 'subject' | 'before' | 'after'>

export const doneAudit = (deed: Deed, { id: actor, surface }: Doer, at: Date): Change => ({
  put: 'audit',
  entry: { ...deed, at, actor, surface, outcome: 'done', rule: undefined },
})

export const refusedAudit = (
  { act, subject, before }: Omit<Deed, 'after'>,
  rule: string,
  { id: actor, surface }: Doer,
  at: Date,
): Change => ({
  put: 'audit',
  entry: { act, subject, before, after: undefined, at, actor, surface, outcome: 'refused', rule },
})

/** The rule that keeps somebody from what is for the helpdesk. That Graph could not vouch for them is told apart. */
export const memberRule = (member: 'no' | 'unknown'): string =>
  member === 'unknown' ? 'membership-unknown' : 'not-helpdesk'

const restartActs: Readonly<Record<RestartState, AuditAct | undefined>> = {
  requested: 'restart-requested',
  'awaiting-approval': undefined,
  approved: 'restart-approved',
  sending: 'restart-sent',
  sent: undefined,
  restarting: undefined,
  done: 'restart-ended',
  failed: 'restart-ended',
  unknown: 'restart-ended',
  declined: 'restart-declined',
  withdrawn: 'restart-withdrawn',
  expired: 'restart-expired',
}

/** What the move of a request leaves; the steps in between leave nothing. */
export function restartAudit(
  request: RestartRequest,
  before: RestartState | undefined,
  doer: Doer,
  at: Date,
): Change[] {
  const { id, state: after, refusal, reason } = request
  const act = restartActs[after]
  // What goes back to be sent once more was approved before.
  if (!act || (before === 'sending' && after === 'approved')) return []
  const entry = {
    at,
    actor: doer.id,
    act,
    outcome: refusal ? 'refused' : 'done',
    rule: refusal?.rule ?? reason,
    subject: { kind: 'restart', id },
    before,
    after,
    surface: doer.surface,
  } as const
  return [{ put: 'audit', entry }]
}

/** Acts of the requester that need no right leave nothing; the approval is told of the restart. */
const ticketActs: Readonly<Partial<Record<TicketVerb, AuditAct>>> = {
  take: 'ticket-taken',
  release: 'ticket-released',
  assign: 'ticket-assigned',
  approve: 'restart-approved',
  reply: 'ticket-reply',
  note: 'ticket-note',
  escalate: 'ticket-escalated',
  urgency: 'ticket-urgency',
  resolve: 'ticket-resolved',
  reopen: 'ticket-reopened',
  decline: 'ticket-declined',
  withdraw: 'ticket-withdrawn',
}

/** What an act on a ticket leaves, done or refused by `rule`. */
export function ticketAudit(
  verb: TicketVerb,
  { id, state: before }: Ticket,
  outcome: { readonly after: Ticket } | { readonly rule: string },
  doer: Doer,
  at: Date,
): Change[] {
  const act = ticketActs[verb]
  if (!act) return []
  const tried = { act, subject: { kind: 'ticket', id }, before } as const
  if ('rule' in outcome) return [refusedAudit(tried, outcome.rule, doer, at)]
  // The approval that was given is written once, with the restart.
  return verb === 'approve' ? [] : [doneAudit({ ...tried, after: outcome.after.state }, doer, at)]
}

export const filedAudit = (id: string, doer: Doer, at: Date): Change =>
  doneAudit({ act: 'ticket-filed', subject: { kind: 'ticket', id }, before: undefined, after: 'open' }, doer, at)
