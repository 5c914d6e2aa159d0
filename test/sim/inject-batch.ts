// A process that injects faults for test/sim/inject.ts, a batch of them as often as it is asked.
import { openSimDatabase } from './database.ts'
import type { Injection } from './faults.ts'
import { answerBatches } from './in-processes.ts'
import type { Plan } from './plan.ts'
import { runPlan } from './seeds.ts'
import type { Broken } from './simulate.ts'

export type Injected = { readonly plan: Plan & { readonly injection: Injection } }
export type InjectedAnswer = {
  readonly seed: number
  readonly injection: Injection
  readonly broken: Broken | undefined
}

const database = await openSimDatabase()

answerBatches(async (batch: Injected[]) => {
  const answers: InjectedAnswer[] = []
  for (const { plan } of batch) {
    const { broken } = await runPlan(database, plan)
    answers.push({ seed: plan.seed, injection: plan.injection, broken: broken[0] })
  }
  return answers
})
