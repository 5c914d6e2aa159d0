// A ticket made of a session, with everything already known, and the changes that file it.
import { type Change, putCard, putTicket } from '../core/change.ts'
import { answersInWords, productOf } from '../core/dialogue.ts'
import type { Product } from '../core/catalog.ts'
import { ticketCard } from '../core/outbox.ts'
import type { CardPlace } from '../core/people.ts'
import type { Session } from '../core/session.ts'
import { triedOf } from '../core/show-help-form.ts'
import { restartInWords } from '../core/show-requests.ts'
import type { NewTicket, Severity, TicketPurpose } from '../core/ticket.ts'
import { filedMessages } from '../core/ticket-messages.ts'
import * as texts from '../core/texts.ts'
import { symptomOf, type World } from './world.ts'

export type TicketDraft = {
  /** The same id files the same ticket: a repeated click finds it again. */
  readonly id: string
  readonly purpose: TicketPurpose
  readonly restartRequestId?: string
  readonly machine?: { readonly product: Product; readonly name: string }
  readonly severity?: Severity
  /** Masked. */
  readonly note?: string
  /** One line about each of the person's Cloud PCs. */
  readonly devices: readonly string[]
  /** One line about each restart that came before. */
  readonly restarts?: readonly string[]
}

export function newTicket(world: World, session: Session, draft: TicketDraft): NewTicket {
  const now = world.clock.now()
  const symptom = symptomOf(world, session.symptomId)
  return {
    id: draft.id,
    nonce: world.clock.newId(),
    version: 0,
    state: 'open',
    purpose: draft.purpose,
    requester: session.person,
    owner: undefined,
    severity: draft.severity ?? 'normal',
    facts: {
      symptomId: session.symptomId,
      excerpt: session.excerpt,
      answers: symptom ? answersInWords(session, symptom, texts.buttons.unknown) : [],
      tried: [...(symptom ? triedOf(session, symptom) : []), ...(draft.restarts ?? [])],
      shown: session.shown,
      product: draft.machine?.product ?? productOf(session, symptom),
      machine: draft.machine?.name,
      devices: draft.devices,
    },
    restartRequestId: draft.restartRequestId,
    events: [{ at: now, actor: session.person, kind: 'filed', text: draft.note ?? '' }],
    createdAt: now,
    touchedAt: now,
  }
}

/** Files the ticket, shows it to the helpdesk, and notes where its requester sees it. */
export const filing = (ticket: NewTicket, card: CardPlace | undefined): Change[] => [
  putTicket(ticket),
  ...putCard(ticketCard(ticket.id, 'requester'), card),
  ...filedMessages(ticket),
]

/** For so long a restart may be what did not help. */
const lately = 60 * 60_000

/** What the helpdesk is told of restarts lately, so that it does not try the same again. */
export async function restartFacts(world: World, personId: string): Promise<string[]> {
  const since = new Date(world.clock.now().getTime() - lately)
  const requests = await world.requests.since(since, { personId })
  return requests.map((request) => `${texts.requests.restart(request.cloudPc.name)}: ${restartInWords(request)}`)
}

/** What the helpdesk is told of the person's Cloud PCs. */
export async function deviceFacts(world: World, personId: string): Promise<string[]> {
  const answer = await world.devices.ownedBy(personId)
  return answer.ok ? answer.devices.map(texts.deviceFact) : [texts.ticket.devicesUnread]
}
