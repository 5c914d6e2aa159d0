// What a run will be, as its seed says: who acts and when, how many processes there are, and how often what goes wrong.
import { employees, helpdesk } from './company.ts'
import { type FaultKind, type FaultRates, faultKinds, type Injection } from './faults.ts'
import { type Random, randomFrom } from './random.ts'

export type Act = {
  /** Names the act's own random numbers, so that leaving out others changes nothing in it. */
  readonly number: number
  /** Milliseconds after the beginning. */
  readonly at: number
  /** Which of the people. */
  readonly by: 'employee' | 'helpdesk'
  readonly which: number
  readonly says: boolean
}

export type Plan = {
  readonly seed: number
  readonly rates: FaultRates
  readonly injection?: Injection
  readonly acts: readonly Act[]
  /** Processes that are alive at the same time, on one store. */
  readonly processes: 1 | 2
  /** Is there a channel of the second tier, and one of the helpdesk? */
  readonly channels: 0 | 1 | 2
  /** Between two looks at a restart; longer than usual, so that a run has fewer of them. */
  readonly lookMs: number
}

export function planFrom(seed: number): Plan {
  const random = randomFrom(seed, 'plan')
  const crowd = random.pick([1, 1, 2, employees.length])
  return {
    seed,
    rates: ratesFrom(random),
    acts: actsFrom(random, crowd),
    processes: random.chance(0.35) ? 2 : 1,
    channels: random.chance(0.1) ? 0 : random.chance(0.5) ? 1 : 2,
    lookMs: random.pick([3_000, 10_000, 20_000, 20_000]),
  }
}

/** Some sides fail in some ways: where everything goes wrong, nothing comes far enough to go wrong in a new way. */
function ratesFrom(random: Random): FaultRates {
  const calm = random.chance(0.1)
  const sides = new Map<string, number>()
  const shareOf = (side: string): number => {
    const share = sides.get(side) ?? (calm ? 0 : random.pick([0, 0, 0.15, 0.4]))
    sides.set(side, share)
    return share
  }
  const kinds = faultKinds.filter((kind) => random.chance(shareOf(sideOf(kind))))
  return Object.fromEntries(kinds.map((kind) => [kind, rateOf(kind, random)]))
}

const sideOf = (kind: FaultKind): string => kind.split(' ')[0] ?? kind

/** As a probability, from seldom to often. Points of a process and calls of the store are many. */
function rateOf(kind: FaultKind, random: Random): number {
  if (sideOf(kind) === 'process') return random.spread(2, 40) / 1_000
  if (sideOf(kind) === 'store') return random.spread(5, 60) / 1_000
  if (lasting.includes(kind)) return random.spread(20, 200) / 1_000
  return random.spread(50, 600) / 1_000
}

/** What stays as it is once it has happened. */
const lasting: readonly FaultKind[] = ['teams blocked', 'teams conversation gone', 'card deleted', 'membership changes']

const minute = 60_000

function actsFrom(random: Random, crowd: number): Act[] {
  const acts: Act[] = []
  let at = 1_000
  const count = random.between(3, 18)
  for (let number = 0; number < count; number++) {
    const by = number < crowd || random.chance(0.7) ? 'employee' : 'helpdesk'
    const which = number < crowd ? number : random.between(0, (by === 'employee' ? crowd : helpdesk.length) - 1)
    acts.push({ number, at, by, which, says: number < crowd || random.chance(0.12) })
    at += gap(random)
  }
  return acts
}

function gap(random: Random): number {
  if (random.chance(0.65)) return random.spread(20, 5_000)
  return random.chance(0.85) ? random.spread(5_000, 2 * minute) : random.spread(2 * minute, 40 * minute)
}
