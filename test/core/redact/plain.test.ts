// Markup goes, and what is read stays readable; nothing changes when it is done twice.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { plainText } from '../../../src/core/redact/plain.ts'

describe('a plain text', () => {
  const texts: readonly (readonly [string, string, string])[] = [
    [
      'has a line for each paragraph and break',
      '<p>Error<br/>code&nbsp;0x3</p><div>again</div>',
      'Error\ncode 0x3\nagain',
    ],
    ['has no tags of a chat', '<a href="https://x">see</a> <b>this</b>', 'see   this'],
    [
      'keeps tags that no chat makes',
      '<Password>x</Password> <ana@contoso.com>',
      '<Password>x</Password> <ana@contoso.com>',
    ],
    ['joins what may be broken', 'pass<wbr>word&shy;s', 'passwords'],
    ['has characters for entities', '&quot;a&quot; &amp; &#98;&#x63; &lt;d&gt;', '"a" & bc <d>'],
    ['has characters for entities that were escaped again', '&amp;quot;a', '"a'],
    ['has nothing that does not show', 'a\u200bb\u00adc\u{f0000}d\u0000e', 'abcd e'],
    ['has no empty lines, and none that begin or end with a space', ' a \r\n\n \n b', 'a\nb'],
  ]
  for (const [what, pasted, plain] of texts)
    it(what, () => {
      assert.equal(plainText(pasted), plain)
    })

  it('is read to a bound', () => {
    assert.equal(plainText('a'.repeat(40_000)).length, 32_768)
  })

  it('stays the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const plain = plainText(text)
        assert.equal(plainText(plain), plain)
      }),
    )
  })
})
