// How much one person may send in how long. Whoever sends more is told so once, and then not heard until they paused.

export type AllowanceRules = {
  /** So much at once. */
  readonly most: number
  /** And one more after each of these, in milliseconds. */
  readonly everyMs: number
}

export type Allowance = {
  readonly left: number
  /** When that was so, in milliseconds. */
  readonly at: number
  /** Told since they last had half of it left. */
  readonly told: boolean
}

export type Draw = { readonly allowance: Allowance; readonly verdict: 'fine' | 'tell' | 'ignore' }

/** One thing more. `before` is undefined for somebody who sent nothing lately. */
export function draw(before: Allowance | undefined, { most, everyMs }: AllowanceRules, now: number): Draw {
  const { left, at, told } = before ?? { left: most, at: now, told: false }
  const refilled = Math.min(most, left + Math.max(0, now - at) / everyMs)
  if (refilled >= 1)
    return { allowance: { left: refilled - 1, at: now, told: told && refilled < most / 2 }, verdict: 'fine' }
  return { allowance: { left: refilled, at: now, told: true }, verdict: told ? 'ignore' : 'tell' }
}
