// `reconnect match`: what the matcher makes of a text, for a person or, line by line, for a program.
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { describeEvidence } from '../core/texts.ts'
import type { Catalog } from '../core/catalog.ts'
import { matcherFor, type MatchResult, type Scored } from '../core/match/decide.ts'

const question = z.object({ id: z.string(), text: z.string() })

/** Prints what `text` is matched to, and why. */
export function matchText(catalog: Catalog, text: string): void {
  const result = matcherFor(catalog)(text)
  console.log(headings[result.outcome])
  for (const scored of symptomsOf(result)) {
    const title = catalog.symptoms.find(({ id }) => id === scored.symptomId)?.title ?? ''
    const why = scored.evidence.map(describeEvidence).join(', ') || 'some of its words'
    console.log(`  ${scored.symptomId} - ${title} (matched by ${why})`)
  }
}

const headings: Readonly<Record<MatchResult['outcome'], string>> = {
  match: 'This is:',
  choices: 'This may be one of:',
  none: 'No symptom of the catalog. The nearest guesses:',
}

const symptomsOf = (result: MatchResult): readonly Scored[] =>
  result.outcome === 'match' ? [result.best] : result.outcome === 'choices' ? result.candidates : result.nearest

/** Reads {"id","text"} lines from standard input and prints {"id","outcome","symptoms"} for each. */
export async function matchLines(catalog: Catalog): Promise<void> {
  const match = matcherFor(catalog)
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue
    const { id, text } = question.parse(JSON.parse(line))
    const result = match(text)
    // Guesses that are too weak to be offered as choices are no answer.
    const symptoms = result.outcome === 'none' ? [] : symptomsOf(result).map(({ symptomId }) => symptomId)
    console.log(JSON.stringify({ id, outcome: result.outcome, symptoms }))
  }
}
