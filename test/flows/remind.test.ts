// Reminders of tickets that nobody touches: once each, and for the helpdesk alone to act on.
import assert from 'node:assert/strict'
import { people } from '../../src/sandbox/tenant.ts'
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
import { fileTicket } from '../helpers/ways.ts'

const { ana, ben, deniz, emil } = people
const hour = 60 * 60_000

describe('the channel', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ channels: ['helpdesk', 'second tier'] })
  })
  afterEach(() => bot.stop())

  const messages = (where: Where) => bot.connector.messages(where.id)

  const reminders = (where: Where = helpdeskChannel) =>
    messages(where).filter(({ summary }) => summary.endsWith('is waiting'))
  const lastReminder = (): Held => {
    const last = reminders().at(-1)
    assert.ok(last)
    return { where: helpdeskChannel, id: last.id, card: last.card }
  }

  it('is reminded of a ticket once, until something happens to it', async () => {
    const { helpdesk } = await fileTicket(bot)
    bot.advance(4 * hour)
    await bot.upkeep()
    assert.equal(reminders().length, 0)
    bot.advance(1)
    for (let round = 0; round < 3; round++) await bot.upkeep()
    assert.equal(reminders().length, 1)
    assert.match(words(lastReminder()), /Ticket 1001 is waiting\nNobody has taken it yet\./)
    await bot.press(ben, bot.now(helpdesk), 'Take')
    bot.advance(4 * hour + 1)
    for (let round = 0; round < 3; round++) await bot.upkeep()
    assert.equal(reminders().length, 2)
    assert.match(words(lastReminder()), /Ben Okafor has it, and nothing has happened to it for a while\./)
  })

  it('is not reminded of what is closed, nor of what was touched in time', async () => {
    const { helpdesk } = await fileTicket(bot)
    const other = await fileTicket(bot, { person: emil })
    await bot.press(ben, bot.now(helpdesk), 'Resolve')
    bot.advance(3 * hour)
    await bot.press(ben, bot.now(other.helpdesk), 'Add note', { 'text-note': 'Waiting for parts.' })
    bot.advance(3 * hour)
    await bot.upkeep()
    assert.equal(reminders().length, 0)
  })

  it('of the second tier is reminded of what was escalated', async () => {
    const { helpdesk } = await fileTicket(bot)
    await bot.press(ben, bot.now(helpdesk), 'Escalate', { 'text-escalate': 'Yours.' })
    bot.advance(4 * hour + 1)
    await bot.upkeep()
    assert.deepEqual([reminders().length, reminders(secondTierChannel).length], [0, 1])
  })

  it('is reminded again after a start of the bot only where it was not before', async () => {
    await fileTicket(bot)
    bot.advance(4 * hour + 1)
    await bot.upkeep()
    await bot.restart()
    await bot.upkeep()
    assert.equal(reminders().length, 1)
  })

  it('opens the ticket on the reminder for the helpdesk', async () => {
    await remind()
    const opened = await bot.press(ben, lastReminder(), 'Ticket 1001')
    assert.match(words(opened), /^Ticket 1001: help wanted\nOpen/)
    assert.deepEqual(bot.now(opened).card, opened.card)
  })

  it('opens it there for everybody, and not as the view of the one who has it', async () => {
    const { helpdesk } = await fileTicket(bot)
    await bot.press(ben, helpdesk, 'Take')
    bot.advance(4 * hour + 1)
    await bot.upkeep()
    const opened = await bot.press(ben, lastReminder(), 'Ticket 1001')
    assert.match(words(bot.now(opened)), /Owner\nBen Okafor\n/)
  })

  it('keeps the reminder for all when somebody else presses it', async () => {
    await remind()
    for (const person of [deniz, ana]) {
      const before = lastReminder()
      await bot.press(person, before, 'Ticket 1001')
      assert.deepEqual(bot.now(before).card, before.card)
    }
  })

  it('never becomes the place of the requester’s own card', async () => {
    const { helpdesk } = await remind()
    const before = lastReminder()
    await bot.press(ana, before, 'Ticket 1001')
    await bot.press(ben, bot.now(helpdesk), 'Take')
    assert.deepEqual(bot.now(before).card, before.card)
    assert.match(words(bot.lastCard(chatOf(ana))), /Ticket 1001: Ben Okafor took it/)
  })

  async function remind() {
    const filed = await fileTicket(bot)
    bot.advance(4 * hour + 1)
    await bot.upkeep()
    return filed
  }
})
