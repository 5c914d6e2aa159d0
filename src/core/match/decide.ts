// Is this text a known symptom? One answer of three, each with its evidence.
import type { Catalog } from '../catalog.ts'
import { codesIn } from './codes.ts'
import { contextFactor } from './context.ts'
import { clean, wordsOf } from './normalize.ts'
import { type Fit, fitsOf } from './score.ts'
import { indexSignatures, type SignatureIndex } from './signatures.ts'

export type Evidence =
  { readonly kind: 'code'; readonly code: string } | { readonly kind: 'phrase'; readonly phrase: string }

export type Scored = {
  readonly symptomId: string
  /** Between 0 and 1. */
  readonly score: number
  readonly mass: number
  /** Something else looks more like the text. */
  readonly doubted: boolean
  readonly evidence: readonly Evidence[]
}

export type MatchResult =
  | { readonly outcome: 'match'; readonly best: Scored }
  /** Two or three, best first. */
  | { readonly outcome: 'choices'; readonly candidates: readonly Scored[] }
  /** Nothing is near enough; `nearest` may be shown as guesses, at most three. */
  | { readonly outcome: 'none'; readonly nearest: readonly Scored[] }

export type Matcher = (text: string) => MatchResult

/** Scores from which a symptom is told outright, or is worth offering. */
export type Thresholds = { readonly match: number; readonly choices: number }

// As `npm run calibrate` chooses them on the development messages; a test holds that.
export const thresholds: Thresholds = { match: 0.5, choices: 0.32 }

// Chosen on the development messages.
const enoughToGuess = 0.1
const clearLead = 0.08
const clearlyMore = 1.2
const codeScore = 0.85
const leastEvidence = 0.3

/** All that is known of a text: the symptoms with any sign of it, best first, and the strongest sign of something else. */
export type Scores = { readonly symptoms: readonly Scored[]; readonly decoy: Decoy }

/** Prepares the catalog once; the matcher that comes back is pure and keeps nothing between texts. */
export function matcherFor(catalog: Catalog, limits: Thresholds = thresholds): Matcher {
  const score = scorerFor(catalog)
  return (text) => decide(score(text), limits)
}

/** The first half of a matcher: evidence, before anything is decided. */
export function scorerFor(catalog: Catalog): (text: string) => Scores {
  const index = indexSignatures(catalog)
  const known = new Set(index.codes.keys())
  const contextOf = contextFactor(catalog.context)
  return (text) => {
    const cleaned = clean(text)
    const words = wordsOf(cleaned)
    return scoreAll(words, codesIn(cleaned, known), index, contextOf(words))
  }
}

type Tally = { score: number; mass: number; evidence: Evidence[] }
export type Decoy = { readonly score: number; readonly mass: number }
const noDecoy: Decoy = { score: 0, mass: 0 }

function scoreAll(words: readonly string[], codes: readonly string[], index: SignatureIndex, context: number): Scores {
  const tallies = new Map<string, Tally>()
  // What only looks like one symptom says nothing against the others.
  const lookAlikes = new Map<string, Decoy>()
  let neighbour = noDecoy
  for (const fit of fitsOf(words, index)) {
    const signature = index.signatures[fit.signature]
    if (!signature) continue
    const { kind, id } = signature.owner
    if (kind === 'symptom') seePhrase(tallies, id, { ...fit, score: fit.score * context }, signature.text)
    else if (kind === 'look-alike') lookAlikes.set(id, stronger(lookAlikes.get(id), fit))
    else neighbour = stronger(neighbour, fit)
  }
  for (const code of codes) {
    for (const { kind, id } of index.codes.get(code) ?? []) {
      if (kind === 'symptom') seeCode(tallies, id, code)
      else neighbour = stronger(neighbour, { score: codeScore, mass: 0 })
    }
  }
  const symptoms = [...tallies]
    .map(([symptomId, tally]) => ({
      symptomId,
      ...tally,
      // What looks more like something else than like the symptom is worth a question, and no more.
      doubted: (lookAlikes.get(symptomId)?.score ?? 0) > tally.score,
    }))
    .sort((a, b) => b.score - a.score || b.mass - a.mass)
  return { symptoms, decoy: neighbour }
}

const stronger = (a: Decoy = noDecoy, b: Decoy): Decoy => (b.score > a.score ? { score: b.score, mass: b.mass } : a)

function seePhrase(tallies: Map<string, Tally>, id: string, fit: Fit, text: string): void {
  const before = tallies.get(id)
  if (before && before.score >= fit.score) return
  const evidence: Evidence[] = fit.score >= leastEvidence ? [{ kind: 'phrase', phrase: text }] : []
  tallies.set(id, { score: fit.score, mass: fit.mass, evidence })
}

/** Code and phrase are independent evidence: what one leaves in doubt, the other may settle. */
function seeCode(tallies: Map<string, Tally>, id: string, code: string): void {
  const { score, mass, evidence } = tallies.get(id) ?? { score: 0, mass: 0, evidence: [] }
  tallies.set(id, {
    score: 1 - (1 - score) * (1 - codeScore),
    mass: mass + 1,
    evidence: [{ kind: 'code', code }, ...evidence],
  })
}

export function decide({ symptoms, decoy }: Scores, { match, choices }: Thresholds): MatchResult {
  const [first, second] = symptoms
  const nearest = symptoms.filter(({ score }) => score >= enoughToGuess).slice(0, 3)
  if (!first || first.score < choices || (decoy.score > first.score && decoy.score >= match))
    return { outcome: 'none', nearest }
  const leads = (other: { score: number; mass: number }) =>
    first.score - other.score >= clearLead || first.mass >= clearlyMore * other.mass
  if (!first.doubted && first.score >= match && decoy.score<=first.score && leads(decoy) && (!second || leads(second)))
    return { outcome: 'match', best: first }
  const candidates = symptoms.slice(0, 3).filter(({ score }) => score >= enoughToGuess)
  return candidates.length > 1 ? { outcome: 'choices', candidates } : { outcome: 'none', nearest }
}
