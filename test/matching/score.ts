// `npm run score`: the five figures on the development messages, and the same by cross-validation.
import { thresholds } from '../../src/core/match/decide.ts'
import { realCatalog } from '../helpers/real-catalog.ts'
import { crossValidate, type Figures, figuresOf, verdictsOf } from './figures.ts'
import { furtherIn, samplesFor } from './samples.ts'

const samples = samplesFor(realCatalog)
const isFurther = furtherIn(realCatalog)
const verdicts = verdictsOf(samples, thresholds, isFurther)

const columns = ['accuracy', 'hit1', 'hit3', 'wrong', 'falseMatch', 'needless'] as const satisfies (keyof Figures)[]
const row = (name: string, figures: Figures) => {
  console.log(name.padEnd(28), ...columns.map((column) => figures[column].toFixed(1).padStart(10)))
}

console.log(`${samples.length} messages, in percent`.padEnd(28), ...columns.map((column) => column.padStart(10)))
row(`match ${thresholds.match}, choices ${thresholds.choices}`, figuresOf(verdicts))
row('five-fold cross-validation', crossValidate(samples, 5, isFurther))

if (process.argv.includes('--misses'))
  samples.forEach(({ message, scores }, at) => {
    const verdict = verdicts[at] ?? ''
    if (['right', 'left-alone', 'needless'].includes(verdict)) return
    const best = scores.symptoms.slice(0, 3).map(({ symptomId, score }) => `${symptomId} ${score.toFixed(2)}`)
    console.log(`\n${message.id} ${verdict}: wanted ${message.labels.join(' or ')}; best ${best.join(', ')}`)
    console.log(`  ${message.text.replace(/\s+/g, ' ').slice(0, 160)}`)
  })
