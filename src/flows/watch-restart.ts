// Looks for what became of a restart that was sent: in Graph's list of actions, the only place that knows.
import { deadlineOf, type RestartRequest } from '../core/restart-request.ts'
import { amend, type Due, fail, move } from './move-restart.ts'
import type { RestartProgress } from './ports.ts'
import { mostAttempts } from './send-restart.ts'
import type { World } from './world.ts'

/** Sent, but nobody heard whether it arrived. */
export async function reconcile(world: World, due: Due): Promise<unknown> {
  const { record } = due
  const progress = await progressOf(world, record)
  const now = world.clock.now()
  // One move a save: how it goes on is seen in the next round.
  if (progress.kind !== 'not-seen' && progress.kind !== 'unreadable') return move(world, due, 'sent', { dueAt: now })
  if (!isPast(world, record)) return amend(world, due, { dueAt: soon(world, world.times.lookForUnclear) })
  return isUnheard(record) && progress.kind === 'not-seen' && record.attempts < mostAttempts
    ? move(world, due, 'approved', { dueAt: now })
    : move(world, due, 'unknown', { reason: 'unclear-answer' })
}

/**
 * Did the process end before any answer came? Then Graph is not in doubt, only whether the POST ever left; and its list,
 * read after it had time to catch up, says that it did not. An answer that was unclear puts Graph's own word in doubt.
 */
const isUnheard = ({ reason }: RestartRequest): boolean => reason === undefined

/** Accepted: followed to its end. */
export async function watch(world: World, due: Due): Promise<unknown> {
  const { record } = due
  const progress = await progressOf(world, record)
  switch (progress.kind) {
    case 'done':
      return move(world, due, 'done')
    case 'failed':
      return fail(world, due, 'action-failed')
    case 'active':
      return record.state === 'sent' && !isPast(world, record)
        ? move(world, due, 'restarting', { dueAt: soon(world, world.times.look) })
        : keepWatching(world, due)
    case 'pending':
    case 'not-seen':
    case 'unreadable':
      return keepWatching(world, due)
  }
}

function keepWatching(world: World, due: Due): Promise<unknown> {
  return isPast(world, due.record)
    ? move(world, due, 'unknown', { reason: 'not-confirmed' })
    : // Nothing that the person sees has changed.
      amend(world, due, { dueAt: soon(world, world.times.look) })
}

function isPast(world: World, record: RestartRequest): boolean {
  const deadline = deadlineOf(record, world.times)
  return deadline !== undefined && world.clock.now() >= deadline.at
}

const soon = (world: World, wait: number): Date => new Date(world.clock.now().getTime() + wait)

const progressOf = (world: World, { cloudPc, sentAt, since }: RestartRequest): Promise<RestartProgress> =>
  world.devices.progress(cloudPc.id, sentAt ?? since)
