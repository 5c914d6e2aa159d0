// A turn as src/teams/turn.ts takes it: text and buttons in, the flows, and the answer out, with Teams as it is simulated.
import { decode } from '../../src/cards/actions.ts'
import type { Action } from '../../src/core/actions.ts'
import { type CommandName, parseCommand } from '../../src/core/commands.ts'
import type { CardPlace, Person } from '../../src/core/people.ts'
import { isPrivate } from '../../src/core/private-screens.ts'
import type { Screen } from '../../src/core/screens.ts'
import { showNotice } from '../../src/core/show-notice.ts'
import * as texts from '../../src/core/texts.ts'
import { click } from '../../src/flows/click.ts'
import { diagnose } from '../../src/flows/diagnose.ts'
import { runCommand, showStanding } from '../../src/flows/run-command.ts'
import { type Answer, toClicker, toEverybody, type World } from '../../src/flows/world.ts'
import type { BotProcess } from './bot-process.ts'
import type { FarTeams } from './far-teams.ts'
import { InjectedFault, type Run } from './run.ts'

/** What somebody did, and where. */
export type Doing = {
  readonly person: Person
  /** Their own chat with the bot, or a channel. */
  readonly conversation: string
  readonly done:
    | { readonly kind: 'says'; readonly text: string }
    /** `execute`: the client shows the answer in place of the card, to this person alone. */
    | { readonly kind: 'presses'; readonly as: 'execute' | 'submit'; readonly data: object; readonly card: CardPlace }
}

export type Bot = { readonly run: Run; readonly process: BotProcess; readonly world: World; readonly teams: FarTeams }

export const chatOf = ({ id }: Pick<Person, 'id'>): string => `person:${id}`

/** Answers what the client shows in place of the pressed card; a turn that throws ends in a polite card. */
export async function takeTurn(bot: Bot, doing: Doing): Promise<Screen | undefined> {
  try {
    const { conversations } = bot.world
    if (isPersonal(doing)) await conversations.rememberPerson(doing.person.id, doing.conversation)
    await conversations.rememberTeamsId(doing.person.id, `29:${doing.person.id}`)
    const answer = await answerTo(bot, doing)
    bot.world.wake()
    return answer
  } catch (error) {
    bot.world.log.error({ event: 'turn-failed' }, error)
    return showNotice(texts.failed('an-incident'), 'attention')
  }
}

const isPersonal = ({ person, conversation }: Doing): boolean => conversation === chatOf(person)

async function answerTo(bot: Bot, doing: Doing): Promise<Screen | undefined> {
  const { world } = bot
  const { done, person } = doing
  if (done.kind === 'says') {
    const command = parseCommand(done.text)
    await send(
      bot,
      doing,
      command ? await obey(bot, doing, command) : await diagnose(world, person, done.text, () => undefined),
    )
    return undefined
  }
  const action = decode(done.data)
  const isExecute = done.as === 'execute'
  if (action?.on === 'command' && (isExecute ? action.card !== 'notice' : !givesWay(doing, action))) {
    await send(bot, doing, await obey(bot, doing, action.command))
    return isExecute && action.card !== 'notice' ? showStanding(action.card) : undefined
  }
  const { screen, audience, message, settle } = await answerClick(bot, doing, action, done.card)
  const shown = await keepPrivate(bot, doing, screen)
  if (isExecute) {
    if (audience === 'everybody') await replace(bot, done.card, shown)
  } else if (audience === 'clicker' && !isPersonal(doing)) await whisper(bot, doing, shown)
  else if (audience === 'outbox') world.wake()
  else {
    const isShown = await replace(bot, done.card, shown)
    await settle?.()
    if (!isShown) await reply(bot, doing.conversation, shown)
  }
  if (message) await send(bot, doing, message)
  return isExecute ? shown : undefined
}

function obey({ world }: Bot, doing: Doing, command: CommandName): Promise<Screen> {
  const channel = isPersonal(doing) ? undefined : doing.conversation
  return runCommand(world, { person: doing.person, channel }, command)
}

const givesWay = (doing: Doing, { card }: Extract<Action, { on: 'command' }>): boolean =>
  card === 'notice' && isPersonal(doing)

async function answerClick(bot: Bot, doing: Doing, action: Action | undefined, card: CardPlace): Promise<Answer> {
  const { world } = bot
  const { person } = doing
  if (!action) return toClicker(showNotice(texts.expired, 'warning'))
  if (action.on === 'command') {
    const screen = await obey(bot, doing, action.command)
    return givesWay(doing, action) ? toEverybody(screen) : toClicker(screen)
  }
  return click(world, { person, card, surface: isPersonal(doing) ? 'chat' : 'channel' }, action)
}

const send = async (bot: Bot, doing: Doing, screen: Screen): Promise<void> =>
  reply(bot, doing.conversation, await keepPrivate(bot, doing, screen))

/** A message of the turn itself; the SDK throws where Teams does not take it. */
async function reply({ process, teams }: Bot, conversation: string, screen: Screen): Promise<void> {
  const answer = await process.call('reply', () => teams.post(conversation, screen))
  if (answer.kind === 'failed') throw new InjectedFault('reply')
}

/** False when the channel does not take that. What was done stays done all the same. */
async function replace({ process, teams, world }: Bot, place: CardPlace, screen: Screen): Promise<boolean> {
  const answer = await process.call('replace', () => teams.update(place, screen))
  if (answer.kind === 'failed') world.log.error({ event: 'update-failed' }, new InjectedFault('replace'))
  return answer.kind === 'sent'
}

async function whisper(bot: Bot, { person }: Doing, screen: Screen): Promise<void> {
  const chat = await bot.world.conversations.personal(person.id)
  if (chat !== undefined) await bot.process.call('whisper', () => bot.teams.post(chat, screen))
}

async function keepPrivate(bot: Bot, doing: Doing, screen: Screen): Promise<Screen> {
  if (isPersonal(doing) || !isPrivate(screen)) return screen
  const chat = await bot.world.conversations.personal(doing.person.id)
  const sent = chat === undefined ? undefined : await bot.process.call('whisper', () => bot.teams.post(chat, screen))
  return showNotice(sent?.kind === 'sent' ? texts.moved : texts.movedFailed, 'default')
}
