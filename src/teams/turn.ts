// One activity in, what the bot does with it out. Identity comes from the verified activity, never from card data.
import { type InvokeResponse, TurnContext } from 'botbuilder'
import type { Action } from '../core/actions.ts'
import { decode } from '../cards/actions.ts'
import type { CardJson, Renderer } from '../cards/render.ts'
import { parseCommand } from '../core/commands.ts'
import type { Person } from '../core/people.ts'
import type { Screen, ScreenKind } from '../core/screens.ts'
import { showNotice } from '../core/show-session.ts'
import * as texts from '../core/texts.ts'
import { clickSession } from '../flows/click-session.ts'
import { clickTicket } from '../flows/click-ticket.ts'
import { diagnose } from '../flows/diagnose.ts'
import { runCommand, showStanding, type Spoken } from '../flows/run-command.ts'
import { type Answer, toClicker, type World } from '../flows/world.ts'
import { type Activity, executeData, isDeparture, isPersonal, parseActivity, tenantOf, typedText } from './activity.ts'
import { keptConversation, messageOf } from './notifier.ts'

export type TurnParts = {
  readonly world: World
  readonly render: Renderer
  /** Activities of any other tenant are left unanswered; undefined in the sandbox. */
  readonly tenantId: string | undefined
}

/** What the turn leaves for the channel: an answer to an invoke, or nothing. */
export async function takeTurn(parts: TurnParts, context: TurnContext): Promise<InvokeResponse | undefined> {
  const activity = parseActivity(context.activity)
  const person = activity && personOf(activity)
  if (!activity || !person) return undefined
  if (parts.tenantId !== undefined && tenantOf(activity)?.toLowerCase() !== parts.tenantId.toLowerCase()) {
    parts.world.log.warn({ event: 'foreign-tenant' })
    return undefined
  }
  if (isPersonal(activity)) await parts.world.conversations.rememberPerson(person.id, here(context))
  const answer = await answerActivity(parts, context, activity, person)
  // Only now: what the worker shows next must not be overwritten by this turn's card.
  parts.world.wake()
  return answer
}

async function answerActivity(
  parts: TurnParts,
  context: TurnContext,
  activity: Activity,
  person: Person,
): Promise<InvokeResponse | undefined> {
  switch (activity.type) {
    case 'message':
      await onMessage(parts, context, activity, person)
      return undefined
    case 'invoke':
      return onInvoke(parts, context, activity, person)
    case 'installationUpdate':
    case 'conversationUpdate':
      await onArrival(parts, context, activity, person)
      return undefined
    default:
      return undefined
  }
}

const personOf = ({ from }: Activity): Person | undefined =>
  from?.aadObjectId ? { id: from.aadObjectId, name: from.name ?? '' } : undefined

const here = (context: TurnContext): string => keptConversation(TurnContext.getConversationReference(context.activity))

async function onArrival(
  { world, render }: TurnParts,
  context: TurnContext,
  activity: Activity,
  person: Person,
): Promise<void> {
  if (isPersonal(activity) && !isDeparture(activity) && (await world.conversations.welcomeOnce(person.id)))
    await context.sendActivity(messageOf(render, showStanding('welcome')))
}

async function onMessage(parts: TurnParts, context: TurnContext, activity: Activity, person: Person): Promise<void> {
  // The Action.Submit fallback arrives as a message with data and no text.
  // Some clients send an empty text along.
  if ((activity.text ?? '').trim() !== '' || activity.value === undefined) {
    await send(parts, context, activity, person, await answerText(parts, context, activity, person))
    return
  }
  const action = decode(activity.value)
  if (action?.on === 'command') {
    await send(
      parts,
      context,
      activity,
      person,
      await runCommand(parts.world, spoken(context, activity, person), action.command),
    )
    return
  }
  const { screen, audience } = await click(parts, context, activity, person, action)
  const shown = await keepPrivate(parts, activity, person, screen)
  if (audience === 'clicker' && !isPersonal(activity)) await whisper(parts, person, shown)
  else if (!activity.replyToId || !(await replace(parts, context, activity.replyToId, shown)))
    await context.sendActivity(messageOf(parts.render, shown))
}

