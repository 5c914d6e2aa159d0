// How long the bot waits before it sends a restart again that Graph has not carried out.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { resendWaitMs } from '../../src/core/restart-wait.ts'

/** The most that Clock.random gives. */
const nearlyOne = 1 - Number.EPSILON
const random = fc.double({ min: 0, max: nearlyOne, noNaN: true })

describe('the wait before a restart is sent again', () => {
  it('is never shorter than what Graph asked for, nor than a second, and at most a tenth longer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.nat(86_400_000), random, (attempts, named, chance) => {
        const wait = resendWaitMs(attempts, named, chance)
        const least = Math.max(named, 1000)
        assert.ok(wait >= least && wait <= Math.ceil(least * 1.1))
      }),
    )
  })

  it('is spread where many were turned away together', () => {
    const waits = [0, 0.25, 0.5, 0.75].map((chance) => resendWaitMs(1, 30_000, chance))
    assert.deepEqual(waits, [30_000, 30_750, 31_500, 32_250])
  })

  const mosts = [
    [1, 2000],
    [2, 4000],
    [3, 8000],
  ] as const
  for (const [attempts, most] of mosts)
    it(`is anything from 1000 to ${most} ms after attempt ${attempts} where Graph named none`, () => {
      assert.equal(resendWaitMs(attempts, undefined, 0), 1000)
      assert.equal(resendWaitMs(attempts, undefined, nearlyOne), most)
      assert.equal(resendWaitMs(attempts, undefined, 0.75), 0.75 * most)
    })
})
