// How long a service asks to be left alone: seconds, dates, and what makes no sense.
import assert from 'node:assert/strict'
import { retryAfterMs } from '../../src/core/retry-after.ts'

const now = new Date('2026-09-07T08:00:00.000Z')
const day = 24 * 60 * 60_000

describe('a Retry-After header', () => {
  const headers: [string | undefined, number | undefined][] = [
    ['0', 0],
    ['37', 37_000],
    [' 37 ', 37_000],
    ['86401', day],
    ['9'.repeat(400), day],
    ['Mon, 07 Sep 2026 08:02:00 GMT', 120_000],
    ['Mon, 07 Sep 2026 07:00:00 GMT', 0],
    ['Mon, 07 Sep 2099 08:00:00 GMT', day],
    ['Mon, 99 Sep 2026 08:02:00 GMT', undefined],
    ['2026-09-07T08:02:00Z', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['1e9', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ]
  for (const [header, expected] of headers)
    it(`of "${header?.slice(0, 40) ?? 'none'}" asks for ${expected ?? 'nothing'}`, () => {
      assert.equal(retryAfterMs(header, now), expected)
    })
})
