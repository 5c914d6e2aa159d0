// Everything that a person does once: what they typed and what they pressed, as the channel brings it, to be brought again.
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, inThread, spoken, type TestBot, type Where } from '../helpers/bot.ts'
import { type Inputs, pressed } from '../helpers/card-reading.ts'
import { askForApproval, endedSession, fileTicket, toConfirm, toSolution } from '../helpers/ways.ts'

const { ana, ben, chiara, deniz, emil, fatima, goran, hana } = people

export type Deed = {
  readonly name: string
  readonly person: SandboxPerson
  readonly where: Where
  readonly activity: object
  /** Does it carry a nonce, so that it is known again under another id? What was only typed may be meant twice. */
  readonly hasNonce: boolean
}

/** One conversation after the other, as far as to the button; nothing of it is pressed yet. */
export async function everyDeed(bot: TestBot): Promise<readonly Deed[]> {
  const deeds: Deed[] = [
    typed('an error', fatima, endedSession),
    typed('a command', fatima, 'restart'),
    typed('the wish for help', hana, 'get help'),
  ]
  const add = (person: SandboxPerson, held: Held, title: string, inputs: Inputs = {}): void => {
    deeds.push(...clicks(person, held, title, inputs))
  }
  add(deniz, await bot.say(deniz, endedSession), 'Just this once')
  add(emil, await toSolution(bot, emil, endedSession), 'Get help')
  add(goran, await bot.press(goran, await toSolution(bot, goran, endedSession), 'Get help'), 'Send to the helpdesk')
  const machine = { product: 'azure-vm', machine: 'vm-build-07' }
  add(hana, await bot.say(hana, 'restart'), 'Send restart request', machine)
  add(ben, await toConfirm(bot, ben), 'Restart CPC-BEN-01 now')
  const approval = await askForApproval(bot, ana)
  add(ana, approval.own, 'Cancel')
  add(ben, bot.now(approval.helpdesk), 'Approve restart')
  add(chiara, bot.now(approval.helpdesk), 'Decline', { 'text-decline': 'Not today.' })
  const ticket = await fileTicket(bot, { person: emil })
  add(emil, ticket.own, 'Withdraw')
  add(emil, ticket.own, 'Add a comment', { 'text-comment': 'It is urgent.' })
  const open = bot.now(ticket.helpdesk)
  add(ben, open, 'Take')
  add(ben, open, 'Resolve')
  add(ben, open, 'Reply', { 'text-reply': 'Try again.' })
  add(ben, open, 'Escalate', { 'text-escalate': 'Please look.', severity: 'high' })
  add(ben, open, 'Add note', { 'text-note': 'Calls every Monday.' })
  add(ben, open, 'Set urgency', { urgency: 'critical' })
  add(ben, open, 'Assign', { assignee: chiara.id })
  const resolved = await fileTicket(bot, { person: fatima })
  await bot.press(ben, bot.now(resolved.helpdesk), 'Resolve')
  add(fatima, bot.lastCard(chatOf(fatima)), 'No, reopen it')
  add(fatima, bot.lastCard(chatOf(fatima)), 'Yes, it works')
  return deeds
}

const typed = (name: string, person: SandboxPerson, text: string): Deed => {
  const where = chatOf(person)
  return { name, person, where, activity: spoken(text, where), hasNonce: false }
}

/** As a client sends it that can execute, and as one that cannot. */
function clicks(person: SandboxPerson, held: Held, title: string, inputs: Inputs): Deed[] {
  const action = { type: 'Action.Execute', ...pressed(held.card, title, inputs, {}) }
  const execute = { type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger: 'manual' } }
  const { data } = pressed(held.card, title, inputs, { as: 'submit' })
  return [execute, { type: 'message', value: data }].map((activity) => ({
    name: `“${title}” by ${activity.type}`,
    person,
    where: inThread(held),
    activity: { ...activity, replyToId: held.id },
    hasNonce: true,
  }))
}
