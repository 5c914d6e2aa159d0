// What can be typed instead of an error, slips of the pen included.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import {
  chatOf,
  groupChat,
  type Held,
  helpdeskChannel,
  secondTierChannel,
  startBot,
  type TestBot,
} from '../helpers/bot.ts'
import { buttonsOf, choicesOf, wordsOf } from '../helpers/card-reading.ts'
import {
  askForApproval,
  askForRestart,
  confirm,
  endedSession,
  fileTicket,
  policyError,
  toSolution,
} from '../helpers/ways.ts'

const { ana, ben, deniz, emil, hana } = people

describe('a typed command', () => {
  let bot: TestBot

  before(async () => {
    bot = await startBot()
  })
  after(() => bot.stop())

  const understood: Record<string, string[]> = {
    [texts.welcome.title]: ['hi', 'Hello', 'hey!', 'helo', 'Hello Reconnect', 'good morning', 'Guten Tag'],
    [texts.help.title]: ['help', 'Help!', 'hlep', 'HELP me please', 'what can you do', 'commands', 'Hilfe!'],
    [texts.thanks.title]: ['thanks', 'thank you', 'Thanks a lot!', 'thansk', 'thx', 'Danke schön', 'vielen Dank'],
    [texts.nothingToCancel.title]: ['cancel', 'cancle', 'stop', 'never mind', 'please cancel that', 'Abbrechen'],
    [texts.requests.title]: ['my requests', 'my reqests', 'show my tickets', 'requests'],
    [texts.topics.title]: ['topics', 'topcis', 'browse', 'show all topics'],
    [texts.helpForm.title]: ['get help', 'helpdesk', 'talk to a human', 'please contact the helpdesk'],
  }
  for (const [title, spellings] of Object.entries(understood))
    it(`shows “${title}” for: ${spellings.join(', ')}`, async () => {
      for (const spelling of spellings) {
        // Each spelling comes from a fresh conversation, so that none finds what another has begun.
        const answer = await bot.say(hana, spelling)
        assert.ok(wordsOf(answer.card).startsWith(title), `${spelling}: ${wordsOf(answer.card)}`)
        await bot.say(hana, 'cancel')
      }
    })

  for (const spelling of [
    'restart',
    'Restart my Cloud PC',
    'restrat',
    'reboot my computer please',
    'please restart it',
    'Cloud PC bitte neu starten',
  ])
    it(`offers to restart the Cloud PC for “${spelling}”`, async () => {
      assert.match(wordsOf((await bot.say(ana, spelling)).card), /^Restart CPC-ANA-01\?/)
    })

  it('is not seen in what says the opposite', async () => {
    for (const text of ['no thanks to this error', 'nicht neu starten', 'do not restart it']) {
      const { card } = await bot.say(ana, text)
      assert.match(wordsOf(card), new RegExp(texts.unknown.title), text)
    }
  })

  it('is not seen in a longer text that only contains it', async () => {
    const answer = await bot.say(
      ana,
      'the gardener wants to restart the fountain in the yard tomorrow at nine, who can help him carry it',
    )
    assert.match(wordsOf(answer.card), new RegExp(texts.unknown.title))
  })
})

describe('the help card', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  it('lists every command that is offered, and each of them is understood as it is written there', async () => {
    const help = wordsOf((await bot.say(ana, 'help')).card)
    const answers = new Set<string>()
    for (const { title, description } of texts.offeredCommands) {
      assert.ok(help.includes(title))
      assert.ok(help.includes(description))
      const answer = wordsOf((await bot.say(ana, title)).card)
      assert.doesNotMatch(answer, new RegExp(texts.unknown.title), title)
      answers.add(answer)
    }
    assert.equal(answers.size, texts.offeredCommands.length)
  })

  for (const as of ['execute', 'submit'] as const)
    it(`stays as it is while its buttons are answered below it, by ${as}`, async () => {
      const help = await bot.say(ana, 'help')
      for (const title of buttonsOf(help.card)) {
        const count = bot.connector.messages(chatOf(ana).id).length
        await bot.press(ana, help, title, {}, { as })
        assert.equal(bot.connector.messages(chatOf(ana).id).length, count + 1, title)
        assert.deepEqual(bot.now(help).card, help.card)
      }
    })
})

