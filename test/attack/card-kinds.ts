// A tenant in the middle of a day: a card of every kind, in the states that differ, each in the hands of somebody.
import { putDelivery } from '../../src/core/change.ts'
import { channelLane } from '../../src/core/outbox.ts'
import type { ScreenKind } from '../../src/core/screens.ts'
import { cloudPcs, people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, helpdeskChannel, secondTierChannel, type TestBot } from '../helpers/bot.ts'
import { askForApproval, askForRestart, confirm, endedSession, fileTicket } from '../helpers/ways.ts'
import { policyError, toConfirm, toSolution } from '../helpers/ways.ts'

const { ana, ben, chiara, deniz, emil, fatima, goran, hana } = people
const helpdesk = [ben, chiara]

export type AttackedCard = {
  readonly kind: ScreenKind
  readonly name: string
  readonly held: Held
  /** Whose card it is. */
  readonly owners: readonly SandboxPerson[]
  /** Who else presses its buttons: never anything but what an owner's own card would let them do. */
  readonly strangers: readonly SandboxPerson[]
}

type Own = Omit<AttackedCard, 'kind' | 'name'>

export async function everyKind(bot: TestBot): Promise<readonly AttackedCard[]> {
  const cards: AttackedCard[] = []
  const add = (kind: ScreenKind, name: string, own: Own): void => void cards.push({ kind, name, ...own })
  const own = (kind: ScreenKind, name: string, owner: SandboxPerson, held: Held, strangers = [ana, ben]): void => {
    add(kind, name, { held, owners: [owner], strangers: strangers.filter((one) => one !== owner) })
  }
  const last = (person: SandboxPerson): Held => bot.lastCard(chatOf(person))

  await askForRestart(bot, ben)
  await bot.settle()
  own('restart', 'done', ben, last(ben), [deniz, chiara])
  await restartOf(bot, cloudPcs.deniz1.id, { status: 403 })
  own('restart', 'failed', deniz, last(deniz))
  add('ticket-channel', 'failed', ofHelpdesk(bot, bot.lastCard(helpdeskChannel), deniz))
  await restartOf(bot, cloudPcs.deniz2.id, 'reset')
  own('restart', 'unclear', deniz, last(deniz))
  add('ticket-channel', 'unclear', ofHelpdesk(bot, bot.lastCard(helpdeskChannel), deniz))
  const approval = await askForApproval(bot, ana)
  own('restart', 'waiting', ana, approval.own, [deniz, ben])
  add('ticket-channel', 'approval', ofHelpdesk(bot, approval.helpdesk, ana))

  const tickets = [
    { name: 'open', person: hana, acts: [] },
    { name: 'answered', person: goran, acts: [['Reply', { 'text-reply': 'Try again, please.' }]] },
    { name: 'resolved', person: emil, acts: [['Resolve', {}]] },
    { name: 'declined', person: fatima, acts: [['Decline', { 'text-decline': 'Not here.' }]] },
    { name: 'escalated', person: deniz, acts: [['Escalate', { 'text-escalate': 'Help!', severity: 'high' }]] },
  ] as const
  for (const { name, person, acts } of tickets) {
    const filed = await fileTicket(bot, { person })
    for (const [title, inputs] of acts) await bot.press(ben, bot.now(filed.helpdesk), title, inputs)
    const place = name === 'escalated' ? bot.lastCard(secondTierChannel) : bot.now(filed.helpdesk)
    add('ticket-channel', name, ofHelpdesk(bot, place, person))
    add('ticket', name, { held: last(person), owners: [person], strangers: [ana, ben] })
  }
  await bot.say(chiara, 'hi')
  const given = (await fileTicket(bot, { person: hana, text: policyError })).helpdesk
  await bot.press(ben, given, 'Assign', { assignee: chiara.id })
  own('notice', 'assigned', chiara, last(chiara), [ana, deniz])
  add('ticket-channel', 'assigned', ofHelpdesk(bot, given, hana))

  own('question', '', deniz, await bot.say(deniz, endedSession))
  own('solution', '', emil, await toSolution(bot, emil, policyError))
  own('confirm', '', fatima, await toConfirm(bot, fatima))
  own('help-form', '', goran, await bot.press(goran, await toSolution(bot, goran, endedSession), 'Get help'))
  own('choose', '', ana, await bot.say(ana, 'The logon attempt failed 0x3'), [deniz, ben])
  own('unknown', '', hana, await bot.say(hana, 'Zwubbel frobnicates the quux'))
  own('topics', '', goran, await bot.say(goran, 'topics'))
  own('devices', '', deniz, await bot.say(deniz, 'restart'))
  own('machine', '', hana, await bot.say(hana, 'restart'))
  own('runbook', '', chiara, await bot.say(chiara, endedSession), [ana, deniz])
  own('welcome', '', emil, await bot.say(emil, 'hi'))
  own('help', '', fatima, await bot.say(fatima, 'help'))
  own('requests', 'own', ana, await bot.say(ana, 'my requests'), [deniz, ben])
  own('requests', 'of the helpdesk', ben, await bot.say(ben, 'open tickets'), [ana, deniz])
  own('notice', 'help', emil, await bot.say(emil, 'thanks'))
  add('notice', 'brake', { held: await brake(bot), owners: helpdesk, strangers: [ana, deniz] })
  return cards
}

const ofHelpdesk = (bot: TestBot, held: Held, requester: SandboxPerson): Own => ({
  held: bot.now(held),
  owners: helpdesk,
  strangers: [requester, requester === ana ? deniz : ana],
})

/** Deniz has one of their Cloud PCs restarted, and Graph does this instead. */
async function restartOf(bot: TestBot, device: string, fault: { status: number } | 'reset'): Promise<void> {
  const chosen = await bot.press(deniz, await toConfirm(bot, deniz), 'Continue', { device })
  bot.sandbox.faults.set('reboot', fault)
  await confirm(bot, deniz, chosen)
  await bot.settle()
}

async function brake(bot: TestBot): Promise<Held> {
  const why = { rule: 'failing', failures: 3, restarts: 5 } as const
  await bot
    .world()
    .store.commit([
      { put: 'brake', brake: { version: 1, why, at: bot.world().clock.now(), by: undefined } },
      putDelivery({ shown: { kind: 'brake' }, how: 'post', lane: channelLane('helpdesk') }),
    ])
  await bot.work()
  return bot.lastCard(helpdeskChannel)
}
