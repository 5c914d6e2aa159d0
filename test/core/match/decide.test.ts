// Match, choices or none, on a catalog of three symptoms and two neighbours.
import assert from 'node:assert/strict'
import { matcherFor, type MatchResult } from '../../../src/core/match/decide.ts'
import { aCatalog, aSymptom } from '../../helpers/small-catalog.ts'

const catalog = aCatalog(
  [
    aSymptom('printer', {
      signatures: {
        codes: ['0x3'],
        texts: ['The purple printer refused your parchment.'],
        variants: ['purple printer eats parchment'],
        lookAlikes: ['The purple printer refused your coffee.'],
      },
    }),
    aSymptom('scanner', {
      signatures: {
        codes: ['2607', 'SCANNER_LAMP_BROKEN'],
        texts: ['The lamp of the crooked scanner went dark.'],
      },
    }),
    aSymptom('twin', {
      signatures: { texts: ['The lamp of the wooden scanner went dark.'] },
    }),
  ],
  [
    { title: 'Plotter', codes: ['0x4'], texts: ['The plotter spilled ink over the carpet.'] },
    { title: 'Toaster', codes: [], texts: ['The toaster burnt both slices.'] },
  ],
)
const match = matcherFor(catalog)

const best = (result: MatchResult) => (result.outcome === 'match' ? result.best.symptomId : result.outcome)
const evidenceOf = (text: string) => {
  const result = match(text)
  assert.ok(result.outcome === 'match', text)
  return result.best.evidence
}

describe('the matcher', () => {
  const matched: readonly (readonly [string, string])[] = [
    ['The purple printer refused your parchment.', 'printer'],
    ['the purple printer refused your parchment', 'printer'],
    ['purple printer eats parchment', 'printer'],
    ['Hi, since today my purple printer refused the parchment, what can I do?', 'printer'],
    ['The purple printr refsued your parchmnet', 'printer'],
    ['Error code: 0x3', 'printer'],
    ['0x0003', 'printer'],
    ['SCANNER_LAMP_BROKEN', 'scanner'],
    ['error 2607', 'scanner'],
    ['The lamp of the crooked scanner went dark.', 'scanner'],
    ['The lamp of the wooden scanner went dark.', 'twin'],
  ]
  for (const [text, id] of matched) {
    it(`takes "${text}" for ${id}`, () => {
      assert.equal(best(match(text)), id)
    })
  }

  const unmatched: readonly string[] = [
    '',
    ' \n ',
    '?',
    'the',
    'The weather is fine in Lisbon',
    'Error code: 0x30',
    'Error code: 0x4',
    '2607',
    'The plotter spilled ink over the carpet.',
    'The toaster burnt both slices.',
    'The purple printer refused your coffee.',
  ]
  for (const text of unmatched) {
    it(`knows nothing of "${text}"`, () => {
      assert.equal(match(text).outcome, 'none')
    })
  }

  it('offers those that fit alike, best first, instead of taking one', () => {
    const result = match('The lamp of my scanner went dark')
    assert.ok(result.outcome === 'choices')
    assert.deepEqual(result.candidates.map(({ symptomId }) => symptomId).sort(), ['scanner', 'twin'])
    const scores = result.candidates.map(({ score }) => score)
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    )
  })

  it('lets a code settle what the words leave open', () => {
    assert.equal(best(match('The lamp of my scanner went dark, error 2607')), 'scanner')
  })

  it('keeps a guess apart from a match', () => {
    const result = match('the lamp is on the fritz and dark')
    assert.ok(result.outcome === 'none')
    assert.ok(result.nearest.length <= 3)
  })

  it('names the code that it went by', () => {
    assert.deepEqual(evidenceOf('it says 0x0003'), [{ kind: 'code', code: '0x3' }])
  })

  it('names the words that it went by, as the catalog has them', () => {
    assert.deepEqual(evidenceOf('PURPLE PRINTER REFUSED YOUR PARCHMENT'), [
      { kind: 'phrase', phrase: 'The purple printer refused your parchment.' },
    ])
  })

  it('names code and words where it went by both', () => {
    assert.deepEqual(evidenceOf('The purple printer refused your parchment. Error code: 0x3'), [
      { kind: 'code', code: '0x3' },
      { kind: 'phrase', phrase: 'The purple printer refused your parchment.' },
    ])
  })

  it('puts code and words that contradict each other up for choice, or takes neither', () => {
    const result = match('The lamp of the crooked scanner went dark. Error code: 0x3')
    assert.notEqual(best(result), 'twin')
    if (result.outcome === 'choices') assert.ok(result.candidates.some(({ symptomId }) => symptomId === 'printer'))
  })

  it('forgets a text before it reads the next one', () => {
    const before = match('Error code: 0x3')
    match('The lamp of the crooked scanner went dark.')
    match('x'.repeat(40_000))
    assert.deepEqual(match('Error code: 0x3'), before)
  })

  it('trusts the same words less where another product is named, and not so much less where ours is named too', () => {
    const scoreOf = (text: string): number => {
      const result = match(text)
      const [scored] =
        result.outcome === 'none' ? result.nearest : result.outcome === 'choices' ? result.candidates : [result.best]
      return scored?.score ?? 0
    }
    const plain = scoreOf('The purple printer refused your parchment.')
    const both = scoreOf('The purple printer refused your parchment. The embassy called our house.')
    const foreign = scoreOf('The purple printer refused your parchment. The embassy called.')
    assert.ok(plain > both, `${plain} > ${both}`)
    assert.ok(both > foreign, `${both} > ${foreign}`)
  })

  it('gives every answer a score between none and all', () => {
    for (const [text] of matched) {
      const result = match(text)
      if (result.outcome === 'match') assert.ok(result.best.score > 0 && result.best.score <= 1, text)
    }
  })

  it('works with an empty catalog', () => {
    assert.deepEqual(matcherFor(aCatalog([]))('The logon attempt failed'), { outcome: 'none', nearest: [] })
  })
})
