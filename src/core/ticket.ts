// A helpdesk ticket and everything that can be done with it. Pure: who may do what in which state, and what follows.
import type { Product } from './catalog.ts'
import { forgottenId, type Person } from './people.ts'

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
  'released',
  'assigned',
  'approved',
  'declined',
  'reply',
  'comment',
  'note',
  'escalated',
  'urgency',
  'resolved',
  'reopened',
  'confirmed',
  'withdrawn',
  'restart',
] as const
export type TicketEventKind = (typeof eventKinds)[number]
export type TicketEvent = {
  readonly at: Date
  readonly actor: Person
  readonly kind: TicketEventKind
  /** What was written; of `urgency` the new severity. */
  readonly text: string
  /** To whom it was assigned. */
  readonly to?: Person | undefined
}

export type Ticket = {
  readonly id: string
  /** Short, for talking about it. */
  readonly number: number
  readonly nonce: string
  /** Counts what was done; an act is saved only onto the version that it was decided on. */
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
  /** When something was done last. */
  readonly touchedAt: Date
}

/** A ticket as it is filed; the store gives it its number. */
export type NewTicket = Omit<Ticket, 'number'> & { readonly number?: number }

export type TicketAct =
  | {
      readonly verb: 'take' | 'release' | 'approve' | 'resolve' | 'withdraw' | 'reopen' | 'confirm'
    }
  | { readonly verb: 'decline' | 'reply' | 'comment' | 'note'; readonly text: string }
  | { readonly verb: 'escalate'; readonly text: string; readonly severity: Severity }
  | { readonly verb: 'urgency'; readonly severity: Severity }
  /** `assignee` is the Entra object id of a colleague. */
  | { readonly verb: 'assign'; readonly assignee: string }
export type TicketVerb = TicketAct['verb']

/** Why nothing was done; the sentence for it is in texts.ts. */
export type TicketRefusal =
  | {
      readonly rule:
        | 'not-helpdesk'
        | 'own-ticket'
        | 'not-requester'
        | 'text-missing'
        | 'nothing-to-approve'
        | 'restart-waits'
        | 'escalated-already'
        | 'not-taken'
        | 'assignee-missing'
        | 'assignee-unknown'
        | 'assignee-not-helpdesk'
        | 'assignee-is-requester'
        | 'not-resolved'
        | 'reopen-too-late'
        | 'same-urgency'
    }
  | { readonly rule: 'closed'; readonly state: TicketState }
  | { readonly rule: 'taken-already' | 'not-owner'; readonly by: Person }

/** What an act is decided on. */
export type TicketActFacts = {
  readonly isHelpdesk: boolean
  /** A restart request waits for this ticket. */
  readonly restartWaits: boolean
  /** The person of the helpdesk to whom it shall be assigned, if there is one with that id. */
  readonly assignee?: Person | undefined
  /** Nobody could tell whether the one who was chosen belongs to the helpdesk. */
  readonly isAssigneeUnknown?: boolean
  readonly now: Date
}

export type TicketOutcome =
  { readonly ok: true; readonly ticket: Ticket } | { readonly ok: false; readonly refusal: TicketRefusal }

/** States in which somebody still has to act. */
export const liveStates: readonly TicketState[] = ['open', 'taken', 'escalated']

export const isLive = ({ state }: Pick<Ticket, 'state'>): boolean => liveStates.includes(state)

const requesterVerbs: readonly TicketVerb[] = ['withdraw', 'comment', 'reopen', 'confirm']

/** So long after it was resolved the requester can take it up again. */
export const reopenDays = 7
const day = 24 * 60 * 60_000

/** Has the requester to say yet whether what the helpdesk did has helped? */
export const isUnconfirmed = ({ state, events }: Pick<Ticket, 'state' | 'events'>): boolean =>
  // What the bot reports of a restart may come after either.
  state === 'resolved' && events.findLast(({ kind }) => ['resolved', 'confirmed'].includes(kind))?.kind !== 'confirmed'

/** What the requester need not hear of changes nothing for them, or is not for their eyes. */
export const isForRequester = ({ kind }: TicketEvent): boolean =>
  !['note', 'restart', 'urgency', 'released'].includes(kind)

/** The ticket after `act`, or the rule that forbids it. */
export function actOnTicket(ticket: Ticket, act: TicketAct, actor: Person, facts: TicketActFacts): TicketOutcome {
  const refusal = missingRight(ticket, act, actor, facts) ?? refusalOf(ticket, act, actor, facts)
  return refusal ? { ok: false, refusal } : { ok: true, ticket: perform(ticket, act, actor, facts) }
}

/** Why this person may not do such a thing at all. Nobody acts for the helpdesk on a ticket of their own. */
export function missingRight(
  { requester }: Ticket,
  { verb }: TicketAct,
  actor: Person,
  { isHelpdesk }: TicketActFacts,
): TicketRefusal | undefined {
  const own = actor.id === requester.id
  if (requesterVerbs.includes(verb)) return own ? undefined : { rule: 'not-requester' }
  if (own) return { rule: 'own-ticket' }
  return isHelpdesk ? undefined : { rule: 'not-helpdesk' }
}

