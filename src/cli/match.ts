// `reconnect match`: what the matcher makes of a text, for a person or, line by line, for a program.
import { describeEvidence } from '../core/texts.ts'
import type { Catalog } from '../core/catalog.ts'
import { matcherFor, type MatchResult, type Scored, scorerFor, thresholds } from '../core/match/decide.ts'
import { questionsOf } from './questions.ts'

const mostExplained = 5

/** Prints the first five scores for `text`, what they are made of, and what else was in play. */
export function explainText(catalog: Catalog, text: string): void {
  const { symptoms, decoy } = scorerFor(catalog)(text)
  const { match, choices } = thresholds
  console.log(`A match needs ${number(match)} and a clear lead, an offer ${number(choices)}.`)
  console.log('  score  words  symptom')
  for (const { symptomId, score, phrase, doubted, evidence } of symptoms.slice(0, mostExplained)) {
    const why = evidence.map(describeEvidence).join(', ') || 'some of its words'
    const doubt = doubted ? '; one of its look-alikes fits better' : ''
    console.log(`   ${number(score)}   ${number(phrase)}  ${symptomId} (${why}${doubt})`)
  }
  if (decoy.score > 0) console.log(`   ${number(decoy.score)}         known, and nothing of ours: ${decoy.title}`)
}

const number = (score: number): string => score.toFixed(2)

/** Prints what `text` is matched to, and why. */
export function matchText(catalog: Catalog, text: string): void {
  const result = matcherFor(catalog)(text)
  const scored = symptomsOf(result)
  console.log(scored.length === 0 ? 'No symptom of the catalog, and nothing near it.' : headings[result.outcome])
  for (const { symptomId, evidence } of scored) {
    const title = catalog.symptoms.find(({ id }) => id === symptomId)?.title ?? ''
    const why = evidence.map(describeEvidence).join(', ') || 'some of its words'
    console.log(`  ${symptomId} - ${title} (matched by ${why})`)
  }
}

const headings: Readonly<Record<MatchResult['outcome'], string>> = {
  match: 'This is:',
  choices: 'This may be one of:',
  none: 'No symptom of the catalog. The nearest guesses:',
}

const symptomsOf = (result: MatchResult): readonly Scored[] =>
  result.outcome === 'match' ? [result.best] : result.outcome === 'choices' ? result.candidates : result.nearest

/** Reads {"id","text"} lines from `input` and prints {"id","outcome","symptoms"} for each; answers the exit code. */
export async function matchLines(catalog: Catalog, input: AsyncIterable<string>): Promise<number> {
  const match = matcherFor(catalog)
  for await (const asked of questionsOf(input)) {
    if (typeof asked === 'string') {
      console.error(asked)
      return 1
    }
    const result = match(asked.text)
    // Guesses that are too weak to be offered as choices are no answer.
    const symptoms = result.outcome === 'none' ? [] : symptomsOf(result).map(({ symptomId }) => symptomId)
    console.log(JSON.stringify({ id: asked.id, outcome: result.outcome, symptoms }))
  }
  return 0
}
