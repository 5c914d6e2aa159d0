// A button of a record or a list, and who is to see what came of it.
import type { Action } from '../core/actions.ts'
import { isOfHelpdesk } from '../core/outbox.ts'
import { clickSession } from './click-session.ts'
import { clickTicket } from './click-ticket.ts'
import { listTickets } from './list-tickets.ts'
import { type Answer, type Click, toEverybody, type World } from './world.ts'

type RecordAction = Exclude<Action, { on: 'command' }>

/** The cards that the helpdesk works with are shown by the outbox alone, whatever a client sends from one of them. */
export async function click(world: World, made: Click, action: RecordAction): Promise<Answer> {
  const answer = await answerTo(world, made, action)
  return answer.audience === 'everybody' && (await isHelpdesks(world, made))
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

async function isHelpdesks(world: World, { card, surface }: Click): Promise<boolean> {
  return surface === 'channel' && card !== undefined && (await world.cards.namesAt(card.activityId)).some(isOfHelpdesk)
}
