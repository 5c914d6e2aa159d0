// "Get help" on cards that no session's step stands behind, or whose session is busy with a restart.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { chatOf, groupChat, helpdeskChannel, startBot, type TestBot } from '../helpers/bot.ts'
import { buttonsOf, wordsOf } from '../helpers/card-reading.ts'
import { askForApproval, askForRestart, confirm, endedSession, fileTicket, toConfirm } from '../helpers/ways.ts'

const { ana, ben, emil } = people
const form = new RegExp(texts.helpForm.title)

describe('“Get help”', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const cardsOf = (person: typeof ana) => bot.connector.messages(chatOf(person).id).length

  for (const as of ['execute', 'submit'] as const) {
    it(`beside a restart opens a form of its own, and the restart goes on on its card, by ${as}`, async () => {
      const restart = await askForRestart(bot, ana)
      await bot.work()
      const restarting = bot.now(restart)
      const count = cardsOf(ana)
      await bot.press(ana, restarting, 'Get help', {}, { as })
      assert.equal(cardsOf(ana), count + 1)
      assert.deepEqual(bot.now(restart).card, restarting.card)
      const opened = bot.lastCard(chatOf(ana))
      assert.match(wordsOf(opened.card), form)
      const ticket = await bot.press(ana, opened, 'Send to the helpdesk')
      assert.match(wordsOf(ticket.card), /^Ticket 1001/)
      await bot.settle()
      assert.match(wordsOf(bot.now(restart).card), /CPC-ANA-01 has restarted/)
      assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), ['Yes, I’m in', 'No, get help'])
    })

    it(`on a short notice gives way to the form, by ${as}`, async () => {
      const notice = await bot.say(ana, 'thanks')
      const count = cardsOf(ana)
      await bot.press(ana, notice, 'Get help', {}, { as })
      assert.equal(cardsOf(ana), count)
      assert.match(wordsOf(bot.now(notice).card), form)
      const ticket = await bot.press(ana, bot.now(notice), 'Send to the helpdesk')
      assert.match(wordsOf(ticket.card), /^Ticket 1001/)
    })
  }

  it('after restarts tells the helpdesk of them, and whose rule stopped one', async () => {
    const [first, second] = [await toConfirm(bot, ana), await toConfirm(bot, ana)]
    await confirm(bot, ana, first)
    await bot.settle()
    await confirm(bot, ana, second)
    await bot.press(ana, await bot.say(ana, 'get help'), 'Send to the helpdesk')
    const ticket = wordsOf(bot.lastCard(helpdeskChannel).card)
    assert.ok(ticket.includes('Restart of CPC-ANA-01: Done'), ticket)
    assert.ok(ticket.includes(`Restart of CPC-ANA-01: ${texts.requests.notPossible}`), ticket)
    assert.ok(ticket.includes(texts.noErrorText), ticket)
  })

  for (const as of ['execute', 'submit'] as const)
    it(`leads back to where it was pressed, and from there on, by ${as}`, async () => {
      const question = await bot.say(ana, endedSession)
      const solution = await bot.press(ana, question, 'Just this once')
      const unknown = await bot.say(ana, 'the coffee machine is cold')
      for (const before of [solution, unknown]) {
        const opened = await bot.press(ana, before, 'Get help', {}, { as })
        assert.deepEqual(buttonsOf(opened.card), ['Send to the helpdesk', 'Back'])
        const after = await bot.press(ana, opened, 'Back', {}, { as })
        assert.equal(wordsOf(after.card), wordsOf(before.card))
        assert.deepEqual(buttonsOf(after.card), buttonsOf(before.card))
      }
      const taken = await bot.press(ana, bot.now(solution), 'Back', {}, { as })
      assert.equal(wordsOf(taken.card), wordsOf(question.card))
    })

  it('asked for twice leads back to where it was asked for first', async () => {
    const question = await bot.say(ana, endedSession)
    await bot.say(ana, 'get help')
    const opened = await bot.say(ana, 'get help')
    const after = await bot.press(ana, opened, 'Back')
    assert.equal(wordsOf(after.card), wordsOf(question.card))
  })

  it('tells the helpdesk what was pasted, also when the person had stopped', async () => {
    await bot.say(ana, endedSession)
    await bot.say(ana, 'cancel')
    const opened = await bot.say(ana, 'get help')
    assert.deepEqual(buttonsOf(opened.card), ['Send to the helpdesk', 'Cancel'])
    await bot.press(ana, opened, 'Send to the helpdesk')
    assert.match(wordsOf(bot.lastCard(helpdeskChannel).card), /0x3/)
  })

  it('beside a restart tells the helpdesk what was pasted', async () => {
    const { own } = await askForApproval(bot)
    await bot.press(ana, own, 'Get help')
    await bot.press(ana, bot.lastCard(chatOf(ana)), 'Send to the helpdesk')
    assert.match(wordsOf(bot.lastCard(helpdeskChannel).card), /settings delivered by group policies/)
    assert.deepEqual(buttonsOf(bot.now(own).card), ['Get help', 'Cancel'])
  })

  it('on the list of requests gives way to the form', async () => {
    await bot.press(ana, await bot.say(ana, 'my requests'), 'Get help')
    assert.match(wordsOf(bot.lastCard(chatOf(ana)).card), form)
  })

  it('on a closed ticket opens the form below it', async () => {
    const { own } = await fileTicket(bot)
    const withdrawn = await bot.press(ana, own, 'Withdraw')
    await bot.press(ana, withdrawn, 'Get help')
    assert.match(wordsOf(bot.now(own).card), /Withdrawn/)
    assert.match(wordsOf(bot.lastCard(chatOf(ana)).card), form)
  })

  for (const as of ['execute', 'submit'] as const)
    it(`on a refusal in a group changes nothing that the others see, by ${as}`, async () => {
      const question = await bot.say(ana, endedSession, groupChat)
      await bot.say(emil, 'hi')
      const refusal = await bot.press(emil, question, 'Just this once', {}, { as })
      assert.match(wordsOf(refusal.card), new RegExp(texts.notYours.title))
      await bot.press(emil, refusal, 'Get help', {}, { as })
      assert.deepEqual(bot.now(question).card, question.card)
      assert.match(wordsOf(bot.lastCard(chatOf(emil)).card), form)
    })

  it('in a group is about the person who presses it, and goes on in their own chat', async () => {
    await bot.say(ben, 'hi')
    const notice = await bot.say(ana, 'thanks', groupChat)
    await bot.press(ben, notice, 'Get help')
    assert.match(wordsOf(bot.lastCard(chatOf(ben)).card), form)
  })
})

describe('“Cancel”, typed', () => {
  it('is seen on the card of the restart that it takes back', async () => {
    const bot = await startBot()
    try {
      const { own } = await askForApproval(bot)
      await bot.say(ana, 'cancel')
      assert.match(wordsOf(bot.now(own).card), /CPC-ANA-01 won’t be restarted/)
    } finally {
      await bot.stop()
    }
  })
})
