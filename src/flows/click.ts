// A button of a record or a list, and who is to see what came of it.
import type { Action } from '../core/actions.ts'
import { isOfHelpdesk, ticketCard } from '../core/outbox.ts'
import { channelKinds } from '../core/people.ts'
import { clickSession } from './click-session.ts'
import { clickTicket } from './click-ticket.ts'
import { listTickets } from './list-tickets.ts'
import { type Answer, type Click, toEverybody, type World } from './world.ts'

type RecordAction = Exclude<Action, { on: 'command' }>

/** What none of the clicked card's own buttons does is for the clicker alone: a client may send what it likes. */
export async function click(world: World, made: Click, action: RecordAction): Promise<Answer> {
  const answer = await answerTo(world, made, action)
  return answer.audience === 'everybody' && (await isHelpdesksOther(world, made, action))
    ? { ...answer, audience: 'clicker' }
    : answer
}

async function answerTo(world: World, made: Click, action: RecordAction): Promise<Answer> {
  switch (action.on) {
    case 'list':
      return toEverybody(await listTickets(world, made.person, action.list, action.page))
    case 'session':
      return clickSession(world, made, action.ref, action.act)
    case 'ticket':
      return clickTicket(world, made, action.ref, action.act)
  }
}

/** Is the clicked card one that the helpdesk works with, and of something else than what was clicked? */
async function isHelpdesksOther(world: World, { card, surface }: Click, action: RecordAction): Promise<boolean> {
  if (surface === 'chat' || !card) return false
  const own = action.on === 'ticket' ? channelKinds.map((kind) => ticketCard(action.ref.id, kind)) : []
  const names = await world.cards.namesAt(card.activityId)
  return names.some((name) => isOfHelpdesk(name) && !own.includes(name))
}
