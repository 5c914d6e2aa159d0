// What the helpdesk does with a ticket in its channels, and who hears of it.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import {
  chatOf,
  type Held,
  helpdeskChannel,
  inThread,
  secondTierChannel,
  startBot,
  type TestBot,
  words,
} from '../helpers/bot.ts'
import { buttonsOf, fieldsOf, pressed } from '../helpers/card-reading.ts'
import { endedSession, fileTicket, toSolution } from '../helpers/ways.ts'

const { ana, ben, chiara, deniz, emil } = people

describe('the helpdesk', () => {
  let bot: TestBot
  let own: Held
  let card: Held

  beforeEach(async () => {
    bot = await startBot({ channels: ['helpdesk', 'second tier'] })
    const filed = await fileTicket(bot)
    own = filed.own
    card = filed.helpdesk
  })
  afterEach(() => bot.stop())

  const inChat = (person = ana) => bot.connector.messages(chatOf(person).id).length
  const told = () => words(bot.lastCard(chatOf(ana)))

  for (const as of ['execute', 'submit'] as const) {
    it(`takes a ticket, by ${as}`, async () => {
      const taken = await bot.press(ben, card, 'Take', {}, { as })
      assert.match(words(taken), /In progress[^]*Owner\nBen Okafor/)
      assert.ok(!buttonsOf(taken.card).includes('Take'))
      assert.match(words(bot.now(card)), /In progress[^]*Owner\nBen Okafor/)
      assert.deepEqual(buttonsOf(bot.now(card).card), buttonsOf(taken.card))
      assert.match(told(), /Ticket 1001: Ben Okafor took it/)
    })

    it(`replies into the requester’s own chat, and owns the ticket from then on, by ${as}`, async () => {
      const replied = await bot.press(ben, card, 'Reply', { 'text-reply': 'Restart the gateway client.' }, { as })
      assert.match(words(replied), /Owner\nBen Okafor/)
      assert.match(told(), /Ticket 1001: Ben Okafor replied[^]*Restart the gateway client\./)
    })

    it(`declines with a reason that the requester reads, by ${as}`, async () => {
      await bot.press(ben, card, 'Decline', { 'text-decline': 'Not our system.' }, { as })
      assert.match(told(), /Declined[^]*Not our system\./)
      assert.deepEqual(buttonsOf(bot.now(card).card), [])
    })

    it(`escalates to the second tier’s channel with a note and an urgency, by ${as}`, async () => {
      const inputs = { 'text-escalate': 'Gateway logs attached.', severity: 'critical' }
      const escalated = await bot.press(ben, card, 'Escalate', inputs, { as })
      assert.match(words(escalated), /With the second tier/)
      const second = bot.lastCard(secondTierChannel)
      assert.match(words(second), /^Ticket 1001[^]*Gateway logs attached\./)
      assert.match(words(second), /Urgency\nCritical: many people can’t work/)
      assert.match(words(second), /Owner\nNobody yet/)
      assert.match(told(), /Ticket 1001: Ben Okafor escalated it/)
    })

    it(`resolves a ticket, by ${as}`, async () => {
      await bot.press(ben, card, 'Resolve', {}, { as })
      assert.match(words(bot.now(card)), /^Ticket 1001: help wanted\nResolved/)
      assert.match(told(), /Resolved[^]*Did it help\?/)
    })
  }

  it('works on from the second tier’s card, and every card of the ticket keeps up', async () => {
    await bot.press(ben, card, 'Escalate', { 'text-escalate': 'Yours.' })
    const second = bot.lastCard(secondTierChannel)
    await bot.press(chiara, second, 'Take')
    assert.match(words(bot.now(card)), /Owner\nChiara Rossi/)
    await bot.press(chiara, bot.now(second), 'Reply', { 'text-reply': 'On it.' })
    assert.match(words(bot.now(card)), /Chiara Rossi replied[^]*On it\./)
    await bot.press(ana, bot.lastCard(chatOf(ana)), 'Add a comment', { 'text-comment': 'Thank you.' })
    // They have it now, so theirs is the channel in which that is news.
    const anew = bot.lastCard(secondTierChannel)
    assert.equal(words(bot.now(second)), `Ticket 1001\n${texts.ticket.seeOther}`)
    for (const channelCard of [card, anew]) assert.match(words(bot.now(channelCard)), /Thank you\./)
    await bot.press(ben, bot.now(card), 'Resolve')
    for (const channelCard of [card, anew]) assert.deepEqual(buttonsOf(bot.now(channelCard).card), [])
    assert.equal(bot.connector.messages(helpdeskChannel.id).length, 2)
    assert.equal(bot.connector.messages(secondTierChannel.id).length, 3)
  })

  it('cannot escalate twice', async () => {
    await bot.press(ben, card, 'Escalate', { 'text-escalate': 'Yours.' })
    assert.ok(!buttonsOf(bot.now(card).card).includes('Escalate'))
  })

  it('is told when no second tier is set up, and nothing is changed', async () => {
    await bot.stop()
    bot = await startBot()
    const { helpdesk } = await fileTicket(bot)
    const before = inChat()
    const refused = await bot.press(ben, helpdesk, 'Escalate', { 'text-escalate': 'Too hard for me.' })
    assert.ok(words(refused).includes(texts.ticket.noSecondTier))
    assert.equal(fieldsOf(refused.card)['text-escalate'], 'Too hard for me.')
    assert.deepEqual(bot.now(helpdesk).card, helpdesk.card)
    assert.equal(inChat(), before)
  })

  it('of whom two take at the same time is told who was first', async () => {
    const seen = await Promise.all([bot.press(ben, card, 'Take'), bot.press(chiara, card, 'Take')])
    const late = seen.filter((one) => /was first: took it/.test(words(one)))
    assert.equal(late.length, 1)
    const owner = /Owner\n(.*)/.exec(words(bot.now(card)))?.[1] ?? ''
    assert.ok(words(late[0] ?? card).includes(`${owner} was first`))
    assert.equal(inChat(), 2)
  })

  it('reads on an old card who was first, and what was typed is still there', async () => {
    await bot.press(ben, card, 'Take')
    const late = await bot.press(chiara, card, 'Reply', { 'text-reply': 'A long and careful answer.' })
    assert.match(
      words(late),
      /Ben Okafor was first: took it\..*\n\{\{DATE\(2026-09-07T08:\d\d:\d\dZ,SHORT\)\}\} \{\{TIME/,
    )
    assert.equal(fieldsOf(late.card)['text-reply'], 'A long and careful answer.')
    assert.doesNotMatch(told(), /careful/)
    await bot.press(chiara, late, 'Reply', { 'text-reply': 'A long and careful answer.' })
    assert.match(told(), /Chiara Rossi replied[^]*A long and careful answer\./)
  })

  it('whose member does two things on a card as it was, reads that the second was not done, and can send it again', async () => {
    await bot.press(ben, card, 'Take')
    const late = await bot.press(ben, card, 'Reply', { 'text-reply': 'A long and careful answer.' })
    assert.ok(words(late).includes(texts.ticket.ownMeanwhile), words(late))
    assert.doesNotMatch(words(late), /was first/)
    assert.equal(fieldsOf(late.card)['text-reply'], 'A long and careful answer.')
    assert.doesNotMatch(told(), /careful/)
    await bot.press(ben, late, 'Reply', { 'text-reply': 'A long and careful answer.' })
    assert.match(told(), /Ben Okafor replied[^]*A long and careful answer\./)
  })

  for (const [title, inputs, others] of [
    ['Take', {}, undefined],
    ['Reply', { 'text-reply': 'Hello.' }, { 'text-reply': 'Hello again.' }],
    ['Assign', { assignee: chiara.id }, { assignee: ben.id }],
  ] as const)
    it(`whose member sends “${title}” twice, reads nothing of the second; what says something else is another act`, async () => {
      await bot.press(ben, card, title, inputs)
      const again = words(await bot.press(ben, card, title, inputs))
      assert.ok(!again.includes(texts.ticket.ownMeanwhile), again)
      const other = others && words(await bot.press(ben, card, title, others))
      if (other !== undefined) assert.ok(other.includes(texts.ticket.ownMeanwhile), other)
    })

  it('is told who was first, but nobody else: neither others in the channel, nor the requester of what is not for them', async () => {
    const own = bot.lastCard(chatOf(ana))
    bot.hold()
    await bot.press(chiara, card, 'Add note', { 'text-note': 'Always the same.' })
    const stranger = await bot.press(deniz, card, 'Take')
    const requester = await bot.press(ana, own, 'Add a comment', { 'text-comment': 'It is urgent.' })
    for (const seen of [stranger, requester]) assert.doesNotMatch(words(seen), /Chiara|noted|was first/)
    assert.ok(words(requester).includes(texts.ticket.movedMeanwhile), words(requester))
  })

  const fields = ['text-reply', 'text-decline', 'text-escalate', 'text-note']
  for (const [title, field, more] of [
    ['Reply', 'text-reply', {}],
    ['Decline', 'text-decline', {}],
    ['Escalate', 'text-escalate', { severity: 'high' }],
    ['Add note', 'text-note', {}],
  ] as const)
    it(`finds what was typed for “${title}” on an old card in that field alone`, async () => {
      await bot.press(ben, card, 'Take')
      const late = await bot.press(chiara, card, title, { [field]: 'For those whom it is for.', ...more })
      const filled = Object.entries(fieldsOf(late.card)).filter(([name, text]) => fields.includes(name) && text !== '')
      assert.deepEqual(filled, [[field, 'For those whom it is for.']])
    })

  it('is not told of its own acts', async () => {
    await bot.say(ben, 'hi')
    const before = inChat(ben)
    await bot.press(ben, card, 'Take')
    await bot.press(ben, bot.now(card), 'Reply', { 'text-reply': 'Hello.' })
    await bot.press(ben, bot.now(card), 'Resolve')
    assert.equal(inChat(ben), before)
  })

  it('whose member files a ticket, hears of what colleagues do, and not of what he does himself', async () => {
    await fileTicket(bot, { person: ben, text: 'something quite unknown' })
    const before = inChat(ben)
    await bot.press(ben, bot.lastCard(chatOf(ben)), 'Add a comment', { 'text-comment': 'more' })
    assert.equal(inChat(ben), before)
    await bot.press(chiara, bot.lastCard(helpdeskChannel), 'Take')
    assert.equal(inChat(ben), before + 1)
  })

  it('may not act on its members’ own tickets with their own hands', async () => {
    const { helpdesk } = await fileTicket(bot, { person: ben, text: 'something quite unknown' })
    for (const title of ['Take', 'Resolve']) {
      const refused = await bot.press(ben, helpdesk, title)
      assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'own-ticket' })))
    }
    assert.deepEqual(bot.now(helpdesk).card, helpdesk.card)
  })

  const empty: [string, string][] = [
    ['Reply', 'text-reply'],
    ['Decline', 'text-decline'],
    ['Escalate', 'text-escalate'],
  ]
  for (const [title, field] of empty)
    it(`is asked for words when “${title}” comes without any`, async () => {
      const refused = await bot.press(ben, card, title, { [field]: ' \n' }, { unchecked: true })
      assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'text-missing' })))
      assert.deepEqual(bot.now(card).card, card.card)
    })

  it('can do nothing more with a closed ticket', async () => {
    await bot.press(ben, card, 'Resolve')
    const late = await bot.press(chiara, card, 'Reply', { 'text-reply': 'wait' })
    assert.match(words(late), /Ben Okafor was first: resolved it/)
    assert.doesNotMatch(told(), /wait/)
  })

  it('keeps its act when the channel does not take the new card, and the person sees what was done', async () => {
    bot.connector.fail('update', 500, { conversation: helpdeskChannel.id })
    assert.match(words(await bot.press(ben, card, 'Take')), /Owner\nBen Okafor/)
    assert.match(told(), /Ben Okafor took it/)
  })

  it('keeps its act when the requester cannot be reached, and the log says so', async () => {
    bot.connector.fail('post', 403, { conversation: chatOf(ana).id })
    assert.match(words(await bot.press(ben, card, 'Take')), /Owner\nBen Okafor/)
    assert.match(bot.lines.join(''), /"event":"undeliverable","card":"ticket"/)
    assert.deepEqual(bot.now(own).card, own.card)
  })

  it('whose membership ends can act no more from that moment, whatever is remembered of it', async () => {
    bot.sandbox.faults.set('check', { status: 200, body: { value: [] } })
    const refused = await bot.press(ben, card, 'Take')
    assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'not-helpdesk' })))
    assert.deepEqual(bot.now(card).card, card.card)
  })

  for (const as of ['execute', 'submit'] as const)
    it(`keeps its card when somebody in the channel sends what another card holds, by ${as}`, async () => {
      const { helpdesk } = await fileTicket(bot)
      const question = await bot.say(deniz, endedSession)
      const fix = await toSolution(bot, emil, endedSession)
      const own = await bot.press(emil, await bot.press(emil, fix, 'Get help'), 'Send to the helpdesk')
      const others = [
        pressed(question.card, 'Just this once', {}, {}).data,
        pressed(own.card, 'Withdraw', {}, {}).data,
        pressed(fix.card, 'Get help', {}, {}).data,
        { verb: 'list', id: 'requests', choice: 0 },
      ]
      for (const [at, data] of others.entries()) {
        const action = { type: 'Action.Execute', data }
        const sent =
          as === 'submit'
            ? { type: 'message', value: data }
            : { type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger: 'manual' } }
        await bot.send(at === 1 || at === 2 ? emil : deniz, inThread(helpdesk), { ...sent, replyToId: helpdesk.id })
        assert.deepEqual(bot.now(helpdesk).card, helpdesk.card)
      }
    })

  it('shows its card to nobody who only knows its numbers', async () => {
    const button = (card.card?.['actions'] as { data: object }[])[0]
    assert.ok(button)
    for (const verb of ['show-ticket', 'take', 'reply']) {
      const action = { type: 'Action.Execute', verb, data: { ...button.data, verb, 'text-reply': 'x' } }
      const value = { action, trigger: 'manual' }
      const { body } = await bot.send(deniz, chatOf(deniz), { type: 'invoke', name: 'adaptiveCard/action', value })
      assert.doesNotMatch(JSON.stringify(body), /Ana Ferreira/)
      assert.match(JSON.stringify(body), new RegExp(texts.notYours.title))
    }
    assert.deepEqual(bot.now(card).card, card.card)
  })
})