async function onInvoke(
  parts: TurnParts,
  context: TurnContext,
  activity: Activity,
  person: Person,
): Promise<InvokeResponse> {
  if (activity.name !== 'adaptiveCard/action') return { status: 501 }
  const action = decode(executeData(activity.value))
  if (action?.on === 'command') {
    await send(
      parts,
      context,
      activity,
      person,
      await runCommand(parts.world, spoken(context, activity, person), action.command),
    )
    return cardAnswer(parts.render(showStanding(action.card)))
  }
  const { screen, audience } = await click(parts, context, activity, person, action)
  const shown = await keepPrivate(parts, activity, person, screen)
  // The answer is what the clicker sees at once; the message is what everybody, and the next look, will see.
  if (activity.replyToId && audience === 'everybody') await replace(parts, context, activity.replyToId, shown)
  return cardAnswer(parts.render(shown))
}

/** The answer to an invoke that shows a card in place of the clicked one. */
export const cardAnswer = (value: CardJson): InvokeResponse => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value },
})

async function send(
  parts: TurnParts,
  context: TurnContext,
  activity: Activity,
  person: Person,
  screen: Screen,
): Promise<void> {
  await context.sendActivity(messageOf(parts.render, await keepPrivate(parts, activity, person, screen)))
}

/** Replaces the clicked card; false when the channel does not take that. What was done stays done all the same. */
async function replace(
  { world, render }: TurnParts,
  context: TurnContext,
  id: string,
  screen: Screen,
): Promise<boolean> {
  try {
    await context.updateActivity({ ...messageOf(render, screen), id })
    return true
  } catch (error) {
    world.log.error({ event: 'update-failed' }, error)
    return false
  }
}

/** A client that cannot execute has no private answer, so it comes by way of the person's own chat. */
async function whisper({ world }: TurnParts, person: Person, screen: Screen): Promise<void> {
  const chat = await world.conversations.personal(person.id)
  if (chat) await world.notifier.post(chat, screen)
}

const spoken = (context: TurnContext, activity: Activity, person: Person): Spoken => ({
  person,
  channel: isPersonal(activity) ? undefined : here(context),
})

async function click(
  { world }: TurnParts,
  context: TurnContext,
  activity: Activity,
  person: Person,
  action: Exclude<Action, { on: 'command' }> | undefined,
): Promise<Answer> {
  if (!action) return toClicker(showNotice(texts.expired, 'warning'))
  const card = activity.replyToId ? { conversation: here(context), activityId: activity.replyToId } : undefined
  return action.on === 'session'
    ? clickSession(world, { person, card }, action.ref, action.act)
    : clickTicket(world, { person, card }, action.ref, action.act)
}

async function answerText(
  { world }: TurnParts,
  context: TurnContext,
  activity: Activity,
  person: Person,
): Promise<Screen> {
  const text = typedText(activity)
  const command = parseCommand(text)
  return command ? runCommand(world, spoken(context, activity, person), command) : diagnose(world, person, text)
}

/** Cards about a person's own machines and tickets are not for a channel or a group. */
const privateKinds: readonly ScreenKind[] = [
  'devices',
  'confirm',
  'machine',
  'help-form',
  'restart',
  'ticket',
  'requests',
]

async function keepPrivate({ world }: TurnParts, activity: Activity, person: Person, screen: Screen): Promise<Screen> {
  if (isPersonal(activity) || !privateKinds.includes(screen.kind)) return screen
  const chat = await world.conversations.personal(person.id)
  const sent = chat && (await world.notifier.post(chat, screen))
  return showNotice(sent ? texts.moved : texts.movedFailed, 'default')
}
