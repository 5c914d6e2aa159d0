// When the next message may be sent: checked against a replay that counts every window there is.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { botLimits, conversationLimits, freeAt, type RateLimit } from '../../src/core/rate-limit.ts'

const sure = { seed: 20_260_907, numRuns: 1000 }
const hour = 3_600_000

/** The most messages in any window: the fullest one begins with a message. Counts one by one, unlike what it checks. */
function mostInAnyWindow(sent: readonly number[], withinMs: number): number {
  let most = 0
  for (const [at, first] of sent.entries()) {
    let count = 0
    while (at + count < sent.length && (sent[at + count] ?? Infinity) < first + withinMs) count++
    most = Math.max(most, count)
  }
  return most
}

const breaches = (sent: readonly number[], limits: readonly RateLimit[]): RateLimit[] =>
  limits.filter(({ most, withinMs }) => mostInAnyWindow(sent, withinMs) > most)

const withOneMore = (sent: readonly number[], at: number): number[] => [...sent, at].sort((a, b) => a - b)

/** Sends as many as possible as early as possible until the end, with a wish every `everyMs`. */
function flood(limits: readonly RateLimit[], everyMs: number, endMs: number): number[] {
  const sent: number[] = []
  for (let wish = 0; ; wish += everyMs) {
    const at = freeAt(sent, limits, Math.max(wish, sent.at(-1) ?? 0))
    if (at >= endMs) return sent
    sent.push(at)
  }
}

describe('freeAt', () => {
  it('lets the first message out at once', () => {
    assert.equal(freeAt([], conversationLimits, 5000), 5000)
  })

  it('lets seven out at once, and the eighth a second later', () => {
    const seven = Array<number>(7).fill(5000)
    assert.equal(freeAt(seven.slice(1), conversationLimits, 5000), 5000)
    assert.equal(freeAt(seven, conversationLimits, 5000), 6000)
    assert.equal(freeAt(seven, conversationLimits, 5999), 6000)
    assert.equal(freeAt(seven, conversationLimits, 6001), 6001)
  })

  it('holds the ninth back for two seconds, the 61st for thirty, and the 1,801st for an hour', () => {
    const eight = [0, 0, 0, 0, 0, 0, 0, 1000]
    assert.equal(freeAt(eight, conversationLimits, 1000), 2000)
    const sixty = Array.from({ length: 60 }, (_, at) => at * 400)
    assert.equal(freeAt(sixty, conversationLimits, 24_000), 30_000)
    const most = Array.from({ length: 1800 }, (_, at) => at * 1000)
    assert.equal(freeAt(most, conversationLimits, 1_800_000), hour)
  })

  it('lets the bot send fifty a second in all', () => {
    const fifty = Array.from({ length: 50 }, (_, at) => 100 + at)
    assert.equal(freeAt(fifty, botLimits, 150), 1100)
    assert.equal(freeAt(fifty.slice(1), botLimits, 150), 150)
  })

  it('does not squeeze a message in before those that are still to come', () => {
    const planned = Array<number>(7).fill(1000)
    assert.equal(freeAt(planned, conversationLimits, 0), 0)
    assert.equal(freeAt(planned, conversationLimits, 1), 2000)
  })

  it('forgets what is older than the longest window', () => {
    assert.equal(freeAt(Array<number>(5000).fill(0), conversationLimits, hour), hour)
  })

  const limits = fc.oneof(
    fc.constant(conversationLimits),
    fc.constant(botLimits),
    fc.array(fc.record({ most: fc.integer({ min: 1, max: 6 }), withinMs: fc.integer({ min: 1, max: 300 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  const pauses = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })), { maxLength: 60 })

  it('makes schedules that never go over a limit in any window', () => {
    fc.assert(
      fc.property(limits, pauses, (all, gaps) => {
        const sent: number[] = []
        let now = 0
        for (const gap of gaps) {
          now = freeAt(sent, all, now + gap)
          sent.push(now)
        }
        assert.deepEqual(breaches(sent, all), [])
      }),
      sure,
    )
  })

  it('looks at a short window again once a long one has moved the message on', () => {
    const both = [
      { most: 2, withinMs: 4 },
      { most: 3, withinMs: 9 },
    ]
    assert.equal(freeAt([6, 12, 14, 22, 25], both, 8), 16)
  })

  it('lets one in between two that are a whole window apart', () => {
    assert.equal(freeAt([0, 10], [{ most: 2, withinMs: 10 }], 5), 5)
  })

  it('never waits a millisecond longer than needed, and finds every gap', () => {
    // Small numbers, so that windows touch and overlap in every way.
    const narrow = fc.array(
      fc.record({ most: fc.integer({ min: 1, max: 3 }), withinMs: fc.integer({ min: 1, max: 12 }) }),
      { minLength: 1, maxLength: 3 },
    )
    const time = fc.integer({ min: 0, max: 40 })
    fc.assert(
      fc.property(narrow, fc.array(time, { maxLength: 6 }), time, (all, wishes, now) => {
        const sent = wishes.reduce<number[]>((so, wish) => withOneMore(so, freeAt(so, all, wish)), [])
        assert.deepEqual(breaches(sent, all), [])
        const at = freeAt(sent, all, now)
        assert.ok(at >= now)
        assert.deepEqual(breaches(withOneMore(sent, at), all), [])
        for (let sooner = now; sooner < at; sooner++)
          assert.notDeepEqual(breaches(withOneMore(sent, sooner), all), [], `${sooner} was free, too`)
      }),
      { ...sure, numRuns: 5000 },
    )
  })

  it('brings out all that a conversation may take in an hour of ten times as much, and not one more', () => {
    const sent = flood(conversationLimits, 200, 2 * hour)
    assert.deepEqual(breaches(sent, conversationLimits), [])
    assert.equal(sent.filter((at) => at < hour).length, 1800)
    assert.equal(sent.length, 3600)
    // No faster than the half minute allows.
    assert.equal(sent.filter((at) => at < 30_000).length, 60)
  })

  it('brings out all that the bot may send in a minute of ten times as much, and not one more', () => {
    const sent = flood(botLimits, 2, 60_000)
    assert.deepEqual(breaches(sent, botLimits), [])
    assert.equal(sent.length, 3000)
  })
})
