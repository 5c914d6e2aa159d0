// What a helpdesk does over a day: hands tickets on, notes, escalates, resolves, takes up again, and lets an approval lapse.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { clickTicket } from '../../src/flows/click-ticket.ts'
import type { World } from '../../src/flows/world.ts'
import { cloudPcs, people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import {
  chatOf,
  type Held,
  helpdeskChannel,
  secondTierChannel,
  startBot,
  type TestBot,
  type Where,
  words,
} from '../helpers/bot.ts'
import { buttonsOf, choicesOf } from '../helpers/card-reading.ts'
import { askForApproval, askForRestart, confirm, fileTicket } from '../helpers/ways.ts'

const { ana, ben, chiara, deniz } = people
const hour = 60 * 60_000
const day = 24 * hour

describe('over a day', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ channels: ['helpdesk', 'second tier'] })
  })
  afterEach(() => bot.stop())

  const messages = (where: Where) => bot.connector.messages(where.id)
  const own = (person: SandboxPerson = ana) => bot.lastCard(chatOf(person))
  const told = (person: SandboxPerson = ana) => words(own(person))

  describe('a ticket', () => {
    let card: Held
    const now = () => bot.now(card)
    const press = (person: SandboxPerson, title: string, inputs = {}) => bot.press(person, now(), title, inputs)

    beforeEach(async () => {
      card = (await fileTicket(bot)).helpdesk
    })

    it('is released by whoever has it, and its requester hears nothing of that', async () => {
      await press(ben, 'Take')
      const before = messages(chatOf(ana)).length
      await press(ben, 'Release')
      assert.match(words(now()), /\nOpen\n[^]*Owner\nNobody yet[^]*Ben Okafor released it/)
      assert.ok(buttonsOf(now().card).includes('Take'))
      assert.equal(messages(chatOf(ana)).length, before)
      assert.doesNotMatch(told(), /released/)
      assert.ok(told().includes(texts.ticket.requesterBody.open))
    })

    it('is not released by a colleague, who reads whose it is', async () => {
      await press(ben, 'Take')
      const refused = await press(chiara, 'Release')
      const by = { id: ben.id, name: ben.name }
      assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'not-owner', by })))
      assert.match(words(now()), /Owner\nBen Okafor/)
    })

    it('is given to a colleague, who is told in their own chat and can go on from there', async () => {
      await bot.say(chiara, 'hi')
      assert.deepEqual(choicesOf(now().card, 'assignee'), { [ben.name]: ben.id, [chiara.name]: chiara.id })
      await press(ben, 'Assign', { assignee: chiara.id })
      assert.match(words(now()), /In progress[^]*Owner\nChiara Rossi[^]*Ben Okafor assigned it\n[^]*to Chiara Rossi/)
      assert.match(told(chiara), /^Ticket 1001 is yours\nBen Okafor gave it to you\./)
      assert.match(told(), /Chiara Rossi is working on it\./)
      const opened = await bot.press(chiara, own(chiara), 'Ticket 1001')
      await bot.press(chiara, opened, 'Reply', { 'text-reply': 'I have it now.' })
      assert.match(words(now()), /Chiara Rossi replied[^]*I have it now\./)
      assert.match(told(), /Ticket 1001: Chiara Rossi replied/)
    })

    it('is given to a colleague who never wrote to the bot: the card says so, and nobody is written to', async () => {
      await press(ben, 'Assign', { assignee: chiara.id })
      assert.match(words(now()), /Owner\nChiara Rossi/)
      assert.equal(messages(chatOf(chiara)).length, 0)
    })

    it('is not announced to a colleague who has lost it again before it could be', async () => {
      await bot.say(chiara, 'hi')
      bot.hold()
      await bot.press(ben, card, 'Assign', { assignee: chiara.id })
      const given = await bot.press(chiara, card, 'Take')
      await bot.press(ben, given, 'Assign', { assignee: ben.id })
      const before = messages(chatOf(chiara)).length
      await bot.work()
      assert.equal(messages(chatOf(chiara)).length, before)
    })

    const wrong: readonly (readonly [string, string, Parameters<typeof texts.ticket.refusals>[0]])[] = [
      ['nobody', '', { rule: 'assignee-missing' }],
      ['somebody who is not of the helpdesk', deniz.id, { rule: 'assignee-not-helpdesk' }],
      ['its requester', ana.id, { rule: 'assignee-not-helpdesk' }],
    ]
    for (const [whom, assignee, refusal] of wrong)
      it(`cannot be given to ${whom}`, async () => {
        const refused = await press(ben, 'Assign', { assignee })
        assert.ok(words(refused).includes(texts.ticket.refusals(refusal)))
        assert.match(words(now()), /Owner\nNobody yet/)
      })

    const blind: readonly (readonly [string, Partial<World['people']>])[] = [
      ['who is of the helpdesk', { isHelpdesk: (id) => Promise.resolve(id === ben.id ? 'yes' : 'unknown') }],
      ['what they are called', { helpdesk: () => Promise.resolve([]) }],
    ]
    for (const [what, unsure] of blind)
      it(`cannot be given to a colleague while Graph does not tell ${what}, and nobody is said to be no member`, async () => {
        const world = bot.world()
        const [ticket] = (await world.tickets.list({ which: 'open' }, 0, 1)).tickets
        assert.ok(ticket)
        const click = { person: ben, card: undefined, surface: 'channel' } as const
        const act = { verb: 'assign', assignee: chiara.id } as const
        const { screen } = await clickTicket(
          { ...world, people: { ...world.people, ...unsure } },
          click,
          { ...ticket, step: ticket.version },
          act,
        )
        assert.ok('notice' in screen)
        assert.equal(screen.notice, texts.ticket.refusals({ rule: 'assignee-unknown' }))
        assert.match(words(now()), /Owner\nNobody yet/)
      })

    it('cannot be given to its requester, though of the helpdesk', async () => {
      const { helpdesk } = await fileTicket(bot, { person: chiara, text: 'something quite unknown' })
      assert.ok(!(chiara.name in choicesOf(helpdesk.card, 'assignee')))
      const refused = await bot.press(ben, helpdesk, 'Assign', { assignee: chiara.id })
      assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'assignee-is-requester' })))
    })

    it('takes notes that its requester never sees, wherever they look', async () => {
      const before = messages(chatOf(ana)).length
      await press(ben, 'Add note', { 'text-note': 'Calls every Monday.' })
      assert.match(words(now()), /Ben Okafor noted[^]*Calls every Monday\./)
      await press(ben, 'Reply', { 'text-reply': 'Try again now.' })
      assert.equal(messages(chatOf(ana)).length, before + 1)
      const list = await bot.say(ana, 'my requests')
      const opened = await bot.press(ana, list, 'Ticket 1001')
      const seen = JSON.stringify([messages(chatOf(ana)), opened.card])
      assert.match(seen, /Try again now\./)
      assert.doesNotMatch(seen, /noted|Monday/)
    })

    it('asks for words where a note has none', async () => {
      const refused = await press(ben, 'Add note', { 'text-note': ' ' })
      assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'text-missing' })))
    })

    it('gets another urgency, which its requester is not told', async () => {
      const before = messages(chatOf(ana)).length
      await press(ben, 'Set urgency', { urgency: 'critical' })
      assert.match(words(now()), /Urgency\nCritical: many people can’t work/)
      assert.match(words(now()), /Ben Okafor changed the urgency[^]*Critical: many people can’t work/)
      const refused = await press(ben, 'Set urgency', { urgency: 'critical' })
      assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'same-urgency' })))
      assert.equal(messages(chatOf(ana)).length, before)
    })

    it('that did not help is reopened, goes back to whoever had it, and can be resolved again', async () => {
      await press(ben, 'Take')
      await press(ben, 'Resolve')
      assert.deepEqual(buttonsOf(own().card), ['Yes, it works', 'No, reopen it', 'Get help'])
      const before = messages(helpdeskChannel).length
      await bot.press(ana, own(), 'No, reopen it')
      assert.equal(messages(helpdeskChannel).length, before + 1)
      assert.equal(words(now()), `Ticket 1001\n${texts.ticket.seeOther}`)
      card = bot.lastCard(helpdeskChannel)
      assert.match(words(now()), /In progress[^]*Owner\nBen Okafor[^]*Ana Ferreira reopened it/)
      assert.match(told(), /Ben Okafor is working on it\./)
      await press(ben, 'Resolve')
      assert.match(told(), /Did it help\?/)
    })

    it('that helped is confirmed, and asks no more', async () => {
      await press(ben, 'Resolve')
      await bot.press(ana, own(), 'Yes, it works')
      assert.ok(told().includes(texts.ticket.requesterBody.confirmed))
      assert.deepEqual(buttonsOf(own().card), ['Get help'])
      assert.match(words(now()), /Resolved[^]*Ana Ferreira says it works again/)
    })

    it('cannot be reopened a week after it was resolved', async () => {
      await press(ben, 'Resolve')
      bot.advance(7 * day + 1)
      const late = await bot.press(ana, own(), 'No, reopen it')
      assert.ok(words(late).includes(texts.ticket.refusals({ rule: 'reopen-too-late' })))
      assert.match(words(now()), /^Ticket 1001: help wanted\nResolved/)
      await bot.press(ana, own(), 'Yes, it works')
      assert.match(words(now()), /Ana Ferreira says it works again/)
    })

    it('says whom to escalate to, once somebody said that they are on call', async () => {
      assert.ok(words(now()).includes(texts.ticket.onCall(undefined)))
      assert.match(words(await bot.say(chiara, 'I am on call')), /^You are on call[^]*On call: Chiara Rossi/)
      await press(ben, 'Take')
      assert.match(words(now()), /On call: Chiara Rossi/)
      await press(ben, 'Escalate', { 'text-escalate': 'Gateway logs attached.' })
      assert.match(words(bot.lastCard(secondTierChannel)), /Gateway logs attached\./)
      assert.doesNotMatch(JSON.stringify(messages(chatOf(ana))), /Gateway logs/)
    })

    it('lets nobody be on call who is not of the helpdesk', async () => {
      assert.ok(words(await bot.say(deniz, 'on call')).includes(texts.setUp.notAllowed.body))
      bot.advance(2 * 60_000)
      bot.sandbox.faults.set('check', { status: 503 }, 3)
      assert.ok(words(await bot.say(ben, 'on call')).includes(texts.setUp.unknown.body))
      await press(ben, 'Take')
      assert.ok(words(now()).includes(texts.ticket.onCall(undefined)))
    })

    it('names who was first, also where the bot had reported on it from the start', async () => {
      bot.sandbox.faults.set('reboot', { status: 403 })
      await askForRestart(bot, ana)
      await bot.settle()
      const reported = bot.lastCard(helpdeskChannel)
      assert.match(words(reported), /^Ticket 1002[^]*Reconnect reports/)
      await bot.press(ben, reported, 'Take')
      assert.match(words(await bot.press(chiara, reported, 'Take')), /Ben Okafor was first: took it/)
      assert.doesNotMatch(words(await bot.press(ben, reported, 'Take')), /was first/)
    })
  })

  describe('a restart that failed', () => {
    const away = { status: 429, headers: { 'Retry-After': '90' } }

    async function passedOnThenTold(): Promise<void> {
      bot.sandbox.faults.set('reboot', { status: 403 })
      await askForRestart(bot, ana)
      await bot.work()
      const end = own()
      assert.ok(words(end).includes(texts.restart.passedOn(1001)), words(end))
      await bot.settle()
      assert.ok(words(bot.now(end)).includes(texts.restart.told(1001)), words(bot.now(end)))
    }

    it('is said to be on its way to the helpdesk as long as it is, and to be known to them once it is', async () => {
      bot.connector.fail('post', away, { conversation: helpdeskChannel.id })
      await passedOnThenTold()
    })

    it('is said to be on its way to the second tier where the helpdesk could not be reached', async () => {
      bot.connector.fail('post', 403, { conversation: helpdeskChannel.id })
      bot.connector.fail('post', away, { conversation: secondTierChannel.id })
      await passedOnThenTold()
    })

    it('is said to be unknown to the helpdesk as long as that is so, and matters', async () => {
      for (const { id } of [helpdeskChannel, secondTierChannel]) bot.connector.fail('post', 403, { conversation: id })
      bot.sandbox.faults.set('reboot', { status: 403 })
      await askForRestart(bot, ana)
      await bot.settle()
      const end = own()
      assert.ok(words(end).includes(texts.restart.untold), words(end))
      const ticket = await bot.press(ana, await bot.say(ana, 'my requests'), 'Ticket 1001')
      await bot.press(ana, ticket, 'Withdraw')
      const now = words(bot.now(end))
      assert.ok(now.includes(texts.restart.failures['no-right']), now)
      for (const sentence of [texts.restart.untold, texts.restart.told(1001)]) assert.ok(!now.includes(sentence), now)
    })
  })

  describe('an approval that nobody gives', () => {
    it('expires after eight hours: the requester is told, and the ticket says so', async () => {
      const { own: asked, helpdesk } = await askForApproval(bot)
      bot.advance(8 * hour - 1)
      await bot.work()
      assert.ok(words(bot.now(asked)).includes(texts.restart.waiting.body(1001)))
      const before = messages(chatOf(ana)).length
      bot.advance(1)
      await bot.work()
      assert.equal(messages(chatOf(ana)).length, before + 1)
      assert.ok(told().includes(texts.restart.failures['approval-too-late']))
      assert.deepEqual(buttonsOf(own().card), ['Restart my Cloud PC', 'It works now', 'Get help'])
      assert.match(words(bot.now(helpdesk)), /CPC-ANA-01: Expired/)
      assert.ok(words(bot.now(helpdesk)).includes(texts.restart.helpdesk('CPC-ANA-01', 'approval-too-late')))
      assert.ok(!buttonsOf(bot.now(helpdesk).card).includes('Approve restart'))
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [])
    })

    it('cannot be given afterwards, and can be asked for again', async () => {
      const { helpdesk } = await askForApproval(bot)
      bot.advance(8 * hour)
      await bot.work()
      await bot.press(ben, helpdesk, 'Approve restart')
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [])
      await confirm(bot, ana, await bot.press(ana, own(), 'Restart my Cloud PC'))
      await bot.press(ben, bot.lastCard(helpdeskChannel), 'Approve restart')
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    })
  })
})
