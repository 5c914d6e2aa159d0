// A typed command, or a button that stands for one.
import type { StandingCard } from '../core/actions.ts'
import type { CommandName } from '../core/commands.ts'
import type { ChannelKind, Person } from '../core/people.ts'
import type { Button, Screen } from '../core/screens.ts'
import { isOver } from '../core/session.ts'
import { showNotice } from '../core/show-notice.ts'
import { showRequests } from '../core/show-requests.ts'
import * as texts from '../core/texts.ts'
import { begin, latestSession, newSession, showCurrent } from './begin-session.ts'
import { cancelSession } from './cancel.ts'
import { postWaiting } from './file-ticket.ts'
import { getHelp } from './get-help.ts'
import { beginRestart } from './restart.ts'
import { tellRestart } from './tell.ts'
import type { World } from './world.ts'

/** Where the command was typed: `channel` is that conversation when it is a team's channel or a group chat. */
type Spoken = { readonly person: Person; readonly channel: string | undefined }

export async function runCommand(world: World, { person, channel }: Spoken, command: CommandName): Promise<Screen> {
  world.log.info({ event: 'command', person: person.id, command })
  switch (command) {
    case 'hello':
      return showWelcome()
    case 'help':
      return showHelp()
    case 'thanks':
      return showNotice(texts.thanks, 'good')
    case 'restart':
      return begin(world, await beginRestart(world, newSession(world, person, { at: 'topics' })))
    case 'topics':
      return begin(world, newSession(world, person, { at: 'topics' }))
    case 'get-help':
      return getHelp(world, person)
    case 'cancel':
      return cancel(world, person)
    case 'requests':
      return listRequests(world, person)
    case 'set-up-helpdesk':
      return setUp(world, person, 'helpdesk', channel)
    case 'set-up-second-tier':
      return setUp(world, person, 'second-tier', channel)
  }
}

/** A card that stays as it is while its buttons are answered by new messages. */
export const showStanding = (card: StandingCard): Screen => (card === 'welcome' ? showWelcome() : showHelp())

const commandButton = (id: StandingCard, title: string, command: CommandName): Button => ({
  title,
  action: { on: 'command', verb: 'command', id, choice: command },
})

const showWelcome = (): Screen => ({
  kind: 'welcome',
  summary: texts.welcome.title,
  ...texts.welcome,
  examples: texts.welcome.examples.map((text) => ({ text })),
  buttons: [
    commandButton('welcome', texts.buttons.restart, 'restart'),
    commandButton('welcome', texts.buttons.topics, 'topics'),
    commandButton('welcome', texts.buttons.getHelp, 'get-help'),
    commandButton('welcome', texts.buttons.help, 'help'),
  ],
})

const showHelp = (): Screen => ({
  kind: 'help',
  summary: texts.help.title,
  ...texts.help,
  commands: texts.offeredCommands.map(({ title, description }) => ({ label: title, value: description })),
  buttons: [
    commandButton('help', texts.buttons.restart, 'restart'),
    commandButton('help', texts.buttons.requests, 'requests'),
    commandButton('help', texts.buttons.topics, 'topics'),
    commandButton('help', texts.buttons.getHelp, 'get-help'),
  ],
})

async function cancel(world: World, person: Person): Promise<Screen> {
  const session = await latestSession(world, person)
  if (!session || isOver(session)) return showNotice(texts.nothingToCancel)
  const next = await cancelSession(world, session)
  if (!next) return showCurrent(world, session)
  await world.sessions.save(next)
  const request = session.place.at === 'restart' ? await world.requests.find(session.place.requestId) : undefined
  if (request) await tellRestart(world, request)
  return showCurrent(world, next)
}

async function listRequests(world: World, person: Person): Promise<Screen> {
  const month = new Date(world.clock.now().getTime() - 30 * 24 * 60 * 60_000)
  return showRequests(await world.tickets.of(person.id, 5), await world.requests.since(month, { personId: person.id }))
}

async function setUp(world: World, person: Person, kind: ChannelKind, channel: string | undefined): Promise<Screen> {
  if (channel === undefined) return showNotice(texts.setUp.notHere, 'warning')
  const member = await world.people.isHelpdesk(person.id)
  world.log.info({ event: 'set-up-channel', person: person.id, channel: kind, outcome: member })
  if (member === 'unknown') return showNotice(texts.setUp.unknown, 'warning')
  if (member === 'no') return showNotice(texts.setUp.notAllowed, 'warning')
  await world.conversations.setChannel(kind, channel, person, world.clock.now())
  if (kind === 'helpdesk') await postWaiting(world)
  return showNotice(texts.setUp.done(texts.setUp[kind]), 'good', [])
}
