// The runs into which faults are injected: a few in which, between them, people and the bot do everything that they do in any.
import type { SimDatabase } from './database.ts'
import type { FaultKind } from './faults.ts'
import { type Plan, planFrom } from './plan.ts'
import { simulate } from './simulate.ts'

export type Story = {
  readonly plan: Plan
  /** In how many places each kind of fault can happen. */
  readonly places: ReadonlyMap<FaultKind, number>
}

type Told = Story & { readonly deeds: ReadonlySet<string>; readonly length: number }

const looked = 500

/** Of the first seeds, without faults: whichever brings the most that is new, and the shortest of those, until none does. */
export async function chooseStories(database: SimDatabase): Promise<Story[]> {
  const told: Told[] = []
  for (let seed = 1; seed <= looked; seed++) told.push(await tell(database, seed))
  const chosen: Story[] = []
  const done = new Set<string>()
  const news = ({ deeds }: Told): number => [...deeds].filter((deed) => !done.has(deed)).length
  for (;;) {
    const best = told.reduce((one, other) =>
      news(other) > news(one) || (news(other) === news(one) && other.length < one.length) ? other : one,
    )
    if (news(best) === 0) return chosen
    for (const deed of best.deeds) done.add(deed)
    chosen.push(best)
  }
}

async function tell(database: SimDatabase, seed: number): Promise<Told> {
  const plan: Plan = { ...planFrom(seed), rates: {}, processes: 1 }
  const { places, steps } = await simulate(database, plan)
  return { plan, places, deeds: deedsIn(database), length: steps }
}

const deedsIn = ({ rows }: SimDatabase): Set<string> =>
  new Set(
    rows<{ deed: string }>(
      `select act || ' ' || outcome as deed from audit union select 'restart ' || state from restart_requests
       union select 'ticket ' || kind from ticket_events`,
    ).map(({ deed }) => deed),
  )
