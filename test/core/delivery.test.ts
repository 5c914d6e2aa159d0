// What becomes of a message that Teams did not take: every row of the rules, and what holds for all of them.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  type AfterSend,
  afterSend,
  type Attempt,
  isSpent,
  type SendFailure,
  troubleOf,
} from '../../src/core/delivery.ts'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

const sure = { seed: 20_260_907, numRuns: 2000 }

const answer = (status: number, code?: string, retryAfterMs?: number): SendFailure => ({
  status,
  code,
  retryAfterMs,
  sent: status >= 500 ? 'maybe' : 'no',
})
const away: SendFailure = { status: undefined, code: 'ECONNREFUSED', retryAfterMs: undefined, sent: 'no' }
const lost: SendFailure = { ...away, code: 'ECONNRESET', sent: 'maybe' }

/** The most that chance can add, and the least. */
const late = () => 1 - Number.EPSILON
const early = () => 0

const after = (kind: Attempt['kind'], tries: number, failure: SendFailure, random = late): AfterSend =>
  afterSend({ kind, tries }, failure, random)

const retry = (waitMs: number): AfterSend => ({ next: 'retry', waitMs })
const giveUp = (why: string) => ({ next: 'give-up', why })
const kinds = ['post', 'update'] as const

/** The waits before a message that always meets the same failure is given up, and how that ends. */
function endless(kind: Attempt['kind'], failure: SendFailure, random: () => number = late) {
  const waits: number[] = []
  for (let tries = 1; tries < 10_000; tries++) {
    const verdict = afterSend({ kind, tries }, failure, random)
    if (verdict.next !== 'retry') return { waits, end: verdict }
    waits.push(verdict.waitMs)
  }
  return { waits, end: undefined }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

describe('a message that Teams refuses', () => {
  for (const kind of kinds) {
    it(`as malformed is never sent again (${kind})`, () => {
      assert.deepEqual(after(kind, 1, answer(400, 'BadArgument')), giveUp('refused'))
    })

    it(`as too big is shortened once, and never sent again as it is (${kind})`, () => {
      for (const failure of [answer(413), answer(413, 'MessageSizeTooBig'), answer(400, 'MessageSizeTooBig')]) {
        assert.deepEqual(after(kind, 1, failure), { next: 'shorten' })
        assert.deepEqual(after(kind, 2, failure), giveUp('refused'))
      }
    })

    it(`since the bot is not registered waits in the queue for a day, five minutes at a time (${kind})`, () => {
      for (const code of ['BotNotRegistered', undefined]) {
        const { waits, end } = endless(kind, answer(401, code))
        assert.deepEqual([...new Set(waits)], [5 * minute])
        assert.ok(sum(waits) > day - 10 * minute && sum(waits) <= day)
        assert.deepEqual(end, giveUp('not-registered'))
      }
    })

    for (const code of [
      'ConversationBlockedByUser',
      'BotDisabledByAdmin',
      'ForbiddenOperationException',
      'NotEnoughPermissions',
      'MessageWritesBlocked',
      'BotNotInConversationRoster',
    ])
      it(`with ${code} is given up as blocked (${kind})`, () => {
        assert.deepEqual(after(kind, 1, answer(403, code)), giveUp('blocked'))
      })

    for (const code of ['InvalidBotApiHost', 'SomethingNew', undefined])
      it(`with 403 and ${code ?? 'no code'} is given up without a word about the person (${kind})`, () => {
        assert.deepEqual(after(kind, 1, answer(403, code)), giveUp('refused'))
      })

    it(`since the conversation is gone is given up (${kind})`, () => {
      assert.deepEqual(after(kind, 1, answer(404, 'ConversationNotFound')), giveUp('gone'))
    })
  }

  for (const code of ['ActivityNotFound', 'ActivityNotFoundInConversation', undefined]) {
    it(`since the card is gone (${code ?? 'no code'}) goes out as a new card`, () => {
      assert.deepEqual(after('update', 1, answer(404, code)), { next: 'post-anew' })
    })

    it(`as a new card with 404 (${code ?? 'no code'}) is given up: there is no other card to make`, () => {
      assert.deepEqual(after('post', 1, answer(404, code)), giveUp('gone'))
    })
  }

  for (const status of [302, 307, 402, 405, 409, 410, 415, 422])
    it(`with ${status}, which no rule names, is never sent again`, () => {
      for (const kind of kinds) assert.deepEqual(after(kind, 1, answer(status)), giveUp('refused'))
    })
})

describe('a message that comes at a bad moment', () => {
  for (const kind of kinds) {
    it(`since another one was just being written is sent again three times, each at its own moment (${kind})`, () => {
      const { waits, end } = endless(kind, answer(412, 'PreconditionFailed'))
      assert.deepEqual(waits, [2 * second - 1, 4 * second - 1, 8 * second - 1])
      assert.deepEqual(endless(kind, answer(412), early).waits, [second, second, second])
      assert.deepEqual(end, giveUp('too-often'))
    })

    it(`since there were too many waits longer each time, up to eight tries (${kind})`, () => {
      const { waits, end } = endless(kind, answer(429))
      assert.deepEqual(
        waits.map((wait) => (wait + 1) / second),
        [2, 4, 8, 16, 32, 64, 128],
      )
      assert.deepEqual(endless(kind, answer(429), early).waits, Array<number>(7).fill(second))
      assert.deepEqual(end, giveUp('too-often'))
    })

    it(`is sent again when Teams says so, and not sooner (${kind})`, () => {
      assert.deepEqual(after(kind, 1, answer(429, 'Throttled', 90 * second), early), retry(90 * second))
      assert.deepEqual(after(kind, 1, answer(429, 'Throttled', 1), early), retry(second))
      assert.deepEqual(after(kind, 1, answer(503, 'ServiceError', 20 * minute)), retry(20 * minute))
    })

    it(`and was told to wait at its last try keeps its place until then, and is given up unsent (${kind})`, () => {
      assert.deepEqual(after(kind, 8, answer(429, 'Throttled', 90 * second), early), retry(90 * second))
      assert.deepEqual([{}, { throttled: 7 }, { throttled: 8 }].map(isSpent), [false, false, true])
    })

    it(`and is asked to wait for weeks waits for a day (${kind})`, () => {
      assert.deepEqual(after(kind, 1, answer(429, 'Throttled', 30 * day)), retry(day))
    })
  }
})

describe('a message of which nobody knows whether it arrived', () => {
  const unsure: SendFailure[] = [
    lost,
    ...[502, 503, 504, 520].map((status) => answer(status)),
    { ...answer(408), sent: 'maybe' },
    { ...answer(503), sent: 'no' },
  ]

  it('is sent once more after a minute if it is a new card, so that there is one duplicate at most', () => {
    for (const failure of unsure) {
      assert.deepEqual(after('post', 1, failure, early), retry(minute))
      assert.deepEqual(after('post', 2, failure), giveUp('too-often'))
    }
  })

  it('is sent again for about a day if it is an update, which may come twice, so that no card stays untrue', () => {
    for (const failure of unsure) {
      const { waits, end } = endless('update', failure, early)
      assert.deepEqual(
        waits.slice(0, 5),
        [20, 40, 80, 160, 300].map((wait) => wait * second),
      )
      assert.ok(sum(waits) > 23 * 60 * minute && sum(waits) <= 24 * 60 * minute)
      assert.deepEqual(end, giveUp('too-often'))
    }
  })

  it('with 500 is not sent again if it is a new card', () => {
    assert.deepEqual(after('post', 1, answer(500, 'ServiceError')), giveUp('refused'))
  })

  it('with 500 is sent again three times if it is an update', () => {
    const { waits, end } = endless('update', answer(500, 'ServiceError'))
    assert.equal(waits.length, 3)
    assert.deepEqual(end, giveUp('too-often'))
  })
})

describe('a message that never left', () => {
  for (const kind of kinds)
    it(`is tried again for about a day, at first soon and then every five minutes (${kind})`, () => {
      const { waits, end } = endless(kind, away, early)
      assert.deepEqual(
        waits.slice(0, 9).map((wait) => wait / second),
        [2, 4, 8, 16, 32, 64, 128, 256, 300],
      )
      assert.equal(Math.max(...waits), 5 * minute)
      assert.ok(sum(waits) <= day)
      assert.ok(sum(endless(kind, away, late).waits) > 18 * 60 * minute)
      assert.deepEqual(end, giveUp('too-often'))
    })

  it('does not come back at the very moment of the others', () => {
    const waits = [0, 0.25, 0.5, 0.75].map((chance) => after('post', 20, away, () => chance))
    assert.equal(new Set(waits.map((verdict) => JSON.stringify(verdict))).size, 4)
  })
})

describe('every failure', () => {
  const codes = fc.option(
    fc.oneof(
      fc.string(),
      fc.constantFrom('MessageSizeTooBig', 'ConversationNotFound', 'MessageWritesBlocked', 'ECONNRESET', 'constructor'),
    ),
    { nil: undefined },
  )
  const failures: fc.Arbitrary<SendFailure> = fc.record({
    status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
    code: codes,
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 40 * day }), { nil: undefined }),
    sent: fc.constantFrom('no', 'maybe'),
  })
  const kind = fc.constantFrom(...kinds)
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  it('has an answer, whatever status and code it brings', () => {
    for (let status = 100; status <= 599; status++)
      for (const sent of ['no', 'maybe'] as const)
        for (const of of kinds) {
          const verdict = after(of, 1, { ...answer(status, 'SomethingNew'), sent })
          assert.match(verdict.next, /^(retry|post-anew|shorten|give-up)$/, `${status}`)
        }
    fc.assert(
      fc.property(kind, fc.integer({ min: 1, max: 1e6 }), failures, chance, (of, tries, failure, random) => {
        const verdict = afterSend({ kind: of, tries }, failure, () => random)
        if (verdict.next === 'retry') assert.ok(Number.isInteger(verdict.waitMs) && verdict.waitMs >= second)
        if (verdict.next === 'post-anew') assert.equal(of, 'update')
      }),
      sure,
    )
  })

  it('is never tried again sooner than Retry-After asks, up to a day', () => {
    fc.assert(
      fc.property(kind, fc.integer({ min: 1, max: 300 }), failures, chance, (of, tries, failure, random) => {
        const verdict = afterSend({ kind: of, tries }, failure, () => random)
        fc.pre(verdict.next === 'retry')
        assert.ok(verdict.waitMs >= Math.min(failure.retryAfterMs ?? 0, day))
        if (failure.retryAfterMs === undefined) assert.ok(verdict.waitMs <= 5 * minute)
      }),
      sure,
    )
  })

  it('that goes on and on comes to an end, and waits five minutes at most on the way', () => {
    fc.assert(
      fc.property(kind, failures, chance, (of, failure, random) => {
        const { waits, end } = endless(of, { ...failure, retryAfterMs: undefined }, () => random)
        assert.ok(end)
        assert.ok(Math.max(0, ...waits) <= 5 * minute)
        assert.ok(sum(waits) <= day)
      }),
      { ...sure, numRuns: 500 },
    )
  })

  it('leaves two new cards at most, in whatever order failures come', () => {
    fc.assert(
      fc.property(fc.array(failures, { maxLength: 40 }), chance, (series, random) => {
        const met = new Map<string, number>()
        let cards = 0
        for (const failure of series) {
          if (failure.sent === 'maybe') cards++
          const trouble = troubleOf('post', failure)
          const tries = (met.get(trouble) ?? 0) + 1
          met.set(trouble, tries)
          const { next } = afterSend({ kind: 'post', tries }, failure, () => random)
          if (next === 'give-up') break
        }
        assert.ok(cards <= 2)
      }),
      sure,
    )
  })

  it('uses up no tries of another', () => {
    assert.notEqual(troubleOf('post', away), troubleOf('post', answer(429)))
    assert.notEqual(troubleOf('post', away), troubleOf('post', lost))
    assert.notEqual(troubleOf('post', answer(401)), troubleOf('post', away))
    assert.equal(troubleOf('update', answer(502)), troubleOf('update', lost))
  })
})
