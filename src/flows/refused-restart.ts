// Graph refused a restart because the Cloud PC is busy, or not there: what is behind that is looked up once, nothing is sent.
import type { RestartReason } from '../core/restart-request.ts'
import { type Due, fail, move } from './move-restart.ts'
import type { World } from './world.ts'

type Refusal = 'busy' | 'not-found'

/** Other refusals say all there is to know. */
export const isLookedInto = (reason: RestartReason | undefined): reason is Refusal =>
  reason === 'busy' || reason === 'not-found'

export const lookInto = (world: World, due: Due, refusal: Refusal): Promise<unknown> =>
  refusal === 'busy' ? joinOrFail(world, due) : findOut(world, due)

/** A restart that began a short while ago is what the person wants: it is followed as if it were this one. */
async function joinOrFail(world: World, due: Due): Promise<unknown> {
  const now = world.clock.now()
  const since = new Date(now.getTime() - world.times.joined)
  const progress = await world.devices.progress(due.record.cloudPc.id, since)
  const isOpen = progress.kind === 'pending' || progress.kind === 'active'
  // The list allows for clocks that differ; this limit does not.
  if (!isOpen || progress.startedAt < since) return fail(world, due, 'busy')
  const dueAt = new Date(now.getTime() + world.times.look)
  // The cool-down counts from when it began.
  return move(world, due, 'sent', { reason: 'busy', sentAt: earlier(progress.startedAt, now), dueAt })
}

/** Is the Cloud PC gone, or somebody else's? */
async function findOut(world: World, due: Due): Promise<unknown> {
  const { person, cloudPc } = due.record
  const owned = await world.devices.ownedBy(person.id)
  if (!owned.ok || owned.devices.some(({ id }) => id === cloudPc.id)) return fail(world, due, 'not-found')
  switch (await world.devices.exists(cloudPc.id)) {
    case 'yes':
      return fail(world, due, 'reassigned')
    case 'no':
      return fail(world, due, 'removed')
    case 'unknown':
      return fail(world, due, 'not-found')
  }
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other)
