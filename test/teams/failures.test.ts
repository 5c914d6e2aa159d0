// When something under the bot breaks: what the person sees, what the log says, and that the bot lives on.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { chatOf, helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { patientTurn } from '../helpers/patient-turn.ts'
import { askForRestart, endedSession, fileTicket, policyError, toSolution, withoutTable } from '../helpers/ways.ts'

const { ana, ben } = people

describe('a turn that fails', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const without = (table: string, act: () => Promise<void>) => withoutTable(bot, table, act)

  const incidentIn = (text: string) => /give the helpdesk this number: (\S+)\./.exec(text)?.[1]

  it('ends in an apology with a number that stands in the log, without what was pasted', async () => {
    await without('sessions', async () => {
      const apology = words(await bot.say(ana, 'A very private sentence about 0x3 and CONTOSO'))
      assert.match(apology, /^Something went wrong on my side/)
      const incident = incidentIn(apology)
      assert.ok(incident)
      const line = bot.lines.find((one) => one.includes(incident))
      assert.ok(line)
      assert.match(line, /"event":"turn-failed"/)
      assert.doesNotMatch(bot.lines.join(''), /private sentence|no such table/)
    })
  })

  it('is followed by turns that succeed', async () => {
    const question = await bot.say(ana, endedSession)
    await without('sessions', async () => {
      assert.match(words(await bot.press(ana, question, 'Just this once')), /Something went wrong on my side/)
    })
    assert.match(words(await bot.press(ana, question, 'Just this once')), /Wait a minute, then connect again/)
    assert.equal((await fetch(`${bot.url()}/healthz`)).status, 200)
  })

  it('saves nothing of the step it was taking', async () => {
    const asked = await bot.say(ana, 'restart')
    await without('restart_requests', async () => {
      assert.match(words(await bot.press(ana, asked, 'Restart CPC-ANA-01 now')), /Something went wrong on my side/)
    })
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    await bot.press(ana, asked, 'Restart CPC-ANA-01 now')
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
  })

  it('in the worker is tried again in the next round', async () => {
    await askForRestart(bot, ana)
    await without('sessions', async () => {
      await bot.work()
    })
    await without('restart_requests', async () => {
      await bot.work()
    })
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
    assert.ok(words(bot.lastCard(chatOf(ana))).includes(texts.restart.done.body))
  })

  it('makes the bot say that it is not ready, while it stays alive', async () => {
    const status = async (path: string) => (await fetch(`${bot.url()}${path}`)).status
    assert.equal(await status('/readyz'), 200)
    await without('channels', async () => {
      assert.equal(await status('/readyz'), 503)
      assert.equal(await status('/healthz'), 200)
    })
    assert.equal(await status('/readyz'), 200)
  })
})

describe('a channel that fails', () => {
  let bot: TestBot

  afterEach(() => bot.stop())

  for (const mishap of [403, 404, 412, 429, 500, 502, 503, 'reset', 'hang'] as const)
    it(`with ${mishap} gets each message once, never again`, async () => {
      bot = await startBot({ limits: { sendMs: 200 } })
      const before = bot.connector.arrived('post')
      bot.connector.fail('post', mishap, { conversation: chatOf(ana).id })
      const apology = await bot.say(ana, 'help')
      assert.match(words(apology), /Something went wrong on my side/)
      assert.equal(bot.connector.arrived('post'), before + 2)
    })

  it('altogether leaves the bot alive, and the log tells of it', async () => {
    bot = await startBot()
    bot.connector.fail('post', 500, { times: 9 })
    const { status } = await bot.send(ana, chatOf(ana), { type: 'message', text: 'help' })
    assert.equal(status, 200)
    assert.match(bot.lines.join(''), /apology-failed/)
    bot.connector.heal()
    assert.match(words(await bot.say(ana, 'help')), new RegExp(`^${texts.help.title}`))
  })

  for (const mishap of [404, 500, 'reset'] as const)
    it(`to take a new card with ${mishap} does not keep the clicker from seeing it`, async () => {
      bot = await startBot()
      const question = await bot.say(ana, endedSession)
      bot.connector.fail('update', mishap)
      assert.match(words(await bot.press(ana, question, 'Just this once')), /Wait a minute, then connect again/)
    })

  it('to take a new card from a client that only submits gets it as a new message', async () => {
    bot = await startBot()
    const question = await bot.say(ana, endedSession)
    bot.connector.fail('update', 404)
    const solution = await bot.press(ana, question, 'Just this once', {}, { as: 'submit' })
    assert.match(words(solution), /Wait a minute, then connect again/)
    assert.notEqual(solution.id, question.id)
  })

  it('while a restart goes on does not change how it ends', async () => {
    bot = await startBot()
    bot.connector.fail('update', 500, { times: 99, conversation: chatOf(ana).id })
    await askForRestart(bot, ana)
    bot.connector.fail('post', 403, { conversation: chatOf(ana).id })
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
    bot.connector.heal()
    assert.match(words(await bot.say(ana, 'my requests')), /Restart of CPC-ANA-01\n.*\n?Done/)
  })
})

