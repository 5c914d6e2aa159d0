// The words of a text that the catalog knows, as they are or with one slip.
import { slips } from '../slips.ts'
import { stemmed } from './normalize.ts'
import { type SignatureIndex, withoutOneLetter } from './signatures.ts'

/** A word of the catalog that the text holds: how surely, and where, in the text's order. */
export type Found = { factor: number; readonly at: number[] }

const slipFactor = 0.9
/** A log that says the same word over and over must not keep the bot busy. */
export const mostRepeats = 40

/** The catalog's words in the text, under their numbers. */
export function findWords(wholeWords: readonly string[], index: SignatureIndex): ReadonlyMap<number, Found> {
  const found = new Map<number, Found>()
  const known = new Map<string, Alike>()
  wholeWords.forEach((word, at) => {
    let alike = known.get(word)
    if (!alike) known.set(word, (alike = alikeWords(word, index)))
    const { factor, numbers } = alike
    for (const number of numbers) {
      const before = found.get(number)
      if (!before) found.set(number, { factor, at: [at] })
      else {
        before.factor = Math.max(before.factor, factor)
        if (before.at.length < mostRepeats) before.at.push(at)
      }
    }
  })
  return found
}

type Alike = { readonly factor: number; readonly numbers: readonly number[] }

/** The catalog's word, or else those that are one slip away; a slip in the ending is seen before the ending goes. */
function alikeWords(word: string, index: SignatureIndex): Alike {
  const stem = stemmed(word)
  const number = index.numberOf.get(stem)
  if (number !== undefined) return { factor: 1, numbers: [number] }
  const near = nearWords(word, index)
  return { factor: slipFactor, numbers: near.length > 0 ? near : nearWords(stem, index) }
}

function nearWords(word: string, { nearForms }: SignatureIndex): number[] {
  const near = new Set<number>()
  for (const rest of withoutOneLetter(word))
    for (const form of nearForms.get(rest) ?? []) if (slips(word, form.spelling, 1)) near.add(form.word)
  return [...near]
}
