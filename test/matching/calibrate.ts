// `npm run calibrate`: the curve over the thresholds on the development messages, and the thresholds that follow from it.
import { thresholds } from '../../src/core/match/decide.ts'
import { realCatalog } from '../helpers/real-catalog.ts'
import { choicesCurve, chooseThresholds, matchCurve, type Point } from './figures.ts'
import { furtherIn, samplesFor } from './samples.ts'

const samples = samplesFor(realCatalog)
const isFurther = furtherIn(realCatalog)
const chosen = chooseThresholds(samples, isFurther)

const columns = ['accuracy', 'hit1', 'hit3', 'wrong', 'falseMatch', 'needless'] as const
function print(title: string, points: readonly Point[], mark: number): void {
  console.log(title.padEnd(12), ...columns.map((column) => column.padStart(10)))
  for (const { threshold, figures } of points) {
    const sign = threshold === mark ? ' <' : ''
    const cells = columns.map((column) => figures[column].toFixed(1).padStart(10))
    console.log(threshold.toFixed(2).padEnd(12), ...cells, sign)
  }
}

print('match at', matchCurve(samples, isFurther), chosen.match)
console.log()
print('choices at', choicesCurve(samples, chosen.match, isFurther), chosen.choices)
console.log(`\nchosen: match ${chosen.match}, choices ${chosen.choices}`)
console.log(`in src/core/match/decide.ts: match ${thresholds.match}, choices ${thresholds.choices}`)
if (chosen.match !== thresholds.match || chosen.choices !== thresholds.choices) {
  console.log('These differ. Cure: write the chosen ones into src/core/match/decide.ts.')
  process.exitCode = 1
}
