// The words of a text that the catalog knows, as they are or with one slip.
import { slips } from '../slips.ts'
import { type SignatureIndex, withoutOneLetter } from './signatures.ts'

/** A word of the catalog that the text holds: how surely, and where, in the text's order. */
export type Found = { factor: number; readonly at: number[] }

const slipFactor = 0.9
/** A log that says the same word over and over must not keep the bot busy. */
export const mostRepeats = 40

/** The catalog's words in the text, under their numbers. */
export function findWords(words: readonly string[], index: SignatureIndex): ReadonlyMap<number, Found> {
  const found = new Map<number, Found>()
  const known = new Map<string, readonly number[]>()
  words.forEach((word, at) => {
    const alike = known.get(word) ?? alikeWords(word, index)
    known.set(word, alike)
    const factor = index.numberOf.has(word) ? 1 : slipFactor
    for (const number of alike) {
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

function alikeWords(word: string, index: SignatureIndex): readonly number[] {
  const number = index.numberOf.get(word)
  if (number !== undefined) return [number]
  const near = new Set(withoutOneLetter(word).flatMap((rest) => index.nearWords.get(rest) ?? []))
  return [...near].filter((listed) => slips(word, index.words[listed] ?? '', 1))
}
