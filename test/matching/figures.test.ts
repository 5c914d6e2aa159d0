// The figures, and the thresholds that follow from them.
import assert from 'node:assert/strict'
import { type MatchResult, thresholds } from '../../src/core/match/decide.ts'
import { realCatalog } from '../helpers/real-catalog.ts'
import { chooseThresholds, crossValidate, figuresOf, judge, verdictsOf } from './figures.ts'
import { messages } from './messages.ts'
import { furtherIn, samplesFor } from './samples.ts'

const scored = (symptomId: string) => ({
  symptomId,
  score: 1,
  phrase: 1,
  mass: 1,
  doubted: false,
  telling: true,
  evidence: [],
})
const matched = (id: string): MatchResult => ({ outcome: 'match', best: scored(id) })
const offered = (...ids: string[]): MatchResult => ({
  outcome: 'choices',
  candidates: ids.map(scored),
  disagree: false,
})
const nothing: MatchResult = { outcome: 'none', nearest: [] }
const isFurther = (id: string) => id === 'further'

describe('a message', () => {
  const verdicts: readonly (readonly [readonly string[], MatchResult, string])[] = [
    [['a'], matched('a'), 'right'],
    [['b', 'a'], matched('a'), 'right'],
    [['a'], matched('b'), 'wrong'],
    [['a'], matched('further'), 'wrong'],
    [['a'], offered('b', 'a'), 'offered'],
    [['a'], offered('b', 'c'), 'missed'],
    [['a'], nothing, 'missed'],
    [['NONE'], nothing, 'left-alone'],
    [['NONE'], offered('a', 'b'), 'needless'],
    [['NONE'], matched('a'), 'false-match'],
    [['NONE'], matched('further'), 'left-alone'],
  ]
  for (const [labels, result, verdict] of verdicts)
    it(`about ${labels.join(' or ')} that is answered with ${JSON.stringify(result).slice(0, 60)} is ${verdict}`, () => {
      assert.equal(judge({ id: 'm', text: '', labels: [...labels] }, result, isFurther), verdict)
    })

  it('counts in five figures as they are defined', () => {
    const figures = figuresOf(['right', 'right', 'offered', 'wrong', 'missed', 'left-alone', 'needless', 'false-match'])
    assert.deepEqual([figures.accuracy, figures.hit1, figures.hit3, figures.wrong].map(Math.round), [50, 40, 60, 20])
    assert.equal(Math.round(figures.falseMatch), 33)
  })
})

describe('the matcher on the development messages', () => {
  const samples = samplesFor(realCatalog)
  const further = furtherIn(realCatalog)

  it('decides with the thresholds that the calibration chooses', () => {
    assert.deepEqual(chooseThresholds(samples, further), thresholds)
  })

  // Floors, a little under what `npm run score` prints: a change that costs more has to say why.
  it('keeps its figures', () => {
    assert.equal(messages.length, 141)
    for (const figures of [figuresOf(verdictsOf(samples, thresholds, further)), crossValidate(samples, 5, further)]) {
      assert.ok(figures.accuracy >= 92, `accuracy ${figures.accuracy}`)
      assert.ok(figures.hit1 >= 86, `hit1 ${figures.hit1}`)
      assert.ok(figures.hit3 >= 96, `hit3 ${figures.hit3}`)
      assert.ok(figures.wrong <= 2, `wrong ${figures.wrong}`)
      assert.ok(figures.falseMatch <= 3, `falseMatch ${figures.falseMatch}`)
    }
  })
})