describe('work that takes a while', () => {
  let bot: TestBot

  afterEach(() => bot.stop())

  it('is shown as typing, and answered after it', async () => {
    bot = await startBot({ channels: [], graphMs: 400, limits: { turn: { ...patientTurn, typingAfter: 5 } } })
    bot.sandbox.faults.set('check', 'hang')
    const typing = bot.connector.next('typing')
    const answer = bot.say(ana, endedSession)
    await typing
    assert.deepEqual(bot.connector.typing.slice(-1), [chatOf(ana).id])
    assert.match(words(await answer), /How often does it happen\?/)
  })

  it('is not shown when it does not', async () => {
    bot = await startBot()
    await bot.say(ana, endedSession)
    assert.deepEqual(bot.connector.typing, [])
  })

  it('whose typing the channel refuses is answered all the same', async () => {
    bot = await startBot({ channels: [], graphMs: 200, limits: { turn: { ...patientTurn, typingAfter: 5 } } })
    bot.connector.fail('typing', 403, { times: 9 })
    bot.sandbox.faults.set('check', 'hang')
    assert.match(words(await bot.say(ana, endedSession)), /How often does it happen\?/)
    assert.deepEqual(bot.connector.typing, [])
    assert.equal(bot.connector.arrived('typing'), 1)
  })
})

describe('the log', () => {
  it('holds no pasted or typed text, no names, no tokens, and one JSON object a line', async () => {
    const bot = await startBot({ channels: ['helpdesk', 'second tier'] })
    try {
      bot.sandbox.faults.set('reboot', { status: 500 })
      const pasted = `${policyError} unmistakable-paste`
      const asked = await bot.press(ana, await toSolution(bot, ana, pasted), 'Restart my Cloud PC')
      await bot.press(ana, asked, 'Ask to restart CPC-ANA-01')
      const card = bot.lastCard(helpdeskChannel)
      await bot.press(ben, card, 'Escalate', { 'text-escalate': 'unmistakable-note' })
      await bot.press(ben, bot.now(card), 'Reply', { 'text-reply': 'unmistakable-reply' })
      await bot.press(ben, bot.now(card), 'Approve restart')
      await bot.settle()
      const { own } = await fileTicket(bot, { inputs: { 'text-send-ticket': 'unmistakable-wish' } })
      bot.connector.fail('update', 500, { times: 9 })
      await bot.press(ana, own, 'Add a comment', { 'text-comment': 'unmistakable-comment' })
      bot.connector.fail('post', 500, { times: 2 })
      await bot.send(ana, chatOf(ana), { type: 'message', text: 'unmistakable-last' })

      assert.ok(bot.lines.length > 30)
      const all = bot.lines.join('')
      for (const event of [
        'diagnose',
        'restart-requested',
        'restart-moved',
        'restart-sent',
        'ticket-filed',
        'ticket-act',
        'graph',
        'apology-failed',
      ])
        assert.match(all, new RegExp(`"event":"${event}"`))
      assert.doesNotMatch(
        all,
        /unmistakable|group policies|Ferreira|Okafor|\bAna\b|\bBen\b|contoso|CPC-ANA|sandbox-[0-9a-f]{8}|Bearer/i,
      )
      for (const line of bot.lines) {
        assert.equal(typeof JSON.parse(line), 'object')
        assert.equal(line.indexOf('\n'), line.length - 1)
      }
    } finally {
      await bot.stop()
    }
  })
})
