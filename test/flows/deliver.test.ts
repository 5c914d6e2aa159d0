// What becomes of cards when Teams does not take them: nothing is lost, nothing is said twice, nobody is told a falsehood.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { deliverDue } from '../../src/flows/deliver.ts'
import { screenOf } from '../../src/flows/delivered-screens.ts'
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
import type { Mishap } from '../helpers/connector.ts'
import { askForApproval, askForRestart, confirm, fileTicket, toConfirm } from '../helpers/ways.ts'

const { ana, ben, chiara, emil } = people
const second = 1000
const minute = 60 * second

const cardGone: Mishap = { status: 404, code: 'ActivityNotFoundInConversation' }
const blocked: Mishap = { status: 403, code: 'ConversationBlockedByUser' }
const channelGone: Mishap = { status: 404, code: 'ConversationNotFound' }

describe('delivering a card', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ channels: ['helpdesk', 'second tier'] })
  })
  afterEach(() => bot.stop())

  const messages = (where: Where) => bot.connector.messages(where.id)
  const told = (person = ana) => words(bot.lastCard(chatOf(person)))
  const reply = (person: typeof ben, card: Held, text: string) =>
    bot.press(person, bot.now(card), 'Reply', { 'text-reply': text })
  const fail = (deed: 'post' | 'update', mishap: Mishap, where: Where, times = 1) => {
    bot.connector.fail(deed, mishap, { conversation: where.id, times })
  }
  async function passing(ms: number): Promise<{ posts: number }> {
    const before = bot.connector.arrived('post')
    bot.advance(ms)
    await bot.work()
    return { posts: bot.connector.arrived('post') - before }
  }
  /** The bot's card about the ticket in this channel, apart from the answer to its set-up. */
  const ticketCards = (where: Where) => messages(where).filter(({ summary }) => summary.startsWith('Ticket '))

  describe('that was deleted in Teams', () => {
    it('posts it anew, once, and keeps the new one up to date', async () => {
      const { helpdesk } = await fileTicket(bot)
      fail('update', cardGone, helpdeskChannel)
      await bot.press(ben, helpdesk, 'Take')
      assert.equal(ticketCards(helpdeskChannel).length, 2)
      const anew = bot.lastCard(helpdeskChannel)
      assert.match(words(anew), /Owner\nBen Okafor/)
      await reply(ben, anew, 'On it.')
      assert.equal(ticketCards(helpdeskChannel).length, 2)
      assert.match(words(bot.now(anew)), /On it\./)
    })

    it('posts the requester’s anew in their chat', async () => {
      const { own } = await fileTicket(bot)
      const before = messages(chatOf(ana)).length
      fail('update', cardGone, chatOf(ana))
      await bot.press(ana, own, 'Add a comment', { 'text-comment': 'Still here.' })
      assert.equal(messages(chatOf(ana)).length, before + 1)
      assert.match(told(), /Still here\./)
      await bot.press(ben, bot.lastCard(helpdeskChannel), 'Add note', { 'text-note': 'hm' })
      assert.equal(messages(chatOf(ana)).length, before + 1)
    })

    it('leaves a pointer where it is posted anew in a channel that has one', async () => {
      const { helpdesk } = await fileTicket(bot)
      const escalate = (card: Held) =>
        bot.press(ben, bot.now(card), 'Escalate', { 'text-escalate': 'Yours.', severity: 'high' })
      await escalate(helpdesk)
      const first = bot.lastCard(secondTierChannel)
      await bot.press(chiara, first, 'Resolve')
      await bot.press(ana, bot.lastCard(chatOf(ana)), 'No, reopen it')
      await escalate(bot.lastCard(helpdeskChannel))
      assert.equal(ticketCards(secondTierChannel).length, 2)
      assert.match(words(bot.lastCard(secondTierChannel)), /^Ticket 1001: help wanted\nWith the second tier/)
      assert.equal(words(bot.now(first)), `Ticket 1001\n${texts.ticket.seeOther}`)
    })

    it('makes a card that gave way a pointer again, whatever somebody does on it as it was', async () => {
      const { helpdesk, own } = await fileTicket(bot)
      await bot.press(ana, own, 'Add a comment', { 'text-comment': 'And?' })
      const anew = bot.lastCard(helpdeskChannel)
      bot.hold()
      const answered = await bot.press(ben, { ...anew, id: helpdesk.id }, 'Take')
      assert.match(words(answered), /Owner\nBen Okafor/)
      await bot.work()
      assert.equal(words(bot.now(helpdesk)), `Ticket 1001\n${texts.ticket.seeOther}`)
      assert.match(words(bot.now(anew)), /Owner\nBen Okafor/)
    })

    it('leaves a pointer that has nowhere to stand alone', async () => {
      const { helpdesk } = await fileTicket(bot)
      const before = messages(chatOf(ana)).length
      fail('update', cardGone, chatOf(ana), 5)
      await reply(ben, helpdesk, 'Hello.')
      assert.equal(messages(chatOf(ana)).length, before + 1)
      assert.equal(await bot.world().outbox.nextDue(), undefined)
    })
  })

  describe('that somebody clicks before the bot has heard that it stands', () => {
    /** The next message to this conversation is there for all to see, and its answer comes only when it is let go. */
    let holdNext: (where: Where) => { readonly isThere: Promise<void>; readonly letGo: () => void }

    beforeEach(async () => {
      await bot.stop()
      const held = new Map<string, { readonly isThere: () => void; readonly going: Promise<void> }>()
      bot = await startBot({
        channels: ['helpdesk', 'second tier'],
        watch: async (deed, conversation, when) => {
          const hold = deed === 'post' && when === 'answers' ? held.get(conversation) : undefined
          if (!hold) return
          held.delete(conversation)
          hold.isThere()
          await hold.going
        },
      })
      holdNext = ({ id }) => {
        let letGo = (): void => undefined
        const going = new Promise<void>((resolve) => (letGo = resolve))
        const isThere = new Promise<void>((resolve) => held.set(id, { isThere: resolve, going }))
        return { isThere, letGo }
      }
    })

    for (const as of ['execute', 'submit'] as const) {
      it(`stays the ticket’s card in the helpdesk’s channel, and the one before it points to it (${as})`, async () => {
        const { own, helpdesk } = await fileTicket(bot)
        const next = holdNext(helpdeskChannel)
        const commented = bot.press(ana, own, 'Add a comment', { 'text-comment': 'And?' })
        await next.isThere
        const anew = bot.lastCard(helpdeskChannel)
        assert.notEqual(anew.id, helpdesk.id)
        await bot.press(ben, anew, 'Take', {}, { as })
        next.letGo()
        await commented
        await bot.settle()
        assert.match(words(bot.now(anew)), /Owner\nBen Okafor/)
        assert.equal(words(bot.now(helpdesk)), `Ticket 1001\n${texts.ticket.seeOther}`)
      })
    }

    it('is shown to everybody in the channel by the outbox alone, and as nobody’s own view', async () => {
      const next = holdNext(helpdeskChannel)
      const filed = fileTicket(bot)
      await next.isThere
      const first = bot.lastCard(helpdeskChannel)
      const answered = await bot.press(ben, first, 'Take')
      assert.match(words(answered), /Owner\nBen Okafor \(you\)/)
      assert.equal(bot.connector.message(helpdeskChannel.id, first.id).updates, 0)
      next.letGo()
      await filed
      await bot.settle()
      assert.match(words(bot.now(first)), /Owner\nBen Okafor\n/)
    })

    it('gives way where its answer was lost and it is posted once more', async () => {
      fail('post', 'lost', helpdeskChannel)
      const { own } = await fileTicket(bot, { channel: chatOf(ana) })
      const lost = bot.lastCard(helpdeskChannel)
      await bot.press(ben, lost, 'Take', {}, { as: 'submit' })
      await passing(minute)
      const second = bot.lastCard(helpdeskChannel)
      assert.notEqual(second.id, lost.id)
      assert.match(words(second), /Owner\nBen Okafor\n/)
      assert.equal(words(bot.now(lost)), `Ticket 1001\n${texts.ticket.seeOther}`)
      assert.match(words(bot.lastCard(chatOf(ana))), /Ben Okafor took it/)
      assert.notEqual(bot.lastCard(chatOf(ana)).id, own.id)
    })

    it('leaves the helpdesk’s card as it is, whoever names that one meanwhile', async () => {
      const { helpdesk } = await fileTicket(bot, { person: emil })
      const asked = await toConfirm(bot, ana)
      await confirm(bot, ana, asked)
      const next = holdNext(chatOf(ana))
      const settled = bot.settle()
      await next.isThere
      bot.hold()
      for (const as of ['execute', 'submit'] as const)
        await confirm(bot, ana, { ...asked, ...inChannel(helpdesk) }, { as })
      next.letGo()
      await settled
      await bot.settle()
      assert.deepEqual(bot.now(helpdesk).card, helpdesk.card)
    })

    const inChannel = ({ where, id }: Held) => ({ where, id })

    for (const as of ['execute', 'submit'] as const) {
      it(`stays the restart’s card in the chat, where an older button is pressed on it (${as})`, async () => {
        const asked = await toConfirm(bot, ana)
        await confirm(bot, ana, asked)
        const next = holdNext(chatOf(ana))
        const settled = bot.settle()
        await next.isThere
        const done = bot.lastCard(chatOf(ana))
        assert.notEqual(done.id, asked.id)
        bot.hold()
        const answered = await confirm(bot, ana, { ...asked, id: done.id }, { as })
        if (as === 'execute') assert.equal(words(answered), words(done))
        next.letGo()
        await settled
        await bot.settle()
        assert.equal(words(bot.now(done)), words(done))
        assert.ok(words(bot.now(asked)).includes(texts.restart.seeBelow))
      })
    }
  })

  describe('to a requester who blocked the bot', () => {
    it('marks it on the ticket once, and writes no more until they write', async () => {
      const { helpdesk } = await fileTicket(bot)
      const unreachable = texts.ticket.unreachable(ana.name)
      fail('post', blocked, chatOf(ana), 99)
      fail('update', blocked, chatOf(ana), 99)
      await bot.press(ben, helpdesk, 'Take')
      assert.equal(words(bot.now(helpdesk)).split(unreachable).length, 2, words(bot.now(helpdesk)))

      const tried = bot.connector.arrived('post') + bot.connector.arrived('update')
      const shown = bot.connector.message(helpdeskChannel.id, helpdesk.id).updates
      await reply(ben, helpdesk, 'Are you there?')
      await bot.press(ben, bot.now(helpdesk), 'Add note', { 'text-note': 'Called her.' })
      await bot.settle()
      const seen = bot.connector.message(helpdeskChannel.id, helpdesk.id).updates - shown
      assert.equal(bot.connector.arrived('post') + bot.connector.arrived('update') - tried, seen)
      assert.equal(words(bot.now(helpdesk)).split(unreachable).length, 2)

      bot.connector.heal()
      await bot.say(ana, 'hi')
      await reply(ben, helpdesk, 'Welcome back.')
      assert.match(told(), /Ticket 1001: Ben Okafor replied[^]*Welcome back\./)
    })

    it('marks it on every ticket on which somebody waits to be heard', async () => {
      const first = await fileTicket(bot)
      const other = await fileTicket(bot, { text: 'something quite unknown' })
      fail('post', blocked, chatOf(ana))
      await reply(ben, first.helpdesk, 'Hello?')
      assert.ok(!words(bot.now(other.helpdesk)).includes(texts.ticket.unreachable(ana.name)))
      await reply(ben, other.helpdesk, 'Hello?')
      assert.ok(words(bot.now(other.helpdesk)).includes(texts.ticket.unreachable(ana.name)))
    })

    it('lets them answer on the card that they have, whatever the bot reports meanwhile', async () => {
      const { helpdesk, own } = await fileTicket(bot)
      fail('post', { status: 400 }, chatOf(ana))
      await reply(ben, helpdesk, 'Hello?')
      assert.ok(words(bot.now(helpdesk)).includes(texts.ticket.unreachable(ana.name)))
      await bot.press(ana, bot.now(own), 'Add a comment', { 'text-comment': 'Here I am.' })
      assert.match(words(bot.lastCard(helpdeskChannel)), /Ana Ferreira commented[^]*Here I am\./)
    })

    it('marks it on the ticket of a restart that went wrong, too', async () => {
      await askForRestart(bot, ana)
      fail('post', blocked, chatOf(ana), 99)
      bot.sandbox.faults.set('reboot', { status: 403 })
      await bot.settle()
      const marked = words(bot.lastCard(helpdeskChannel))
      assert.ok(marked.includes(texts.restart.helpdesk('CPC-ANA-01', 'no-right')), marked)
      assert.ok(marked.includes(texts.ticket.unreachable(ana.name)), marked)
    })

    it('lets the helpdesk go on with the restart, whose end nobody can be told', async () => {
      const { helpdesk } = await askForApproval(bot)
      fail('post', blocked, chatOf(ana), 99)
      fail('update', blocked, chatOf(ana), 99)
      await bot.press(ben, helpdesk, 'Approve restart')
      await bot.settle()
      assert.equal(bot.gate.posts.length, 1)
      assert.match(words(bot.now(helpdesk)), /CPC-ANA-01: Done/)
      assert.ok(words(bot.now(helpdesk)).includes(texts.ticket.unreachable(ana.name)))
    })
  })

  describe('that Teams refuses for a reason that nobody knows', () => {
    it('marks its requester as not reached, and does not say that they blocked the bot', async () => {
      const { helpdesk } = await fileTicket(bot)
      fail('post', { status: 400 }, chatOf(ana))
      await reply(ben, helpdesk, 'Hello?')
      const marked = words(bot.now(helpdesk))
      assert.ok(marked.includes(texts.ticket.unreachable(ana.name)), marked)
      assert.doesNotMatch(marked, /blocked|removed/)
    })
  })

  describe('to a helpdesk whose channel is gone', () => {
    const another: Where = { id: '19:another@thread.tacv2', type: 'channel' }

    it('gives the ticket to the second tier, and its requester reads that it is there', async () => {
      fail('post', channelGone, helpdeskChannel, 9)
      const { own } = await fileTicket(bot, { channel: secondTierChannel })
      assert.match(words(bot.lastCard(secondTierChannel)), /^Ticket 1001: help wanted\nOpen/)
      assert.ok(words(bot.now(own)).includes(texts.ticket.requesterBody.open), words(bot.now(own)))
      await bot.press(chiara, bot.lastCard(secondTierChannel), 'Take')
      assert.match(told(), /Chiara Rossi is working on it\./)
    })

    it('tells the requester the truth where there is no second tier either', async () => {
      fail('post', channelGone, helpdeskChannel, 9)
      fail('post', channelGone, secondTierChannel, 9)
      const { own } = await fileTicket(bot, { channel: secondTierChannel })
      assert.ok(words(bot.now(own)).includes(texts.ticket.undelivered), words(bot.now(own)))
    })

    it('tries no more until a channel is set up, and then brings what waits, in its order', async () => {
      fail('post', channelGone, helpdeskChannel)
      const { own } = await fileTicket(bot)
      const tried = bot.connector.arrived('post')
      await fileTicket(bot, { person: emil, channel: secondTierChannel })
      // One for the second tier, and nothing for the channel that is gone.
      assert.equal(ticketCards(secondTierChannel).length, 2)
      assert.equal(bot.connector.arrived('post') - tried, messages(chatOf(emil)).length + 1)

      await bot.say(ben, 'set up helpdesk here', another)
      assert.deepEqual(
        ticketCards(another).map(({ summary }) => summary),
        ['Ticket 1001: help wanted', 'Ticket 1002: help wanted'],
      )
      assert.ok(words(bot.now(own)).includes(texts.ticket.requesterBody.open))
      await bot.press(ben, bot.lastCard(another), 'Take')
      assert.match(told(emil), /Ticket 1002: Ben Okafor took it/)
    })

    for (const [what, mishap] of [
      ['is gone', channelGone],
      ['threw the bot out', { status: 403, code: 'BotNotInConversationRoster' }],
    ] as const)
      it(`brings what stood in a channel that ${what} to the new one as soon as something is done on it`, async () => {
        const { own } = await fileTicket(bot)
        fail('update', mishap, helpdeskChannel, 9)
        await bot.say(ben, 'set up helpdesk here', another)
        await bot.press(ana, own, 'Add a comment', { 'text-comment': 'Where are you?' })
        assert.equal(ticketCards(another).length, 1)
        assert.match(words(bot.lastCard(another)), /Where are you\?/)
        // The new channel is none the worse for what was wrong with the old one.
        await fileTicket(bot, { person: emil })
        assert.equal(ticketCards(another).length, 2)
      })

    it('brings what was on its way there to the new one, which stays open', async () => {
      await bot.stop()
      let setUp = (): Promise<unknown> => Promise.resolve()
      bot = await startBot({
        channels: ['helpdesk'],
        watch: async (deed, conversation) => {
          if (deed === 'post' && conversation === helpdeskChannel.id) await setUp()
        },
      })
      setUp = () => {
        setUp = () => Promise.resolve()
        return bot.say(ben, 'set up helpdesk here', another)
      }
      fail('post', channelGone, helpdeskChannel)
      await fileTicket(bot, { channel: another })
      assert.equal(ticketCards(another).length, 1)
      await fileTicket(bot, { person: emil, channel: another })
      assert.equal(ticketCards(another).length, 2)
    })

    it('gives the second tier no second card of what it has', async () => {
      const { helpdesk, own } = await fileTicket(bot)
      await bot.press(ben, helpdesk, 'Escalate', { 'text-escalate': 'Yours.', severity: 'high' })
      assert.equal(ticketCards(secondTierChannel).length, 1)
      fail('update', cardGone, helpdeskChannel)
      fail('post', channelGone, helpdeskChannel)
      const tried = bot.connector.arrived('post')
      await bot.press(ben, bot.lastCard(secondTierChannel), 'Add note', { 'text-note': 'Anybody?' })
      assert.equal(bot.connector.arrived('post') - tried, 1)
      assert.notEqual(bot.lastCard(chatOf(ana)).id, own.id)
      assert.equal(ticketCards(secondTierChannel).length, 1)
      assert.match(words(bot.lastCard(secondTierChannel)), /Anybody\?/)
    })

    it('brings it once, however often the channel is set up', async () => {
      fail('post', channelGone, helpdeskChannel)
      await fileTicket(bot, { channel: secondTierChannel })
      for (let time = 0; time < 3; time++) await bot.say(ben, 'set up helpdesk here', another)
      assert.equal(ticketCards(another).length, 1)
    })
  })

  describe('to a channel that takes no more for now', () => {
    it('waits at least as long as Teams asks for', async () => {
      fail('post', { status: 429, headers: { 'Retry-After': '90' } }, helpdeskChannel)
      const { own } = await fileTicket(bot, { channel: chatOf(ana) })
      assert.ok(words(bot.now(own)).includes(texts.ticket.underWay))
      const { posts } = await passing(88 * second)
      assert.equal(posts, 0)
      await passing(2 * second)
      assert.equal(ticketCards(helpdeskChannel).length, 1)
      assert.ok(words(bot.now(own)).includes(texts.ticket.requesterBody.open))
    })

    it('shows ten changes on its card at once, and tells the requester once', async () => {
      const { helpdesk } = await fileTicket(bot)
      const away: Mishap = { status: 429, headers: { 'Retry-After': '300' } }
      fail('update', away, helpdeskChannel)
      fail('update', away, chatOf(ana))
      fail('post', away, chatOf(ana))
      const updates = () => bot.connector.message(helpdeskChannel.id, helpdesk.id).updates
      const [before, inChat] = [updates(), messages(chatOf(ana)).length]
      let card = helpdesk
      for (let number = 1; number <= 10; number++)
        card = await bot.press(ben, card, 'Reply', { 'text-reply': `Reply number ${number}.` })
      assert.deepEqual([updates(), messages(chatOf(ana)).length], [before, inChat])
      await passing(300 * second)
      await bot.settle()
      assert.deepEqual([updates(), messages(chatOf(ana)).length], [before + 1, inChat + 1])
      for (const shown of [words(bot.now(helpdesk)), told()]) assert.match(shown, /Reply number 10\./)
    })

    it('keeps other conversations going meanwhile', async () => {
      fail('post', { status: 429, headers: { 'Retry-After': '600' } }, helpdeskChannel)
      const { own } = await fileTicket(bot, { channel: chatOf(ana) })
      await bot.press(ana, bot.now(own), 'Add a comment', { 'text-comment': 'Anybody?' })
      assert.match(words(bot.now(own)), /Anybody\?/)
    })

    it('gives up after a while, and says so', async () => {
      fail('post', 429, helpdeskChannel, 99)
      const { own } = await fileTicket(bot, { channel: chatOf(ana) })
      await bot.settle()
      assert.equal(ticketCards(helpdeskChannel).length, 0)
      // What could not be told to the first is told to the second tier.
      assert.equal(ticketCards(secondTierChannel).length, 1)
      assert.ok(words(bot.now(own)).includes(texts.ticket.requesterBody.open))
    })
  })

  describe('that is too big for Teams', () => {
    it('sends a short one in its place, which the next change replaces', async () => {
      fail('post', 413, helpdeskChannel)
      const { helpdesk } = await fileTicket(bot)
      assert.equal(ticketCards(helpdeskChannel).length, 1)
      assert.match(words(helpdesk), new RegExp(`^Ticket 1001: help wanted\n${texts.tooLong}`))
      await bot.press(ana, bot.lastCard(chatOf(ana)), 'Withdraw')
      assert.match(words(bot.now(helpdesk)), /^Ticket 1001: help wanted\nWithdrawn[^]*Ana Ferreira withdrew it/)
    })

    it('sends the short one no sooner than Teams asks for, whatever ends meanwhile', async () => {
      fail('post', 413, helpdeskChannel)
      fail('post', { status: 429, headers: { 'Retry-After': '90' } }, helpdeskChannel)
      const { own } = await fileTicket(bot, { channel: secondTierChannel })
      await bot.restart()
      assert.equal((await passing(88 * second)).posts, 0)
      assert.ok(words(bot.now(own)).includes(texts.ticket.underWay), words(bot.now(own)))
      assert.equal((await passing(2 * second)).posts, 1)
      assert.match(words(bot.lastCard(helpdeskChannel)), new RegExp(`^Ticket 1001: help wanted\n${texts.tooLong}`))
      assert.equal(ticketCards(secondTierChannel).length, 0)
    })

    it('passes the ticket on where even the short one is not taken', async () => {
      fail('post', 413, helpdeskChannel, 2)
      await fileTicket(bot, { channel: secondTierChannel })
      assert.equal(ticketCards(helpdeskChannel).length, 0)
      assert.equal(ticketCards(secondTierChannel).length, 1)
    })
  })

  describe('of which nobody knows whether it arrived', () => {
    async function assertBothAct(): Promise<void> {
      const cards = ticketCards(helpdeskChannel).map(({ id, card }) => ({ where: helpdeskChannel, id, card }))
      assert.equal(cards.length, 2)
      const [stray, kept] = cards
      assert.ok(stray && kept)
      await bot.press(ben, stray, 'Take')
      await bot.work()
      assert.match(words(bot.now(kept)), /Owner\nBen Okafor/)
      assert.match(words(await bot.press(chiara, kept, 'Take')), /Ben Okafor was first: took it/)
      assert.match(words(await bot.press(chiara, stray, 'Take')), /Ben Okafor was first: took it/)
      assert.equal(messages(chatOf(ana)).filter(({ summary }) => /took it/.test(summary)).length, 1)
    }

    it('sends at most one more, and both act as one', async () => {
      fail('post', 'lost', helpdeskChannel)
      await fileTicket(bot)
      await bot.settle()
      await assertBothAct()
    })

    it('sends at most one more where the process ended before it could note that it arrived', async () => {
      bot.hold()
      const { own } = await fileTicket(bot, { channel: chatOf(ana) })
      const { outbox, clock, notifier, conversations } = bot.world()
      const now = clock.now()
      const leased = await outbox.lease(now, new Date(now.getTime() + 12 * second), 10)
      const waiting = leased.find(({ record }) => record.name.endsWith(':helpdesk'))
      const channel = await conversations.channel('helpdesk')
      assert.ok(waiting && channel)
      const screen = await screenOf(bot.world(), waiting.record.delivery)
      assert.ok(screen)
      assert.equal((await notifier.post(channel, screen)).kind, 'sent')

      await bot.restart()
      await bot.work()
      assert.equal(ticketCards(helpdeskChannel).length, 1)
      bot.advance(12 * second)
      await bot.work()
      assert.ok(words(bot.now(own)).includes(texts.ticket.requesterBody.open))
      await assertBothAct()
    })

    it('says that it is under way, and never that nobody has it, until that is certain', async () => {
      fail('post', 'reset', helpdeskChannel)
      const { own } = await fileTicket(bot, { channel: chatOf(ana) })
      assert.ok(words(bot.now(own)).includes(texts.ticket.underWay))
      bot.advance(minute)
      await bot.work()
      assert.equal(ticketCards(helpdeskChannel).length, 1)
      assert.ok(words(bot.now(own)).includes(texts.ticket.requesterBody.open))
    })
  })

  describe('by a machine that stands still before it sends', () => {
    it('sends nothing any more, and leaves it to whoever is awake', async () => {
      bot.hold()
      await fileTicket(bot, { channel: chatOf(ana) })
      const world = bot.world()
      const { outbox } = world
      const reserve: typeof outbox.reserve = async (...asked) => {
        const free = await outbox.reserve(...asked)
        bot.advance(3 * second)
        return free
      }
      const tried = bot.connector.arrived('post')
      await deliverDue({ ...world, outbox: { ...outbox, reserve } })
      assert.equal(bot.connector.arrived('post'), tried)
      await bot.work()
      assert.equal(ticketCards(helpdeskChannel).length, 1)
    })
  })

  describe('after an act', () => {
    type Step = readonly [title: string, inputs?: Record<string, string>]
    const ofHelpdesk: readonly Step[] = [
      ['Take'],
      ['Reply', { 'text-reply': 'Hello.' }],
      ['Add note', { 'text-note': 'hm' }],
      ['Set urgency', { urgency: 'critical' }],
      ['Release'],
      ['Assign', { assignee: ben.id }],
      ['Escalate', { 'text-escalate': 'Yours.', severity: 'high' }],
      ['Decline', { 'text-decline': 'No.' }],
    ]
    it('tells nobody of the helpdesk what they did themselves', async () => {
      await bot.say(ben, 'hi')
      const { helpdesk } = await fileTicket(bot)
      const before = messages(chatOf(ben)).length
      for (const [title, inputs] of ofHelpdesk) {
        await bot.press(ben, bot.now(helpdesk), title, inputs)
        assert.equal(messages(chatOf(ben)).length, before, title)
      }
    })

    it('tells no requester what they did themselves', async () => {
      await fileTicket(bot)
      const before = messages(chatOf(ana)).length
      const own = () => bot.lastCard(chatOf(ana))
      await bot.press(ana, own(), 'Add a comment', { 'text-comment': 'And?' })
      assert.equal(messages(chatOf(ana)).length, before)
      await bot.press(ben, bot.lastCard(helpdeskChannel), 'Resolve')
      assert.equal(messages(chatOf(ana)).length, before + 1)
      await bot.press(ana, own(), 'No, reopen it')
      assert.equal(messages(chatOf(ana)).length, before + 1)
      await bot.press(ben, bot.lastCard(helpdeskChannel), 'Resolve')
      await bot.press(ana, own(), 'Yes, it works')
      assert.equal(messages(chatOf(ana)).length, before + 2)
    })

    it('tells no requester that they withdrew', async () => {
      const { own } = await fileTicket(bot)
      const before = messages(chatOf(ana)).length
      await bot.press(ana, own, 'Withdraw')
      assert.equal(messages(chatOf(ana)).length, before)
    })
  })
})
