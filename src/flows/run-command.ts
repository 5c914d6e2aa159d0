// A typed command, or a button that stands for one.
import type { StandingCard } from '../core/actions.ts'
import { type Deed, doneAudit } from '../core/audited.ts'
import type { CommandName } from '../core/commands.ts'
import type { ChannelKind, Person } from '../core/people.ts'
import type { Button, Screen } from '../core/screens.ts'
import { isOver, type Session } from '../core/session.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import { refuseStranger } from './as-helpdesk.ts'
import { begin, latestSession, newSession, showCurrent } from './begin-session.ts'
import { cancelRestart, cancelSession, restartToCome } from './cancel.ts'
import { liftBrake } from './brake.ts'
import { getHelp, isRestartUnderWay } from './get-help.ts'
import { listTickets } from './list-tickets.ts'
import { postWaiting } from './post-waiting.ts'
import { beginRestart } from './restart.ts'
import { type Click, doerOf, type World } from './world.ts'

/** Where the command was typed: `channel` is that conversation when it is a team's channel or a group chat. */
type Spoken = { readonly person: Person; readonly channel: string | undefined }

export async function runCommand(world: World, { person, channel }: Spoken, command: CommandName): Promise<Screen> {
  const surface = channel === undefined ? 'chat' : 'channel'
  const click: Click = { person, card: undefined, surface }
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
      return cancel(world, click)
    case 'requests':
      return listTickets(world, person, 'requests', 0)
    case 'list-open':
      return listTickets(world, person, 'open', 0)
    case 'list-mine':
      return listTickets(world, person, 'mine', 0)
    case 'list-unassigned':
      return listTickets(world, person, 'unassigned', 0)
    case 'list-to-approve':
      return listTickets(world, person, 'to-approve', 0)
    case 'list-ageing':
      return listTickets(world, person, 'ageing', 0)
    case 'on-call':
      return beOnCall(world, click)
    case 'lift-brake':
      return liftBrake(world, click)
    case 'set-up-helpdesk':
      return setUp(world, click, 'helpdesk', channel)
    case 'set-up-second-tier':
      return setUp(world, click, 'second-tier', channel)
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

async function cancel(world: World, click: Click): Promise<Screen> {
  const session = await latestSession(world, click.person)
  if (!session || isOver(session) || (await hasEnded(world, session))) return takeBack(world, click)
  const next = await cancelSession(world, session, doerOf(click))
  const other = next && (await restartToCome(world, click.person))
  if (other) return showNotice(texts.cancelledBut(other.cloudPc.name))
  return showCurrent(world, next ?? (await world.sessions.find(session.id)) ?? session)
}

/** Has the restart come to an end that the session shows? */
const hasEnded = async (world: World, session: Session): Promise<boolean> =>
  session.place.at === 'restart' && !(await isRestartUnderWay(world, session))

/** Where nothing else is under way, a restart may still be to come. */
async function takeBack(world: World, click: Click): Promise<Screen> {
  const request = await restartToCome(world, click.person)
  const isTaken = request && (await cancelRestart(world, request, doerOf(click)))
  if (!isTaken) return showNotice(texts.nothingToCancel)
  const { title, body } = texts.restart.withdrawn
  return showNotice({ title: title(request.cloudPc.name), body }, 'good')
}

/** Whoever says so is on call for the second tier until somebody else does. */
async function beOnCall(world: World, click: Click): Promise<Screen> {
  const { person } = click
  const kind = 'second-tier'
  const before = (await world.conversations.onCall(kind))?.person.id === person.id ? 'on-call' : 'not-on-call'
  const deed: Deed = { act: 'on-call-set', subject: { kind: 'person', id: person.id }, before, after: 'on-call' }
  const refusal = await refuseStranger(world, click, deed)
  if (refusal) return refusal
  const now = world.clock.now()
  await world.store.commit([{ put: 'on-call', kind, person, since: now }, doneAudit(deed, doerOf(click), now)])
  return showNotice(texts.onCall.done(person.name), 'good', [])
}

async function setUp(world: World, click: Click, kind: ChannelKind, channel: string | undefined): Promise<Screen> {
  if (channel === undefined) return showNotice(texts.setUp.notHere, 'warning')
  const before = (await world.conversations.isSetUp(kind)) ? 'set-up' : 'not-set-up'
  const deed: Deed = { act: 'channel-set', subject: { kind: 'channel', id: kind }, before, after: 'set-up' }
  const refusal = await refuseStranger(world, click, deed)
  if (refusal) return refusal
  const now = world.clock.now()
  await world.store.commit([
    { put: 'channel', kind, conversation: channel, by: click.person, at: now },
    doneAudit(deed, doerOf(click), now),
  ])
  if (kind === 'helpdesk') await postWaiting(world)
  return showNotice(texts.setUp.done(texts.setUp[kind]), 'good', [])
}
