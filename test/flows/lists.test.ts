// The lists of tickets: those of the helpdesk, and a person’s own, a page at a time.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot, type Where, words } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { askForApproval, fileTicket } from '../helpers/ways.ts'

const { ana, ben, emil } = people
const hour = 60 * 60_000

describe('a list', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ channels: ['helpdesk', 'second tier'] })
  })
  afterEach(() => bot.stop())

  const messages = (where: Where) => bot.connector.messages(where.id)
  const own = (person: SandboxPerson = ana) => bot.lastCard(chatOf(person))

  /** Six tickets of Ana's; Ben has two, and one of all waits for an approval. */
  beforeEach(async () => {
    for (let number = 1; number <= 5; number++) await fileTicket(bot, { text: `something unknown, number ${number}` })
    await askForApproval(bot, emil)
    for (const { id, card } of messages(helpdeskChannel).slice(1, 3))
      await bot.press(ben, { where: helpdeskChannel, id, card }, 'Take')
  })

  const numbers = (held: Held) =>
    buttonsOf(held.card)
      .filter((title) => title.startsWith('Ticket '))
      .map((title) => title.slice('Ticket '.length))
      .join(' ')
  const turns = (held: Held) => buttonsOf(held.card).filter((title) => title.endsWith(' page'))

  const lists: readonly (readonly [string, string, string, string])[] = [
    ['open tickets', texts.ticketLists.open.title, '1001 1002 1003 1004', '1005 1006'],
    ['my queue', texts.ticketLists.mine.title, '1001 1002', ''],
    ['unassigned tickets', texts.ticketLists.unassigned.title, '1003 1004 1005 1006', ''],
    ['approvals', texts.ticketLists['to-approve'].title, '1006', ''],
  ]
  for (const [command, title, first, next] of lists)
    it(`of the helpdesk is shown for “${command}”, a page at a time`, async () => {
      const shown = await bot.say(ben, command)
      assert.ok(words(shown).startsWith(title), words(shown))
      assert.equal(numbers(shown), first)
      assert.deepEqual(turns(shown), next === '' ? [] : ['Next page'])
      if (next === '') return
      const turned = await bot.press(ben, shown, 'Next page')
      assert.equal(numbers(turned), next)
      assert.match(words(turned), /6 tickets, the longest waiting first\. Page 2 of 2\./)
      assert.deepEqual(turns(turned), ['Previous page'])
      assert.equal(numbers(await bot.press(ben, bot.now(shown), 'Previous page')), first)
    })

  it('of what waits holds what nobody has touched for four hours', async () => {
    assert.ok(words(await bot.say(ben, 'ageing')).includes(texts.ticketLists.ageing.none))
    bot.advance(4 * hour)
    await bot.press(ben, bot.lastCard(helpdeskChannel), 'Reply', { 'text-reply': 'Soon.' })
    bot.advance(1)
    assert.equal(numbers(await bot.say(ben, 'overdue tickets')), '1001 1002 1003 1004')
    assert.equal(numbers(await bot.press(ben, own(ben), 'Next page')), '1005')
  })

  it('opens a ticket where it stands, and the act counts there', async () => {
    const opened = await bot.press(ben, await bot.say(ben, 'unassigned'), 'Ticket 1003')
    assert.match(words(opened), /^Ticket 1003: help wanted/)
    assert.match(words(await bot.press(ben, opened, 'Take')), /Owner\nBen Okafor/)
    assert.equal(numbers(await bot.say(ben, 'unassigned')), '1004 1005 1006')
  })

  it('is sent to one’s own chat when it is asked for in a channel', async () => {
    await bot.say(ben, 'hi')
    const answer = await bot.say(ben, 'open tickets', helpdeskChannel)
    assert.ok(words(answer).includes(texts.moved.body))
    assert.equal(numbers(own(ben)), '1001 1002 1003 1004')
  })

  it('turns to its last page where the one that was asked for is there no more', async () => {
    const shown = await bot.say(ben, 'open tickets')
    for (const { id, card } of messages(helpdeskChannel).slice(3, 6))
      await bot.press(ben, { where: helpdeskChannel, id, card }, 'Resolve')
    const turned = await bot.press(ben, shown, 'Next page')
    assert.equal(numbers(turned), '1001 1002 1006')
    assert.doesNotMatch(words(turned), /Page/)
  })

  it('of all is the own one for somebody who is not of the helpdesk', async () => {
    for (const command of ['open tickets', 'my queue']) {
      const shown = await bot.say(ana, command)
      assert.ok(words(shown).startsWith(texts.requests.title), words(shown))
      assert.equal(numbers(shown), '1005 1004 1003 1002')
    }
    const turned = await bot.press(ana, own(), 'Next page')
    assert.equal(numbers(turned), '1001')
    assert.match(words(turned), /Page 2 of 2\./)
  })

  for (const command of ['unassigned', 'approvals', 'ageing'])
    it(`is not for somebody who is not of the helpdesk: “${command}”`, async () => {
      const shown = await bot.say(ana, command)
      assert.match(words(shown), new RegExp(texts.listNotAllowed.title))
      assert.equal(numbers(shown), '')
    })

  it('is not turned by somebody who is not of the helpdesk any more', async () => {
    const shown = await bot.say(ben, 'open tickets')
    bot.advance(2 * 60_000)
    bot.sandbox.faults.set('check', { status: 200, body: { value: [] } })
    assert.equal(numbers(await bot.press(ben, shown, 'Next page')), '')
  })

  it('is not shown while nobody can tell who is of the helpdesk', async () => {
    bot.advance(2 * 60_000)
    bot.sandbox.faults.set('check', { status: 503 }, 3)
    assert.ok(words(await bot.say(ben, 'open tickets')).includes(texts.setUp.unknown.body))
  })
})
