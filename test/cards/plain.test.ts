// Escaping is neither too little, so that text comes alive, nor too much, so that marks are seen that nobody wrote.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { defuse, escapeMarkdown, tame } from '../../src/cards/plain.ts'
import { markdownToHtml, plainText } from '../helpers/card-markdown.ts'
import { payloads } from '../helpers/card-payloads.ts'

const shown = (text: string): string | undefined => plainText(markdownToHtml(escapeMarkdown(text)))

const nasty = fc
  .array(
    fc.constantFrom(
      ...'[ ] ( ) < > * _ ` ~ # + - = | ! & ; \\ { } . : /'.split(' '),
      ' ',
      '\n',
      '1',
      '10',
      'a',
      'lt',
      'https://e.example',
      '**',
      '](',
      '\n# ',
    ),
  )
  .map((parts) => parts.join(''))

describe('escaped text', () => {
  it('reads as it was written, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (text) => shown(text) === text),
      { numRuns: 3000 },
    )
  })

  it('reads as it was written for all that was ever tried', () => {
    for (const payload of payloads.map(tame)) assert.equal(shown(payload), payload)
  })

  const untouched = ['Restart CPC-ana-01 now', 'Can’t connect? (0x3)', 'a - b, 2.5 GB, #3', 'x@contoso.example', 'AT&T']
  for (const text of untouched)
    it(`needs no marks where nothing would come alive: ${text}`, () => {
      assert.equal(escapeMarkdown(text), text)
    })

  it('keeps the dates that the client fills in', () => {
    const when = '{{DATE(2026-03-02T09:30:00Z,SHORT)}} {{TIME(2026-03-02T09:30:00Z)}}'
    assert.equal(escapeMarkdown(when), when)
    assert.equal(escapeMarkdown(`*${when}*`), `\\*${when}\\*`)
  })

  it('takes nothing else between such braces for a date', () => {
    assert.ok(escapeMarkdown('{{DATE([a](https://e.example)}}').startsWith('{{DATE(\\[a\\]'))
  })
})

describe('tamed text', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['loses marks that turn the reading order', 'a\u202eb\u2066c\u200fd', 'abcd'],
    ['loses what nobody sees', 'a\u200bb\ufeffc\u2060d\u00ade\u{e0041}f', 'abcdef'],
    ['loses control characters, but not line ends and tabs', 'a\u0000b\u001b[1m\r\n\tc\u0085', 'ab[1m\n\tc'],
    ['loses half characters', 'a\ud83db\udc69c', 'abc'],
    ['keeps joined emoji whole', '👩\u200d💻 🇵🇹', '👩\u200d💻 🇵🇹'],
    ['keeps scripts that need joiners and number signs', 'می\u200cخواهم \u0600123', 'می\u200cخواهم \u0600123'],
    ['has no dates for the client to fill in', '{{DATE(2026-03-02T09:30:00Z)}}', '{ {DATE(2026-03-02T09:30:00Z)}}'],
    ['has none that only shows once it is cleaned', '{\u200b{TIME(x)}}', '{ {TIME(x)}}'],
    ['keeps all other braces', '{{a}} ${b}', '{{a}} ${b}'],
  ]
  for (const [what, text, expected] of cases)
    it(what, () => {
      assert.equal(tame(text), expected)
    })
})

describe('defused text', () => {
  it('has no link, picture or tag left in it', () => {
    for (const payload of payloads) assert.doesNotMatch(markdownToHtml(defuse(payload)), /<(?:a|img|wbr)\b/, payload)
  })

  it('still reads much like what was written', () => {
    assert.equal(defuse('[a](b) <at>c</at> [d][e]'), '[a] (b) ‹at›c‹/at› [d] [e]')
  })

  it('is left alone where there is none', () => {
    assert.equal(defuse('CPC-ana-01 [ready] (2vCPU)'), 'CPC-ana-01 [ready] (2vCPU)')
  })
})
