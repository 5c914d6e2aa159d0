// Names with a star are found as words, as they are meant, and quickly.
import assert from 'node:assert/strict'
import { isName, nameMask } from '../../../src/core/redact/names.ts'
import { piecesOf } from '../../../src/core/redact/pieces.ts'

const found = (name: string, text: string): string[] =>
  piecesOf(text, [nameMask(name)]).flatMap((piece) => (piece.shows ? [piece.text] : []))

describe('a name to mask', () => {
  const finds: readonly (readonly [string, string, readonly string[]])[] = [
    ['contoso', 'Contoso, contoso.com and mycontoso', ['Contoso', 'contoso']],
    ['CPC-*', 'CPC-ana-01. cpc-x and CPC', ['CPC-ana-01', 'cpc-x']],
    ['*-avd-*', 'prod-avd-0 and avd', ['prod-avd-0']],
    ['Anna Muster', 'anna\nMuster, Anna, Annamuster', ['anna\nMuster']],
    ['Yılmaz', 'Yılmaz und Yılmazlar', ['Yılmaz']],
    ['a.b(c', 'a.b(c and axb(c', ['a.b(c']],
  ]
  for (const [name, text, words] of finds)
    it(`${name} is found in "${text.replace('\n', ' ')}"`, () => {
      assert.deepEqual(found(name, text), words)
    })

  it('gets through 32 kB of what is nearly it', () => {
    assert.deepEqual(found('a*a*b', 'a'.repeat(32_768)), [])
    assert.deepEqual(found('a*a*b', 'a-'.repeat(16_384)), [])
  })

  it('says something, and has at most 64 characters and two stars', () => {
    for (const name of ['ab', '*ab*', 'Anna M*', 'x'.repeat(64)]) assert.ok(isName(name), name)
    for (const name of ['*', '', 'a', 'a*', '- -', '*a*b*', 'x'.repeat(65)]) assert.ok(!isName(name), name)
  })
})
