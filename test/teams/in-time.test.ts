// The channel gives up on an answer after some seconds and sends the same again: what it is told in time while somebody else
// keeps the bot waiting, and what the person reads.
import assert from 'node:assert/strict'
import Sqlite from 'libsql'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { turnTimes } from '../../src/teams/start-turn.ts'
import { textAnswer } from '../../src/teams/turn.ts'
import { chatOf, envelope, spoken, startBot, type TestBot, words } from '../helpers/bot.ts'
import { pressed } from '../helpers/card-reading.ts'
import { endedSession, policyError, toSolution } from '../helpers/ways.ts'

const { ana, ben, deniz } = people
const chat = chatOf(ana)

/** Whatever is not over at once is answered at once. */
const hasty = { ...turnTimes, typingAfter: 600_000, answerOnceKept: 0, answerAnyway: 20 }

/** Nothing is kept before Graph has told who is of the helpdesk. */
const asksGraph = 'queue'

describe('the channel is answered', () => {
  let bot: TestBot

  afterEach(() => bot.stop())

  const send = (activity: object) => bot.send(ana, chat, activity)

  it('as soon as what the bot decided is kept, when the channel itself is slow to take the reply', async () => {
    bot = await startBot({ channels: [], limits: { turn: { ...hasty, answerAnyway: 600_000 }, sendMs: 300 } })
    bot.connector.fail('post', 'hang')
    const apology = bot.connector.next('post')
    assert.equal((await send(spoken(endedSession, chat))).status, 200)
    assert.deepEqual(bot.connector.messages(chat.id), [])
    // The reply is lost with the connection, and the person hears at least that.
    await apology
    assert.match(words(bot.lastCard(chat)), /^Something went wrong on my side/)
  })

  it('as soon as a pasted error is kept, while Graph says nothing of its writer, who gets the card after that', async () => {
    bot = await startBot({ channels: [], graphMs: 400, limits: { turn: { ...hasty, answerAnyway: 600_000 } } })
    bot.sandbox.faults.set('check', 'hang')
    const card = bot.connector.next('post')
    const hasGivenUp = () => bot.lines.some((line) => line.includes('"event":"graph"'))
    assert.equal((await send(spoken(endedSession, chat))).status, 200)
    assert.equal(hasGivenUp(), false)
    await card
    assert.equal(hasGivenUp(), true)
    assert.match(words(bot.lastCard(chat)), /How often does it happen\?/)
  })

  it('while Graph says nothing, and the person reads that it takes long, then the answer', async () => {
    bot = await startBot({ channels: [], graphMs: 400, limits: { turn: hasty } })
    bot.sandbox.faults.set('check', 'hang')
    assert.equal((await send(spoken(asksGraph, chat))).status, 200)
    assert.ok(words(bot.lastCard(chat)).startsWith(texts.slow.title))
    await bot.connector.next('post')
    assert.ok(words(bot.lastCard(chat)).startsWith(texts.setUp.unknown.title))
  })

  it('with "come again" when nothing is kept and the channel takes no word either', async () => {
    bot = await startBot({ channels: [], graphMs: 800, limits: { turn: hasty, sendMs: 2000 } })
    bot.sandbox.faults.set('check', 'hang')
    bot.connector.fail('post', 'hang')
    assert.equal((await send(spoken(asksGraph, chat))).status, 503)
  })

  it('with a line beside the card when a click takes long, and the card changes when it is done', async () => {
    const turn = { ...hasty, answerOnceKept: 600_000, answerAnyway: 250 }
    bot = await startBot({ channels: [], graphMs: 700, limits: { turn } })
    const solution = await toSolution(bot, ana, policyError)
    bot.sandbox.faults.set('list', 'hang')
    const value = { action: { type: 'Action.Execute', ...pressed(solution.card, 'Restart my Cloud PC', {}, {}) } }
    const click = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: solution.id }
    const changed = bot.connector.next('update')
    const { status, body } = await send(click)
    assert.deepEqual([status, body], [200, textAnswer(`${texts.slow.title}. ${texts.slow.body}`).body])
    await changed
    assert.match(words(bot.now(solution)), /couldn’t look up your Cloud PCs/)
  })

  it('within two seconds while another program keeps the database locked, and hears the truth', async () => {
    bot = await startBot({ channels: [] })
    const other = new Sqlite(bot.databaseFile)
    other.exec('begin immediate')
    try {
      assert.match(words(await bot.say(ana, endedSession)), /^Something went wrong on my side/)
    } finally {
      other.exec('rollback')
      other.close()
    }
    assert.match(words(await bot.say(ana, endedSession)), /How often does it happen\?/)
  })
})

describe('a bot that has as much to do as it can', () => {
  it('asks the channel to come again, and takes the next when one is over', async () => {
    const bot = await startBot({
      channels: [],
      limits: { turn: { ...hasty, answerAnyway: 600_000 }, sendMs: 600, atOnce: 2 },
    })
    try {
      bot.connector.fail('post', 'hang', { times: 2 })
      const texted = spoken('help', chat)
      const taken = [bot.send(ana, chat, texted), bot.send(ana, chat, texted)]
      while (bot.connector.arrived('post') < 2) await fetch(`${bot.url()}/healthz`)
      assert.equal((await bot.send(ben, chatOf(ben), texted)).status, 503)
      assert.equal((await fetch(`${bot.url()}/healthz`)).status, 200)
      for (const { status } of await Promise.all(taken)) assert.equal(status, 200)
      assert.match(words(await bot.say(ben, 'help')), new RegExp(`^${texts.help.title}`))
    } finally {
      await bot.stop()
    }
  })

  it('tells nobody that it takes long, which would make it longer still, and answers the channel when it is done', async () => {
    const bot = await startBot({
      channels: [],
      graphMs: 400,
      limits: { turn: { ...hasty, answerOnceKept: 600_000 }, atOnce: 8 },
    })
    try {
      bot.sandbox.faults.set('check', 'hang', 3)
      const crowd = [ana, ben, deniz]
      await Promise.all(crowd.map((person) => bot.send(person, chatOf(person), spoken(asksGraph, chat))))
      for (const person of crowd) {
        const cards = bot.connector.messages(chatOf(person).id)
        assert.equal(cards.length, 1)
        assert.doesNotMatch(cards[0]?.summary ?? '', new RegExp(texts.slow.title))
      }
    } finally {
      await bot.stop()
    }
  })

  it('lets everything that is under way come to its end when it is stopped, and takes nothing new', async () => {
    const bot = await startBot({ channels: [] })
    const at = bot.world().clock.now()
    const body = () => JSON.stringify({ ...envelope(ana, chat, bot.connector.url, at), ...spoken('help', chat) })
    const headers = { 'Content-Type': 'application/json' }
    const turns = Array.from({ length: 30 }, async () =>
      fetch(`${bot.url()}/api/messages`, { method: 'POST', headers, body: body() }).then(
        ({ status }) => status,
        () => 'not taken' as const,
      ),
    )
    await bot.connector.next('post')
    await bot.halt()
    const answers = await Promise.all(turns)
    const taken = answers.filter((answer) => answer === 200).length
    assert.ok(taken > 0)
    assert.ok(answers.every((answer) => answer === 200 || answer === 503 || answer === 'not taken'))
    assert.equal(bot.connector.messages(chat.id).length, taken)
    await assert.rejects(fetch(`${bot.url()}/healthz`))
    await bot.stop()
  })
})
