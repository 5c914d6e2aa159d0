// One run: the bot, its far sides and the people of a plan, from the first act until nothing is left to do.
import { channelLane } from '../../src/core/outbox.ts'
import { type RestartTimes, times as usualTimes } from '../../src/core/restart-request.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { startProcess } from './bot-process.ts'
import { watchTexts } from './canaries.ts'
import { helpdesk, tenant } from './company.ts'
import type { SimDatabase } from './database.ts'
import { type FarGraph, startGraph } from './far-graph.ts'
import { type FarTeams, startTeams } from './far-teams.ts'
import { type FaultKind, startFaults } from './faults.ts'
import { checkEnding } from './final-checks.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { checkHearing } from './hearing.ts'
import { watchMessages } from './message-ledger.ts'
import { pressNew, scheduleActs } from './people-at-work.ts'
import type { Plan } from './plan.ts'
import { type Surroundings, worldOf } from './process-world.ts'
import { randomFrom } from './random.ts'
import { watchRestarts } from './restart-ledger.ts'
import type { Rule, Run } from './run.ts'
import type { NextDue } from './worker-loops.ts'
import { startVirtualTime, type VirtualTime } from './virtual-time.ts'

export type Broken = { readonly rule: Rule; readonly what: string }

export type Outcome = {
  readonly broken: readonly Broken[]
  readonly trace: readonly string[]
  /** Events of virtual time. */
  readonly steps: number
  readonly faults: ReadonlyMap<FaultKind, number>
  /** In how many places each kind could have happened. */
  readonly places: ReadonlyMap<FaultKind, number>
  /** What came about: restart requests by their ends, POSTs, tickets, cards. */
  readonly came: Readonly<Record<string, number>>
}

const begin = Date.UTC(2026, 8, 7, 8, 0)
const hour = 3_600_000
/** What is tried for a day is given up by then. */
const longestRest = 60 * hour
const mostSteps = 50_000
const rules = { cooldownMinutes: 30, dailyCap: 3 }

export async function simulate(database: SimDatabase, plan: Plan): Promise<Outcome> {
  database.empty()
  const state = { steps: 0, isCalm: false, broken: [] as Broken[], trace: [] as string[] }
  const time = startVirtualTime(begin, randomFrom(plan.seed, 'order').next, () => {
    state.steps += 1
  })
  const faults = startFaults(plan.rates, (purpose) => randomFrom(plan.seed, purpose), plan.injection)
  const run: Run = {
    time,
    faults,
    isCalm: () => state.isCalm,
    randomFor: (purpose) => randomFrom(plan.seed, purpose),
    trace: (line) => void state.trace.push(`${clockTime(time)} ${line}`),
    broken: (rule, what) => void state.broken.push({ rule, what }),
  }
  const isBroken = (): boolean => state.broken.length > 0 || state.steps > mostSteps
  const bot = await startBot(run, database, plan)
  scheduleActs({ run, ...bot, answered: bot.answered }, plan.acts)
  const lastAct = begin + (plan.acts.at(-1)?.at ?? 0) + 5_000
  await time.run(() => isBroken() || time.now() > lastAct)
  faults.heal()
  bot.teams.heal()
  state.isCalm = true
  run.trace('all is well from here on')
  const rest = restOf(database, bot.fleet)
  await time.run(() => isBroken() || time.now() > lastAct + longestRest || rest())
  if (!rest() && state.broken.length === 0) run.broken('I2', 'it never comes to rest')
  if (!isBroken()) await bot.check()
  return { ...state, faults: faults.counts, places: faults.places, came: bot.came() }
}

const clockTime = (time: VirtualTime): string => new Date(time.now()).toISOString().slice(8, 23).replace('T', ' ')

