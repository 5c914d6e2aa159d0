// The usual ways through the bot, for tests that begin where these end.
import assert from 'node:assert/strict'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { openDatabase } from '../../src/store/db.ts'
import { type Held, helpdeskChannel, type TestBot, type Where } from './bot.ts'
import { buttonsOf, type Inputs, type PressOptions } from './card-reading.ts'

/** An error whose solution offers a restart without anybody's leave. */
export const endedSession = 'The remote PC ended your session. Error code: 0x3'
/** An error whose restart the helpdesk has to approve. */
export const policyError = 'Connection problems may be caused by settings delivered by group policies.'
/** An error of an Azure VM. */
export const vmError = "Remote Desktop can't connect to the remote computer for one of these reasons"

/** From the pasted error to its solution, answering "I don't know" throughout. */
export async function toSolution(
  bot: TestBot,
  person: SandboxPerson,
  text: string,
  how: PressOptions = {},
): Promise<Held> {
  let held = await bot.say(person, text)
  while (buttonsOf(held.card).includes('I don’t know')) held = await bot.press(person, held, 'I don’t know', {}, how)
  return held
}

/** The card that asks whether the person's only Cloud PC shall be restarted. */
export const toConfirm = (bot: TestBot, person: SandboxPerson): Promise<Held> => bot.say(person, 'restart')

/** Does this button ask for the restart, at once or of the helpdesk? */
export const isConfirm = (title: string): boolean => /^(?:Restart .* now|Ask to restart .*)$/.test(title)

/** Presses the button that confirms a restart, whatever the Cloud PC is called. */
export function confirm(bot: TestBot, person: SandboxPerson, held: Held, how: PressOptions = {}): Promise<Held> {
  const title = buttonsOf(held.card).find(isConfirm)
  assert.ok(title, `nothing to confirm among: ${buttonsOf(held.card).join(', ')}`)
  return bot.press(person, held, title, {}, how)
}

/** A confirmed restart that the worker has not touched yet. */
export const askForRestart = async (bot: TestBot, person: SandboxPerson): Promise<Held> =>
  confirm(bot, person, await toConfirm(bot, person))

/** A restart that waits for the helpdesk: the requester's card, and the helpdesk's. */
export async function askForApproval(
  bot: TestBot,
  person: SandboxPerson = people.ana,
): Promise<{ own: Held; helpdesk: Held }> {
  const solution = await toSolution(bot, person, policyError)
  const own = bot.now(await confirm(bot, person, await bot.press(person, solution, 'Restart my Cloud PC')))
  return { own, helpdesk: bot.lastCard(helpdeskChannel) }
}

/** A ticket about a pasted error: the requester's card, and the helpdesk's. */
export async function fileTicket(
  bot: TestBot,
  { person = people.ana, text = endedSession, inputs = {}, channel = helpdeskChannel }: TicketWay = {},
): Promise<{ own: Held; helpdesk: Held }> {
  const form = await bot.press(person, await toSolution(bot, person, text), 'Get help')
  const own = bot.now(await bot.press(person, form, 'Send to the helpdesk', inputs))
  return { own, helpdesk: bot.lastCard(channel) }
}

type TicketWay = {
  readonly person?: SandboxPerson
  readonly text?: string
  readonly inputs?: Inputs
  readonly channel?: Where
}

/** Takes a table away under the running bot while it acts, and gives it back. */
export async function withoutTable(bot: TestBot, table: string, act: () => Promise<void>): Promise<void> {
  const other = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
  await other.db.schema.alterTable(table).renameTo(`${table}_away`).execute()
  try {
    await act()
  } finally {
    await other.db.schema.alterTable(`${table}_away`).renameTo(table).execute()
    await other.close()
  }
}
