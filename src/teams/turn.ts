// One activity in, what the bot does with it out. Identity comes from the verified activity, never from card data.
import { ActivityTypes, type InvokeResponse, TurnContext } from 'botbuilder'
import type { Action } from '../core/actions.ts'
import { decode } from '../cards/actions.ts'
import type { Renderer } from '../cards/render.ts'
import { parseCommand } from '../core/commands.ts'
import type { Person } from '../core/people.ts'
import type { Screen, ScreenKind } from '../core/screens.ts'
import { showNotice } from '../core/show-session.ts'
import * as texts from '../core/texts.ts'
import { clickSession } from '../flows/click-session.ts'
import { clickTicket } from '../flows/click-ticket.ts'
import { diagnose } from '../flows/diagnose.ts'
import { runCommand, showWelcome } from '../flows/run-command.ts'
import type { World } from '../flows/world.ts'
import { type Activity, executeData, isPersonal, parseActivity, tenantOf } from './activity.ts'
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

async function onArrival({ world, render }: TurnParts, context: TurnContext, activity: Activity, person: Person): Promise<void> {
  if (isPersonal(activity) && (await world.conversations.welcomeOnce(person.id)))
    await context.sendActivity(messageOf(render, showWelcome()))
}

async function onMessage(parts: TurnParts, context: TurnContext, activity: Activity, person: Person): Promise<void> {
  // The Action.Submit fallback arrives as a message with data and no text.
  const action = activity.text === undefined ? decode(activity.value) : undefined
  const screen = action
    ? await click(parts, context, activity, person, action)
    : activity.text === undefined && activity.value !== undefined
      ? showNotice(texts.expired, 'warning')
      : await answerText(parts, context, activity, person)
  const message = messageOf(parts.render, await keepPrivate(parts, activity, person, screen))
  const clicked = action && activity.replyToId
  if (clicked) await context.updateActivity({ ...message, id: clicked })
  else await context.sendActivity(message)
}

async function onInvoke(
  parts: TurnParts,
  context: TurnContext,
  activity: Activity,
  person: Person,
): Promise<InvokeResponse> {
  if (activity.name !== 'adaptiveCard/action') return { status: 501 }
  const action = decode(executeData(activity.value))
  const screen = action ? await click(parts, context, activity, person, action) : showNotice(texts.expired, 'warning')
  const shown = await keepPrivate(parts, activity, person, screen)
  const message = messageOf(parts.render, shown)
  // The answer is what the clicker sees at once; the message is what everybody, and the next look, will see.
  // A line that says why nothing was done is for the clicker alone.
  if (activity.replyToId && !isNotice(shown)) await context.updateActivity({ ...message, id: activity.replyToId })
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: parts.render(shown) },
  }
}

const isNotice = (screen: Screen): boolean =>
  (screen.kind === 'ticket-channel' && screen.notice !== '') ||
  (screen.kind === 'notice' && [texts.notYours.title, texts.expired.title].includes(screen.title))

async function click({ world }: TurnParts, context: TurnContext, activity: Activity, person: Person, action: Action): Promise<Screen> {
  const conversation = here(context)
  const card = activity.replyToId ? { conversation, activityId: activity.replyToId } : undefined
  switch (action.on) {
    case 'session':
      return clickSession(world, { person, card }, action.ref, action.act)
    case 'ticket':
      return clickTicket(world, { person, card }, action.ref, action.act)
    case 'nothing':
      return runCommand(world, { person, channel: isPersonal(activity) ? undefined : conversation }, action.command)
  }
}

async function answerText({ world }: TurnParts, context: TurnContext, activity: Activity, person: Person): Promise<Screen> {
  const text = TurnContext.removeRecipientMention(context.activity).trim()
  const command = parseCommand(text)
  return command
    ? runCommand(world, { person, channel: isPersonal(activity) ? undefined : here(context) }, command)
    : diagnose(world, person, text)
}

/** Cards about a person's own machines and tickets are not for a channel or a group. */
const privateKinds: readonly ScreenKind[] = ['devices', 'confirm', 'machine', 'help-form', 'restart', 'ticket', 'requests']

async function keepPrivate({ world }: TurnParts, activity: Activity, person: Person, screen: Screen): Promise<Screen> {
  if (isPersonal(activity) || !privateKinds.includes(screen.kind)) return screen
  const chat = await world.conversations.personal(person.id)
  const sent = chat && (await world.notifier.post(chat, screen))
  return showNotice(sent ? texts.moved : texts.movedFailed, 'default')
}
