// Chance that can be had again: the same seed, the same run of numbers.

export type Dice = {
  /** From 0 to below 1. */
  next(): number
  /** True once in so many times, on average. */
  oneIn(times: number): boolean
  /** Of at least one. */
  pick<const T extends readonly [unknown, ...unknown[]]>(among: T): T[number]
  shuffled<T>(all: readonly T[]): T[]
  /** A wait until something that happens once in `mean` milliseconds, whenever it happened last. */
  gap(mean: number): number
}

/** The mulberry32 generator. */
export function diceOf(seed: number): Dice {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    oneIn: (times) => next() < 1 / times,
    pick: (among) => among[Math.floor(next() * among.length)] ?? among[0],
    shuffled: (all) =>
      all
        .map((one) => ({ one, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
    gap: (mean) => -Math.log(1 - next()) * mean,
  }
}
