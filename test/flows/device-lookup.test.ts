// Finding a person's Cloud PCs, when Graph does not play along.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { type Held, startBot, type TestBot } from '../helpers/bot.ts'
import { buttonsOf, wordsOf } from '../helpers/card-reading.ts'
import { toConfirm } from '../helpers/ways.ts'

const { ana } = people
const words = (held: Held) => wordsOf(held.card)

describe('looking up the Cloud PCs', () => {
  let bot: TestBot

  afterEach(() => bot.stop())

  const failures = [
    ['a server error', { status: 500 }],
    ['a refusal', { status: 403 }],
    ['throttling', { status: 429 }],
    ['a list in no known shape', { status: 200, body: { values: 'none' } }],
    ['a page that is not JSON', { status: 200, body: '<html>sign in</html>' }],
    ['a broken connection', 'reset'],
    ['no answer at all', 'hang'],
  ] as const
  for (const [name, fault] of failures)
    it(`that ends in ${name} is said truthfully, and nothing is restarted`, async () => {
      bot = await startBot({ graphMs: 200 })
      bot.sandbox.faults.set('list', fault, 5)
      const answer = await bot.say(ana, 'restart')
      assert.ok(words(answer).includes(texts.refused.because({ rule: 'lookup-failed' })), words(answer))
      assert.deepEqual(buttonsOf(answer.card)[0], 'Get help')
      assert.deepEqual(bot.gate.posts, [])
    })

  it('that lacks only the status from beta still lets the person restart', async () => {
    bot = await startBot({ graphMs: 200 })
    bot.sandbox.faults.set('detail', 'hang', 5)
    assert.match(words(await toConfirm(bot, ana)), /^Restart CPC-ANA-01\?/)
  })
})
