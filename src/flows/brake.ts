// Stops automatic restarts when they go wrong, and lets the helpdesk allow them again.
import { botDoer, type Deed, doneAudit, refusedAudit } from '../core/audited.ts'
import { putDelivery } from '../core/change.ts'
import { channelLane, type Delivery } from '../core/outbox.ts'
import { brakeRules, whyBrake } from '../core/policy/brake.ts'
import type { Screen } from '../core/screens.ts'
import { showBrake } from '../core/show-brake.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import { refuseStranger } from './as-helpdesk.ts'
import { type Click, doerOf, type World } from './world.ts'

const minute = 60_000
/** Of more than this in the window those that moved last tell enough. */
const mostRead = 500

const theBrake = { kind: 'brake', id: 'brake' } as const

const told = (how: Delivery['how']) => putDelivery({ shown: { kind: 'brake' }, how, lane: channelLane('helpdesk') })

/** Looks at the restarts of the last while, and pulls the brake if they call for it. */
export async function watchBrake(world: World): Promise<void> {
  const now = world.clock.now()
  const brake = await world.brakes.current()
  if (brake.why) return
  const since = new Date(now.getTime() - brakeRules.windowMinutes * minute)
  const why = whyBrake(await world.requests.movedSince(since, mostRead), brake, now)
  if (!why) return
  const pulled = { version: brake.version + 1, why, at: now, by: undefined }
  const saved = await world.store.commit([
    { put: 'brake', brake: pulled },
    told('post'),
    doneAudit({ act: 'brake-pulled', subject: theBrake, before: 'not-pulled', after: 'pulled' }, botDoer, now),
  ])
  if (saved.ok) world.log.warn({ event: 'brake-pulled', rule: why.rule })
}

/** Anybody of the helpdesk may. */
export async function liftBrake(world: World, click: Click): Promise<Screen> {
  const brake = await world.brakes.current()
  const before = brake.why ? 'pulled' : 'not-pulled'
  const deed: Deed = { act: 'brake-lifted', subject: theBrake, before, after: 'not-pulled' }
  const refusal = await refuseStranger(world, click, deed)
  if (refusal) return refusal
  const now = world.clock.now()
  if (!brake.why) {
    await world.store.commit([refusedAudit(deed, 'not-pulled', doerOf(click), now)])
    return showNotice(texts.brake.notPulled, 'default', [])
  }
  const lifted = { version: brake.version + 1, why: undefined, at: now, by: click.person }
  const saved = await world.store.commit([
    { put: 'brake', brake: lifted },
    told('update'),
    doneAudit(deed, doerOf(click), now),
  ])
  // Somebody else was first.
  if (!saved.ok) await world.store.commit([refusedAudit(deed, 'changed-meanwhile', doerOf(click), now)])
  return showBrake(await world.brakes.current(), '')
}
