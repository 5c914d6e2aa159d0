// "Restart my Cloud PC", from the wish to "Can you connect now?".
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { askForRestart, confirm, endedSession, toConfirm, toSolution } from '../helpers/ways.ts'

const { ana, ben, deniz, hana } = people
const minute = 60_000

describe('a restart', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const restarted = () => bot.sandbox.reboots().map(({ cloudPcId }) => cloudPcId)

  for (const as of ['execute', 'submit'] as const)
    it(`of the only Cloud PC goes from the solution over one question to one POST and an end, by ${as}`, async () => {
      const solution = await toSolution(bot, ana, endedSession, { as })
      const asked = await bot.press(ana, solution, 'Restart my Cloud PC', {}, { as })
      assert.match(words(asked), /^Restart CPC-ANA-01\?/)
      assert.ok(words(asked).includes(texts.confirm.warning))
      assert.ok(words(asked).includes(cloudPcs.ana.plan))
      assert.deepEqual(bot.gate.posts, [])

      const card = await confirm(bot, ana, asked, { as })
      assert.ok(words(card).includes(texts.restart.approved.body))
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
      assert.deepEqual(restarted(), [cloudPcs.ana.id])

      const end = bot.lastCard(chatOf(ana))
      assert.ok(words(end).includes(texts.restart.done.body))
      assert.match(words(await bot.press(ana, end, 'Yes, I’m in', {}, { as })), new RegExp(texts.solved.title))
    })

  it('shows each stage on its card, which shrinks once the last word is a new message', async () => {
    const card = await askForRestart(bot, ana)
    const stages = new Set([words(bot.now(card))])
    for (let round = 0; round < 5; round++) {
      await bot.work()
      stages.add(words(bot.now(card)))
      bot.advance(3000)
    }
    const { approved, sent, restarting, done, seeBelow } = texts.restart
    const bodies = [approved.body, sent.body, restarting.body, seeBelow]
    assert.deepEqual(
      [...stages].map((stage) => stage.split('\n').at(-1)),
      bodies,
    )
    assert.deepEqual(buttonsOf(bot.now(card).card), [])
    const end = bot.lastCard(chatOf(ana))
    assert.notEqual(end.id, card.id)
    assert.match(words(end), new RegExp(`${done.title('CPC-ANA-01')}\n${done.body.replace('?', '\\?')}`))
    assert.deepEqual(buttonsOf(end.card), ['Yes, I’m in', 'No, get help'])
  })

  it('that did not help leads to the helpdesk with what was tried', async () => {
    const asked = await bot.press(ana, await toSolution(bot, ana, endedSession), 'Restart my Cloud PC')
    await confirm(bot, ana, asked)
    await bot.settle()
    const form = await bot.press(ana, bot.lastCard(chatOf(ana)), 'No, get help')
    assert.match(words(form), new RegExp(texts.helpForm.title))
    assert.match(words(form), /Restart your Cloud PC/)
    await bot.press(ana, form, 'Send to the helpdesk')
    assert.match(
      words(bot.lastCard(helpdeskChannel)),
      /^Ticket 1001: help wanted[^]*Suggested\n.*Restart your Cloud PC/,
    )
  })

  it('is not possible for a person without a Cloud PC, who is asked for the machine instead', async () => {
    const form = await bot.say(hana, 'restart')
    assert.ok(words(form).includes(texts.machine.noCloudPc))
    assert.deepEqual(bot.gate.posts, [])
  })

  it('is filed and sent once when the button is pressed twice at the same time', async () => {
    const asked = await toConfirm(bot, ana)
    const both = await Promise.all([confirm(bot, ana, asked), confirm(bot, ana, asked)])
    // The second may be answered while the first is being decided.
    for (const seen of both) assert.match(words(seen), /^⏳\nRestart(?:ing| of) CPC-ANA-01/)
    assert.match(words(bot.now(asked)), /^⏳\nRestarting CPC-ANA-01/)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), ['Yes, I’m in', 'No, get help'])
  })

  it('is filed and sent once when the channel delivers the click again and again', async () => {
    const asked = await toConfirm(bot, ana)
    for (let delivery = 0; delivery < 3; delivery++) {
      assert.match(words(await confirm(bot, ana, asked)), /CPC-ANA-01/)
      await bot.work()
      bot.advance(15_000)
    }
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  for (const as of ['execute', 'submit'] as const)
    it(`is shown by the outbox alone where its question is answered again, by ${as}`, async () => {
      const asked = await toConfirm(bot, ana)
      await confirm(bot, ana, asked)
      bot.hold()
      const updates = () => bot.connector.message(asked.where.id, asked.id).updates
      const before = updates()
      await confirm(bot, ana, asked, { as })
      assert.equal(updates(), before)
      await bot.work()
      assert.ok(updates() > before)
      assert.ok(words(bot.now(asked)).includes(texts.restart.sent.body), words(bot.now(asked)))
    })

  it('is refused while another one of the same Cloud PC is under way', async () => {
    const first = await toConfirm(bot, ana)
    const second = await toConfirm(bot, ana)
    await confirm(bot, ana, first)
    const refused = await confirm(bot, ana, second)
    assert.ok(words(refused).includes(texts.refused.because({ rule: 'under-way' })))
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  it('is refused during the cool-down, which says how long it lasts, and possible after it', async () => {
    await askForRestart(bot, ana)
    await bot.settle()
    bot.advance(10 * minute)
    assert.match(words(await toConfirm(bot, ana)), /restarted a short while ago\. .* in 20 minutes\./)
    bot.advance(20 * minute)
    await askForRestart(bot, ana)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 2)
  })

  it('is refused once the daily cap is reached, until a day has gone by', async () => {
    for (let count = 0; count < 3; count++) {
      await askForRestart(bot, ana)
      await bot.settle()
      bot.advance(31 * minute)
    }
    assert.match(words(await toConfirm(bot, ana)), /3 restarts in the last 24 hours/)
    bot.advance(24 * 60 * minute)
    await askForRestart(bot, ana)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 4)
  })

  it('that was not carried out counts neither for the cool-down nor for the cap', async () => {
    bot.sandbox.faults.set('reboot', { status: 409 }, 3)
    for (let count = 0; count < 4; count++) {
      await askForRestart(bot, ana)
      await bot.settle()
    }
    assert.equal(bot.sandbox.reboots().length, 1)
  })
})