describe('“Cancel”', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  it('ends what was begun, and the card of it does nothing any more', async () => {
    const question = await bot.say(ana, endedSession)
    assert.match(wordsOf((await bot.say(ana, 'cancel')).card), new RegExp(texts.cancelled.title))
    assert.match(wordsOf((await bot.press(ana, question, 'Just this once')).card), new RegExp(texts.cancelled.title))
    assert.match(wordsOf((await bot.say(ana, 'cancel')).card), new RegExp(texts.nothingToCancel.title))
  })

  it('takes back a restart that waits, though a newer one of another machine has ended', async () => {
    const choose = async (list: Held, device: string) => {
      await confirm(bot, deniz, await bot.press(deniz, list, 'Continue', { device }))
      await bot.settle()
    }
    const [first, second] = Object.values(choicesOf((await bot.say(deniz, 'restart')).card, 'device'))
    assert.ok(first && second)
    const fix = await toSolution(bot, deniz, policyError)
    await choose(await bot.press(deniz, fix, 'Restart my Cloud PC'), first)
    await choose(await bot.say(deniz, 'restart'), second)
    assert.deepEqual(bot.gate.posts, [second])
    const stopped = wordsOf((await bot.say(deniz, 'cancel')).card)
    assert.match(stopped, /won’t be restarted/)
    assert.match(wordsOf((await bot.say(deniz, 'cancel')).card), new RegExp(texts.nothingToCancel.title))
  })

  it('on the question whether to restart sends nothing', async () => {
    const stopped = await bot.press(ana, await bot.say(ana, 'restart'), 'Not now')
    assert.match(wordsOf(stopped.card), new RegExp(texts.cancelled.body))
    await bot.settle()
    assert.equal(bot.gate.posts.length, 0)
  })

  it('does not pretend to stop a restart that is under way', async () => {
    const asked = await askForRestart(bot, ana)
    await bot.work()
    assert.match(wordsOf((await bot.say(ana, 'cancel')).card), /Restarting CPC-ANA-01/)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
    assert.match(wordsOf(bot.now(asked).card), /has restarted/)
  })

  it('takes back a restart that is not sent yet', async () => {
    await askForRestart(bot, ana)
    assert.match(wordsOf((await bot.say(ana, 'cancel')).card), new RegExp(texts.cancelled.title))
    await bot.settle()
    assert.equal(bot.gate.posts.length, 0)
  })

  it('leaves a restart alone when help was asked for beside it', async () => {
    await askForRestart(bot, ana)
    await bot.work()
    await bot.say(ana, 'get help')
    await bot.say(ana, 'cancel')
    await bot.settle()
    assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), ['Yes, I’m in', 'No, get help'])
  })

  it('tells of a restart that waits for approval beside what it stopped, and takes it back when it is said again', async () => {
    for (const after of ['restart', 'get help', endedSession]) {
      const { own, helpdesk } = await askForApproval(bot)
      await bot.say(ana, after)
      const first = wordsOf((await bot.say(ana, 'cancel')).card)
      assert.ok(first.includes(texts.cancelledBut('CPC-ANA-01').body), first)
      assert.ok(buttonsOf(bot.now(helpdesk).card).includes('Approve restart'))
      const second = wordsOf((await bot.say(ana, 'cancel')).card)
      assert.ok(second.includes(texts.restart.withdrawn.title('CPC-ANA-01')), second)
      assert.ok(wordsOf(bot.now(own).card).includes(texts.restart.withdrawn.title('CPC-ANA-01')))
      assert.match(wordsOf(bot.now(helpdesk).card), /Withdrawn/)
      assert.match(wordsOf((await bot.say(ana, 'cancel')).card), new RegExp(texts.nothingToCancel.title))
    }
    await bot.settle()
    assert.equal(bot.gate.posts.length, 0)
  })

  it('withdraws a restart that waits for approval, and the helpdesk sees it', async () => {
    const { helpdesk } = await askForApproval(bot)
    assert.match(wordsOf((await bot.say(ana, 'cancel')).card), new RegExp(texts.cancelled.title))
    assert.match(wordsOf(bot.now(helpdesk).card), /Withdrawn/)
    assert.deepEqual(buttonsOf(bot.now(helpdesk).card), [])
    await bot.settle()
    assert.equal(bot.gate.posts.length, 0)
  })
})