/** Nothing is due any more, and nobody is at anything. */
const restOf =
  ({ rows }: SimDatabase, fleet: Fleet) =>
  (): boolean => {
    const members = fleet.alive()
    if (members.length === 0 || members.some(({ process }) => process.underWay() > 0)) return false
    return (
      rows('select 1 from outbox union all select 1 from restart_requests where due_at is not null limit 1').length ===
      0
    )
  }

async function startBot(run: Run, database: SimDatabase, plan: Plan) {
  const times: RestartTimes = { ...usualTimes, look: plan.lookMs }
  const texts = watchTexts(run, tenant.people, () => graph)
  const teams: FarTeams = startTeams(run, (card, screen) => {
    texts.shown(card.place.conversation, screen)
    if (card.faces.length === 1) pressNew({ run, fleet, teams, answered: texts.answered }, card)
  })
  const messages = watchMessages(run, database, () => teams)
  const restarts = watchRestarts(
    run,
    database,
    () => graph,
    { rules, times },
    (request) => {
      checkHearing(run, database, teams, messages, request)
    },
  )
  const graph: FarGraph = startGraph(run, tenant, restarts)
  const around: Surroundings = {
    db: database.db,
    rules,
    times,
    devices: graph.devices,
    people: graph.people,
    notifier: messages.notifier,
    log: texts.log,
    isHeld: (name, fence) => database.rows('select 1 from outbox where name = ? and fence = ?', name, fence).length > 0,
    watch: {
      ...messages,
      committed: (process, changes) => {
        restarts.committed(process, changes)
        fleet.look()
      },
      delivered: (process, waiting, delivered) => {
        messages.delivered(process, waiting, delivered)
        restarts.committed(process, delivered.changes)
        fleet.look()
      },
      putOff: (process, waiting) => {
        messages.putOff(process, waiting)
        fleet.look()
      },
    },
  }
  await setUp(database, plan)
  const fleet = startFleet(run, around, nextDueIn(database), plan.processes)
  return {
    teams,
    fleet,
    answered: texts.answered,
    came: () => ({ ...cameIn(database), POSTs: restarts.posts(), cards: teams.cards.length }),
    check: () => {
      const reader = {
        ...startProcess('reader', { ...run, random: run.randomFor('reader'), ended: () => undefined }),
        call,
      }
      const world = worldOf(run, { ...around, people: graph.peopleNow }, reader, () => undefined)
      return checkEnding({ run, database, world, teams, messages }, { posts: restarts.posts(), cuts: cutsOf(run) })
    },
  }
}

/** Without any waiting. */
const call = <Result>(_what: string, work: () => Promise<Result>): Promise<Result> => work()

const cameIn = ({ rows }: SimDatabase): Record<string, number> =>
  Object.fromEntries(
    rows<{ what: string; count: number }>(
      `select 'restarts ' || state as what, count(*) as count from restart_requests group by state
       union all select 'tickets ' || state, count(*) from tickets group by state`,
    ).map(({ what, count }) => [what, count]),
  )

/** How often something may have come between a send that was noted and its POST. */
const cutsOf = ({ faults }: Run): number =>
  (['process killed', 'process stands still', 'store answer lost', 'store slow'] as const)
    .map((kind) => faults.counts.get(kind) ?? 0)
    .reduce((sum, count) => sum + count, 0)

async function setUp({ db }: SimDatabase, { channels: count }: Plan): Promise<void> {
  const [ben] = helpdesk
  const kinds = ['helpdesk', 'second-tier'] as const
  if (ben)
    for (const kind of kinds.slice(0, count))
      await conversationsIn(db).setChannel(kind, channelLane(kind), ben, new Date(begin))
}

/** A lane is due when all that is in it is: as src/store/outbox.ts says. */
const nextDueIn = ({ rows }: SimDatabase): NextDue => {
  const first = (query: string) => (): number => rows<{ at: number | null }>(query)[0]?.at ?? Infinity
  return {
    request: first('select min(due_at) as at from restart_requests'),
    delivery: first('select max(due_at) as at from outbox group by lane order by at limit 1'),
  }
}