function refusalOf(ticket: Ticket, act: TicketAct, actor: Person, facts: TicketActFacts): TicketRefusal | undefined {
  const { restartWaits, now } = facts
  if (act.verb === 'reopen' || act.verb === 'confirm') {
    if (!isUnconfirmed(ticket)) return { rule: 'not-resolved' }
    const late = act.verb === 'reopen' && now.getTime() - ticket.touchedAt.getTime() > reopenDays * day
    return late ? { rule: 'reopen-too-late' } : undefined
  }
  if (!isLive(ticket)) return { rule: 'closed', state: ticket.state }
  if ('text' in act && act.text.trim() === '') return { rule: 'text-missing' }
  switch (act.verb) {
    case 'take':
      return ticket.owner && { rule: 'taken-already', by: ticket.owner }
    case 'release':
      if (!ticket.owner) return { rule: 'not-taken' }
      return ticket.owner.id === actor.id ? undefined : { rule: 'not-owner', by: ticket.owner }
    case 'assign':
      return act.assignee === '' ? { rule: 'assignee-missing' } : refusedAssignment(ticket, facts)
    case 'escalate':
      return ticket.state === 'escalated' ? { rule: 'escalated-already' } : undefined
    case 'approve':
      return restartWaits ? undefined : { rule: 'nothing-to-approve' }
    case 'resolve':
      // Closing the ticket would leave the restart waiting for an answer that nobody can give any more.
      return restartWaits ? { rule: 'restart-waits' } : undefined
    case 'urgency':
      return act.severity === ticket.severity ? { rule: 'same-urgency' } : undefined
    case 'decline':
    case 'reply':
    case 'note':
    case 'comment':
    case 'withdraw':
      return undefined
  }
}

function refusedAssignment(
  { owner, requester }: Ticket,
  { assignee, isAssigneeUnknown }: TicketActFacts,
): TicketRefusal | undefined {
  if (!assignee) return { rule: isAssigneeUnknown ? 'assignee-unknown' : 'assignee-not-helpdesk' }
  if (assignee.id === requester.id) return { rule: 'assignee-is-requester' }
  return owner?.id === assignee.id ? { rule: 'taken-already', by: owner } : undefined
}

function perform(ticket: Ticket, act: TicketAct, actor: Person, facts: TicketActFacts): Ticket {
  const event = { at: facts.now, actor, kind: kindOf[act.verb], text: textOf(act) }
  return record(
    { ...ticket, ...changeOf(ticket, act, actor, facts) },
    act.verb === 'assign' ? { ...event, to: facts.assignee } : event,
  )
}

function textOf(act: TicketAct): string {
  if ('text' in act) return act.text.trim()
  return act.verb === 'urgency' ? act.severity : ''
}

/** The ticket with one more event; each event is one version. */
export const record = (ticket: Ticket, event: TicketEvent): Ticket => ({
  ...ticket,
  events: [...ticket.events, event],
  version: ticket.version + 1,
  touchedAt: event.at,
})

/** Is this event what came of the act, when this person did it before? */
export const isTraceOf = (act: TicketAct, actor: Person, event: TicketEvent): boolean =>
  event.actor.id === actor.id &&
  event.kind === kindOf[act.verb] &&
  event.text === textOf(act) &&
  (act.verb !== 'assign' || event.to?.id === act.assignee)

const kindOf: Readonly<Record<TicketVerb, TicketEventKind>> = {
  take: 'taken',
  release: 'released',
  assign: 'assigned',
  approve: 'approved',
  decline: 'declined',
  reply: 'reply',
  comment: 'comment',
  note: 'note',
  escalate: 'escalated',
  urgency: 'urgency',
  resolve: 'resolved',
  reopen: 'reopened',
  confirm: 'confirmed',
  withdraw: 'withdrawn',
}

function changeOf(ticket: Ticket, act: TicketAct, actor: Person, { assignee }: TicketActFacts): Partial<Ticket> {
  const held = ticket.state === 'escalated' ? 'escalated' : 'taken'
  switch (act.verb) {
    case 'take':
      return { state: held, owner: actor }
    case 'release':
      return { state: ticket.state === 'escalated' ? 'escalated' : 'open', owner: undefined }
    case 'assign':
      return { state: held, owner: assignee }
    case 'approve':
    case 'reply':
      // Whoever answers first owns it, so that the requester knows who is on it.
      return ticket.owner ? {} : { owner: actor, state: held }
    case 'escalate':
      // The second tier takes it anew.
      return { state: 'escalated', severity: act.severity, owner: undefined }
    case 'urgency':
      return { severity: act.severity }
    case 'decline':
      return { state: 'declined' }
    case 'resolve':
      return { state: 'resolved' }
    case 'withdraw':
      return { state: 'withdrawn' }
    case 'reopen':
      return openAgain(ticket)
    case 'comment':
    case 'note':
    case 'confirm':
      return {}
  }
}

/** Whoever is forgotten does not come back to it. */
export const openAgain = ({ owner }: Pick<NewTicket, 'owner'>): Pick<Ticket, 'state' | 'owner'> =>
  owner && owner.id !== forgottenId ? { state: 'taken', owner } : { state: 'open', owner: undefined }

/** It works again before anybody of the helpdesk has closed it. */
export const closeByRequester = (ticket: Ticket, now: Date): Ticket =>
  record({ ...ticket, state: 'resolved' }, { at: now, actor: ticket.requester, kind: 'confirmed', text: '' })
