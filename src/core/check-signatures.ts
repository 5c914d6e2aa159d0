// Do the signatures of the catalog tell one symptom from another, and are there enough texts to prove it?
import type { Fault, Symptom } from './catalog.ts'
import { clean, wordsOf } from './match/normalize.ts'
import { tellsNothing } from './match/signatures.ts'

const fewest = { examples: 5, lookAlikes: 3 }

type Place = { readonly field: string; readonly text: string }

export function checkSignatures(symptom: Symptom): Fault[] {
  const { lookAlikes } = symptom.signatures
  const empty = phrasesOf(symptom).filter(({ text }) => tellsNothing(wordsOf(clean(text))))
  return [
    ...empty.map(({ field, text }) => ({
      field,
      problem: `"${text}" holds only words that stand in any message`,
      cure: 'add the words that tell this error from others, or remove it',
    })),
    ...tooFew('examples', symptom.examples, fewest.examples, 'add texts as people paste them'),
    ...tooFew(
      'signatures.lookAlikes',
      lookAlikes,
      fewest.lookAlikes,
      'add texts of other errors that look like this one',
    ),
  ]
}

const tooFew = (field: string, list: readonly string[], least: number, cure: string): Fault[] =>
  list.length >= least ? [] : [{ field, problem: `has ${list.length} texts of at least ${least}`, cure }]

function phrasesOf({ signatures }: Symptom): Place[] {
  const under = (list: string, texts: readonly string[]): Place[] =>
    texts.map((text, index) => ({ field: `signatures.${list}.${index}`, text }))
  return [
    ...under('texts', signatures.texts),
    ...under(
      'localized',
      signatures.localized.map(({ text }) => text),
    ),
    ...under('variants', signatures.variants),
  ]
}

function placesOf(symptom: Symptom): Place[] {
  return [
    ...symptom.signatures.codes.map((text, index) => ({ field: `signatures.codes.${index}`, text })),
    ...phrasesOf(symptom),
    ...symptom.examples.map((text, index) => ({ field: `examples.${index}`, text })),
  ]
}

/** What stands in two places: a signature may not mean two symptoms, and an example that is a signature proves nothing. */
export function checkDuplicates(symptoms: readonly Symptom[]): (Fault & { readonly symptom: Symptom })[] {
  const owners = new Map<string, string>()
  return symptoms.flatMap((symptom) =>
    placesOf(symptom).flatMap(({ field, text }) => {
      const key = text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()
      const owner = owners.get(key)
      if (owner === undefined) owners.set(key, `${symptom.id}.yaml ${field}`)
      return owner === undefined
        ? []
        : [{ symptom, field, problem: `"${text}" stands in ${owner} already`, cure: 'keep it in one place' }]
    }),
  )
}
