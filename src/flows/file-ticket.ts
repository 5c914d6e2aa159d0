// Files a ticket from a session, with everything already known, and posts it to the helpdesk's channel.
import { answersInWords, productOf } from '../core/dialogue.ts'
import type { Product } from '../core/catalog.ts'
import type { CardPlace } from '../core/people.ts'
import { redact } from '../core/redact.ts'
import type { Session } from '../core/session.ts'
import { triedOf } from '../core/show-help-form.ts'
import { showTicketInChannel } from '../core/show-ticket.ts'
import { type NewTicket, type Severity, type Ticket, type TicketPurpose } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import { symptomOf, type World } from './world.ts'

/** More than this at once would be a flood; the rest stays in the store. */
const mostWaiting = 20

export type TicketDraft = {
  /** The same id files the same ticket: a repeated click finds it again. */
  readonly id: string
  readonly purpose: TicketPurpose
  readonly restartRequestId?: string
  readonly machine?: { readonly product: Product; readonly name: string }
  readonly severity?: Severity
  readonly note?: string
  /** The requester's card, where it is known already. */
  readonly card: CardPlace | undefined
}

/** Being filed right now. Only so that the second click of a double click waits for the first; the store files once. */
const underWay = new Map<string, Promise<Ticket>>()

/** Files and posts the ticket, or finds it when it is filed already. */
export function fileTicket(world: World, session: Session, draft: TicketDraft): Promise<Ticket> {
  const filing = underWay.get(draft.id) ?? file(world, session, draft).finally(() => underWay.delete(draft.id))
  underWay.set(draft.id, filing)
  return filing
}

async function file(world: World, session: Session, draft: TicketDraft): Promise<Ticket> {
  const filed = await world.tickets.find(draft.id)
  if (filed) return filed
  const fresh = await newTicket(world, session, draft)
  const ticket = await addOnce(world, fresh)
  if (ticket.nonce !== fresh.nonce) return ticket
  world.log.info({ event: 'ticket-filed', person: session.person.id, ticket: ticket.number, outcome: draft.purpose })
  return (await postToHelpdesk(world, ticket)) ?? ticket
}

/** The ticket as it is filed, by this click or by another process that was told of it too. */
async function addOnce(world: World, fresh: NewTicket): Promise<Ticket> {
  try {
    return await world.tickets.add(fresh)
  } catch (error) {
    const filed = await world.tickets.find(fresh.id)
    if (filed) return filed
    throw error
  }
}

async function newTicket(world: World, session: Session, draft: TicketDraft): Promise<NewTicket> {
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
      tried: symptom ? triedOf(session, symptom) : [],
      shown: session.shown,
      product: draft.machine?.product ?? productOf(session, symptom),
      machine: draft.machine?.name,
      devices: await deviceFacts(world, session.person.id),
    },
    restartRequestId: draft.restartRequestId,
    events: [{ at: now, actor: session.person, kind: 'filed', text: redact(draft.note ?? '') }],
    createdAt: now,
    cards: { requester: draft.card, helpdesk: undefined, secondTier: undefined },
  }
}

async function deviceFacts(world: World, personId: string): Promise<string[]> {
  const answer = await world.devices.ownedBy(personId)
  return answer.ok ? answer.devices.map(texts.deviceFact) : [texts.ticket.devicesUnread]
}

/** Posts what was filed while the helpdesk had no channel, or it took no messages. */
export async function postWaiting(world: World): Promise<void> {
  for (const ticket of await world.tickets.live(mostWaiting))
    if (!ticket.cards.helpdesk) await postToHelpdesk(world, ticket)
}

async function postToHelpdesk(world: World, ticket: Ticket): Promise<Ticket | undefined> {
  const channel = await world.conversations.channel('helpdesk')
  if (!channel) {
    world.log.warn({ event: 'no-helpdesk-channel', ticket: ticket.number })
    return undefined
  }
  const request = ticket.restartRequestId ? await world.requests.find(ticket.restartRequestId) : undefined
  const posted = await world.notifier.post(
    channel,
    showTicketInChannel(ticket, symptomOf(world, ticket.facts.symptomId), request),
  )
  if (posted.kind === 'failed') return undefined
  const cards = { ...ticket.cards, helpdesk: posted.place }
  await world.tickets.setCards(ticket.id, cards)
  return { ...ticket, cards }
}
