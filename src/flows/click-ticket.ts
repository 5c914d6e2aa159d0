// A button on a ticket's card, in the helpdesk's channels or in the requester's chat.
import type { CardRef, TicketAction } from '../core/actions.ts'
import { memberRule, restartAudit, ticketAudit } from '../core/audited.ts'
import { type Change, putCard, putDelivery, putRequest, putTicket } from '../core/change.ts'
import { cardName, ownTicketDelivery } from '../core/outbox.ts'
import type { Person } from '../core/people.ts'
import { restartMessages } from '../core/restart-messages.ts'
import { isDeclinable, isWithdrawable, moveRestart, type RestartRequest } from '../core/restart-request.ts'
import { showNotice } from '../core/show-notice.ts'
import { moment, type Typed } from '../core/show-ticket.ts'
import {
  actOnTicket,
  isForRequester,
  isTraceOf,
  missingRight,
  type Ticket,
  type TicketAct,
  type TicketActFacts,
  type TicketEvent,
} from '../core/ticket.ts'
import { ticketMessages } from '../core/ticket-messages.ts'
import * as texts from '../core/texts.ts'
import { getHelp } from './get-help.ts'
import { maskTyped, withLeak } from './mask-typed.ts'
import { comingCard, inFormerCard, isInOwnChat, isKept, shrink, toAll, view, viewed } from './view-ticket.ts'
import { type Answer, byOutbox, type Click, doerOf, toClicker, toEverybody, type World } from './world.ts'

/** The ticket as the clicker sees it after the click, with a line on top that says why, if nothing was done. */
export async function clickTicket(world: World, click: Click, ref: CardRef, act: TicketAction): Promise<Answer> {
  const ticket = await world.tickets.find(ref.id)
  if (!ticket || ticket.nonce !== ref.nonce) return toClicker(showNotice(texts.expired, 'warning'))
  switch (act.verb) {
    case 'show-ticket':
      return open(world, click, ticket)
    case 'refresh':
      return viewed(world, click, ticket)
    case 'help-again':
      return { ...(await viewed(world, click, ticket)), message: await getHelp(world, click.person) }
    default:
      return write(world, click, ticket, ref, act)
  }
}

/**
 * What was typed is masked first: secrets whoever wrote them, and where it is the requester, names and addresses too,
 * as in what they pasted. The helpdesk writes those on purpose.
 */
async function write(world: World, click: Click, ticket: Ticket, ref: CardRef, typed: TicketAct): Promise<Answer> {
  const { all, secrets } = world.redactor
  const { act, leaked } = maskTyped(typed, typed.verb === 'comment' ? all : secrets)
  return withLeak(await actOn(world, click, ticket, ref, act), click, leaked)
}

async function actOn(world: World, click: Click, ticket: Ticket, ref: CardRef, act: TicketAct): Promise<Answer> {
  const request = ticket.restartRequestId ? await world.requests.find(ticket.restartRequestId) : undefined
  const helpdesk = await world.people.isHelpdesk(click.person.id, 'now')
  const facts = {
    isHelpdesk: helpdesk === 'yes',
    restartWaits: request?.state === 'awaiting-approval',
    ...(act.verb === 'assign' ? await colleague(world, act.assignee) : {}),
    now: world.clock.now(),
  }
  // Who was first is told to nobody who could not have been.
  if (ticket.version !== ref.step && !missingRight(ticket, act, click.person, facts))
    return tooLate(world, click, ticket, ref, act)
  const outcome = actOnTicket(ticket, act, click.person, facts)
  if (!outcome.ok) {
    const current = await world.tickets.find(ticket.id)
    // Its restart may have told already what the ticket, read a moment before, did not.
    if (current && current.version !== ticket.version) return actOn(world, click, current, ref, act)
    const { refusal } = outcome
    return refusal.rule === 'not-helpdesk' && helpdesk === 'unknown'
      ? refuse(world, click, ticket, act, memberRule(helpdesk), texts.ticket.helpdeskUnknown)
      : refuse(world, click, ticket, act, refusal.rule, texts.ticket.refusals(refusal))
  }
  if (act.verb === 'escalate' && !(await world.conversations.channel('second-tier')))
    return refuse(world, click, ticket, act, 'no-second-tier', texts.ticket.noSecondTier)
  return perform(world, click, { before: ticket, after: outcome.ticket }, ref, act, request)
}

async function refuse(
  world: World,
  click: Click,
  ticket: Ticket,
  act: TicketAct,
  rule: string,
  notice: string,
): Promise<Answer> {
  note(world, click, ticket, act, rule)
  await world.store.commit(ticketAudit(act.verb, ticket, { rule }, doerOf(click), world.clock.now()))
  return viewed(world, click, ticket, notice, typedIn(act))
}

function note(world: World, { person }: Click, { number }: Ticket, { verb }: TicketAct, outcome: string): void {
  world.log.info({ event: 'ticket-act', person: person.id, ticket: number, act: verb, outcome })
}

const typedIn = (act: TicketAct): Typed | undefined => ('text' in act ? act : undefined)

