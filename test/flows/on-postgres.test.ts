// The whole bot on PostgreSQL, two of them on one database: whoever gets a click, it has one effect.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { auditIn } from '../../src/store/audit.ts'
import { turnTimes } from '../../src/teams/start-turn.ts'
import { chatOf, helpdeskChannel, spoken, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { startMuteProxy } from '../helpers/mute-proxy.ts'
import { type TemporaryPostgres, temporaryPostgres } from '../helpers/temporary-postgres.ts'
import { askForApproval, askForRestart, endedSession, fileTicket, toConfirm } from '../helpers/ways.ts'

const { ana, ben, chiara } = people

describe('two bots on one PostgreSQL', function () {
  this.timeout(120_000)
  let store: TemporaryPostgres
  let bot: TestBot
  let other: TestBot

  beforeEach(async () => {
    store = await temporaryPostgres()
    bot = await startBot({ database: { kind: 'postgres', url: store.url } })
    // The same far sides, another process as far as the store can tell.
    other = await bot.beside()
  })
  afterEach(async () => {
    await other.stop()
    await bot.stop()
    await store.remove()
  })

  const isIntact = async () => (await auditIn(store.db).verify()).intact
  const inChannel = () => bot.connector.messages(helpdeskChannel.id).length - 1

  it('send a restart that one was asked for once, whichever works, and follow it to its end', async () => {
    await askForRestart(bot, ana)
    await Promise.all([bot.work(), other.work()])
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    await other.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.match(words(bot.lastCard(chatOf(ana))), /has restarted/)
    assert.equal(await isIntact(), true)
  })

  it('let one of two people win who press on different ones at once, and the other reads who it was', async () => {
    const { helpdesk } = await fileTicket(bot)
    const seen = await Promise.all([bot.press(ben, helpdesk, 'Take'), other.press(chiara, helpdesk, 'Take')])
    assert.equal(seen.filter((one) => words(one).includes('was first: took it')).length, 1)
    assert.equal(inChannel(), 1)
  })

  it('take a thousand clicks on “Restart now”, half of them each, as one', async () => {
    const asked = await toConfirm(bot, ana)
    const title = buttonsOf(asked.card).find((one) => one.startsWith('Restart ')) ?? ''
    bot.hold()
    other.hold()
    const presses = Array.from({ length: 1000 }, (_, at) => (at % 2 === 0 ? bot : other).press(ana, asked, title))
    for (const one of await Promise.all(presses)) assert.match(words(one), /^⏳/)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.equal(await isIntact(), true)
  })

  it('go on with what the other one left: an approval, its restart and all cards', async () => {
    const { helpdesk, own } = await askForApproval(bot)
    await bot.press(ben, helpdesk, 'Approve restart')
    await bot.halt()
    await other.settle()
    assert.deepEqual(other.gate.posts, [cloudPcs.ana.id])
    assert.match(words(other.now(helpdesk)), /CPC-ANA-01: Done/)
    assert.match(words(other.now(own)), /CPC-ANA-01 has restarted/)
  })

  it('take over within 15 seconds what a third one had leased when it ended', async () => {
    await askForRestart(bot, ana)
    const { requests, outbox, clock } = bot.world()
    const now = clock.now()
    const until = new Date(now.getTime() + 13_000)
    assert.equal((await requests.lease(now, until, 5)).length, 1)
    await outbox.lease(now, until, 5)
    await other.work()
    assert.deepEqual(bot.gate.posts, [])
    bot.advance(14_000)
    await other.work()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })
})

describe('a bot whose PostgreSQL says nothing', function () {
  this.timeout(60_000)
  const chat = chatOf(ana)

  it('answers the channel in the usual time; the person reads that it takes long, then the truth, and is served once it speaks again', async () => {
    const store = await temporaryPostgres()
    const proxy = await startMuteProxy(Number(new URL(store.url).port))
    const url = new URL(store.url)
    url.port = `${proxy.port}`
    const database = { kind: 'postgres', url: url.href } as const
    const bot = await startBot({ channels: [], database, limits: { turn: turnTimes } })
    try {
      bot.hold()
      proxy.mute()
      assert.equal((await bot.send(ana, chat, spoken(endedSession, chat))).status, 200)
      assert.ok(words(bot.lastCard(chat)).startsWith(texts.slow.title))
      await bot.connector.next('post')
      assert.match(words(bot.lastCard(chat)), /^Something went wrong on my side/)
      proxy.speak()
      assert.match(words(await bot.say(ana, endedSession)), /How often does it happen\?/)
    } finally {
      await bot.stop()
      await proxy.stop()
      await store.remove()
    }
  })
})
