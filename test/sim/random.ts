// Everything random of a run follows from its seed, in one stream for each purpose: what one purpose takes more or less of
// leaves the others as they were.

export type Random = {
  /** From 0 to below 1. */
  readonly next: () => number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** Small numbers as often as large ones: 1 to 10 comes up as often as 100 to 1000. */
  spread(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of them, as probable as its weight says. */
  weighted<T>(list: readonly T[], weightOf: (one: T) => number): T
  /** An id in the form of a GUID. */
  readonly id: () => string
}

export function randomFrom(seed: number, purpose: string): Random {
  const next = numbersFrom(hashOf(`${seed}:${purpose}`))
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(list: readonly T[]): T => {
    for (const one of list.slice(Math.floor(next() * list.length))) return one
    throw new Error('nothing to pick from')
  }
  return {
    next,
    between,
    pick,
    spread: (low, high) => Math.round(low * (high / low) ** next()),
    chance: (probability) => next() < probability,
    weighted: (list, weightOf) => {
      let left = next() * list.reduce((sum, one) => sum + weightOf(one), 0)
      return list.find((one) => (left -= weightOf(one)) < 0) ?? pick(list)
    },
    id: () => guidOf([next(), next(), next(), next()].map((one) => Math.floor(one * 2 ** 32))),
  }
}

/** The generator called mulberry32. */
function numbersFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The hash called FNV-1a. */
const hashOf = (text: string): number =>
  Array.from(text).reduce((hash, one) => Math.imul(hash ^ one.charCodeAt(0), 0x01000193), 0x811c9dc5) >>> 0

function guidOf(numbers: readonly number[]): string {
  const digits = numbers.map((number) => number.toString(16).padStart(8, '0')).join('')
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-')
}