/** Everything that follows from the act, in one commit: one of two people who act at once wins, and the other reads who. */
async function perform(
  world: World,
  click: Click,
  { before, after: ticket }: { readonly before: Ticket; readonly after: Ticket },
  ref: CardRef,
  act: TicketAct,
  request: RestartRequest | undefined,
): Promise<Answer> {
  const former = await inFormerCard(world, click, ticket)
  const saved = await world.store.commit([
    { put: 'click', nonce: ref.nonce, action: `${act.verb}.${ref.step}`, person: click.person },
    putTicket(ticket),
    ...ticketMessages(ticket),
    ...(request ? movedBy(world, act, request, click) : []),
    ...ticketAudit(act.verb, before, { after: ticket }, doerOf(click), ticket.touchedAt),
    ...(former ?? []),
  ])
  if (saved.ok) {
    note(world, click, ticket, act, 'done')
    const screen = await view(world, click, ticket)
    // Asked first, since what is not on its way any more has its place.
    const coming = await comingCard(world, click, ticket)
    if (coming && click.card) await world.store.commit(await shrink(world, ticket, click.card, coming))
    return former || coming || (await isKept(world, click, ticket))
      ? byOutbox(screen)
      : toAll(world, click, ticket, screen)
  }
  const current = await world.tickets.find(ticket.id)
  // Only its restart has moved on, so the act is decided on anew.
  if (current?.version === ref.step) return actOn(world, click, current, ref, act)
  return current ? tooLate(world, click, current, ref, act) : toClicker(showNotice(texts.expired, 'warning'))
}

/** What the act means for the restart of this ticket. */
function movedBy(world: World, act: TicketAct, request: RestartRequest, click: Click): Change[] {
  const moved = restartAfter(world, act, request, click.person)
  if (!moved) return []
  return [
    putRequest(moved),
    ...restartMessages(moved),
    ...restartAudit(moved, request.state, doerOf(click), moved.since),
  ]
}

function restartAfter(
  world: World,
  { verb }: TicketAct,
  request: RestartRequest,
  decidedBy: Person,
): RestartRequest | undefined {
  const now = world.clock.now()
  if (verb === 'withdraw' && isWithdrawable(request)) return moveRestart(request, 'withdrawn', now)
  if (verb === 'decline' && isDeclinable(request)) return moveRestart(request, 'declined', now, { decidedBy })
  return verb === 'approve' && request.state === 'awaiting-approval'
    ? moveRestart(request, 'approved', now, { decidedBy, dueAt: now })
    : undefined
}

/** Something else came first; whoever sent the same click twice reads nothing of it, since it was done. */
async function tooLate(world: World, click: Click, ticket: Ticket, ref: CardRef, act: TicketAct): Promise<Answer> {
  // Each version after the first brought one event; the first may have brought more.
  const first = ticket.events.at(ref.step - ticket.version)
  if (!first || isTraceOf(act, click.person, first)) return viewed(world, click, ticket)
  const isHidden = click.person.id === ticket.requester.id && !isForRequester(first)
  if (isHidden) return refuse(world, click, ticket, act, 'changed-meanwhile', texts.ticket.movedMeanwhile)
  const answer = await refuse(world, click, ticket, act, 'changed-meanwhile', firstWas(first, click.person))
  return 'when' in answer.screen ? { ...answer, screen: { ...answer.screen, when: moment(first.at) } } : answer
}

/** Who does one thing after the other on a card that has not changed yet was first themselves. */
const firstWas = ({ actor, kind }: TicketEvent, { id }: Person): string =>
  actor.id === id ? texts.ticket.ownMeanwhile : texts.ticket.changedMeanwhile(actor.name, kind)

/** In the requester's own chat the card on which the ticket was opened is theirs from now on. */
async function open(world: World, click: Click, ticket: Ticket): Promise<Answer> {
  const screen = await view(world, click, ticket)
  if (await isInOwnChat(world, click)) {
    if (click.person.id !== ticket.requester.id) return toEverybody(screen)
    const delivery = ownTicketDelivery(ticket.id, ticket.requester.id, 'update')
    const name = cardName(delivery.shown)
    const before = await world.cards.find(name)
    const isOther = before && before.activityId !== click.card?.activityId
    await world.store.commit([
      ...putCard(name, click.card),
      putDelivery(delivery),
      ...(isOther ? await shrink(world, ticket, before) : []),
    ])
    return byOutbox(screen)
  }
  // What everybody in a channel sees changes for members of the helpdesk only.
  const member = (await world.people.isHelpdesk(click.person.id)) === 'yes'
  return member && screen.kind === 'ticket-channel' ? toAll(world, click, ticket, screen) : toClicker(screen)
}

/** The person with this id, if they belong to the helpdesk now, and whether Graph could tell. */
async function colleague(world: World, id: string): Promise<Pick<TicketActFacts, 'assignee' | 'isAssigneeUnknown'>> {
  const member = id === '' ? 'no' : await world.people.isHelpdesk(id, 'now')
  if (member === 'no') return {}
  const assignee = member === 'yes' ? (await world.people.helpdesk()).find((person) => person.id === id) : undefined
  return { assignee, isAssigneeUnknown: assignee === undefined }
}
