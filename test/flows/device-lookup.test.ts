// Finding a person's Cloud PCs, when Graph does not play along.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { endedSession, toConfirm, toSolution } from '../helpers/ways.ts'

const { ana } = people

describe('looking up the Cloud PCs', () => {
  let bot: TestBot

  afterEach(() => bot.stop())

  const failures = [
    ['a server error', { status: 500 }],
    ['throttling', { status: 429 }],
    ['a list in no known shape', { status: 200, body: { values: 'none' } }],
    ['a page that is not JSON', { status: 200, body: '<html>sign in</html>' }],
    ['a broken connection', 'reset'],
    ['no answer at all', 'hang'],
  ] as const
  for (const [name, fault] of failures)
    it(`that ends in ${name} is said truthfully, and nothing is restarted`, async () => {
      bot = await startBot(fault === 'hang' ? { graphMs: 200 } : {})
      bot.sandbox.faults.set('list', fault, 5)
      const answer = await bot.say(ana, 'restart')
      assert.ok(words(answer).includes(texts.refused.because({ rule: 'lookup-failed' })), words(answer))
      assert.deepEqual(buttonsOf(answer.card), ['Restart my Cloud PC', 'Get help', 'It works now'])
      assert.deepEqual(bot.gate.posts, [])
    })

  it('that the bot has no right to makes one ticket, however often the button is pressed', async () => {
    bot = await startBot()
    bot.sandbox.faults.set('list', { status: 403 }, 100)
    let held = await toSolution(bot, ana, endedSession)
    for (let press = 0; press < 3; press++) {
      const refused = await bot.press(ana, held, 'Restart my Cloud PC')
      assert.ok(words(refused).includes(texts.refused.because({ rule: 'no-access', ticket: 1001 })), words(refused))
      held = await bot.press(ana, refused, 'Back')
    }
    assert.match(words(bot.lastCard(helpdeskChannel)), /^Ticket 1001/)
  })

  it('that the bot has no right to is told to the helpdesk as well', async () => {
    bot = await startBot()
    bot.sandbox.faults.set('list', { status: 403 }, 100)
    const answer = await bot.say(ana, 'restart')
    assert.ok(words(answer).includes(texts.refused.because({ rule: 'no-access', ticket: 1001 })), words(answer))
    const ticket = bot.lastCard(helpdeskChannel)
    assert.match(words(ticket), /^Ticket 1001: help wanted/)
    assert.ok(words(ticket).includes(texts.restart.lookup('no-right')), words(ticket))
  })

  it('that the bot has no right to claims nothing when the helpdesk could not be told', async () => {
    bot = await startBot({ channels: [] })
    bot.sandbox.faults.set('list', { status: 403 }, 100)
    const answer = await bot.say(ana, 'restart')
    assert.ok(words(answer).includes(texts.refused.because({ rule: 'no-access', ticket: undefined })), words(answer))
  })

  it('that lacks only the status from beta still lets the person restart', async () => {
    bot = await startBot({ graphMs: 200 })
    bot.sandbox.faults.set('detail', 'hang', 5)
    assert.match(words(await toConfirm(bot, ana)), /^Restart CPC-ANA-01\?/)
  })
})
