// A helpdesk ticket and everything that can be done with it. Pure: who may do what in which state, and what follows.
import type { Product } from './catalog.ts'
import type { CardPlace, Person } from './people.ts'

export const ticketStates = ['open', 'taken', 'escalated', 'resolved', 'declined', 'withdrawn'] as const
export type TicketState = (typeof ticketStates)[number]

export const severities = ['normal', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

/** What the ticket asks for: help, leave to restart a Cloud PC, or the restart of a machine that the bot cannot reach. */
export type TicketPurpose = 'help' | 'approve-restart' | 'restart-machine'

/** What the helpdesk is told, gathered when the ticket is filed. All of it is redacted. */
export type TicketFacts = {
  readonly symptomId: string | undefined
  readonly excerpt: string
  readonly answers: readonly { readonly question: string; readonly answer: string }[]
  /** Titles of the solutions that the person has seen. */
  readonly tried: readonly string[]
  /** Ids of the solutions that fit the answers. */
  readonly shown: readonly string[]
  readonly product: Product | undefined
  readonly machine: string | undefined
  /** One line about each of the person's Cloud PCs, as Graph told it. */
  readonly devices: readonly string[]
}

export const eventKinds = [
  'filed',
  'taken',
  'approved',
  'declined',
  'reply',
  'comment',
  'escalated',
  'resolved',
  'withdrawn',
  'restart',
] as const
export type TicketEventKind = (typeof eventKinds)[number]
export type TicketEvent = {
  readonly at: Date
  readonly actor: Person
  readonly kind: TicketEventKind
  readonly text: string
}

export type Ticket = {
  readonly id: string
  /** Short, for talking about it. */
  readonly number: number
  readonly nonce: string
  readonly version: number
  readonly state: TicketState
  readonly purpose: TicketPurpose
  readonly requester: Person
  readonly owner: Person | undefined
  readonly severity: Severity
  readonly facts: TicketFacts
  readonly restartRequestId: string | undefined
  readonly events: readonly TicketEvent[]
  readonly createdAt: Date
  readonly cards: {
    readonly requester: CardPlace | undefined
    readonly helpdesk: CardPlace | undefined
    readonly secondTier: CardPlace | undefined
  }
}

/** A ticket as it is filed; the store gives it its number. */
export type NewTicket = Omit<Ticket, 'number'>

export type TicketAct =
  | { readonly verb: 'take' | 'approve' | 'resolve' | 'withdraw' }
  | { readonly verb: 'decline' | 'reply' | 'comment'; readonly text: string }
  | { readonly verb: 'escalate'; readonly text: string; readonly severity: Severity }

/** Why nothing was done; the sentence for it is in texts.ts. */
export type TicketRefusal =
  | {
      readonly rule:
        'not-helpdesk' | 'own-ticket' | 'not-requester' | 'text-missing' | 'nothing-to-approve' | 'restart-waits'
    }
  | { readonly rule: 'closed'; readonly state: TicketState }
  | { readonly rule: 'taken-already'; readonly by: Person }
  | { readonly rule: 'escalated-already' }

export type TicketOutcome =
  { readonly ok: true; readonly ticket: Ticket } | { readonly ok: false; readonly refusal: TicketRefusal }

/** States in which somebody still has to act. */
export const liveStates: readonly TicketState[] = ['open', 'taken', 'escalated']

export const isLive = (ticket: Ticket): boolean => liveStates.includes(ticket.state)

const requesterVerbs: readonly TicketAct['verb'][] = ['withdraw', 'comment']

/** The ticket after `act`, or the rule that forbids it. `restartWaits`: a restart request waits for this ticket. */
export function actOnTicket(
  ticket: Ticket,
  act: TicketAct,
  actor: Person,
  facts: { readonly isHelpdesk: boolean; readonly restartWaits: boolean; readonly now: Date },
): TicketOutcome {
  const refusal = refusalOf(ticket, act, actor, facts)
  return refusal ? { ok: false, refusal } : { ok: true, ticket: perform(ticket, act, actor, facts.now) }
}

function refusalOf(
  ticket: Ticket,
  act: TicketAct,
  actor: Person,
  facts: { readonly isHelpdesk: boolean; readonly restartWaits: boolean },
): TicketRefusal | undefined {
  const own = actor.id === ticket.requester.id
  if (requesterVerbs.includes(act.verb)) {
    if (!own) return { rule: 'not-requester' }
  } else if (own) return { rule: 'own-ticket' }
  else if (!facts.isHelpdesk) return { rule: 'not-helpdesk' }
  if (!isLive(ticket)) return { rule: 'closed', state: ticket.state }
  if (act.verb === 'take' && ticket.owner) return { rule: 'taken-already', by: ticket.owner }
  if (act.verb === 'escalate' && ticket.state === 'escalated') return { rule: 'escalated-already' }
  if (act.verb === 'approve' && !facts.restartWaits) return { rule: 'nothing-to-approve' }
  // Closing the ticket would leave the restart waiting for an answer that nobody can give any more.
  if (act.verb === 'resolve' && facts.restartWaits) return { rule: 'restart-waits' }
  if ('text' in act && act.text.trim() === '') return { rule: 'text-missing' }
  return undefined
}

function perform(ticket: Ticket, act: TicketAct, actor: Person, now: Date): Ticket {
  const change = changeOf(ticket, act, actor)
  const text = 'text' in act ? act.text.trim() : ''
  return record({ ...ticket, ...change }, { at: now, actor, kind: kindOf[act.verb], text })
}

/** The ticket with one more event; each event is one version. */
export const record = (ticket: Ticket, event: TicketEvent): Ticket => ({
  ...ticket,
  events: [...ticket.events, event],
  version: ticket.version + 1,
})

const kindOf: Readonly<Record<TicketAct['verb'], TicketEventKind>> = {
  take: 'taken',
  approve: 'approved',
  decline: 'declined',
  reply: 'reply',
  comment: 'comment',
  escalate: 'escalated',
  resolve: 'resolved',
  withdraw: 'withdrawn',
}

function changeOf(ticket: Ticket, act: TicketAct, actor: Person): Partial<Ticket> {
  switch (act.verb) {
    case 'take':
      return { state: ticket.state === 'escalated' ? 'escalated' : 'taken', owner: actor }
    case 'approve':
    case 'reply':
      // Whoever answers first owns it, so that the requester knows who is on it.
      return ticket.owner ? {} : { owner: actor, state: ticket.state === 'escalated' ? 'escalated' : 'taken' }
    case 'decline':
      return { state: 'declined' }
    case 'escalate':
      // The second tier takes it anew.
      return { state: 'escalated', severity: act.severity, owner: undefined }
    case 'resolve':
      return { state: 'resolved' }
    case 'withdraw':
      return { state: 'withdrawn' }
    case 'comment':
      return {}
  }
}