describe('a restart whose facts change between the click and the POST', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const account = (change: object) => ({
    status: 200,
    body: { id: ana.id, userPrincipalName: ana.userPrincipalName, accountEnabled: true, ...change },
  })

  async function notSent(card: Held): Promise<void> {
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    assert.match(words(bot.now(card)), /wasn’t restarted/)
    assert.ok(words(bot.lastCard(chatOf(ana))).includes(texts.restart.failures['not-allowed-any-more']))
  }

  it('is not sent when the Cloud PC is no longer assigned to the person', async () => {
    const card = await askForRestart(bot, ana)
    bot.sandbox.faults.set('list', { status: 200, body: { value: [] } })
    await notSent(card)
  })

  it('is not sent when Graph lists the Cloud PC under another owner', async () => {
    const card = await askForRestart(bot, ana)
    const { id } = cloudPcs.ana
    const value = [{ id, displayName: 'CPC-ANA-01', userPrincipalName: ben.userPrincipalName }]
    bot.sandbox.faults.set('list', { status: 200, body: { value } })
    await notSent(card)
  })

  it('is not sent when the account has been disabled', async () => {
    const card = await askForRestart(bot, ana)
    bot.sandbox.faults.set('user', account({ accountEnabled: false }), 10)
    await notSent(card)
  })

  it('is not sent when the account is gone', async () => {
    const card = await askForRestart(bot, ana)
    bot.sandbox.faults.set('user', { status: 404 }, 10)
    await notSent(card)
  })

  it('is not sent when the Cloud PC is being resized', async () => {
    const card = await askForRestart(bot, ana)
    bot.sandbox.faults.set('detail', { status: 200, body: { status: 'resizing' } })
    await notSent(card)
  })

  it('is refused at the click when the Cloud PC was taken away after it was shown', async () => {
    const asked = await toConfirm(bot, ana)
    bot.sandbox.faults.set('list', { status: 200, body: { value: [] } })
    const refused = await confirm(bot, ana, asked)
    assert.ok(words(refused).includes(texts.refused.because({ rule: 'not-yours' })))
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
  })
})

describe('a word that its card does not have', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const sayOn = async (card: Held, verb: string) => {
    const { data } = (card.card?.['actions'] as { data: object }[])[0] ?? { data: {} }
    const action = { type: 'Action.Execute', verb, data: { ...data, verb } }
    const activity = { type: 'invoke', name: 'adaptiveCard/action', value: { action }, replyToId: card.id }
    await bot.send(ana, chatOf(ana), activity)
    await bot.settle()
  }

  it('leaves a restart without a clear answer, and its ticket, as they are', async () => {
    await askForRestart(bot, ana)
    bot.sandbox.faults.set('reboot', 'reset', 1)
    await bot.settle()
    const end = bot.lastCard(chatOf(ana))
    assert.ok(words(end).includes(texts.restart.unclear.body), words(end))
    const ticket = bot.lastCard(helpdeskChannel)
    await sayOn(end, 'solved')
    assert.equal(words(bot.now(end)), words(end))
    assert.equal(words(bot.now(ticket)), words(ticket))
    await sayOn(end, 'connected')
    assert.match(words(bot.now(end)), new RegExp(texts.solved.title))
    assert.match(words(bot.now(ticket)), /Resolved/)
  })

  it('leaves a restart that was refused as it is', async () => {
    await askForRestart(bot, ana)
    bot.sandbox.faults.set('reboot', { status: 403 }, 9)
    await bot.settle()
    const end = bot.lastCard(chatOf(ana))
    await sayOn(end, 'connected')
    assert.equal(words(bot.now(end)), words(end))
    await sayOn(end, 'solved')
    assert.match(words(bot.now(end)), new RegExp(texts.solved.title))
    assert.doesNotMatch(words(bot.lastCard(helpdeskChannel)), /Resolved/)
  })
})

describe('card data that names somebody else’s Cloud PC', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  it('shows the list again when it is chosen, and nothing is sent', async () => {
    const choice = await bot.say(deniz, 'restart')
    const seen = await bot.press(deniz, choice, 'Continue', { device: cloudPcs.ana.id })
    assert.equal(words(seen).split('\n')[0], texts.devices.title)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
  })

  it('is ignored on the question whether to restart', async () => {
    const asked = await toConfirm(bot, ana)
    const { data } = (asked.card?.['actions'] as { data: object }[])[0] ?? { data: {} }
    const forged = { ...data, device: cloudPcs.ben.id, cloudPcId: cloudPcs.ben.id, person: ben.id, from: ben }
    const action = { type: 'Action.Execute', verb: 'confirm-restart', data: forged }
    const activity = { type: 'invoke', name: 'adaptiveCard/action', value: { action }, replyToId: asked.id }
    await bot.send(ana, chatOf(ana), activity)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })
})
