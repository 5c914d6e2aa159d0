// How much of a signature stands in a text in its order: the heaviest chain of words, with gaps.
import { type Found, mostRepeats } from './found.ts'
import type { SignatureIndex } from './signatures.ts'

// Chosen on the development messages.
const widestGap = 10
const gapCost = 0.03
/** More words than a signature has, so that a place in the text and a place in the signature make one number. */
const placesPerWord = 1024

/** The weight of the heaviest chain of these words of a signature; `weights` are those of the catalog's words in this text. */
type ChainOf = (words: readonly number[], found: ReadonlyMap<number, Found>, weights: Float64Array) => number

/** Numbers and loops, since this runs most often of all. */
export function chainFinder({ signatures }: SignatureIndex): ChainOf {
  const longest = signatures.reduce((most, { words }) => Math.max(most, words.length), 0)
  const space = new Uint32Array(longest * mostRepeats)
  const best = new Float64Array(space.length)
  return (words, found, weights) => {
    const count = writeHits(words, found, weights, space)
    return heaviest(space.subarray(0, count).sort(), words, weights, best)
  }
}

/** Writes where words of the signature stand in the text: place in the text times `placesPerWord`, plus place in the signature. */
function writeHits(
  words: readonly number[],
  found: ReadonlyMap<number, Found>,
  weights: Float64Array,
  hits: Uint32Array,
): number {
  let count = 0
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0
    if (weights[word] === 0) continue
    for (const textAt of found.get(word)?.at ?? []) hits[count++] = textAt * placesPerWord + at
  }
  return count
}

/** The heaviest run of hits that keeps the signature's order, less a little for every word in between. */
function heaviest(hits: Uint32Array, words: readonly number[], weights: Float64Array, best: Float64Array): number {
  let most = 0
  for (let index = 0; index < hits.length; index++) {
    const hit = hits[index] ?? 0
    const textAt = Math.floor(hit / placesPerWord)
    const at = hit % placesPerWord
    let before = 0
    for (let earlier = index - 1; earlier >= 0; earlier--) {
      const other = hits[earlier] ?? 0
      const gap = textAt - Math.floor(other / placesPerWord)
      if (gap > widestGap) break
      if (gap === 0 || other % placesPerWord >= at) continue
      before = Math.max(before, (best[earlier] ?? 0) - gapCost * (gap - 1))
    }
    const weight = before + (weights[words[at] ?? 0] ?? 0)
    best[index] = weight
    most = Math.max(most, weight)
  }
  return most
}
