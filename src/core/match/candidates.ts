// The signatures that are worth a close look: those that share most with the text, in whatever order.
import type { Found } from './found.ts'
import type { SignatureIndex } from './signatures.ts'

/** Signatures that are looked at closely. */
const mostCandidates = 40
/** Places that are weighed for one text: the rarest words first, so that what is left out tells least. */
const mostPlaces = 12000
/** Marks are whole steps, so that counting them finds the best without sorting. */
const steps = 255

/** `weights` are those of the catalog's words in this text; `most` says how well a signature with this shared weight, of this total, could fit at the most. */
type Candidates = (
  found: ReadonlyMap<number, Found>,
  weights: Float64Array,
  most: (shared: number, total: number) => number,
) => number[]

/** Plain loops over numbers: this runs for every signature that shares a word with the text, which most of them do. */
export function candidateFinder(index: SignatureIndex): Candidates {
  const { totals } = index
  const shared = new Float64Array(totals.length)
  const marks = new Uint8Array(totals.length)
  const touched = new Uint32Array(totals.length)
  const counts = new Uint32Array(steps + 1)
  return (found, weights, most) => {
    const count = shareWeights(found, weights, index, shared, touched)
    counts.fill(0)
    for (let at = 0; at < count; at++) {
      const number = touched[at] ?? 0
      const mark = Math.ceil(steps * most(shared[number] ?? 0, totals[number] ?? 1))
      marks[at] = mark
      counts[mark] = (counts[mark] ?? 0) + 1
      shared[number] = 0
    }
    const least = leastMark(counts)
    const candidates: number[] = []
    for (let at = 0; at < count; at++) if ((marks[at] ?? 0) >= least) candidates.push(touched[at] ?? 0)
    return candidates.sort((a, b) => a - b)
  }
}

/** Writes for each signature the weight of its words that the text holds, and which signatures that are; answers how many. */
function shareWeights(
  found: ReadonlyMap<number, Found>,
  weights: Float64Array,
  index: SignatureIndex,
  shared: Float64Array,
  touched: Uint32Array,
): number {
  const lengthOf = (word: number): number => index.places[word]?.length ?? 0
  const rarestFirst = [...found.keys()].sort((a, b) => lengthOf(a) - lengthOf(b))
  let weighed = 0
  let count = 0
  for (const word of rarestFirst) {
    const places = index.places[word] ?? new Uint32Array()
    weighed += places.length
    if (weighed > mostPlaces) break
    const weight = weights[word] ?? 0
    for (let at = 0; at < places.length; at++) {
      const number = places[at] ?? 0
      if (shared[number] === 0) touched[count++] = number
      shared[number] = (shared[number] ?? 0) + weight
    }
  }
  return count
}

/** The lowest mark with which a signature is among those that are looked at. */
function leastMark(counts: Uint32Array): number {
  let kept = 0
  for (let mark = steps; mark > 0; mark--) {
    kept += counts[mark] ?? 0
    if (kept > mostCandidates) return Math.min(mark + 1, steps)
  }
  return 1
}
