// What Graph can do to a restart, and that it still goes out at most once and ends in a true sentence.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import type { RestartReason } from '../../src/core/restart-request.ts'
import type { SandboxFault } from '../../src/sandbox/faults.ts'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot } from '../helpers/bot.ts'
import { buttonsOf, wordsOf } from '../helpers/card-reading.ts'
import { askForRestart } from '../helpers/ways.ts'

const { ana } = people
const words = (held: Held) => wordsOf(held.card)
/** Long enough for a loopback call, short enough to wait for one that hangs. */
const graphMs = 250

describe('a restart, when Graph', () => {
  let bot: TestBot
  let card: Held

  beforeEach(async () => {
    bot = await startBot({ graphMs })
    card = await askForRestart(bot, ana)
  })
  afterEach(() => bot.stop())

  const last = () => words(bot.lastCard(chatOf(ana)))
  const helpdeskWords = () => words(bot.lastCard(helpdeskChannel))
  const inHelpdesk = () => bot.connector.messages(helpdeskChannel.id).length - 1

  function endedAs(reason: RestartReason, forHelpdesk: boolean): void {
    assert.match(last(), /^❌\nCPC-ANA-01 wasn’t restarted/)
    assert.ok(last().includes(texts.restart.failures[reason]), last())
    assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), ['Get help', 'It works now'])
    assert.ok(words(bot.now(card)).includes(texts.restart.seeBelow))
    assert.equal(inHelpdesk(), forHelpdesk ? 1 : 0)
    if (!forHelpdesk) return
    assert.match(helpdeskWords(), /^Ticket 1001/)
    assert.ok(helpdeskWords().includes(texts.restart.helpdesk('CPC-ANA-01', reason)), helpdeskWords())
  }

  const refusals: [number, RestartReason, boolean][] = [
    [403, 'no-right', true],
    [404, 'not-found', true],
    [410, 'not-found', true],
    [409, 'busy', false],
    [423, 'busy', false],
  ]
  for (const [status, reason, forHelpdesk] of refusals)
    it(`answers ${status}, is not sent again and ends as ${reason}`, async () => {
      bot.sandbox.faults.set('reboot', { status }, 5)
      await bot.settle()
      assert.equal(bot.gate.posts.length, 1)
      endedAs(reason, forHelpdesk)
    })

  it('answers 401 once, is sent again with a new token', async () => {
    bot.sandbox.faults.set('reboot', { status: 401 })
    await bot.settle()
    assert.equal(bot.gate.posts.length, 2)
    assert.equal(bot.sandbox.reboots().length, 1)
    assert.ok(last().includes(texts.restart.done.body))
  })

  it('answers 401 twice, is not sent a third time', async () => {
    bot.sandbox.faults.set('reboot', { status: 401 }, 5)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 2)
    endedAs('not-signed-in', true)
  })

  it('asks to wait, waits that long, and is then sent', async () => {
    bot.sandbox.faults.set('reboot', { status: 429, headers: { 'Retry-After': '90' } })
    await bot.work()
    assert.ok(words(bot.now(card)).includes(texts.restart.later.body))
    bot.advance(89_000)
    await bot.work()
    assert.equal(bot.gate.posts.length, 1)
    bot.advance(1_000)
    await bot.work()
    assert.equal(bot.gate.posts.length, 2)
    assert.equal(bot.sandbox.reboots().length, 1)
    await bot.settle()
    assert.ok(last().includes(texts.restart.done.body))
  })

  it('asks to wait, keeps the wait over a restart of the bot', async () => {
    bot.sandbox.faults.set('reboot', { status: 429, headers: { 'Retry-After': '90' } })
    await bot.work()
    await bot.restart()
    bot.advance(89_000)
    await bot.work()
    assert.equal(bot.gate.posts.length, 1)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 2)
    assert.equal(bot.sandbox.reboots().length, 1)
  })

  it('asks to wait three times, gives up after the third, and the helpdesk is told', async () => {
    bot.sandbox.faults.set('reboot', { status: 429, headers: { 'Retry-After': '5' } }, 9)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 3)
    endedAs('graph-unreachable', true)
  })

  const doubts: [string, SandboxFault][] = [
    ['answers 500', { status: 500 }],
    ['answers 502 with a page', { status: 502, body: '<html>bad gateway</html>' }],
    ['answers 503 with Retry-After', { status: 503, headers: { 'Retry-After': '1' } }],
    ['answers 504', { status: 504 }],
    ['answers 408', { status: 408 }],
    ['answers 200 with junk', { status: 200, body: '<html>sign in</html>' }],
    ['answers 302', { status: 302, headers: { Location: 'http://127.0.0.1:9/elsewhere' } }],
    ['never answers', 'hang'],
    ['breaks the connection', 'reset'],
  ]
  for (const [name, fault] of doubts) {
    it(`${name} and has not restarted it, is looked for two minutes, then unknown, and the helpdesk is told`, async () => {
      bot.sandbox.faults.set('reboot', fault)
      await bot.work()
      assert.ok(words(bot.now(card)).includes(texts.restart.sending.body))
      bot.advance(115_000)
      await bot.work()
      assert.ok(words(bot.now(card)).includes(texts.restart.sending.body))
      await bot.settle()
      assert.equal(bot.gate.posts.length, 1)
      assert.ok(last().includes(texts.restart.unclear.body))
      assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), ['Yes, I’m in', 'No, get help'])
      assert.equal(inHelpdesk(), 1)
      assert.ok(helpdeskWords().includes(texts.restart.helpdesk('CPC-ANA-01', 'unclear-answer')), helpdeskWords())
    })
  }

  const lost: [string, SandboxFault][] = [
    ['breaks the connection', 'act-then-reset'],
    ['falls silent', 'act-then-hang'],
    ['answers 500', { status: 500, acts: true }],
    ['answers 200 with junk', { status: 200, body: 'ok', acts: true }],
  ]
  for (const [name, fault] of lost)
    it(`restarts it and then ${name}, is found in the list of actions and done without a second POST`, async () => {
      bot.sandbox.faults.set('reboot', fault)
      await bot.settle()
      assert.equal(bot.gate.posts.length, 1)
      assert.equal(bot.sandbox.reboots().length, 1)
      assert.ok(last().includes(texts.restart.done.body))
      assert.equal(inHelpdesk(), 0)
    })

  it('loses the answer and hides the list of actions for a while, is still found later', async () => {
    bot.sandbox.faults.set('reboot', 'act-then-reset')
    bot.sandbox.faults.set('results', { status: 503 }, 6)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
    assert.ok(last().includes(texts.restart.done.body))
  })

  it('accepts it and hides the list of actions for good, is not said to be done', async () => {
    bot.sandbox.faults.set('results', { status: 403 }, 1000)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
    assert.ok(last().includes(texts.restart.unconfirmed.body))
    assert.equal(inHelpdesk(), 0)
  })

  it('accepts it and then reports that it failed, is said to have failed, and the helpdesk is told', async () => {
    await bot.work()
    const failed = { actionName: 'Reboot', actionState: 'failed', startDateTime: '2026-09-07T08:00:00Z' }
    bot.sandbox.faults.set('results', { status: 200, body: { value: [failed] } })
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
    assert.ok(last().includes(texts.restart.failures['action-failed']))
    assert.ok(helpdeskWords().includes(texts.restart.helpdesk('CPC-ANA-01', 'action-failed')))
  })

  it('lists an older restart only, does not take that one for this one', async () => {
    bot.sandbox.faults.set('reboot', 'reset')
    const older = { actionName: 'Reboot', actionState: 'done', startDateTime: '2026-09-07T06:00:00Z' }
    bot.sandbox.faults.set('results', { status: 200, body: { value: [older] } }, 1000)
    await bot.settle()
    assert.ok(last().includes(texts.restart.unclear.body))
  })

  const closed: [string, SandboxFault, RestartReason][] = [
    ['refuses to sign the bot in', { status: 400, body: { error: 'invalid_client' } }, 'not-signed-in'],
    ['has a token endpoint that breaks the connection', 'reset', 'graph-unreachable'],
    ['has a token endpoint that never answers', 'hang', 'graph-unreachable'],
  ]
  for (const [name, fault, reason] of closed)
    it(`${name}, nothing is sent, and the helpdesk is told`, async () => {
      bot.sandbox.revokeTokens()
      bot.sandbox.faults.set('token', fault, 100)
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [])
      endedAs(reason, true)
    })

  it('cannot list the Cloud PCs any more, nothing is sent, and the helpdesk is told', async () => {
    bot.sandbox.faults.set('list', { status: 500 }, 100)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    endedAs('graph-unreachable', true)
  })

  it('cannot list the Cloud PCs for a moment, is sent after it', async () => {
    bot.sandbox.faults.set('list', { status: 500 }, 3)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.ok(last().includes(texts.restart.done.body))
  })

  it('takes away the right to list Cloud PCs, nothing is sent, and the reason is told', async () => {
    bot.sandbox.faults.set('list', { status: 403 }, 100)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    endedAs('no-right', true)
  })
})

describe('the sentence about a failed restart', () => {
  let bot: TestBot

  afterEach(() => bot.stop())

  it('does not claim that the helpdesk was told when no channel is set up', async () => {
    bot = await startBot({ channels: [] })
    bot.sandbox.faults.set('reboot', { status: 403 })
    await askForRestart(bot, ana)
    await bot.settle()
    assert.doesNotMatch(words(bot.lastCard(chatOf(ana))), /helpdesk has been told/)
  })

  it('does not claim that the helpdesk was told when its channel takes no messages', async () => {
    bot = await startBot()
    bot.sandbox.faults.set('reboot', { status: 500 })
    bot.connector.fail('post', 403, { conversation: helpdeskChannel.id, times: 99 })
    await askForRestart(bot, ana)
    await bot.settle()
    assert.doesNotMatch(words(bot.lastCard(chatOf(ana))), /helpdesk has been told/)
  })
})
