// A typed command, or a button that stands for one.
import type { StandingCard } from '../core/actions.ts'
import type { AuditEntry } from '../core/audit.ts'
import { putAudit } from '../core/audited.ts'
import type { CommandName } from '../core/commands.ts'
import type { ChannelKind, Person } from '../core/people.ts'
import type { Button, Screen } from '../core/screens.ts'
import { isOver } from '../core/session.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import { begin, latestSession, newSession, showCurrent } from './begin-session.ts'
import { cancelSession } from './cancel.ts'
import { liftBrake } from './brake.ts'
import { getHelp } from './get-help.ts'
import { listTickets } from './list-tickets.ts'
import { postWaiting } from './post-waiting.ts'
import { beginRestart } from './restart.ts'
import type { Click, World } from './world.ts'

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
      return cancel(world, person, surfaceOf(channel))
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
      return beOnCall(world, person, surfaceOf(channel))
    case 'lift-brake':
      return liftBrake(world, { person, card: undefined, surface: surfaceOf(channel) })
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

async function cancel(world: World, person: Person, surface: Click['surface']): Promise<Screen> {
  const session = await latestSession(world, person)
  if (!session || isOver(session)) return showNotice(texts.nothingToCancel)
  const next = await cancelSession(world, session, surface)
  return showCurrent(world, next ?? (await world.sessions.find(session.id)) ?? session)
}

/** Whoever says so is on call for the second tier until somebody else does. */
async function beOnCall(world: World, person: Person, surface: Click['surface']): Promise<Screen> {
  const what = { act: 'on-call-set', subject: { kind: 'person', id: person.id } } as const
  const refusal = await refuseStranger(world, { person, surface }, what)
  if (refusal) return refusal
  await world.conversations.setOnCall('second-tier', person, world.clock.now())
  return showNotice(texts.onCall.done(person.name), 'good', [])
}

type Privileged = Pick<AuditEntry, 'act' | 'subject'>

/** Why somebody may not do what is for the helpdesk; undefined for its members. Either leaves an audit entry. */
async function refuseStranger(
  world: World,
  { person, surface }: Pick<Click, 'person' | 'surface'>,
  what: Privileged,
): Promise<Screen | undefined> {
  const member = await world.people.isHelpdesk(person.id, 'now')
  const allowed = member === 'yes'
  world.log.info({ event: what.act, person: person.id, outcome: member })
  await world.store.commit([
    putAudit({
      ...what,
      at: world.clock.now(),
      actor: person.id,
      outcome: allowed ? 'done' : 'refused',
      rule: allowed ? undefined : 'not-helpdesk',
      before: undefined,
      after: undefined,
      surface,
    }),
  ])
  if (allowed) return undefined
  return showNotice(member === 'unknown' ? texts.setUp.unknown : texts.setUp.notAllowed, 'warning')
}

const surfaceOf = (channel: string | undefined): Click['surface'] => (channel === undefined ? 'chat' : 'channel')

async function setUp(world: World, person: Person, kind: ChannelKind, channel: string | undefined): Promise<Screen> {
  if (channel === undefined) return showNotice(texts.setUp.notHere, 'warning')
  const what = { act: 'channel-set', subject: { kind: 'channel', id: kind } } as const
  const refusal = await refuseStranger(world, { person, surface: 'channel' }, what)
  if (refusal) return refusal
  await world.conversations.setChannel(kind, channel, person, world.clock.now())
  if (kind === 'helpdesk') await postWaiting(world)
  return showNotice(texts.setUp.done(texts.setUp[kind]), 'good', [])
}
