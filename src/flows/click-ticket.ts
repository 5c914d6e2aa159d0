// A button on a ticket's card, in the helpdesk's channels or in the requester's chat.
import type { CardRef, TicketAction } from '../core/actions.ts'
import { isWithdrawable, moveRestart, type RestartRequest } from '../core/restart-request.ts'
import { showNotice } from '../core/show-notice.ts'
import { showTicketInChannel } from '../core/show-ticket.ts'
import { actOnTicket, type Ticket, type TicketAct } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import { getHelp } from './get-help.ts'
import { showOwnTicket } from './show-own.ts'
import { tellRequester, tellRestart, updateChannels } from './tell.ts'
import { type Answer, type Click, symptomOf, toClicker, toEverybody, type World } from './world.ts'

/** The ticket as the clicker sees it after the click, with a line on top that says why, if nothing was done. */
export async function clickTicket(world: World, click: Click, ref: CardRef, act: TicketAction): Promise<Answer> {
  const ticket = await world.tickets.find(ref.id)
  if (!ticket || ticket.nonce !== ref.nonce) return toClicker(showNotice(texts.expired, 'warning'))
  switch (act.verb) {
    case 'show-ticket':
      return open(world, click, ticket)
    case 'help-again':
      return { ...(await show(world, click, ticket)), message: await getHelp(world, click.person) }
    default:
      return actOn(world, click, ticket, ref, act)
  }
}

async function actOn(world: World, click: Click, ticket: Ticket, ref: CardRef, act: TicketAct): Promise<Answer> {
  const typed = 'text' in act ? act.text : ''
  if (ticket.version !== ref.step) return show(world, click, ticket, lateNotice(ticket), typed)
  const request = ticket.restartRequestId ? await world.requests.find(ticket.restartRequestId) : undefined
  const helpdesk = await world.people.isHelpdesk(click.person.id)
  const outcome = actOnTicket(ticket, act, click.person, {
    isHelpdesk: helpdesk === 'yes',
    restartWaits: request?.state === 'awaiting-approval',
    now: world.clock.now(),
  })
  world.log.info({
    event: `ticket-${act.verb}`,
    person: click.person.id,
    ticket: ticket.number,
    outcome: outcome.ok ? 'done' : outcome.refusal.rule,
  })
  if (!outcome.ok) {
    const unsure = outcome.refusal.rule === 'not-helpdesk' && helpdesk === 'unknown'
    return show(
      world,
      click,
      ticket,
      unsure ? texts.ticket.helpdeskUnknown : texts.ticket.refusals(outcome.refusal),
      typed,
    )
  }
  return perform(world, click, outcome.ticket, act, request)
}

async function perform(
  world: World,
  click: Click,
  ticket: Ticket,
  act: TicketAct,
  request: RestartRequest | undefined,
): Promise<Answer> {
  const secondTier = act.verb === 'escalate' ? await world.conversations.channel('second-tier') : undefined
  const before = await world.tickets.find(ticket.id)
  if (act.verb === 'escalate' && !secondTier && before)
    return show(world, click, before, texts.ticket.noSecondTier, act.text)
  if (!(await world.tickets.save(ticket))) {
    const current = await world.tickets.find(ticket.id)
    const typed = 'text' in act ? act.text : ''
    return current
      ? show(world, click, current, lateNotice(current), typed)
      : toClicker(showNotice(texts.expired, 'warning'))
  }
  if (request) await moveItsRestart(world, click, act, request)
  const placed = secondTier ? await postToSecondTier(world, ticket, secondTier) : ticket
  await updateChannels(world, placed, click.card)
  await tellRequester(world, placed)
  return show(world, click, placed)
}

/** What the act means for the restart of this ticket, and what the requester sees of it. */
async function moveItsRestart(world: World, click: Click, act: TicketAct, request: RestartRequest): Promise<void> {
  const moved = movedBy(act, request, click, world.clock.now())
  if (moved && (await world.requests.save(moved))) await tellRestart(world, moved)
}

function movedBy(act: TicketAct, request: RestartRequest, { person }: Click, now: Date): RestartRequest | undefined {
  if (act.verb === 'withdraw' && isWithdrawable(request)) return moveRestart(request, 'withdrawn')
  if (request.state !== 'awaiting-approval') return undefined
  if (act.verb === 'approve') return moveRestart(request, 'approved', { decidedBy: person, dueAt: now })
  return act.verb === 'decline' ? moveRestart(request, 'declined', { decidedBy: person }) : undefined
}

async function postToSecondTier(world: World, ticket: Ticket, channel: string): Promise<Ticket> {
  const request = ticket.restartRequestId ? await world.requests.find(ticket.restartRequestId) : undefined
  const screen = showTicketInChannel(ticket, symptomOf(world, ticket.facts.symptomId), request)
  const posted = await world.notifier.post(channel, screen)
  const cards = { ...ticket.cards, secondTier: posted.kind === 'sent' ? posted.place : undefined }
  await world.tickets.setCards(ticket.id, cards)
  return { ...ticket, cards }
}

function lateNotice(ticket: Ticket): string {
  const event = ticket.events.at(-1)
  return event ? texts.ticket.changedMeanwhile(event.actor.name, texts.eventWords[event.kind]) : ''
}

/** The requester's card from now on is the one on which the ticket was opened. */
async function open(world: World, click: Click, ticket: Ticket): Promise<Answer> {
  if (click.card && click.person.id === ticket.requester.id)
    await world.tickets.setCards(ticket.id, { ...ticket.cards, requester: click.card })
  return show(world, click, ticket)
}

/**
 * The ticket as this person may see it; `notice` says why nothing was done, and is for them alone.
 * Who knows a ticket's id and nonce without having its card learns nothing from it.
 */
async function show(world: World, click: Click, ticket: Ticket, notice = '', typed = ''): Promise<Answer> {
  const audience = notice === '' ? toEverybody : toClicker
  const channel = inChannel(click, ticket)
  if (!channel && click.person.id === ticket.requester.id)
    return audience(await showOwnTicket(world, ticket, notice, typed))
  if (!channel && (await world.people.isHelpdesk(click.person.id)) !== 'yes')
    return toClicker(showNotice(texts.notYours, 'warning'))
  const request = ticket.restartRequestId ? await world.requests.find(ticket.restartRequestId) : undefined
  return audience(showTicketInChannel(ticket, symptomOf(world, ticket.facts.symptomId), request, notice, typed))
}

/** A requester who is of the helpdesk may click on the channel's card too, and keeps that card. */
const inChannel = ({ card }: Click, { cards }: Ticket): boolean =>
  card !== undefined && [cards.helpdesk, cards.secondTier].some((place) => place?.activityId === card.activityId)
