// Stops automatic restarts when they go wrong, and lets the helpdesk allow them again.
import { botDoer, type Doer, putAudit } from '../core/audited.ts'
import { type Change, putDelivery } from '../core/change.ts'
import { channelLane, type Delivery } from '../core/outbox.ts'
import { brakeRules, whyBrake } from '../core/policy/brake.ts'
import type { Screen } from '../core/screens.ts'
import { showBrake } from '../core/show-brake.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import { type Click, doerOf, type World } from './world.ts'

const minute = 60_000
/** More than this in the window pulls the brake anyway. */
const mostRead = 500

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
    brakeAudit('brake-pulled', undefined, botDoer, now),
  ])
  if (saved.ok) world.log.warn({ event: 'brake-pulled', rule: why.rule })
}

/** Anybody of the helpdesk may. */
export async function liftBrake(world: World, click: Click): Promise<Screen> {
  const { person } = click
  const member = await world.people.isHelpdesk(person.id, 'now')
  world.log.info({ event: 'brake-lift', person: person.id, outcome: member })
  if (member !== 'yes')
    await world.store.commit([brakeAudit('brake-lifted', 'not-helpdesk', doerOf(click), world.clock.now())])
  if (member === 'unknown') return showNotice(texts.setUp.unknown, 'warning')
  if (member === 'no') return showNotice(texts.setUp.notAllowed, 'warning')
  const brake = await world.brakes.current()
  if (!brake.why) return showNotice(texts.brake.notPulled, 'default', [])
  const now = world.clock.now()
  const lifted = { version: brake.version + 1, why: undefined, at: now, by: person }
  await world.store.commit([
    { put: 'brake', brake: lifted },
    told('update'),
    brakeAudit('brake-lifted', undefined, doerOf(click), now),
  ])
  return showBrake(await world.brakes.current(), '')
}

const brakeAudit = (act: 'brake-pulled' | 'brake-lifted', rule: string | undefined, doer: Doer, at: Date): Change =>
  putAudit({
    at,
    actor: doer.id,
    act,
    outcome: rule === undefined ? 'done' : 'refused',
    rule,
    subject: { kind: 'brake', id: 'brake' },
    before: undefined,
    after: undefined,
    surface: doer.surface,
  })
