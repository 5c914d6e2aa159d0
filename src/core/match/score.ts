// How well each signature fits a text: words in order, tolerant of slips, gaps and missing words.
import { slips } from '../slips.ts'
import { type SignatureIndex, withoutOneLetter } from './signatures.ts'

export type Fit = {
  readonly signature: number
  /** Between 0 and 1. */
  readonly score: number
  /** Weight of the words found; a long fit beats a short one that it contains. */
  readonly mass: number
}

type Hit = { readonly textAt: number; readonly at: number; readonly weight: number }

// The constants below were chosen on the development messages; `reconnect match --jsonl` with a scorer shows their effect.
const slipFactor = 0.9
const widestGap = 10
const gapCost = 0.03
const halfMass = 0.5
/** Words that are there in another order say less than a phrase. */
const looseFactor = 0.85
/** A log that says the same word over and over must not keep the bot busy. */
const mostRepeats = 100
const shortText = 14
const fragmentFactor = 0.85
const leastFragment = 1.6

/** The fits of every signature that shares a telling part of its words with the text. */
export function fitsOf(words: readonly string[], index: SignatureIndex): Fit[] {
  const textWeight = words.reduce((sum, word) => sum + index.weightOf(word), 0)
  return [...hitsOf(words, index)].map(([signature, hits]) => {
    const { total } = index.signatures[signature] ?? { total: 1 }
    const chain = bestChain(hits)
    const loose = looseMass(hits)
    const ordered = (chain / total) * trust(chain)
    const unordered = looseFactor * (loose / total) * trust(loose)
    // A short text may be a piece cut out of a longer sentence.
    const fragment =
      words.length <= shortText && chain >= leastFragment ? fragmentFactor * (chain / textWeight) * trust(chain) : 0
    return { signature, score: Math.min(1, Math.max(ordered, unordered, fragment)), mass: chain }
  })
}

const trust = (mass: number): number => mass / (mass + halfMass)

function hitsOf(words: readonly string[], index: SignatureIndex): Map<number, Hit[]> {
  const hits = new Map<number, Hit[]>()
  const known = new Map<string, readonly { word: string; factor: number }[]>()
  const seen = new Map<string, number>()
  words.forEach((word, textAt) => {
    const times = (seen.get(word) ?? 0) + 1
    seen.set(word, times)
    if (times > mostRepeats) return
    const alike = known.get(word) ?? alikeWords(word, index)
    known.set(word, alike)
    for (const { word: listed, factor } of alike) {
      for (const { signature, at } of index.postings.get(listed) ?? []) {
        const weight = factor * (index.signatures[signature]?.weights[at] ?? 0)
        const list = hits.get(signature)
        if (list) list.push({ textAt, at, weight })
        else hits.set(signature, [{ textAt, at, weight }])
      }
    }
  })
  return hits
}

function alikeWords(word: string, index: SignatureIndex): { word: string; factor: number }[] {
  if (index.postings.has(word)) return [{ word, factor: 1 }]
  const near = new Set(withoutOneLetter(word).flatMap((rest) => index.nearWords.get(rest) ?? []))
  return [...near].filter((listed) => slips(word, listed, 1)).map((listed) => ({ word: listed, factor: slipFactor }))
}

/** The heaviest run of hits that keeps the signature's order, less a little for every word in between. */
function bestChain(hits: readonly Hit[]): number {
  const best: number[] = []
  let heaviest = 0
  hits.forEach((hit, index) => {
    let before = 0
    for (let earlier = index - 1; earlier >= 0; earlier--) {
      const other = hits[earlier]
      if (!other || hit.textAt - other.textAt > widestGap) break
      if (other.textAt === hit.textAt || other.at >= hit.at) continue
      const skipped = hit.textAt - other.textAt - 1
      before = Math.max(before, (best[earlier] ?? 0) - gapCost * skipped)
    }
    best.push(before + hit.weight)
    heaviest = Math.max(heaviest, best[index] ?? 0)
  })
  return heaviest
}

/** The weight of the signature's words that stand anywhere in the text. */
function looseMass(hits: readonly Hit[]): number {
  const byPlace = new Map<number, number>()
  for (const { at, weight } of hits) byPlace.set(at, Math.max(byPlace.get(at) ?? 0, weight))
  return [...byPlace.values()].reduce((sum, weight) => sum + weight, 0)
}
