// Runs many seeds in this process, one after the other, and keeps of them what counts.
import type { SimDatabase } from './database.ts'
import { type Plan, planFrom } from './plan.ts'
import { type Broken, type Outcome, simulate } from './simulate.ts'

export type Failure = Broken & { readonly seed: number }

type Counts = Readonly<Record<string, number>>

export type Tally = {
  readonly seeds: number
  readonly steps: number
  readonly faults: Counts
  readonly came: Counts
  readonly failures: readonly Failure[]
}

export const nothingYet: Tally = { seeds: 0, steps: 0, faults: {}, came: {}, failures: [] }

/** From the first to the last, both included. */
export async function runSeeds(database: SimDatabase, first: number, last: number): Promise<Tally> {
  let tally = nothingYet
  for (let seed = first; seed <= last; seed++) {
    const { steps, faults, came, broken } = await runPlan(database, planFrom(seed))
    tally = together(tally, {
      seeds: 1,
      steps,
      faults: Object.fromEntries(faults),
      came,
      failures: broken.slice(0, 1).map((one) => ({ ...one, seed })),
    })
  }
  return tally
}

/** One run; a rejection that nobody handles breaks a rule, too. */
export async function runPlan(database: SimDatabase, plan: Plan): Promise<Outcome> {
  const unhandled: Broken[] = []
  const hear = (error: unknown): void => {
    unhandled.push({
      rule: 'I4',
      what: `nobody handled ${error instanceof Error ? String(error.stack) : String(error)}`,
    })
  }
  process.on('unhandledRejection', hear)
  try {
    const outcome = await simulate(database, plan)
    // Node tells of rejections only once it has nothing else to do.
    await new Promise((resolve) => setImmediate(resolve))
    return { ...outcome, broken: [...outcome.broken, ...unhandled] }
  } finally {
    process.off('unhandledRejection', hear)
  }
}

export const together = (one: Tally, other: Tally): Tally => ({
  seeds: one.seeds + other.seeds,
  steps: one.steps + other.steps,
  faults: sumOf(one.faults, other.faults),
  came: sumOf(one.came, other.came),
  failures: [...one.failures, ...other.failures],
})

function sumOf(one: Counts, other: Counts): Counts {
  const sum: Record<string, number> = { ...one }
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count
  return sum
}
