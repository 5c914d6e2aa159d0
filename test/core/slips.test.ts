// Slips of the pen between two words, against what a slip is by definition.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { slips } from '../../src/core/slips.ts'

// Few letters, so that words often share some.
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 9 })
const letter = fc.constantFrom('a', 'b', 'c', 'd', 'e')

describe('slips', () => {
  it('are none between a word and itself, and only then', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.ok(slips(a, a, 0))
        assert.equal(slips(a, b, 0), a === b)
      }),
    )
  })

  it('are the same in both directions', () => {
    fc.assert(
      fc.property(word, word, fc.nat(4), (a, b, most) => {
        assert.equal(slips(a, b, most), slips(b, a, most))
      }),
    )
  })

  it('stay within a larger allowance once they are within a smaller one', () => {
    fc.assert(
      fc.property(word, word, fc.nat(4), (a, b, most) => {
        if (slips(a, b, most)) assert.ok(slips(a, b, most + 1))
      }),
    )
  })

  it('count a letter left out, added or replaced as one', () => {
    fc.assert(
      fc.property(word, fc.nat(8), letter, (original, place, other) => {
        const at = Math.min(place, original.length)
        const before = original.slice(0, at)
        assert.ok(slips(original, `${before}${other}${original.slice(at)}`, 1), 'added')
        if (at === original.length) return
        assert.ok(slips(original, before + original.slice(at + 1), 1), 'left out')
        assert.ok(slips(original, `${before}${other}${original.slice(at + 1)}`, 1), 'replaced')
      }),
    )
  })

  it('count two neighbours swapped as one', () => {
    fc.assert(
      fc.property(
        word.filter(({ length }) => length > 1),
        fc.nat(7),
        (original, place) => {
          const at = Math.min(place, original.length - 2)
          const swapped = `${original.slice(0, at)}${original.charAt(at + 1)}${original.charAt(at)}${original.slice(at + 2)}`
          assert.ok(slips(original, swapped, 1))
        },
      ),
    )
  })

  it('are never fewer than the difference in length', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const apart = Math.abs(a.length - b.length)
        if (apart > 0) assert.ok(!slips(a, b, apart - 1))
      }),
    )
  })

  it('add up along a way over a third word', () => {
    fc.assert(
      fc.property(word, letter, letter, fc.nat(8), fc.nat(8), (original, first, second, here, there) => {
        const once = original.slice(0, here) + first + original.slice(here)
        const twice = once.slice(0, there) + second + once.slice(there)
        assert.ok(slips(original, twice, 2))
      }),
    )
  })

  const counted: readonly (readonly [string, string, number])[] = [
    ['help', 'hepl', 1],
    ['restart', 'restrat', 1],
    ['kitten', 'sitting', 3],
    ['', 'ab', 2],
    ['abcd', 'badc', 2],
    ['ca', 'abc', 3],
    ['cancel', 'counsel', 3],
  ]
  for (const [a, b, number] of counted) {
    it(`between "${a}" and "${b}" are ${number}`, () => {
      assert.ok(slips(a, b, number))
      assert.ok(!slips(a, b, number - 1))
    })
  }
})
