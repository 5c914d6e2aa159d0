// What a person who is forgotten had under way: what they asked for is withdrawn, and what they had taken goes back. Pure.
import { botActor } from './audit.ts'
import { type Doer, restartAudit, ticketAudit } from './audited.ts'
import { type Change, putRequest, putTicket } from './change.ts'
import { restartMessages } from './restart-messages.ts'
import { moveRestart, type RestartRequest } from './restart-request.ts'
import { record, type Ticket } from './ticket.ts'
import { ticketMessages } from './ticket-messages.ts'

export type Work = {
  /** Restarts that they asked for and that are not over. */
  readonly restarts: readonly RestartRequest[]
  /** Live tickets that they filed. */
  readonly filed: readonly Ticket[]
  /** Live tickets of others that they have. */
  readonly taken: readonly Ticket[]
}

/** An administrator has the bot do it. */
const doer: Doer = { id: botActor, surface: 'cli' }

export const leaveWork = ({ restarts, filed, taken }: Work, now: Date): Change[] => [
  ...filed.flatMap((ticket) => withdrawTicket(ticket, now)),
  ...restarts.flatMap((request) => withdrawRestart(request, now)),
  ...taken.flatMap((ticket) => handBack(ticket, now)),
]

function withdrawTicket(ticket: Ticket, now: Date): Change[] {
  const event = { at: now, actor: ticket.requester, kind: 'withdrawn', text: '' } as const
  return saved('withdraw', ticket, record({ ...ticket, state: 'withdrawn' }, event), now)
}

function withdrawRestart(request: RestartRequest, now: Date): Change[] {
  const withdrawn = moveRestart(request, 'withdrawn', now)
  return [putRequest(withdrawn), ...restartMessages(withdrawn), ...restartAudit(withdrawn, request.state, doer, now)]
}

/** With the second tier it stays. */
function handBack(ticket: Ticket, now: Date): Change[] {
  const { state, owner } = ticket
  if (!owner) return []
  const free = { ...ticket, state: state === 'escalated' ? state : 'open', owner: undefined } as const
  return saved('release', ticket, record(free, { at: now, actor: owner, kind: 'released', text: '' }), now)
}

const saved = (verb: 'withdraw' | 'release', before: Ticket, after: Ticket, now: Date): Change[] => [
  putTicket(after),
  ...ticketMessages(after),
  ...ticketAudit(verb, before, { after }, doer, now),
]
