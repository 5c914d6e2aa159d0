// The process ends at the worst moment, and another one goes on with the same database.
import assert from 'node:assert/strict'
import { putRequest } from '../../src/core/change.ts'
import { moveRestart } from '../../src/core/restart-request.ts'
import * as texts from '../../src/core/texts.ts'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { chatOf, helpdeskChannel, startBot, type TestBot } from '../helpers/bot.ts'
import { buttonsOf, wordsOf } from '../helpers/card-reading.ts'
import { askForApproval, askForRestart, endedSession, fileTicket } from '../helpers/ways.ts'

const { ana, ben } = people

describe('when the bot is started anew', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const last = () => wordsOf(bot.lastCard(chatOf(ana)).card)

  /** Ends the process while it waits for the answer to its POST, before which so many looks have failed. */
  async function endWhileSending(fault: 'hang' | 'act-then-hang', looks = 0): Promise<{ unheard: Promise<void> }> {
    bot.sandbox.faults.set('reboot', fault)
    await askForRestart(bot, ana)
    for (let look = 0; look < looks; look++) {
      bot.sandbox.faults.set('list', { status: 500 }, 3)
      await bot.work()
      bot.advance(5000)
    }
    const left = bot.gate.nextPost()
    const unheard = bot.work()
    await left
    await bot.restart()
    return { unheard }
  }

  it('a restart whose answer was lost, but which Graph carried out, ends as done without a second POST', async () => {
    const { unheard } = await endWhileSending('act-then-hang')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.equal(bot.sandbox.reboots().length, 1)
    assert.ok(last().includes(texts.restart.done.body))
    await bot.gate.stop()
    await unheard
  })

  it('a restart whose answer nobody heard, and which Graph does not know two minutes later, is sent once more', async () => {
    const { unheard } = await endWhileSending('hang')
    bot.advance(115_000)
    await bot.work()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id, cloudPcs.ana.id])
    assert.equal(bot.sandbox.reboots().length, 1)
    assert.ok(last().includes(texts.restart.done.body))
    await bot.gate.stop()
    await unheard
  })

  it('a restart whose answer nobody heard is sent once more, also where looks before the first POST have failed', async () => {
    const { unheard } = await endWhileSending('hang', 2)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id, cloudPcs.ana.id])
    assert.ok(last().includes(texts.restart.done.body))
    await bot.gate.stop()
    await unheard
  })

  it('a restart whose answer nobody heard is not sent again while Graph’s list of actions cannot be read', async () => {
    const { unheard } = await endWhileSending('hang')
    bot.sandbox.faults.set('results', { status: 503 }, 1000)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.ok(last().includes(texts.restart.unclear.body))
    assert.match(wordsOf(bot.lastCard(helpdeskChannel).card), /Graph’s answer was unclear/)
    await bot.gate.stop()
    await unheard
  })

  it('a restart that was noted as being sent, and never was, is looked for before it is sent', async () => {
    await askForRestart(bot, ana)
    const { requests, clock, store } = bot.world()
    const now = clock.now()
    const [leased] = await requests.lease(now, now, 1)
    assert.ok(leased)
    const sending = moveRestart(leased.record, 'sending', now, { attempts: 1, sentAt: now, dueAt: now })
    assert.ok((await store.commit([putRequest(sending)])).ok)
    await bot.restart()
    bot.advance(115_000)
    await bot.work()
    assert.deepEqual(bot.gate.posts, [])
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.ok(last().includes(texts.restart.done.body))
  })

  it('a restart that was confirmed and not touched yet is sent', async () => {
    await askForRestart(bot, ana)
    await bot.restart()
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.ok(last().includes(texts.restart.done.body))
  })

  it('a restart that was accepted is followed to its end', async () => {
    const card = await askForRestart(bot, ana)
    await bot.work()
    await bot.restart()
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.match(wordsOf(bot.now(card).card), /CPC-ANA-01 has restarted/)
    assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), ['Yes, I’m in', 'No, get help'])
  })

  it('a restart that waited for approval can be approved', async () => {
    const { helpdesk } = await askForApproval(bot)
    await bot.restart()
    await bot.press(ben, helpdesk, 'Approve restart')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  it('cards from before still lead on, and the helpdesk still reaches people', async () => {
    const question = await bot.say(ana, endedSession)
    const { helpdesk } = await fileTicket(bot)
    await bot.restart()
    assert.match(wordsOf((await bot.press(ana, question, 'Just this once')).card), /Wait a minute, then connect again/)
    await bot.press(ben, helpdesk, 'Take')
    assert.match(last(), /Ticket 1001: Ben Okafor took it/)
  })

  it('nobody is welcomed a second time', async () => {
    const arrival = { type: 'installationUpdate', action: 'add' }
    await bot.send(ana, chatOf(ana), arrival)
    await bot.restart()
    await bot.send(ana, chatOf(ana), arrival)
    assert.equal(bot.connector.messages(chatOf(ana).id).length, 1)
  })
})
