// `reconnect catalog test`: is every example matched to its symptom, and no look-alike taken for it?
import type { Catalog, Symptom } from '../core/catalog.ts'
import { matcherFor, type Matcher, type MatchResult } from '../core/match/decide.ts'

/** Prints what fails and the coverage of each symptom; answers the exit code. */
export function catalogTest(catalog: Catalog): number {
  const match = matcherFor(catalog)
  const results = catalog.symptoms.map((symptom) => trySymptom(match, symptom))
  console.log(`${'symptom'.padEnd(36)} examples matched   look-alikes left alone`)
  for (const { id, examples, lookAlikes } of results)
    console.log(`${id.padEnd(36)} ${tally(examples).padStart(16)}   ${tally(lookAlikes).padStart(22)}`)
  const failures = results
    .flatMap(({ examples, lookAlikes }) => [...examples, ...lookAlikes])
    .filter(({ good }) => !good)
  for (const { id, text, answer } of failures) console.log(`\n${id}: ${answer}\n  ${text.replaceAll(/\s+/g, ' ')}`)
  console.log(failures.length === 0 ? '\nAll as it should be.' : `\n${failures.length} not as it should be.`)
  return failures.length === 0 ? 0 : 1
}

type Trial = { readonly id: string; readonly text: string; readonly good: boolean; readonly answer: string }

function trySymptom(match: Matcher, { id, examples, signatures }: Symptom) {
  const trial = (text: string, wanted: boolean): Trial => {
    const result = match(text)
    const isMatched = result.outcome === 'match' && result.best.symptomId === id
    return { id, text, good: isMatched === wanted, answer: inWords(result) }
  }
  return {
    id,
    examples: examples.map((text) => trial(text, true)),
    lookAlikes: signatures.lookAlikes.map((text) => trial(text, false)),
  }
}

const tally = (trials: readonly Trial[]): string => `${trials.filter(({ good }) => good).length} of ${trials.length}`

function inWords(result: MatchResult): string {
  switch (result.outcome) {
    case 'match':
      return `matched ${result.best.symptomId}`
    case 'choices':
      return `offered ${result.candidates.map(({ symptomId }) => symptomId).join(', ')}`
    case 'none':
      return 'matched nothing'
  }
}
