// Personal chat, group chat and channel: who sees what, and what belongs into one's own chat only.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import {
  chatOf,
  groupChat,
  type Held,
  helpdeskChannel,
  startBot,
  type TestBot,
  type Where,
  words,
} from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { endedSession } from '../helpers/ways.ts'

const { ana, ben, deniz } = people
const team: Where = { id: '19:general@thread.tacv2', type: 'channel' }

describe('in a group', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  for (const place of [groupChat, team])
    describe(`(${place.type})`, () => {
      it('the mention is no part of the text, of an error as of a command', async () => {
        const question = await bot.say(ana, endedSession, place)
        assert.match(words(question), /Matched by error code 0x3/)
        const form = await bot.press(ana, question, 'Just this once')
        assert.doesNotMatch(words(form), /Reconnect/)
        for (const typed of ['help', '&nbsp;help&nbsp;', 'help\n'])
          assert.match(words(await bot.say(ana, typed, place)), new RegExp(`^${texts.help.title}`))
        assert.match(words(await bot.say(ana, '', place)), new RegExp(texts.unknown.empty.slice(0, 30)))
      })

      it('the answer stands where the question was asked', async () => {
        await bot.say(ana, endedSession, place)
        assert.equal(bot.connector.messages(place.id).length, 1)
        assert.equal(bot.connector.messages(chatOf(ana).id).length, 0)
      })

      it('a card is answered for the person who asked, and for nobody else', async () => {
        const question = await bot.say(ana, endedSession, place)
        const refused = await bot.press(deniz, question, 'Just this once')
        assert.match(words(refused), new RegExp(texts.notYours.title))
        assert.deepEqual(bot.now(question).card, question.card)
        await bot.press(deniz, question, 'Just this once', {}, { as: 'submit' })
        assert.deepEqual(bot.now(question).card, question.card)
        assert.match(words(await bot.press(ana, question, 'Just this once')), /Wait a minute/)
      })

      const private_: [string, (bot: TestBot) => Promise<Held>][] = [
        ['the question whether to restart', (b) => b.say(ana, 'restart', place)],
        ['the list of one’s Cloud PCs', (b) => b.say(deniz, 'restart', place)],
        ['one’s requests', (b) => b.say(ana, 'my requests', place)],
        ['the form for the helpdesk', (b) => b.say(ana, 'get help', place)],
      ]
      for (const [name, ask] of private_) {
        it(`${name} goes to one’s own chat`, async () => {
          for (const person of [ana, deniz]) await bot.say(person, 'hi')
          const seen = await ask(bot)
          assert.match(words(seen), new RegExp(texts.moved.title))
          assert.doesNotMatch(words(seen), /CPC-/)
        })

        it(`${name} is shown to nobody when there is no such chat`, async () => {
          const seen = await ask(bot)
          assert.match(words(seen), new RegExp(texts.movedFailed.title))
          assert.doesNotMatch(words(seen), /CPC-/)
        })
      }

      it('a restart that begins there is confirmed in one’s own chat, and ends there', async () => {
        await bot.say(ana, 'hi')
        const question = await bot.say(ana, endedSession, place)
        const solution = await bot.press(ana, question, 'Just this once')
        const moved = await bot.press(ana, solution, 'Restart my Cloud PC')
        assert.match(words(moved), new RegExp(texts.moved.title))
        const asked = bot.lastCard(chatOf(ana))
        await bot.press(ana, asked, 'Restart CPC-ANA-01 now')
        await bot.settle()
        assert.match(words(bot.lastCard(chatOf(ana))), /CPC-ANA-01 has restarted/)
        assert.doesNotMatch(words(bot.now(question)), /CPC-/)
        assert.equal(bot.gate.posts.length, 1)
      })

      it('a ticket that begins there is filed from one’s own chat, and its news come there', async () => {
        await bot.say(ana, 'hi')
        const question = await bot.say(ana, endedSession, place)
        const solution = await bot.press(ana, question, 'Just this once')
        await bot.press(ana, solution, 'Get help')
        await bot.press(ana, bot.lastCard(chatOf(ana)), 'Send to the helpdesk')
        await bot.press(ben, bot.lastCard(helpdeskChannel), 'Take')
        assert.match(words(bot.lastCard(chatOf(ana))), /Ben Okafor took it/)
        assert.equal(bot.connector.messages(place.id).length, 1)
      })

      it('nobody is welcomed', async () => {
        await bot.send(ana, place, { type: 'installationUpdate', action: 'add' })
        await bot.send(ana, place, { type: 'conversationUpdate', membersAdded: [{ id: '28:reconnect' }] })
        assert.equal(bot.connector.messages(place.id).length, 0)
      })
    })

  it('a text that mentions others too keeps what is theirs, and answers', async () => {
    const other = '<at>Deniz</at>'
    const entities = [
      { type: 'mention', text: '<at>Reconnect</at>', mentioned: { id: '28:reconnect', name: 'Reconnect' } },
      { type: 'mention', text: other, mentioned: { id: `29:${deniz.id}`, name: 'Deniz' } },
    ]
    await bot.send(ana, groupChat, { type: 'message', text: `<at>Reconnect</at> ${endedSession} ${other}`, entities })
    const question = bot.lastCard(groupChat)
    assert.match(words(question), /How often does it happen\?/)
    assert.doesNotMatch(JSON.stringify(question.card), /<at>/)
  })

  const strange: [string, object[]][] = [
    ['a mention whose text is a pattern', [{ type: 'mention', text: '(((', mentioned: { id: '28:reconnect' } }]],
    ['a mention without text', [{ type: 'mention', mentioned: { id: '28:reconnect' } }]],
    ['a mention of nobody', [{ type: 'mention', text: '<at>x</at>' }]],
    ['an entity of another kind', [{ type: 'clientInfo', locale: 'en-US' }]],
  ]
  for (const [name, entities] of strange)
    it(`${name} is survived`, async () => {
      await bot.send(ana, groupChat, { type: 'message', text: endedSession, entities })
      assert.match(words(bot.lastCard(groupChat)), /How often does it happen\?/)
    })

  it('a helpdesk member’s paste in the channel gives the runbook there', async () => {
    const runbook = await bot.say(ben, endedSession, helpdeskChannel)
    assert.match(words(runbook), /For the helpdesk\./)
    assert.ok(buttonsOf(runbook.card).includes('Get help'))
  })
})
