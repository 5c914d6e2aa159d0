// Looks at due restart requests, one round at a time; a round that fails is logged and the next one tries again.
import { followRestart } from './flows/follow-restart.ts'
import type { World } from './flows/world.ts'

export type Worker = { start(): void; wake(): void; stop(): Promise<void> }

const pause = 1000
const batch = 20

/** Never looks by itself: whoever has it calls runDue. */
export const idleWorker: Worker = { start: () => undefined, wake: () => undefined, stop: () => Promise.resolve() }

/** `world` is asked for late, since the world itself holds the worker's `wake`. */
export function createWorker(world: () => World): Worker {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let again = false
  let stopped = true

  const round = (): void => {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    clearTimeout(timer)
    running = runDue(world()).finally(() => {
      running = undefined
      if (stopped) return
      timer = setTimeout(round, again ? 0 : pause)
      again = false
    })
  }
  return {
    start: () => {
      stopped = false
      round()
    },
    wake: round,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** One round: every request that is due, one after the other. */
export async function runDue(world: World): Promise<void> {
  try {
    for (const request of await world.requests.due(world.clock.now(), batch)) {
      try {
        await followRestart(world, request)
      } catch (error) {
        world.log.error({ event: 'restart-step-failed', request: request.id, outcome: request.state }, error)
      }
    }
  } catch (error) {
    world.log.error({ event: 'worker-round-failed' }, error)
  }
}
