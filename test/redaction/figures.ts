// How well secrets and names are masked: which were found, which masks were none, and which codes and ids were lost.
import { masker } from '../../src/core/redact/redact.ts'
import { configuredNames, type Sample, type Span } from './samples.ts'

export type Figures = {
  readonly texts: number
  readonly kinds: number
  /** Spans that had to go, and those of them that are gone to the last letter. */
  readonly wanted: number
  readonly found: number
  /** Masks, and those that stand where something had to go or may go. */
  readonly masked: number
  readonly right: number
  /** Codes, ids, times and versions outside of secrets, and those that were lost. */
  readonly codes: number
  readonly lost: number
  readonly faults: readonly Fault[]
}

export type Fault = { readonly id: string; readonly what: 'missed' | 'needless' | 'lost'; readonly text: string }

const pieces = masker(configuredNames)

export function figuresOf(samples: readonly Sample[]): Figures {
  const results = samples.map(judge)
  const sum = (of: (result: ReturnType<typeof judge>) => number) => results.reduce((all, one) => all + of(one), 0)
  return {
    texts: samples.length,
    kinds: new Set(samples.map(({ kind }) => kind)).size,
    wanted: sum(({ wanted }) => wanted),
    found: sum(({ found }) => found),
    masked: sum(({ masked }) => masked),
    right: sum(({ right }) => right),
    codes: sum(({ codes }) => codes),
    lost: sum(({ lost }) => lost),
    faults: results.flatMap(({ faults }) => faults),
  }
}

function judge({ id, plain, spans }: Sample) {
  const faults: Fault[] = []
  const masks = maskedIn(plain)
  const wanted = spans.filter(({ label }) => label === 'goes')
  const missed = wanted.filter((span) => wordsOutside(plain, span, masks))
  const needless = masks.filter((mask) => !isRight(mask, spans))
  const ids = [...codesIn(plain), ...spans.filter(({ label }) => label === 'stays')].filter(
    (code) => !spans.some((span) => span.label !== 'stays' && overlap(code, span) > 0),
  )
  const lost = ids.filter((code) => masks.some((mask) => overlap(code, mask) > 0))
  const textOf = ({ from, to }: Range) => plain.slice(from, to)
  faults.push(
    ...missed.map((span) => ({ id, what: 'missed', text: textOf(span) }) as const),
    ...needless.map((span) => ({ id, what: 'needless', text: textOf(span) }) as const),
    ...lost.map((span) => ({ id, what: 'lost', text: textOf(span) }) as const),
  )
  return {
    wanted: wanted.length,
    found: wanted.length - missed.length,
    masked: masks.length,
    right: masks.length - needless.length,
    codes: ids.length,
    lost: lost.length,
    faults,
  }
}

type Range = Pick<Span, 'from' | 'to'>

function maskedIn(plain: string): Range[] {
  let at = 0
  return pieces(plain).flatMap(({ text, shows }) => {
    const range = { from: at, to: at + text.length }
    at = range.to
    return shows === undefined ? [] : [range]
  })
}

const overlap = (a: Range, b: Range): number => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))

/** Is a letter or a digit of the span left? */
function wordsOutside(plain: string, { from, to }: Range, masks: readonly Range[]): boolean {
  return Array.from({ length: to - from }, (_, at) => from + at).some(
    (at) => /[\p{L}\p{N}]/u.test(plain[at] ?? '') && !masks.some((mask) => mask.from <= at && at < mask.to),
  )
}

/** At least half of it had to go or may go, and nothing that stays by name is in it. */
function isRight(mask: Range, spans: readonly Span[]): boolean {
  const good = spans.filter(({ label }) => label !== 'stays').reduce((all, span) => all + overlap(mask, span), 0)
  return 2 * good >= mask.to - mask.from && !spans.some((span) => span.label === 'stays' && overlap(mask, span) > 0)
}

/** Error codes, ids, times and versions, as a reader would find them. */
const codePatterns = [
  /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi,
  /\b0x[\da-f]+\b/gi,
  /\b(?:AADSTS|CAA|IDX|MSIS|KB|ERR)[\dA-F]{2,}\b/g,
  /\b\d{4}-\d\d-\d\dT[\d:.]+Z?/g,
  /\b\d{1,2}\.\d{1,2}\.\d{4,5}\.\d{1,5}\b/g,
  /(?<=\b(?:error|code|event|fehlercode)(?: id)?[: ]{1,3})\d{2,8}\b/gi,
]

export const codesIn = (text: string): Range[] =>
  codePatterns.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ 0: match, index }) => ({ from: index, to: index + match.length })),
  )
