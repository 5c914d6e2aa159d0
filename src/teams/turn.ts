// One activity in, what the bot does with it out. Identity comes from the verified activity, never from card data.
import { type InvokeResponse, TurnContext } from 'botbuilder'
import type { Action } from '../core/actions.ts'
import { decode } from '../cards/actions.ts'
import type { CardJson, Renderer } from '../cards/render.ts'
import { type CommandName, parseCommand } from '../core/commands.ts'
import type { Person } from '../core/people.ts'
import { isPrivate } from '../core/private-screens.ts'
import type { Screen } from '../core/screens.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import { click } from '../flows/click.ts'
import { diagnose } from '../flows/diagnose.ts'
import { runCommand, showStanding } from '../flows/run-command.ts'
import { type Answer, toClicker, toEverybody, type World } from '../flows/world.ts'
import { type Activity, executeData, isDeparture, isPersonal, isView, typedText } from './activity.ts'
import { keptConversation, messageOf } from './notifier.ts'

export type TurnParts = {
  readonly world: World
  readonly render: Renderer
}

/** Between a turn and whoever answers the channel for it. */
export type Progress = {
  /** What the turn decided is in the store: nothing is lost if the channel hears so now. */
  readonly kept: () => void
  /** Was the channel answered before the turn was over? Then it takes no answer to a click any more. */
  readonly isAnswered: () => boolean
}

/** One verified activity and who sent it, with what is needed to answer. */
type Turn = TurnParts & {
  readonly context: TurnContext
  readonly activity: Activity
  readonly person: Person
  readonly progress: Progress
}

/** What the turn leaves for the channel: an answer to an invoke, or nothing. */
export async function takeTurn(
  parts: TurnParts,
  context: TurnContext,
  activity: Activity,
  progress: Progress,
): Promise<InvokeResponse | undefined> {
  const person = personOf(activity)
  if (!person) return undefined
  const turn: Turn = { ...parts, context, activity, person, progress }
  if (isPersonal(activity)) await parts.world.conversations.rememberPerson(person.id, here(turn))
  if (activity.from?.id) await parts.world.conversations.rememberTeamsId(person.id, activity.from.id)
  const answer = await answerActivity(turn)
  // Only now: what the worker shows next must not be overwritten by this turn's card.
  parts.world.wake()
  return answer
}

const personOf = ({ from }: Activity): Person | undefined =>
  from?.aadObjectId ? { id: from.aadObjectId, name: from.name ?? '' } : undefined

const here = ({ context }: Turn): string => keptConversation(TurnContext.getConversationReference(context.activity))

async function answerActivity(turn: Turn): Promise<InvokeResponse | undefined> {
  switch (turn.activity.type) {
    case 'message':
      await onMessage(turn)
      return undefined
    case 'invoke':
      return onInvoke(turn)
    case 'installationUpdate':
    case 'conversationUpdate':
      await onArrival(turn)
      return undefined
    default:
      return undefined
  }
}

async function onArrival({ world, render, context, activity, person }: Turn): Promise<void> {
  if (isPersonal(activity) && !isDeparture(activity) && (await world.conversations.welcomeOnce(person.id)))
    await context.sendActivity(messageOf(render, showStanding('welcome')))
}

async function onMessage(turn: Turn): Promise<void> {
  const { activity } = turn
  // The Action.Submit fallback arrives as a message with data; some clients send an empty text along.
  if ((activity.text ?? '').trim() !== '' || activity.value === undefined) return send(turn, await answerText(turn))
  const action = decode(activity.value)
  if (action?.on === 'command' && !givesWay(turn, action)) return send(turn, await obey(turn, action.command))
  const answer = await answerClick(turn, action)
  turn.progress.kept()
  await show(turn, answer)
}

