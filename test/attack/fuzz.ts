// Genuine activities, changed by chance in a few places or in their very bytes, with a genuine token: whatever they say, the
// bot stays, answers in words of its own, and never with a failure.
import fc from 'fast-check'
import { around, somebody, typed } from './activities.ts'
import { fewWords } from './bodies.ts'
import { edited, edits } from './mutate.ts'
import type { Outcome, Scale } from './outcome.ts'
import { atOnce, post } from './raw.ts'
import type { UnderAttack } from './under-attack.ts'

const bases = (serviceUrl: string, person: string): readonly object[] => {
  const mention = { type: 'mention', text: '<at>Reconnect</at>', mentioned: { id: '28:reconnect' } }
  const data = { verb: 'answer', id: 'a', nonce: 'b', step: 0, choice: 1 }
  const action = { type: 'Action.Execute', verb: 'answer', data }
  return [
    typed(serviceUrl, person, 'Error code: 0x3'),
    typed(serviceUrl, person, 'help'),
    { ...typed(serviceUrl, person, '<at>Reconnect</at> restart'), entities: [mention] },
    { ...around(serviceUrl, person), type: 'message', value: data, replyToId: 'm' },
    {
      ...around(serviceUrl, person),
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action, trigger: 'manual' },
    },
    { ...around(serviceUrl, person), type: 'invoke', name: 'task/fetch', value: {} },
    { ...around(serviceUrl, person), type: 'installationUpdate', action: 'add' },
    { ...around(serviceUrl, person), type: 'conversationUpdate', membersAdded: [{ id: 'x' }], membersRemoved: [] },
  ]
}

const mutation = fc.record({
  base: fc.nat(7),
  changes: fc.oneof(edits(1), edits(1), edits(3)),
  /** Bytes that are put over others, in one of five. */
  bytes: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.record({ at: fc.nat(1200), with: fc.uint8Array({ minLength: 1, maxLength: 8 }) }) },
  ),
})

export async function fuzz(bot: UnderAttack, { seed, requests }: Scale): Promise<Outcome> {
  const count = Math.max(200, Math.round(requests / 4))
  const faults: string[] = []
  const answers = new Map<number, number>()
  let worstMs = 0
  const before = bot.log().length
  const samples = fc.sample(mutation, { numRuns: count, seed }).map((sample, at) => ({ sample, at }))
  await atOnce(samples, 20, async ({ sample: { base, changes, bytes }, at }) => {
    const whole = bases(bot.connector.url, somebody(400_000 + at))[base] ?? {}
    const body = Buffer.from(JSON.stringify(edited(whole, changes)))
    if (bytes) Buffer.from(bytes.with).copy(body, bytes.at % Math.max(1, body.length))
    const { status, text, ms } = await post(bot.port, [bot.genuine], body)
    worstMs = Math.max(worstMs, ms)
    answers.set(status, (answers.get(status) ?? 0) + 1)
    if (status === 0 || (status >= 500 && status !== 501))
      faults.push(`${status} for ${body.toString('latin1').slice(0, 300)}`)
    if (status >= 400 && status !== 501 && !fewWords.test(text)) faults.push(`${status} says ${text.slice(0, 80)}`)
  })
  const failed = [
    ...bot
      .log()
      .slice(before)
      .matchAll(/"event":"(turn-failed|receive-failed|uncaught-exception|unhandled-rejection)".*/g),
  ]
  faults.push(...failed.map(([line]) => line.slice(0, 400)))
  const refused = [...answers].reduce((sum, [status, times]) => sum + (status >= 400 ? times : 0), 0)
  return {
    name: 'genuine activities, mutated',
    requests: count,
    refused,
    letIn: 0,
    effects: 0,
    worstMs,
    note: `answers: ${[...answers]
      .sort(([a], [b]) => a - b)
      .map(([status, times]) => `${status} ${times} times`)
      .join(', ')}`,
    faults,
  }
}
