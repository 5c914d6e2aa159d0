// Looks at what is due, in loops that do not wait for each other: restarts, deliveries, and upkeep. A round that fails is
// logged, and the next one tries again.
import { watchBrake } from './flows/brake.ts'
import { deliverDue } from './flows/deliver.ts'
import { followRestart } from './flows/follow-restart.ts'
import type { Pace } from './flows/pace.ts'
import type { LogEvent } from './flows/ports.ts'
import { remindOfAgeing } from './flows/remind.ts'
import type { World } from './flows/world.ts'

export type Worker = { start(): void; wake(): void; stop(): Promise<void> }

/** Never looks by itself: whoever has it calls the rounds. */
export const idleWorker: Worker = { start: () => undefined, wake: () => undefined, stop: () => Promise.resolve() }

/** Requests at once, so that one that Graph keeps waiting does not hold up the others. */
const atOnce = 5

/** `world` is asked for late, since the world itself holds the worker's `wake`. */
export function createWorker(world: () => World, { look, upkeep, removal }: Pace): Worker {
  const loops = [
    loop(() => followDue(world()), look),
    loop((goesOn) => deliverAll(world(), goesOn), look),
    loop(() => keepUp(world()), upkeep),
    loop(() => removeOld(world()), removal),
  ]
  return {
    start: () => {
      loops.forEach((one) => {
        one.start()
      })
    },
    wake: () => {
      loops.slice(0, 2).forEach((one) => {
        one.wake()
      })
    },
    stop: async () => {
      await Promise.all(loops.map((one) => one.stop()))
    },
  }
}

/** Runs a round, then again after a pause, or at once where it was woken meanwhile. `goesOn` is false once it is to stop. */
function loop(round: (goesOn: () => boolean) => Promise<void>, pause: number): Worker {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let again = false
  let stopped = true

  const run = (): void => {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    clearTimeout(timer)
    running = round(() => !stopped).finally(() => {
      running = undefined
      if (stopped) return
      timer = setTimeout(run, again ? 0 : pause)
      again = false
    })
  }
  return {
    start: () => {
      stopped = false
      run()
    },
    wake: run,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** One round: a few of the restart requests that are due. */
export async function followDue(world: World): Promise<void> {
  await guarded(world, { event: 'restart-round-failed' }, async () => {
    const now = world.clock.now()
    const due = await world.requests.lease(now, new Date(now.getTime() + world.pace.restartLease), atOnce)
    await Promise.all(
      due.map(({ record, fence }) =>
        followRestart(world, { record, fence }).catch((error: unknown) => {
          world.log.error({ event: 'restart-step-failed', request: record.id, outcome: record.state }, error)
        }),
      ),
    )
    if (due.length > 0) world.wake()
  })
}

/** Rounds until nothing is due any more, or until it is to go on no longer: what is left waits for the next start. */
export async function deliverAll(world: World, goesOn: () => boolean = () => true): Promise<void> {
  await guarded(world, { event: 'delivery-round-failed' }, async () => {
    while (goesOn() && (await deliverDue(world)) > 0);
  })
}

export async function keepUp(world: World): Promise<void> {
  await guarded(world, { event: 'upkeep-failed' }, async () => {
    await watchBrake(world)
    await remindOfAgeing(world)
  })
}

/** What is older than the administrator wants to keep goes. */
async function removeOld(world: World): Promise<void> {
  await guarded(world, { event: 'removal-failed' }, async () => {
    await world.retention.removeOld(world.clock.now())
  })
}

async function guarded(world: World, failure: LogEvent, round: () => Promise<void>): Promise<void> {
  try {
    await round()
  } catch (error) {
    world.log.error(failure, error)
  }
}