/** To a client that takes no answer to a click, or not any more. */
async function show(turn: Turn, { screen, audience, message, settle }: Answer): Promise<void> {
  const { render, context, activity } = turn
  const shown = await keepPrivate(turn, screen)
  if (audience === 'clicker' && !isPersonal(activity)) await whisper(turn, shown)
  else if (audience === 'outbox') turn.world.wake()
  else {
    const isShown = activity.replyToId !== undefined && (await replace(turn, activity.replyToId, shown))
    // The channel may show it without having said so.
    await settle?.()
    if (!isShown) await context.sendActivity(messageOf(render, shown))
  }
  if (message) await send(turn, message)
}

async function onInvoke(turn: Turn): Promise<InvokeResponse | undefined> {
  const { render, activity } = turn
  if (activity.name !== 'adaptiveCard/action') return { status: 501 }
  const action = decode(executeData(activity.value))
  if (action?.on === 'command' && action.card !== 'notice') {
    await send(turn, await obey(turn, action.command))
    return cardAnswer(render(showStanding(action.card)))
  }
  const answer = await answerClick(turn, action)
  if (turn.progress.isAnswered()) {
    if (!isView(activity.value)) await show(turn, answer)
    return undefined
  }
  const { screen, audience, message } = answer
  const shown = await keepPrivate(turn, screen)
  // The answer is what the clicker sees at once; the message is what everybody, and the next look, will see.
  if (activity.replyToId && audience === 'everybody') await replace(turn, activity.replyToId, shown)
  if (message) await send(turn, message)
  return cardAnswer(render(shown))
}

/** The answer to an invoke that shows a card in place of the clicked one. */
export const cardAnswer = (value: CardJson): InvokeResponse => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value },
})

/** The answer to an invoke that says this beside the clicked card. */
export const textAnswer = (value: string): InvokeResponse => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value },
})

async function answerText(turn: Turn): Promise<Screen> {
  const text = typedText(turn.activity)
  const command = parseCommand(text)
  if (!command) return diagnose(turn.world, turn.person, text, turn.progress.kept)
  const screen = await obey(turn, command)
  turn.progress.kept()
  return screen
}

function obey(turn: Turn, command: CommandName): Promise<Screen> {
  const channel = isPersonal(turn.activity) ? undefined : here(turn)
  return runCommand(turn.world, { person: turn.person, channel }, command)
}

/** In a channel a notice may be one clicker's answer on a card that all others see as it was. */
const givesWay = ({ activity }: Turn, { card }: Extract<Action, { on: 'command' }>): boolean =>
  card === 'notice' && isPersonal(activity)

async function answerClick(turn: Turn, action: Action | undefined): Promise<Answer> {
  const { world, activity, person } = turn
  if (!action) return toClicker(showNotice(texts.expired, 'warning'))
  if (action.on === 'command') {
    const screen = await obey(turn, action.command)
    return givesWay(turn, action) ? toEverybody(screen) : toClicker(screen)
  }
  const card = activity.replyToId ? { conversation: here(turn), activityId: activity.replyToId } : undefined
  return click(world, { person, card, surface: isPersonal(activity) ? 'chat' : 'channel' }, action)
}

async function send(turn: Turn, screen: Screen): Promise<void> {
  await turn.context.sendActivity(messageOf(turn.render, await keepPrivate(turn, screen)))
}

/** Replaces the clicked card; false when the channel does not take that. What was done stays done all the same. */
async function replace({ world, render, context }: Turn, id: string, screen: Screen): Promise<boolean> {
  try {
    await context.updateActivity({ ...messageOf(render, screen), id })
    return true
  } catch (error) {
    world.log.error({ event: 'update-failed' }, error)
    return false
  }
}

/** A client that cannot execute has no private answer, so it comes by way of the person's own chat. */
async function whisper({ world, person }: Turn, screen: Screen): Promise<void> {
  const chat = await world.conversations.personal(person.id)
  if (chat) await world.notifier.post(chat, screen)
}

async function keepPrivate({ world, activity, person }: Turn, screen: Screen): Promise<Screen> {
  if (isPersonal(activity) || !isPrivate(screen)) return screen
  const chat = await world.conversations.personal(person.id)
  const sent = chat === undefined ? undefined : await world.notifier.post(chat, screen)
  return showNotice(sent?.kind === 'sent' ? texts.moved : texts.movedFailed, 'default')
}
