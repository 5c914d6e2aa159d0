// One step of a restart request that is due: decide, send once, look for the result. Called by src/worker.ts.
import { deadlineOf } from '../core/restart-request.ts'
import { decide } from './decide-restart.ts'
import { amend, type Due, move } from './move-restart.ts'
import { isLookedInto, lookInto } from './refused-restart.ts'
import { send } from './send-restart.ts'
import { reconcile, watch } from './watch-restart.ts'
import type { World } from './world.ts'

/** Takes the request one step further and saves it. */
export function followRestart(world: World, due: Due): Promise<unknown> {
  switch (due.record.state) {
    case 'requested':
      return unlessExpired(world, due, decide)
    case 'awaiting-approval':
      return unlessExpired(world, due, waitForHelpdesk)
    case 'approved':
      return unlessExpired(world, due, send)
    case 'sending':
      return isLookedInto(due.record.reason) ? lookInto(world, due, due.record.reason) : reconcile(world, due)
    case 'sent':
    case 'restarting':
      return watch(world, due)
    case 'done':
    case 'failed':
    case 'unknown':
    case 'declined':
    case 'withdrawn':
    case 'expired':
      return Promise.resolve()
  }
}

async function unlessExpired(
  world: World,
  due: Due,
  step: (world: World, due: Due) => Promise<unknown>,
): Promise<unknown> {
  const deadline = deadlineOf(due.record, world.times)
  if (!deadline || world.clock.now() < deadline.at) return step(world, due)
  return move(world, due, deadline.to, { reason: deadline.reason })
}

/** It is only looked at when its time is up. */
const waitForHelpdesk = (world: World, due: Due): Promise<unknown> =>
  amend(world, due, { dueAt: deadlineOf(due.record, world.times)?.at })
