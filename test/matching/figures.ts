// How good a matcher's answers are, in five figures, and the choice of its two thresholds by them.
import { decide, type MatchResult, type Scores, type Thresholds } from '../../src/core/match/decide.ts'
import type { Message } from './messages.ts'

/** A message with what the matcher knows of it before it decides. */
export type Sample = { readonly message: Message; readonly scores: Scores }

/** All in percent. */
export type Figures = {
  /** A single right match, or no match for a message that no symptom covers, over all messages. */
  readonly accuracy: number
  /** A single right match, over the messages that a symptom covers. */
  readonly hit1: number
  /** The right one matched or among the choices, over the same. */
  readonly hit3: number
  /** A match with a wrong symptom, over the same. */
  readonly wrong: number
  /** A match where there is none, over the messages that no symptom covers. */
  readonly falseMatch: number
  /** Choices where there is nothing to choose, over the same. */
  readonly needless: number
}

type Verdict = 'right' | 'offered' | 'wrong' | 'missed' | 'false-match' | 'needless' | 'left-alone'

/** `isFurther` tells symptoms beyond the first 33: told of a message that none of those covers, they are no mistake. */
export function judge(message: Message, result: MatchResult, isFurther: (id: string) => boolean): Verdict {
  const accepts = ({ symptomId }: { symptomId: string }) => message.labels.includes(symptomId)
  if (message.labels[0] === 'NONE') {
    if (result.outcome === 'match') return isFurther(result.best.symptomId) ? 'left-alone' : 'false-match'
    return result.outcome === 'choices' ? 'needless' : 'left-alone'
  }
  if (result.outcome === 'match') return accepts(result.best) ? 'right' : 'wrong'
  return result.outcome === 'choices' && result.candidates.some(accepts) ? 'offered' : 'missed'
}

export function figuresOf(verdicts: readonly Verdict[]): Figures {
  const count = (...wanted: Verdict[]) => verdicts.filter((verdict) => wanted.includes(verdict)).length
  const covered = count('right', 'offered', 'wrong', 'missed')
  const foreign = verdicts.length - covered
  const percent = (part: number, all: number) => (all === 0 ? 0 : (100 * part) / all)
  return {
    accuracy: percent(count('right', 'needless', 'left-alone'), verdicts.length),
    hit1: percent(count('right'), covered),
    hit3: percent(count('right', 'offered'), covered),
    wrong: percent(count('wrong'), covered),
    falseMatch: percent(count('false-match'), foreign),
    needless: percent(count('needless'), foreign),
  }
}

export const verdictsOf = (
  samples: readonly Sample[],
  thresholds: Thresholds,
  isFurther: (id: string) => boolean,
): Verdict[] => samples.map(({ message, scores }) => judge(message, decide(scores, thresholds), isFurther))

const mostWrong = 2
const mostFalse = 3
const margin = 0.05

export type Point = { readonly threshold: number; readonly figures: Figures }

/** The figures for each match threshold, with the choices wide open. */
export const matchCurve = (samples: readonly Sample[], isFurther: (id: string) => boolean): Point[] =>
  range(0.3, 0.9).map((match) => ({
    threshold: match,
    figures: figuresOf(verdictsOf(samples, { match, choices: 0 }, isFurther)),
  }))

/** The figures for each threshold of the choices. */
export const choicesCurve = (samples: readonly Sample[], match: number, isFurther: (id: string) => boolean): Point[] =>
  range(0, match).map((choices) => ({
    threshold: choices,
    figures: figuresOf(verdictsOf(samples, { match, choices }, isFurther)),
  }))

/**
 * Match: of the thresholds that keep wrong and false matches rare, and answer at most one message worse than the best of
 * them, the highest: what a single message decides is chance, and a question costs less than a wrong answer.
 * Choices: the highest threshold that still offers the right symptom as often as none at all does, less a margin, since a
 * new message may say less than the weakest of these.
 */
export function chooseThresholds(samples: readonly Sample[], isFurther: (id: string) => boolean): Thresholds {
  const curve = matchCurve(samples, isFurther)
  const safe = curve.filter(({ figures }) => figures.wrong <= mostWrong && figures.falseMatch <= mostFalse)
  const candidates = safe.length > 0 ? safe : curve.slice(-1)
  const top = Math.max(...candidates.map(({ figures }) => figures.accuracy))
  const oneMessage = 100 / samples.length + 1e-9
  const match = candidates.findLast(({ figures }) => figures.accuracy >= top - oneMessage)?.threshold ?? 0.5
  const offers = choicesCurve(samples, match, isFurther)
  const most = Math.max(...offers.map(({ figures }) => figures.hit3))
  const highest = offers.findLast(({ figures }) => figures.hit3 === most)?.threshold ?? 0
  return { match, choices: Math.max(0, Math.round((highest - margin) * 100) / 100) }
}

/** Each message judged with thresholds that were chosen without it, in `folds` parts. */
export function crossValidate(samples: readonly Sample[], folds: number, isFurther: (id: string) => boolean): Figures {
  const verdicts = range01(folds).flatMap((fold) => {
    const others = samples.filter((_, at) => at % folds !== fold)
    const own = samples.filter((_, at) => at % folds === fold)
    return verdictsOf(own, chooseThresholds(others, isFurther), isFurther)
  })
  return figuresOf(verdicts)
}

const range01 = (count: number): number[] => Array.from({ length: count }, (_, at) => at)
const range = (from: number, to: number): number[] =>
  range01(Math.round((to - from) * 100) + 1).map((at) => Math.round(from * 100 + at) / 100)
