// How well each signature fits a text: words in order, tolerant of slips, gaps and missing words.
// First every signature is weighed by the words it shares with the text, which is cheap; only the best are looked at closely.
import { candidateFinder } from './candidates.ts'
import { chainFinder } from './chain.ts'
import { findWords } from './found.ts'
import { stemmed } from './normalize.ts'
import { type SignatureIndex, sumOf } from './signatures.ts'

export type Fit = {
  readonly signature: number
  /** Between 0 and 1. */
  readonly score: number
  /** Weight of the words found; a long fit beats a short one that it contains. */
  readonly mass: number
  /** The text holds words that make the symptom, and not only those of any complaint that stand beside them. */
  readonly telling: boolean
}

// The constants below were chosen on the development messages; `npm run score` shows their effect.
const halfMass = 0.5
/** Words that are there in another order say less than a phrase. */
const looseFactor = 0.85
const shortText = 14
const fragmentFactor = 0.85
const leastFragment = 1.6
/** So much has to be found of the words that make a symptom, or half where the signature has few of them. */
const leastTelling = 0.4

/**
 * Finds the fits of the signatures that share most with a text. The finders take their space for counting once:
 * rubbish of that size for every text would cost more than the counting.
 */
export function fitterFor(index: SignatureIndex): (wholeWords: readonly string[]) => Fit[] {
  const candidatesOf = candidateFinder(index)
  const chainOf = chainFinder(index)
  /** The weight that each word of the catalog has in the text at hand: none where it does not stand there. */
  const weights = new Float64Array(index.weights.length)
  /** The same without the words of any complaint. */
  const telling = new Float64Array(index.weights.length)
  return (wholeWords) => {
    const found = findWords(wholeWords, index)
    for (const [word, { factor }] of found) {
      weights[word] = factor * (index.weights[word] ?? 0)
      telling[word] = factor * (index.telling[word] ?? 0)
    }
    const whole = wholeWords.length <= shortText ? weightOfAll(wholeWords, index) : Infinity
    const ofFragment = fragmentFactor / whole
    // As `fit` says it where all words are in order.
    const most = (shared: number, total: number): number =>
      Math.min(1, shared * trust(shared) * (shared < leastFragment ? 1 / total : Math.max(1 / total, ofFragment)))
    const fits = candidatesOf(found, weights, most).map((number) => {
      const words = index.signatures[number]?.words ?? []
      const chain = chainOf(words, found, weights)
      return {
        signature: number,
        score: fit(chain, sumOf(words, weights), index.totals[number] ?? 1, whole),
        mass: chain,
        telling: sumOf(words, telling) >= Math.min(leastTelling, (index.tellingTotals[number] ?? 0) / 2),
      }
    })
    for (const word of found.keys()) weights[word] = telling[word] = 0
    return fits
  }
}

/**
 * Between 0 and 1, from the weights of the words in order (`chain`), of the words in any order (`loose`), of the whole
 * signature (`total`) and of the `whole` text, which may be a piece cut out of a longer sentence if it is short.
 */
function fit(chain: number, loose: number, total: number, whole: number): number {
  const ordered = (chain / total) * trust(chain)
  const unordered = looseFactor * (loose / total) * trust(loose)
  const fragment = chain >= leastFragment ? fragmentFactor * (chain / whole) * trust(chain) : 0
  return Math.min(1, Math.max(ordered, unordered, fragment))
}

const trust = (mass: number): number => mass / (mass + halfMass)

const weightOfAll = (wholeWords: readonly string[], { numberOf, weights, unknownWeight }: SignatureIndex): number =>
  wholeWords
    .map((word) => stemmed(word))
    .reduce((sum, word) => sum + (weights[numberOf.get(word) ?? -1] ?? unknownWeight(word)), 0)
