// The audit entries that restarts and tickets leave: made where the change is made, written in the same transaction.
import { type AuditAct, type AuditEntry, botActor } from './audit.ts'
import type { Change } from './change.ts'
import type { RestartRequest, RestartState } from './restart-request.ts'
import type { Ticket, TicketVerb } from './ticket.ts'

/** Who did it, and where. */
export type Doer = { readonly id: string; readonly surface: AuditEntry['surface'] }

export const botDoer: Doer = { id: botActor, surface: 'worker' }

export const putAudit = (entry: AuditEntry): Change => ({ put: 'audit', entry })

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
  const act = restartActs[request.state]
  if (!act) return []
  return [
    putAudit({
      at,
      actor: doer.id,
      act,
      outcome: request.refusal ? 'refused' : 'done',
      rule: request.refusal?.rule ?? request.reason,
      subject: { kind: 'restart', id: request.id },
      before,
      after: request.state,
      surface: doer.surface,
    }),
  ]
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
  before: Ticket,
  outcome: { readonly after: Ticket } | { readonly rule: string },
  doer: Doer,
  at: Date,
): Change[] {
  const act = ticketActs[verb]
  const done = 'after' in outcome
  // The approval that was given is written once, with the restart.
  if (!act || (verb === 'approve' && done)) return []
  return [
    putAudit({
      at,
      actor: doer.id,
      act,
      outcome: done ? 'done' : 'refused',
      rule: done ? undefined : outcome.rule,
      subject: { kind: 'ticket', id: before.id },
      before: before.state,
      after: done ? outcome.after.state : undefined,
      surface: doer.surface,
    }),
  ]
}

export const filedAudit = (ticketId: string, doer: Doer, at: Date): Change =>
  putAudit({
    at,
    actor: doer.id,
    act: 'ticket-filed',
    outcome: 'done',
    rule: undefined,
    subject: { kind: 'ticket', id: ticketId },
    before: undefined,
    after: 'open',
    surface: doer.surface,
  })
