// A ticket from the requester's side: what goes into it, and what the requester hears of it.
import assert from 'node:assert/strict'
import { ticketCard } from '../../src/core/outbox.ts'
import * as texts from '../../src/core/texts.ts'
import type { Ticket } from '../../src/core/ticket.ts'
import { clickTicket } from '../../src/flows/click-ticket.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { chatOf, helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf, fieldsOf } from '../helpers/card-reading.ts'
import { endedSession, fileTicket, toSolution } from '../helpers/ways.ts'

const { ana, ben, emil } = people

describe('a ticket', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const inChannel = () => bot.connector.messages(helpdeskChannel.id).length - 1
  async function onlyTicket(): Promise<Ticket> {
    const { tickets } = await bot.world().tickets.list({ which: 'open' }, 0, 1)
    assert.ok(tickets[0])
    return tickets[0]
  }
  const inChat = (person = ana) => bot.connector.messages(chatOf(person).id).length

  for (const as of ['execute', 'submit'] as const)
    it(`carries everything that is known already, and its requester gets the number, by ${as}`, async () => {
      const question = await bot.say(ana, endedSession)
      const solution = await bot.press(ana, question, 'Again and again', {}, { as })
      const form = await bot.press(ana, solution, 'Get help', {}, { as })
      const inputs = { 'text-send-ticket': 'It began on Monday.', severity: 'high' }
      const own = bot.now(await bot.press(ana, form, 'Send to the helpdesk', inputs, { as }))
      assert.match(words(own), /^Ticket 1001\nOpen\nThe helpdesk has it/)
      assert.match(words(own), /It began on Monday\./)
      assert.deepEqual(buttonsOf(own.card), ['Withdraw', 'Add a comment'])

      const card = words(bot.lastCard(helpdeskChannel))
      for (const fact of [
        'Ticket 1001: help wanted',
        'From\nAna Ferreira',
        'Urgency\nHigh: I can’t work',
        'Owner\nNobody yet',
        'Error\nThe remote PC ended your session (0x3)',
        'Machine\nWindows 365 Cloud PC',
        'How often does it happen?\nAgain and again',
        'Suggested\nRestart your Cloud PC',
        'Cloud PCs\nCPC-ANA-01, Cloud PC Enterprise 2vCPU/8GB/128GB, ready',
        endedSession,
        'Ana Ferreira filed it',
        'It began on Monday.',
      ])
        assert.ok(card.includes(fact), `${fact}\n---\n${card}`)
    })

  it('shows before it is sent what will be sent', async () => {
    const form = await bot.press(ana, await toSolution(bot, ana, endedSession), 'Get help')
    for (const fact of [
      'The remote PC ended your session (0x3)',
      'How often does it happen?\nI don’t know',
      'Wait a minute, then connect again, Restart your Cloud PC',
      endedSession,
    ])
      assert.ok(words(form).includes(fact), `${fact}\n---\n${words(form)}`)
    assert.equal(inChannel(), 0)
  })

  it('carries the pasted text and the note without names, addresses and secrets', async () => {
    const secrets = ['ana.ferreira@contoso.example', 'CONTOSO\\ana', 'hunter2secret', '10.20.30.40', '\\\\srv01\\share']
    const text = `${endedSession} user ${secrets[0]} as ${secrets[1]} password: ${secrets[2]} from ${secrets[3]} at ${secrets[4]}`
    const { own } = await fileTicket(bot, {
      text,
      inputs: { 'text-send-ticket': `Call ${secrets[0]}, password: ${secrets[2]}` },
    })
    for (const card of [words(own), words(bot.lastCard(helpdeskChannel))])
      for (const secret of secrets) assert.ok(!card.includes(secret), `${secret} in:\n${card}`)
    assert.match(words(bot.lastCard(helpdeskChannel)), /0x3 user \[address\] as \[account\] password: \[password\]/)
  })

  it('about something unknown carries the text all the same', async () => {
    await fileTicket(bot, { text: 'the coffee machine is cold' })
    assert.match(words(bot.lastCard(helpdeskChannel)), /Error\nNot in my catalog/)
    assert.match(words(bot.lastCard(helpdeskChannel)), /the coffee machine is cold/)
  })

  it('says so when the Cloud PCs could not be read', async () => {
    bot.sandbox.faults.set('list', { status: 503 }, 9)
    await fileTicket(bot)
    assert.ok(words(bot.lastCard(helpdeskChannel)).includes(texts.ticket.devicesUnread))
  })

  it('is filed by the command with what was pasted last', async () => {
    await toSolution(bot, ana, endedSession)
    await bot.press(ana, await bot.say(ana, 'get help'), 'Send to the helpdesk')
    assert.match(words(bot.lastCard(helpdeskChannel)), /The remote PC ended your session \(0x3\)/)
  })

  it('is filed once when the button is pressed twice at the same time', async () => {
    const form = await bot.press(ana, await toSolution(bot, ana, endedSession), 'Get help')
    const both = await Promise.all([
      bot.press(ana, form, 'Send to the helpdesk'),
      bot.press(ana, form, 'Send to the helpdesk'),
    ])
    for (const seen of both) assert.match(words(seen), /^Ticket 1001\nOpen/)
    assert.match(words(bot.now(form)), /^Ticket 1001\nOpen\nThe helpdesk has it/)
    assert.equal(inChannel(), 1)
  })

  it('is filed once when the channel delivers the click again', async () => {
    const form = await bot.press(ana, await toSolution(bot, ana, endedSession), 'Get help')
    for (let delivery = 0; delivery < 3; delivery++)
      assert.match(words(await bot.press(ana, form, 'Send to the helpdesk')), /^Ticket 1001/)
    assert.equal(inChannel(), 1)
  })

  for (const as of ['execute', 'submit'] as const)
    it(`is shown by the outbox alone where its form is sent again, by ${as}`, async () => {
      const form = await bot.press(ana, await toSolution(bot, ana, endedSession), 'Get help')
      await bot.press(ana, form, 'Send to the helpdesk')
      bot.hold()
      const updates = () => bot.connector.message(form.where.id, form.id).updates
      const before = updates()
      await bot.press(ana, form, 'Send to the helpdesk', {}, { as })
      assert.equal(updates(), before)
      await bot.work()
      assert.equal(updates(), before + 1)
      assert.match(words(bot.now(form)), /^Ticket 1001\nOpen/)
    })

  it('gets the next number each time', async () => {
    await fileTicket(bot)
    await fileTicket(bot, { person: emil })
    assert.match(words(bot.lastCard(helpdeskChannel)), /^Ticket 1002/)
  })

  it('takes a comment, which comes to the helpdesk’s channel on a new card and tells nobody else', async () => {
    const { own, helpdesk } = await fileTicket(bot)
    const before = inChat()
    const commented = await bot.press(ana, own, 'Add a comment', { 'text-comment': 'It happened again.' })
    assert.match(words(commented), /Ana Ferreira commented[^]*It happened again\./)
    assert.equal(inChannel(), 2)
    assert.match(words(bot.lastCard(helpdeskChannel)), /Ana Ferreira commented[^]*It happened again\./)
    assert.equal(words(bot.now(helpdesk)), `Ticket 1001\n${texts.ticket.seeOther}`)
    assert.equal(inChat(), before)
  })

  it('keeps the second comment on a card as it was in its field, and says that it was not sent', async () => {
    const { own } = await fileTicket(bot)
    await bot.press(ana, own, 'Add a comment', { 'text-comment': 'It happened again.' })
    const late = await bot.press(ana, own, 'Add a comment', { 'text-comment': 'And on my phone, too.' })
    assert.ok(words(late).includes(texts.ticket.ownMeanwhile), words(late))
    assert.equal(fieldsOf(late.card)['text-comment'], 'And on my phone, too.')
    await bot.press(ana, late, 'Add a comment', { 'text-comment': 'And on my phone, too.' })
    assert.match(words(bot.lastCard(helpdeskChannel)), /And on my phone, too\./)
  })

  it('can be withdrawn, and then nothing can be done with it any more', async () => {
    const { own, helpdesk } = await fileTicket(bot)
    const withdrawn = await bot.press(ana, own, 'Withdraw')
    assert.match(words(withdrawn), /^Ticket 1001\nWithdrawn/)
    assert.deepEqual(buttonsOf(withdrawn.card), ['Get help'])
    assert.match(words(bot.now(helpdesk)), /Withdrawn/)
    assert.deepEqual(buttonsOf(bot.now(helpdesk).card), [])
    assert.match(words(await bot.press(ben, helpdesk, 'Take')), /Ana Ferreira was first: withdrew it/)
  })

  it('is nobody else’s to withdraw or comment on', async () => {
    const { own } = await fileTicket(bot)
    for (const person of [emil, ben]) {
      await bot.press(person, own, 'Withdraw')
      await bot.press(person, own, 'Add a comment', { 'text-comment': 'mine' })
    }
    assert.match(words(bot.now(own)), /^Ticket 1001\nOpen/)
    assert.doesNotMatch(words(bot.now(own)), /mine/)
  })

  it('tells its requester each thing once, on a new card that leaves a pointer behind', async () => {
    const { own, helpdesk } = await fileTicket(bot)
    await bot.press(ben, helpdesk, 'Take')
    const taken = bot.lastCard(chatOf(ana))
    assert.match(words(taken), /Ticket 1001: Ben Okafor took it/)
    assert.equal(bot.connector.lastMessage(chatOf(ana).id).summary, 'Ticket 1001: Ben Okafor took it')
    assert.match(words(taken), /Ben Okafor is working on it\./)
    assert.notEqual(taken.id, own.id)
    assert.deepEqual(buttonsOf(bot.now(own).card), [])
    await bot.press(ben, bot.now(helpdesk), 'Resolve')
    const resolved = bot.lastCard(chatOf(ana))
    assert.match(words(resolved), /Ticket 1001: Ben Okafor resolved it/)
    assert.deepEqual(buttonsOf(bot.now(taken).card), [])
  })

  it('goes on where its requester opened it, and the card that they had says so', async () => {
    const { own, helpdesk } = await fileTicket(bot)
    const opened = await bot.press(ana, await bot.say(ana, 'my requests'), 'Ticket 1001')
    assert.deepEqual(words(bot.now(own)), `Ticket 1001\n${texts.ticket.seeOther}`)
    assert.deepEqual(buttonsOf(bot.now(own).card), [])
    await bot.press(ben, helpdesk, 'Add note', { 'text-note': 'hm' })
    await bot.press(ana, bot.now(opened), 'Add a comment', { 'text-comment': 'From here.' })
    assert.match(words(bot.now(opened)), /From here\./)
  })

  it('is not shown a second time by a refusal on the card that it had before', async () => {
    const { own, helpdesk } = await fileTicket(bot)
    await bot.press(ben, helpdesk, 'Take')
    const pointer = words(bot.now(own))
    assert.match(pointer, new RegExp(texts.ticket.seeOther))
    await bot.press(ana, own, 'Withdraw', {}, { as: 'submit' })
    assert.equal(words(bot.now(own)), pointer)
    assert.match(words(bot.lastCard(chatOf(ana))), /^Ticket 1001\nIn progress/)
  })

  it('is not shown a second time either where the channel never said that the refusal stands there', async () => {
    const { own, helpdesk } = await fileTicket(bot)
    await bot.press(ben, helpdesk, 'Take')
    const pointer = words(bot.now(own))
    bot.connector.fail('update', 'lost')
    await bot.press(ana, own, 'Withdraw', {}, { as: 'submit' })
    assert.equal(words(bot.now(own)), pointer)
  })

  it('shows what a refusal in its place has covered', async () => {
    const { own, helpdesk } = await fileTicket(bot)
    const world = bot.world()
    const ticket = await onlyTicket()
    const card = await world.cards.find(ticketCard(ticket.id, 'requester'))
    const act = { verb: 'comment', text: '' } as const
    const refused = await clickTicket(world, { person: ana, card, surface: 'chat' }, { ...ticket, step: 0 }, act)
    await bot.press(ben, helpdesk, 'Add note', { 'text-note': 'hm' })
    const updates = () => bot.connector.message(own.where.id, own.id).updates
    const before = updates()
    await refused.settle?.()
    await bot.work()
    assert.equal(updates(), before + 1)
  })

  it('is saved, and said to be with nobody, while no helpdesk channel is set up', async () => {
    await bot.stop()
    bot = await startBot({ channels: [] })
    const form = await bot.press(ana, await toSolution(bot, ana, endedSession), 'Get help')
    const own = await bot.press(ana, form, 'Send to the helpdesk')
    assert.match(words(own), /^Ticket 1001/)
    assert.ok(words(own).includes(texts.ticket.undeliveredHelp), words(own))
    assert.doesNotMatch(words(own), /The helpdesk has it/)
    assert.match(words(await bot.say(ana, 'my requests')), /Ticket 1001/)
  })

  const failures = [
    [403, texts.ticket.undelivered],
    [404, texts.ticket.undelivered],
    [500, texts.ticket.undelivered],
    [429, texts.ticket.underWay],
    ['reset', texts.ticket.underWay],
  ] as const
  for (const [mishap, sentence] of failures)
    it(`is saved, and not said to be with the helpdesk, when its channel answers the post with ${mishap}`, async () => {
      bot.connector.fail('post', mishap, { conversation: helpdeskChannel.id })
      const form = await bot.press(ana, await toSolution(bot, ana, endedSession), 'Get help')
      const own = bot.now(await bot.press(ana, form, 'Send to the helpdesk'))
      assert.ok(words(own).includes(sentence), words(own))
      assert.doesNotMatch(words(own), /The helpdesk has it/)
      assert.equal(inChannel(), 0)
    })

  it('is saved, and said to be with nobody, when its channel never answers the post', async () => {
    await bot.stop()
    bot = await startBot({ limits: { sendMs: 150 } })
    bot.connector.fail('post', 'hang', { conversation: helpdeskChannel.id, times: 2 })
    const form = await bot.press(ana, await toSolution(bot, ana, endedSession), 'Get help')
    const own = await bot.press(ana, form, 'Send to the helpdesk')
    assert.ok(words(bot.now(own)).includes(texts.ticket.underWay), words(bot.now(own)))
    await bot.settle()
    assert.ok(words(bot.now(own)).includes(texts.ticket.undelivered), words(bot.now(own)))
    assert.equal(inChannel(), 0)
  })
})
