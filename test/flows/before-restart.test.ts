// What somebody sees between the wish for a restart and the word that sends it.
import assert from 'node:assert/strict'
import type { Change } from '../../src/core/change.ts'
import * as texts from '../../src/core/texts.ts'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import {
  askForApproval,
  askForRestart,
  confirm,
  endedSession,
  policyError,
  toConfirm,
  toSolution,
  vmError,
} from '../helpers/ways.ts'

const { ana, ben, deniz } = people
const minute = 60_000

describe('before a restart', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const wish = async (text: string): Promise<Held> =>
    bot.press(ana, await toSolution(bot, ana, text), 'Restart my Cloud PC')
  const pullBrake = async () => {
    const why = { rule: 'failing', failures: 3, restarts: 5 } as const
    const brake: Change = { put: 'brake', brake: { version: 1, why, at: bot.world().clock.now(), by: undefined } }
    assert.ok((await bot.world().store.commit([brake])).ok)
  }

  it('Back leads to the fix, and from there everything is still possible', async () => {
    const fix = await toSolution(bot, ana, endedSession)
    const asked = await bot.press(ana, fix, 'Restart my Cloud PC')
    assert.deepEqual(buttonsOf(asked.card), ['Restart CPC-ANA-01 now', 'Another machine', 'Get help', 'Back'])
    const again = await bot.press(ana, asked, 'Back')
    assert.equal(words(again), words(fix))
    assert.deepEqual(buttonsOf(again.card), buttonsOf(fix.card))
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    await confirm(bot, ana, await bot.press(ana, again, 'Restart my Cloud PC'))
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  it('Back from the form for the helpdesk leads to the question, and from there to the fix', async () => {
    const fix = await toSolution(bot, ana, endedSession)
    const asked = await bot.press(ana, fix, 'Restart my Cloud PC')
    const form = await bot.press(ana, asked, 'Get help')
    const back = await bot.press(ana, form, 'Back')
    assert.match(words(back), /^Restart CPC-ANA-01\?/)
    assert.equal(words(await bot.press(ana, back, 'Back')), words(fix))
  })

  it('Back from a machine that was chosen leads to the list of them', async () => {
    const choice = await bot.press(deniz, await toSolution(bot, deniz, endedSession), 'Restart my Cloud PC')
    const asked = await bot.press(deniz, choice, 'Continue', { device: 'c10dbc00-0000-4000-8000-000000000004' })
    assert.match(words(asked), /^Restart CPC-DENIZ-/)
    const list = await bot.press(deniz, asked, 'Back')
    assert.equal(words(list), words(choice))
    assert.match(words(await bot.press(deniz, list, 'Back')), /Restart your Cloud PC/)
  })

  it('Back from another machine leads to the list, and from a machine of a fix to the fix', async () => {
    const choice = await bot.say(deniz, 'restart')
    const other = await bot.press(deniz, choice, 'Another machine')
    assert.equal(words(await bot.press(deniz, other, 'Back')), words(choice))
    const fix = await toSolution(bot, ana, vmError)
    const machine = await bot.press(ana, fix, 'Ask for a restart')
    assert.equal(words(await bot.press(ana, machine, 'Back')), words(fix))
  })

  it('which was asked for by a word, Not now ends it: there is nothing to go back to', async () => {
    const asked = await toConfirm(bot, ana)
    assert.deepEqual(buttonsOf(asked.card), ['Restart CPC-ANA-01 now', 'Another machine', 'Get help', 'Not now'])
    assert.match(words(await bot.press(ana, asked, 'Not now')), new RegExp(texts.cancelled.title))
  })

  it('that is refused already, the reason comes at once, and Back leads to the fix', async () => {
    await askForRestart(bot, ana)
    await bot.settle()
    bot.advance(10 * minute)
    const refused = await wish(endedSession)
    assert.ok(words(refused).includes(texts.refused.because({ rule: 'cool-down', minutes: 20 })), words(refused))
    assert.deepEqual(buttonsOf(refused.card), ['Get help', 'It works now', 'Back'])
    const fix = await bot.press(ana, refused, 'Back')
    assert.ok(buttonsOf(fix.card).includes('Restart my Cloud PC'))
    bot.advance(20 * minute)
    await confirm(bot, ana, await bot.press(ana, fix, 'Restart my Cloud PC'))
    await bot.settle()
    assert.equal(bot.gate.posts.length, 2)
  })

  it('of one of several machines that is refused already, Back leads to the others', async () => {
    const device = 'c10dbc00-0000-4000-8000-000000000004'
    const choose = async () => bot.press(deniz, await bot.say(deniz, 'restart'), 'Continue', { device })
    await confirm(bot, deniz, await choose())
    await bot.settle()
    bot.advance(minute)
    const refused = await choose()
    assert.ok(words(refused).includes(texts.refused.because({ rule: 'cool-down', minutes: 29 })), words(refused))
    assert.equal(words(await bot.press(deniz, refused, 'Back')).split('\n')[0], texts.devices.title)
  })

  it('that waits for the helpdesk already, it says so instead of asking once more', async () => {
    await askForApproval(bot, ana)
    const refused = await wish(policyError)
    assert.ok(words(refused).includes(texts.refused.because({ rule: 'waits-for-approval' })), words(refused))
  })

  it('while automatic restarts are stopped, it says that the helpdesk has to agree', async () => {
    await pullBrake()
    const asked = await wish(endedSession)
    assert.ok(words(asked).includes(texts.confirm.approval), words(asked))
    assert.deepEqual(buttonsOf(asked.card), ['Ask to restart CPC-ANA-01', 'Another machine', 'Get help', 'Back'])
    assert.match(words(await confirm(bot, ana, asked)), new RegExp(texts.restart.waiting.title('CPC-ANA-01')))
  })

  it('what has changed since the question was asked still counts once it is answered', async () => {
    const asked = await wish(endedSession)
    await pullBrake()
    assert.match(words(await confirm(bot, ana, asked)), new RegExp(texts.restart.waiting.title('CPC-ANA-01')))
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
  })

  it('an old card points to the one on which it goes on, and claims nothing that nobody would keep true', async () => {
    const old = await toConfirm(bot, ana)
    bot.sandbox.faults.set('reboot', { status: 409 }, 1)
    await confirm(bot, ana, old)
    await bot.settle()
    const failed = bot.lastCard(chatOf(ana))
    await confirm(bot, ana, await bot.press(ana, failed, 'Restart my Cloud PC'))
    assert.match(words(bot.now(failed)), /Restarting CPC-ANA-01/)
    const again = await bot.press(ana, old, 'Restart CPC-ANA-01 now')
    assert.equal(words(again), `${texts.seeOtherCard.title}\n${texts.seeOtherCard.body}`)
    assert.deepEqual(buttonsOf(again.card), [])
  })

  it('who wanted to ask is asked once more where nobody has to agree any longer', async () => {
    await pullBrake()
    const asked = await wish(endedSession)
    await bot.say(ben, 'allow automatic restarts')
    const again = await confirm(bot, ana, asked)
    assert.deepEqual(buttonsOf(again.card)[0], 'Restart CPC-ANA-01 now')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    await confirm(bot, ana, again)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  it('Another machine is heard where it is offered alone', async () => {
    const fix = await toSolution(bot, ana, endedSession)
    const { data } = (fix.card?.['actions'] as { data: object }[])[0] ?? { data: {} }
    const verb = 'other-machine'
    const action = { type: 'Action.Execute', verb, data: { ...data, verb } }
    await bot.send(ana, chatOf(ana), {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action },
      replyToId: fix.id,
    })
    assert.equal(words(bot.now(fix)), words(fix))
  })
})
