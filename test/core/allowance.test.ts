// How much one person may send: so much at once, then at a pace; told once, and heard again after a pause.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { type Allowance, draw } from '../../src/core/allowance.ts'

const rules = { most: 4, everyMs: 1000 }

/** What becomes of things that are sent at these times. */
function verdicts(times: readonly number[]): string[] {
  let allowance: Allowance | undefined
  return times.map((now) => {
    const drawn = draw(allowance, rules, now)
    allowance = drawn.allowance
    return drawn.verdict
  })
}

describe('the allowance of a person', () => {
  it('is so much at once; then they are told once, and no more', () => {
    assert.deepEqual(verdicts([0, 0, 0, 0, 0, 0, 0]), ['fine', 'fine', 'fine', 'fine', 'tell', 'ignore', 'ignore'])
  })

  it('comes back one by one', () => {
    assert.deepEqual(verdicts([0, 0, 0, 0, 999, 1000, 1000, 3000]), [
      'fine',
      'fine',
      'fine',
      'fine',
      'tell',
      'fine',
      'ignore',
      'fine',
    ])
  })

  it('has them told again only after they have paused', () => {
    const flood = [0, 0, 0, 0, 0]
    assert.deepEqual(verdicts([...flood, 1000, 1000]).slice(-2), ['fine', 'ignore'])
    assert.deepEqual(verdicts([...flood, 4000, 4000, 4000, 4000, 4000]).slice(-1), ['tell'])
  })

  it('does not grow when the clock is set back', () => {
    assert.deepEqual(verdicts([5000, 5000, 5000, 5000, 0, 1000]), ['fine', 'fine', 'fine', 'fine', 'tell', 'fine'])
  })

  it('never lets through more than it holds and what came back meanwhile, whenever things are sent', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 60 }), (gaps) => {
        const times = gaps.map((_, at) => gaps.slice(0, at + 1).reduce((sum, gap) => sum + gap, 0))
        const fine = times.filter((_, at) => verdicts(times)[at] === 'fine')
        fine.forEach((from, first) => {
          fine.slice(first).forEach((to, more) => {
            assert.ok(more + 1 <= rules.most + (to - from) / rules.everyMs + 1e-9)
          })
        })
      }),
    )
  })
})
