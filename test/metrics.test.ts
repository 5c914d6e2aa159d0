// The metrics as Prometheus reads them, after the real bot has done something.
import assert from 'node:assert/strict'
import { people } from '../src/sandbox/tenant.ts'
import { createMetrics } from '../src/metrics.ts'
import { chatOf, helpdeskChannel, startBot, type TestBot } from './helpers/bot.ts'
import { patientTurn } from './helpers/patient-turn.ts'
import { parseExposition } from './helpers/exposition.ts'
import { askForApproval, askForRestart, endedSession, fileTicket, withoutTable } from './helpers/ways.ts'

const { ana, ben } = people

describe('the metrics', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ metrics: true })
  })
  afterEach(() => bot.stop())

  const scraped = async () => parseExposition(await bot.scrape())

  /** How much each of these grew by what was done. */
  async function growth(samples: readonly string[], act: () => Promise<unknown>): Promise<(number | undefined)[]> {
    const before = await scraped()
    await act()
    const after = await scraped()
    return samples.map((sample) => (after.value(sample) ?? NaN) - (before.value(sample) ?? NaN))
  }

  it('count a message, its match, its call of Graph and its answer, each with its time', async () => {
    const samples = [
      'reconnect_turns_total{kind="message",outcome="done"}',
      'reconnect_turn_duration_seconds_count{kind="message"}',
      'reconnect_matches_total{outcome="match"}',
      'reconnect_graph_calls_total{call="check",result="ok"}',
      'reconnect_graph_call_duration_seconds_count{call="check"}',
      'reconnect_connector_requests_total{deed="post",result="ok"}',
      'reconnect_connector_request_duration_seconds_count{deed="post"}',
      'reconnect_turns_total{kind="message",outcome="failed"}',
    ]
    assert.deepEqual(await growth(samples, () => bot.say(ana, endedSession)), [1, 1, 1, 1, 1, 1, 1, 0])
  })

  it('count a click', async () => {
    const question = await bot.say(ana, endedSession)
    const samples = ['reconnect_turns_total{kind="invoke",outcome="done"}']
    assert.deepEqual(await growth(samples, () => bot.press(ana, question, 'Just this once')), [1])
  })

  it('count what is no message and no click as what it is', async () => {
    const samples = ['installation', 'other'].map((kind) => `reconnect_turns_total{kind="${kind}",outcome="done"}`)
    const act = async () => {
      await bot.send(ana, chatOf(ana), { type: 'installationUpdate', action: 'add' })
      await bot.send(ana, chatOf(ana), { type: 'messageReaction' })
    }
    assert.deepEqual(await growth(samples, act), [1, 1])
  })

  it('count a turn that failed', async () => {
    const samples = ['failed', 'done'].map((outcome) => `reconnect_turns_total{kind="message",outcome="${outcome}"}`)
    const act = () =>
      withoutTable(bot, 'sessions', async () => {
        await bot.say(ana, endedSession)
      })
    assert.deepEqual(await growth(samples, act), [1, 0])
  })

  it('count a restart from its POST to its end', async () => {
    const samples = [
      'reconnect_graph_calls_total{call="reboot",result="ok"}',
      'reconnect_restarts_ended_total{state="done"}',
      'reconnect_restarts_ended_total{state="failed"}',
    ]
    const act = async () => {
      await askForRestart(bot, ana)
      await bot.settle()
    }
    assert.deepEqual(await growth(samples, act), [1, 1, 0])
  })

  it('count a restart that the requester takes back, and one that the helpdesk declines', async () => {
    const samples = ['withdrawn', 'declined'].map((state) => `reconnect_restarts_ended_total{state="${state}"}`)
    const act = async () => {
      await askForApproval(bot, ana)
      await bot.say(ana, 'cancel')
      const { helpdesk } = await askForApproval(bot, ana)
      await bot.press(ben, helpdesk, 'Decline', { 'text-decline': 'Not today.' })
    }
    assert.deepEqual(await growth(samples, act), [1, 1])
  })

  it('tell what Teams did not take, and what waits because of it', async () => {
    const samples = ['reconnect_connector_requests_total{deed="post",result="server-error"}']
    const act = async () => {
      bot.connector.fail('post', 503, { conversation: helpdeskChannel.id })
      await fileTicket(bot)
    }
    assert.deepEqual(await growth(samples, act), [1])
    bot.advance(30_000)
    const { value } = await scraped()
    assert.equal(value('reconnect_outbox_waiting'), 1)
    assert.equal(value('reconnect_outbox_oldest_seconds'), 30)
    assert.equal(value('reconnect_tickets_open{state="open"}'), 1)
    assert.equal(value('reconnect_tickets_open{state="taken"}'), 0)
  })

  it('tell of requests to the channel that got no answer', async () => {
    const samples = ['reconnect_connector_requests_total{deed="update",result="no-answer"}']
    const act = async () => {
      const question = await bot.say(ana, endedSession)
      bot.connector.fail('update', 'reset')
      await bot.press(ana, question, 'Just this once', {}, { as: 'submit' })
    }
    assert.deepEqual(await growth(samples, act), [1])
  })

  it('tell nothing of the store while it does not answer', async () => {
    assert.equal((await scraped()).value('reconnect_store_up'), 1)
    await withoutTable(bot, 'outbox', async () => {
      const { value } = await scraped()
      assert.equal(value('reconnect_store_up'), 0)
      assert.equal(value('reconnect_outbox_waiting'), undefined)
      assert.equal(value('reconnect_restarts_open{state="requested"}'), undefined)
      assert.notEqual(value('reconnect_turns_total{kind="message",outcome="done"}'), undefined)
    })
    assert.equal((await scraped()).value('reconnect_outbox_waiting'), 0)
  })

  it('tell of open restarts and of the brake', async () => {
    await askForApproval(bot, ana)
    const now = bot.world().clock.now()
    const why = { rule: 'failing', failures: 3, restarts: 3 } as const
    await bot.world().store.commit([{ put: 'brake', brake: { version: 1, why, at: now, by: undefined } }])
    const { value } = await scraped()
    assert.equal(value('reconnect_restarts_open{state="awaiting-approval"}'), 1)
    assert.equal(value('reconnect_brake_pulled'), 1)
  })

  it('hold no id, no name and no text after a day of use, and few places', async () => {
    await askForRestart(bot, ana)
    await bot.settle()
    const { own, helpdesk } = await fileTicket(bot)
    await bot.press(ben, helpdesk, 'Take')
    await bot.say(ana, 'a text that nobody knows, hunter2')
    await bot.say(ben, 'open tickets')
    bot.connector.fail('post', { status: 403, code: 'BotDisabledByAdmin' })
    await bot.say(ana, 'my requests')
    bot.sandbox.faults.set('user', { status: 404 }, 10)
    await bot.say(ana, 'restart')
    await bot.send(ana, own.where, { type: `odd-${ana.id}`, name: ana.name })
    const { samples } = await scraped()
    const { metrics } = bot.world()
    for (let at = 0; at < 1_000; at++) metrics.refused(`reason-${at}`)
    metrics.refused('The person Ana said "no"\n')
    metrics.graphCall(`/v1.0/users/${ana.id}`, 'ok', 1)
    const after = await scraped()
    const told = (labels: Readonly<Record<string, string>>) =>
      Object.entries(labels).map(([name, value]) => [name, value])
    const labels = samples.flatMap(({ name, labels }) => (/nodejs/.test(name) ? [] : told(labels)))
    assert.ok(labels.length > 100)
    for (const [name = '', value = ''] of labels)
      assert.match(value, name === 'le' ? /^(\+Inf|\d+(\.\d+)?)$/ : /^[a-z]+(-[a-z]+){0,3}$/)
    assert.ok(after.samples.length < 700, String(after.samples.length))
    assert.ok(!(await bot.scrape()).includes(ana.id))
    assert.ok(!(await bot.scrape()).includes('Ana'))
    assert.equal(after.value('reconnect_graph_calls_total{call="other",result="other"}'), 1)
    assert.ok((after.value('reconnect_refused_total{why="other"}') ?? 0) > 900)
  })

  it('are read by GET on a port of their own, and there is nothing else there', async () => {
    assert.equal((await fetch(`${bot.url()}/metrics`)).status, 404)
    const url = bot.metricsUrl()
    const response = await fetch(url)
    assert.deepEqual(
      [response.status, response.headers.get('content-type')],
      [200, 'text/plain; version=0.0.4; charset=utf-8'],
    )
    assert.equal((await fetch(url, { method: 'POST', body: 'x' })).status, 405)
    for (const path of ['/', '/healthz', '/metrics/', '/metrics?x=1', '/api/messages'])
      assert.equal((await fetch(new URL(path, url))).status, 404, path)
  })

  it('are of each app alone', async () => {
    const book = createMetrics({ ownProcess: false })
    const samples = ['reconnect_matches_total{outcome="match"}']
    assert.deepEqual(await growth(samples, () => bot.say(ana, endedSession)), [1])
    assert.equal(parseExposition(await book.text()).value(samples[0] ?? ''), 0)
  })
})

describe('the metrics of a bot that shows that it is typing', () => {
  it('count that apart from its posts', async () => {
    const bot = await startBot({
      metrics: true,
      channels: [],
      graphMs: 400,
      limits: { turn: { ...patientTurn, typingAfter: 5 } },
    })
    try {
      bot.sandbox.faults.set('check', 'hang', 2)
      const typing = bot.connector.next('typing')
      await bot.say(ana, endedSession)
      await typing
      const { value } = parseExposition(await bot.scrape())
      assert.equal(value('reconnect_connector_requests_total{deed="typing",result="ok"}'), 1)
      assert.equal(value('reconnect_connector_requests_total{deed="post",result="ok"}'), 1)
    } finally {
      await bot.stop()
    }
  })
})
