// How well each signature fits a text: words in order, tolerant of slips, gaps and missing words.
// First every signature is weighed by the words it shares with the text, which is cheap; only the best are looked at closely.
import { slips } from '../slips.ts'
import { type Signature, type SignatureIndex, withoutOneLetter } from './signatures.ts'

export type Fit = {
  readonly signature: number
  /** Between 0 and 1. */
  readonly score: number
  /** Weight of the words found; a long fit beats a short one that it contains. */
  readonly mass: number
}

/** A word of the catalog that the text holds, and where. */
type Found = { factor: number; readonly at: number[] }

// The constants below were chosen on the development messages; `npm run score` shows their effect.
const slipFactor = 0.9
const widestGap = 10
const gapCost = 0.03
const halfMass = 0.5
/** Words that are there in another order say less than a phrase. */
const looseFactor = 0.85
/** A log that says the same word over and over must not keep the bot busy. */
const mostRepeats = 40
const shortText = 14
const fragmentFactor = 0.85
const leastFragment = 1.6
/** Signatures that are looked at closely. */
const mostCandidates = 40
/** Places that are weighed for one text: the rarest words first, so that what is left out tells least. */
const mostPlaces = 12000

/** The fits of the signatures that share most with the text. */
export function fitsOf(words: readonly string[], index: SignatureIndex): Fit[] {
  const found = findWords(words, index)
  const textWeight = words.reduce((sum, word) => sum + weightOf(word, index), 0)
  const isShort = words.length <= shortText
  const fit = (chain: number, loose: number, total: number): number => {
    const ordered = (chain / total) * trust(chain)
    const unordered = looseFactor * (loose / total) * trust(loose)
    // A short text may be a piece cut out of a longer sentence.
    const fragment = isShort && chain >= leastFragment ? fragmentFactor * (chain / textWeight) * trust(chain) : 0
    return Math.min(1, Math.max(ordered, unordered, fragment))
  }
  return candidatesOf(found, index, (loose, total) => fit(loose, loose, total)).map((number) => {
    const signature = index.signatures[number]
    if (!signature) throw new Error(`no signature ${number}`)
    const weights = weightsIn(signature, found, index)
    const chain = bestChain(hitsOf(signature, found), weights)
    const loose = weights.reduce((sum, weight) => sum + weight, 0)
    return { signature: number, score: fit(chain, loose, signature.total), mass: chain }
  })
}

const trust = (mass: number): number => mass / (mass + halfMass)

const weightOf = (word: string, index: SignatureIndex): number => {
  const number = index.numberOf.get(word)
  return number === undefined ? index.unknownWeight(word) : (index.weights[number] ?? 0)
}

/** The catalog's words in the text, under their numbers. */
function findWords(words: readonly string[], index: SignatureIndex): Map<number, Found> {
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

/** The signatures that could fit best; `most` says how well one with this shared weight could fit at the most. */
function candidatesOf(
  found: ReadonlyMap<number, Found>,
  index: SignatureIndex,
  most: (loose: number, total: number) => number,
): number[] {
  const shared = sharedWeights(found, index)
  const marks = new Uint8Array(shared.length)
  const counts = new Uint32Array(steps + 1)
  for (let number = 0; number < shared.length; number++) {
    const loose = shared[number] ?? 0
    if (loose === 0) continue
    const mark = Math.ceil(steps * most(loose, index.signatures[number]?.total ?? 1))
    marks[number] = mark
    counts[mark] = (counts[mark] ?? 0) + 1
  }
  const least = leastMark(counts)
  const candidates: number[] = []
  for (let number = 0; number < marks.length; number++) if ((marks[number] ?? 0) >= least) candidates.push(number)
  return candidates
}

/** For each signature the weight of its words that the text holds. */
function sharedWeights(found: ReadonlyMap<number, Found>, index: SignatureIndex): Float64Array {
  const shared = new Float64Array(index.signatures.length)
  const lengthOf = (word: number): number => index.places[word]?.length ?? 0
  const rarestFirst = [...found.keys()].sort((a, b) => lengthOf(a) - lengthOf(b))
  let weighed = 0
  for (const word of rarestFirst) {
    weighed += lengthOf(word)
    if (weighed > mostPlaces) break
    const weight = (found.get(word)?.factor ?? 0) * (index.weights[word] ?? 0)
    const places = index.places[word] ?? new Uint32Array()
    for (let at = 0; at < places.length; at++) {
      const number = places[at] ?? 0
      shared[number] = (shared[number] ?? 0) + weight
    }
  }
  return shared
}

/** Marks are whole steps, so that counting them finds the best without sorting. */
const steps = 255

/** The lowest mark with which a signature is among those that are looked at. */
function leastMark(counts: Uint32Array): number {
  let kept = 0
  for (let mark = steps; mark > 0; mark--) {
    kept += counts[mark] ?? 0
    if (kept > mostCandidates) return Math.min(mark + 1, steps)
  }
  return 1
}

/** More words than a signature has, so that a place in the text and a place in the signature make one number. */
const placesPerWord = 1024

/**
 * Where words of the signature stand in the text, in the text's order: place in the text times `placesPerWord`, plus
 * place in the signature. Numbers and loops, since this runs most often of all.
 */
function hitsOf({ words }: Signature, found: ReadonlyMap<number, Found>): Uint32Array {
  const hits: number[] = []
  for (let at = 0; at < words.length; at++) {
    const places = found.get(words[at] ?? 0)?.at ?? []
    for (const textAt of places) hits.push(textAt * placesPerWord + at)
  }
  return Uint32Array.from(hits).sort()
}

/** The heaviest run of hits that keeps the signature's order, less a little for every word in between. */
function bestChain(hits: Uint32Array, weights: Float64Array): number {
  const best = new Float64Array(hits.length)
  let heaviest = 0
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
    best[index] = before + (weights[at] ?? 0)
    heaviest = Math.max(heaviest, best[index] ?? 0)
  }
  return heaviest
}

/** The weight that each word of the signature has in this text: none where it does not stand there. */
const weightsIn = ({ words }: Signature, found: ReadonlyMap<number, Found>, index: SignatureIndex): Float64Array =>
  Float64Array.from(words, (word) => (found.get(word)?.factor ?? 0) * (index.weights[word] ?? 0))