describe('“My requests”', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  it('says so when there are none', async () => {
    assert.ok(wordsOf((await bot.say(hana, 'my requests')).card).includes(texts.requests.none))
  })

  it('lists tickets and restarts with their states, and opens a ticket in place', async () => {
    await askForRestart(bot, ana)
    await bot.settle()
    const { helpdesk } = await fileTicket(bot)
    await bot.press(ben, helpdesk, 'Take')
    const list = await bot.say(ana, 'my requests')
    assert.match(wordsOf(list.card), /Ticket 1001\n.*\n?In progress/)
    assert.match(wordsOf(list.card), /Restart of CPC-ANA-01\n.*\n?Done/)
    const ticket = await bot.press(ana, list, 'Ticket 1001')
    assert.match(wordsOf(ticket.card), /^Ticket 1001\nIn progress/)
    const standing = bot.now(list)
    assert.match(wordsOf(standing.card), /^Ticket 1001\nIn progress/)
    assert.deepEqual(buttonsOf(standing.card), buttonsOf(ticket.card))
  })

  it('shows nobody the requests of others', async () => {
    await fileTicket(bot)
    assert.ok(wordsOf((await bot.say(emil, 'my requests')).card).includes(texts.requests.none))
  })
})

describe('setting up a channel', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ channels: [] })
  })
  afterEach(() => bot.stop())

  const channel = () => bot.world().conversations.channel('helpdesk')

  const places = [
    ['a channel', helpdeskChannel],
    ['a group chat', groupChat],
  ] as const
  for (const [name, place] of places)
    it(`by a member in ${name} makes tickets arrive there`, async () => {
      assert.match(wordsOf((await bot.say(ben, 'set up helpdesk here', place)).card), /^All set/)
      await fileTicket(bot, { text: 'a new problem', channel: place })
      assert.match(wordsOf(bot.lastCard(place).card), /^Ticket 1001/)
    })

  it('brings the tickets that were filed before it, once', async () => {
    const form = await bot.say(ana, 'get help')
    await bot.press(ana, form, 'Send to the helpdesk')
    await bot.say(ben, 'set up helpdesk here', helpdeskChannel)
    await bot.say(ben, 'set up helpdesk here', helpdeskChannel)
    const tickets = bot.connector.messages(helpdeskChannel.id).filter(({ card }) => /^Ticket 1001/.test(wordsOf(card)))
    assert.equal(tickets.length, 1)
  })

  it('is understood in spite of slips', async () => {
    assert.match(wordsOf((await bot.say(ben, 'Set up helpdesc here please', helpdeskChannel)).card), /^All set/)
    assert.match(wordsOf((await bot.say(ben, 'setup second teir', secondTierChannel)).card), /^All set/)
  })

  it('for the second tier leaves the helpdesk where it is', async () => {
    await bot.say(ben, 'set up helpdesk here', helpdeskChannel)
    await bot.say(ben, 'set up second tier here', secondTierChannel)
    assert.match((await channel()) ?? '', /19:helpdesk@/)
    assert.match((await bot.world().conversations.channel('second-tier')) ?? '', /19:second-tier@/)
  })

  it('again moves the tickets to the new channel', async () => {
    await bot.say(ben, 'set up helpdesk here', helpdeskChannel)
    await bot.say(ben, 'set up helpdesk here', groupChat)
    await fileTicket(bot, { text: 'a new problem', channel: groupChat })
    assert.match(wordsOf(bot.lastCard(groupChat).card), /^Ticket 1001/)
  })

  it('by somebody else is refused, and nothing changes', async () => {
    await bot.say(ben, 'set up helpdesk here', helpdeskChannel)
    for (const what of ['helpdesk', 'second tier']) {
      const answer = await bot.say(ana, `set up ${what} here`, groupChat)
      assert.ok(wordsOf(answer.card).includes(texts.setUp.notAllowed.body))
    }
    assert.match((await channel()) ?? '', /19:helpdesk@/)
    assert.equal(await bot.world().conversations.channel('second-tier'), undefined)
  })

  it('is refused when nobody can tell who belongs to the helpdesk', async () => {
    bot.sandbox.faults.set('check', { status: 503 }, 3)
    const answer = await bot.say(ben, 'set up helpdesk here', helpdeskChannel)
    assert.ok(wordsOf(answer.card).includes(texts.setUp.unknown.body))
    assert.equal(await channel(), undefined)
  })

  it('in a personal chat is refused with the way to do it', async () => {
    const answer = await bot.say(ben, 'set up helpdesk here')
    assert.ok(wordsOf(answer.card).includes(texts.setUp.notHere.body))
    assert.equal(await channel(), undefined)
  })
})
