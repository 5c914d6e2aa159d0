// A text is cut into what stays and what is masked, and nothing of it gets lost.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Mask } from '../../../src/core/redact/mask.ts'
import { piecesOf } from '../../../src/core/redact/pieces.ts'
import { masker } from '../../../src/core/redact/redact.ts'
import { plainText } from '../../../src/core/redact/plain.ts'

const digits: Mask = { shows: 'number', leak: 'code', pattern: /\d+/g }
const brackets: Mask = { shows: 'bracket', pattern: /\([^)]*\)/g }
const kept: Mask = { shows: undefined, pattern: /0x\d+/g }

describe('pieces', () => {
  it('are what stays and what is masked, in order', () => {
    assert.deepEqual(piecesOf('a1b', [digits]), [
      { text: 'a' },
      { text: '1', shows: 'number', leak: 'code' },
      { text: 'b' },
    ])
  })

  it('are masked from the group called value where there is one', () => {
    const named: Mask = { shows: 'name', pattern: /name (?<value>\w+)/g }
    assert.deepEqual(piecesOf('name ana', [named])[0], { text: 'name ' })
  })

  it('are left alone where the mask says that it does not fit, by the value or by what comes behind it', () => {
    const fits = (value: string, behind: string) => value !== '1' && behind !== '!'
    assert.deepEqual(
      piecesOf('1 2 3!', [{ ...digits, fits }]).filter(({ shows }) => shows),
      [{ text: '2', shows: 'number', leak: 'code' }],
    )
  })

  it('keep from later masks what an earlier one wants to stay', () => {
    assert.deepEqual(
      piecesOf('0x12 34', [kept, digits]).filter(({ shows }) => shows),
      [{ text: '34', shows: 'number', leak: 'code' }],
    )
  })

  it('tell of the secret that a later mask has taken along', () => {
    assert.deepEqual(piecesOf('(a1)', [digits, brackets]), [{ text: '(a1)', shows: 'bracket', leak: 'code' }])
  })

  it('are together the whole text, whatever it is', () => {
    const mask = masker(['a*'])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const plain = plainText(text)
        assert.equal(
          mask(plain)
            .map((piece) => piece.text)
            .join(''),
          plain,
        )
      }),
    )
  })
})
