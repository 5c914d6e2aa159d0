// What is for the helpdesk alone: the membership is asked of Graph at that moment, and whoever is refused is written down.
import { type Deed, memberRule, refusedAudit } from '../core/audited.ts'
import type { Screen } from '../core/screens.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import { type Click, doerOf, type World } from './world.ts'

/** Why this person may not do it; undefined for members. */
export async function refuseStranger(world: World, click: Click, deed: Deed): Promise<Screen | undefined> {
  const member = await world.people.isHelpdesk(click.person.id, 'now')
  world.log.info({ event: 'helpdesk-act', person: click.person.id, act: deed.act, outcome: member })
  if (member === 'yes') return undefined
  await world.store.commit([refusedAudit(deed, memberRule(member), doerOf(click), world.clock.now())])
  return showNotice(member === 'unknown' ? texts.setUp.unknown : texts.setUp.notAllowed, 'warning')
}
