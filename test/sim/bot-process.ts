// The life of one process of the bot: every call that it makes passes here twice, on its way out and back, and at each of
// these points it may stand still for a while, or end, with all that it was about to do.
import type { Faults } from './faults.ts'
import type { Random } from './random.ts'
import type { VirtualTime } from './virtual-time.ts'

export type BotProcess = {
  readonly name: string
  isAlive(): boolean
  /** When it last went on after it had stood still. */
  wentOnAt(): number
  /** When its database failed it last. */
  failedAt(): number
  noteFailure(): void
  /** Calls that have not come back yet. */
  underWay(): number
  end(): void
  /** Resolves after so long, but never in a process that has ended. */
  readonly wait: (ms: number) => Promise<void>
  /** Does it then, unless the process has ended by that time. */
  later(ms: number, work: () => void): void
  /** A call, with these two points around it. */
  call<Result>(what: string, work: () => Promise<Result>): Promise<Result>
}

export type ProcessParts = {
  readonly time: VirtualTime
  readonly random: Random
  readonly faults: Faults
  readonly trace: (line: string) => void
  readonly ended: (process: BotProcess) => void
}

/** A machine is made to stand still at most this long, and not again for a while. */
const longestStill = 40_000
const betweenStills = 180_000

export function startProcess(name: string, { time, random, faults, trace, ended }: ProcessParts): BotProcess {
  let alive = true
  let goesOnAt = -Infinity
  let failedAt = -Infinity
  let underWay = 0

  function end(): void {
    if (!alive) return
    alive = false
    ended(process)
  }

  function later(ms: number, work: () => void): void {
    time.at(time.now() + ms, () => {
      if (!alive) return
      if (time.now() >= goesOnAt) work()
      else later(goesOnAt - time.now(), work)
    })
  }

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      later(ms, resolve)
    })

  /** Whether it goes on from here is seen when it does. */
  function point(where: string): Promise<void> {
    if (alive && faults.happen('process killed')) {
      trace(`${name} ends ${where}`)
      end()
    } else if (alive && time.now() > goesOnAt + betweenStills && faults.happen('process stands still')) {
      goesOnAt = time.now() + random.spread(500, longestStill)
      trace(`${name} stands still ${where}, for ${goesOnAt - time.now()} ms`)
    }
    return wait(random.chance(0.7) ? 0 : random.between(1, 4))
  }

  const process: BotProcess = {
    name,
    isAlive: () => alive,
    wentOnAt: () => goesOnAt,
    failedAt: () => failedAt,
    noteFailure: () => {
      failedAt = time.now()
    },
    underWay: () => underWay,
    end,
    wait,
    later,
    async call(what, work) {
      underWay += 1
      await point(`before ${what}`)
      try {
        const result = await work()
        await point(`after ${what}`)
        return result
      } catch (error) {
        await point(`after ${what}`)
        throw error
      } finally {
        underWay -= 1
      }
    },
  }
  return process
}
