// Is this text a known symptom? One answer of three, each with its evidence.
import type { Catalog } from '../catalog.ts'
import { codesIn } from './codes.ts'
import { contextFactor } from './context.ts'
import { clean, stemmed, wholeWordsOf } from './normalize.ts'
import { type Fit, fitterFor } from './score.ts'
import { indexSignatures, type SignatureIndex } from './signatures.ts'

export type Evidence =
  { readonly kind: 'code'; readonly code: string } | { readonly kind: 'phrase'; readonly phrase: string }

export type Scored = {
  readonly symptomId: string
  /** Between 0 and 1, of words and codes together. */
  readonly score: number
  /** How far the words alone say so, between 0 and 1; words of any complaint say nothing. */
  readonly phrase: number
  readonly mass: number
  /** Something else looks more like the text. */
  readonly doubted: boolean
  /** More than the words of any complaint speaks for it. */
  readonly telling: boolean
  readonly evidence: readonly Evidence[]
}

export type MatchResult =
  | { readonly outcome: 'match'; readonly best: Scored }
  /** Two or three, best first; `disagree` when the code says one thing and the words another. */
  | { readonly outcome: 'choices'; readonly candidates: readonly Scored[]; readonly disagree: boolean }
  /** Nothing is near enough; `nearest` may be shown as guesses, at most three. */
  | { readonly outcome: 'none'; readonly nearest: readonly Scored[] }

export type Matcher = (text: string) => MatchResult

/** Scores from which a symptom is told outright, or is worth offering. */
export type Thresholds = { readonly match: number; readonly choices: number }

// As `npm run calibrate` chooses them on the development messages; a test holds that.
export const thresholds: Thresholds = { match: 0.49, choices: 0.33 }

// Chosen on the development messages.
const enoughToGuess = 0.28
/** What stands beside a better choice may be weaker. */
const enoughToJoin = 0.1
const mostOffered = 3
const clearLead = 0.06
const clearlyMore = 1.2
/** For each word found: where two fit alike, the one that explains more of the text is meant. */
const perMass = 0.05
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
  const fitsOf = fitterFor(index)
  const contextOf = contextFactor(catalog.context)
  return (text) => {
    const cleaned = clean(text)
    const words = wholeWordsOf(cleaned)
    const context = contextOf(words.map((word) => stemmed(word)))
    return scoreAll(fitsOf(words), codesIn(cleaned, known), index, context)
  }
}

type Tally = { score: number; phrase: number; mass: number; telling: boolean; evidence: Evidence[] }
/** The known text of something else that fits best, and its name. */
export type Decoy = {
  readonly score: number
  readonly mass: number
  readonly title: string
  /** Not its words but one of its codes stands in the text. */
  readonly byCode: boolean
}
const noDecoy: Decoy = { score: 0, mass: 0, title: '', byCode: false }

function scoreAll(fits: readonly Fit[], codes: readonly string[], index: SignatureIndex, context: number): Scores {
  const tallies = new Map<string, Tally>()
  // What only looks like one symptom says nothing against the others.
  const lookAlikes = new Map<string, Decoy>()
  let neighbour = noDecoy
  for (const fit of fits) {
    const signature = index.signatures[fit.signature]
    if (!signature) continue
    const { kind, id } = signature.owner
    if (kind === 'symptom') seePhrase(tallies, id, { ...fit, score: fit.score * context }, signature.text)
    else if (kind === 'look-alike') lookAlikes.set(id, stronger(lookAlikes.get(id), fit, id))
    else neighbour = stronger(neighbour, fit, id)
  }
  for (const code of codes) {
    for (const { kind, id } of index.codes.get(code) ?? []) {
      if (kind === 'symptom') seeCode(tallies, id, code)
      else neighbour = stronger(neighbour, { score: codeScore, mass: 0 }, id, true)
    }
  }
  const symptoms = [...tallies]
    .map(([symptomId, tally]) => ({
      symptomId,
      ...tally,
      // What looks more like something else than like the symptom is worth a question, and no more.
      doubted: (lookAlikes.get(symptomId)?.score ?? 0) > tally.score,
    }))
    .sort((a, b) => standing(b) - standing(a))
  return { symptoms, decoy: neighbour }
}

const standing = ({ score, mass }: { score: number; mass: number }): number => score + perMass * mass

const stronger = (
  before: Decoy = noDecoy,
  { score, mass }: { score: number; mass: number },
  title: string,
  byCode = false,
): Decoy => (score > before.score ? { score, mass, title, byCode } : before)

function seePhrase(tallies: Map<string, Tally>, id: string, { score, mass, telling }: Fit, text: string): void {
  const before = tallies.get(id)
  if (before && before.score >= score) return
  const evidence: Evidence[] = score >= leastEvidence ? [{ kind: 'phrase', phrase: text }] : []
  tallies.set(id, { score, phrase: telling ? score : 0, mass, telling, evidence })
}

/** Code and phrase are independent evidence: what one leaves in doubt, the other may settle. */
function seeCode(tallies: Map<string, Tally>, id: string, code: string): void {
  const { score, phrase, mass, evidence } = tallies.get(id) ?? { score: 0, phrase: 0, mass: 0, evidence: [] }
  tallies.set(id, {
    score: 1 - (1 - score) * (1 - codeScore),
    phrase,
    mass: mass + 1,
    telling: true,
    evidence: [{ kind: 'code', code }, ...evidence],
  })
}

/** One answer of three: a clear leader is told, what is in doubt is asked, and where something else fits, nothing is said. */
export function decide({ symptoms, decoy }: Scores, { match, choices }: Thresholds): MatchResult {
  const [first, second] = symptoms
  const nearest = symptoms.filter(({ score }) => score >= enoughToGuess).slice(0, mostOffered)
  const foreign = decoy.score > (first?.score ?? 0)
  if (!first || first.score < choices) return { outcome: 'none', nearest }
  const leads = (other: { score: number; mass: number }) =>
    standing(first) - standing(other) >= clearLead || first.mass >= clearlyMore * other.mass
  const alone = !first.doubted && first.telling && (!second || leads(second))
  // A code of something else beside words that would be told without it leaves a doubt, and no more.
  const doubtful = decoy.byCode && alone && first.phrase >= match
  if (foreign && decoy.score >= match && !doubtful) return { outcome: 'none', nearest }
  const opposed = disagreement(symptoms, match)
  if (opposed) return { outcome: 'choices', candidates: opposed, disagree: true }
  const clear = alone && !foreign && leads(decoy)
  if (first.score >= match && clear) return { outcome: 'match', best: first }
  const candidates = symptoms.filter(({ score }) => score >= enoughToJoin).slice(0, mostOffered)
  return candidates.length > 1 ? { outcome: 'choices', candidates, disagree: false } : { outcome: 'none', nearest }
}

/** What the words say and what the code says, where both are sure of themselves and differ. */
function disagreement(symptoms: readonly Scored[], match: number): Scored[] | undefined {
  const byCode = symptoms.find(({ evidence }) => evidence.some(({ kind }) => kind === 'code'))
  const [byWords] = [...symptoms].sort((a, b) => b.phrase - a.phrase)
  if (!byCode || !byWords || byWords.phrase < match || byCode.phrase >= byWords.phrase - clearLead) return undefined
  return byWords.evidence.some(({ kind }) => kind === 'code') ? undefined : [byWords, byCode]
}
