// Makes a failing run smaller: which faults, and which acts of people, does it take to break the same rule?
import fc from 'fast-check'
import type { SimDatabase } from './database.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './run.ts'
import { runPlan } from './seeds.ts'

/** The smallest plan that was found, by leaving out one fault or act after the other. */
export async function shrink(database: SimDatabase, plan: Plan, rule: Rule): Promise<Plan> {
  const kinds = Object.entries(plan.rates)
  const flags = (list: readonly unknown[]) => fc.tuple<boolean[]>(...list.map(() => fc.boolean()))
  const all = (list: readonly unknown[]): boolean[] => list.map(() => true)
  const property = fc.asyncProperty(flags(kinds), flags(plan.acts), async (keptKinds, keptActs) => {
    const { broken } = await runPlan(database, partOf(plan, keptKinds, keptActs))
    return !broken.some((one) => one.rule === rule)
  })
  const { counterexample } = await fc.check(property, { numRuns: 1, examples: [[all(kinds), all(plan.acts)]] })
  const [keptKinds = [], keptActs = []] = counterexample ?? [all(kinds), all(plan.acts)]
  return partOf(plan, keptKinds, keptActs)
}

const partOf = (plan: Plan, keptKinds: readonly boolean[], keptActs: readonly boolean[]): Plan => ({
  ...plan,
  rates: Object.fromEntries(Object.entries(plan.rates).filter((_, at) => keptKinds[at])),
  acts: plan.acts.filter((_, at) => keptActs[at]),
})
