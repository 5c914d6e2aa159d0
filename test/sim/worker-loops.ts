// The rounds of src/worker.ts in virtual time, but for the one that deletes what is a month old. A loop that would find
// nothing due is not run: it sleeps until something is.
import type { World } from '../../src/flows/world.ts'
import { deliverAll, followDue, keepUp } from '../../src/worker.ts'
import type { BotProcess } from './bot-process.ts'
import type { Random } from './random.ts'
import type { Run } from './run.ts'

export type Loops = {
  start(): void
  /** A round at once, as after each turn. */
  wake(): void
  /** Something may be due sooner than was known. */
  look(): void
}

/** When the first restart request, and the first delivery, is due. */
export type NextDue = { readonly request: () => number; readonly delivery: () => number }

const second = 1_000
const minute = 60 * second

export function loopsOf(run: Run, process: BotProcess, world: () => World, nextDue: NextDue): Loops {
  const random = run.randomFor(`loops of ${process.name}`)
  const loop = (name: string, round: () => Promise<void>, pause: number, due: () => number) =>
    loopOf(run, process, random, { name, round, pause, due })
  const due = [
    loop('followDue', () => followDue(world()), second, nextDue.request),
    loop('deliverAll', () => deliverAll(world()), second, nextDue.delivery),
  ]
  const upkeep = loop(
    'keepUp',
    () => keepUp(world()),
    minute,
    () => run.time.now() + upkeepEvery(run),
  )
  const all = (loops: readonly Loops[], act: keyof Loops) => {
    for (const one of loops) one[act]()
  }
  return {
    start: () => {
      all([...due, upkeep], 'start')
    },
    wake: () => {
      all(due, 'wake')
    },
    look: () => {
      all(due, 'look')
    },
  }
}

/** Seldom in the long hours after the last act, since nothing happens in them. */
const upkeepEvery = ({ isCalm }: Run): number => (isCalm() ? 40 : 3) * minute

type Rounds = {
  readonly name: string
  readonly round: () => Promise<void>
  readonly pause: number
  readonly due: () => number
}

function loopOf(run: Run, process: BotProcess, random: Random, { name, round, pause, due }: Rounds): Loops {
  let running = false
  let again = false
  /** The next round may begin then, and shall begin then. */
  let [earliest, planned] = [0, Infinity]
  let plan = 0

  function begin(): void {
    plan += 1
    planned = Infinity
    running = true
    again = false
    round().then(ended, (error: unknown) => {
      run.broken('I4', `the round ${name} threw ${String(error)}`)
      ended()
    })
  }

  function ended(): void {
    running = false
    earliest = run.time.now() + pause
    if (again) planFor(run.time.now())
    else look()
  }

  function look(): void {
    if (running) return
    const at = due()
    if (at === Infinity) return
    // A round comes once a second, and finds what has become due meanwhile.
    const next = at < earliest ? earliest : at + random.between(0, second)
    if (next < planned) planFor(next)
  }

  function planFor(at: number): void {
    planned = at
    plan += 1
    const mine = plan
    process.later(at - run.time.now(), () => {
      if (mine === plan) begin()
    })
  }

  const wake = (): void => {
    if (running) again = true
    else begin()
  }
  return { start: begin, wake, look }
}
