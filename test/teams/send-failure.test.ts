// An error without an answer is told by what is known of it, and by whether the message can have left before.
import assert from 'node:assert/strict'
import { failureOf } from '../../src/teams/send-failure.ts'

const now = new Date('2026-09-07T08:00:00.000Z')
const thrown = (facts: object) => Object.assign(new Error('unmistakable'), { name: 'RestError' }, facts)

describe('an error without an answer', () => {
  it('is unsent as long as nothing can have left, whatever it says', () => {
    for (const facts of [{ code: 'ECONNRESET' }, { statusCode: 429 }, { name: 'AbortError' }])
      assert.equal(failureOf(thrown(facts), false, now).sent, 'no')
    assert.equal(failureOf(thrown({ statusCode: 429 }), false, now).status, undefined)
  })

  it('may be sent once something can have left, whatever it says', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'PARSE_ERROR'])
      assert.deepEqual(failureOf(thrown({ code }), true, now), {
        status: undefined,
        code,
        retryAfterMs: undefined,
        sent: 'maybe',
      })
  })

  it('that has no code is told by its name', () => {
    assert.equal(failureOf(thrown({ name: 'AbortError' }), true, now).code, 'AbortError')
  })

  const odd: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'unmistakable'],
    ['a list', []],
    ['an empty object', {}],
    ['an object of odd fields', { code: 7, statusCode: '500', response: 'none', name: {} }],
  ]
  for (const [what, error] of odd)
    it(`that is ${what} is told as nothing known`, () => {
      const unknown = { status: undefined, code: undefined, retryAfterMs: undefined }
      assert.deepEqual(failureOf(error, true, now), { ...unknown, sent: 'maybe' })
      assert.deepEqual(failureOf(error, false, now), { ...unknown, sent: 'no' })
    })

  it('never shows its message', () => {
    assert.doesNotMatch(JSON.stringify(failureOf(thrown({ code: 'a whole sentence' }), true, now)), /unmist|sentence/)
  })
})
