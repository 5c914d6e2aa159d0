// What all parts of one run share: its time, its random numbers, its faults, and where they tell what happens.
import type { Faults } from './faults.ts'
import type { Random } from './random.ts'
import type { VirtualTime } from './virtual-time.ts'

export type Run = {
  readonly time: VirtualTime
  readonly faults: Faults
  /** Is all healed, and nobody acts any more? */
  readonly isCalm: () => boolean
  /** A stream of random numbers for this purpose. */
  readonly randomFor: (purpose: string) => Random
  /** Notes what happened, for those who replay the run. */
  readonly trace: (line: string) => void
  /** Something was broken that always has to hold. */
  readonly broken: (rule: Rule, what: string) => void
}

/** What is held; docs/reliability.md says each of them in full. */
export type Rule = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'audit' | 'limits' | 'retry-after' | 'own act' | 'versions'

/** What the run itself did to the bot; whoever meets any other error has found a fault of the bot. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault'
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}
