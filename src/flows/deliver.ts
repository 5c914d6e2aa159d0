// Sends what waits in the outbox: makes each card from the state as it is now, keeps within Teams' limits, and notes
// what came of it. Called by src/worker.ts.
import { type Change, putDelivery } from '../core/change.ts'
import { afterSend, isSpent, troubleOf, type WhyGivenUp } from '../core/delivery.ts'
import { type Delivery, ownerOfLane, ownTicketDelivery, restartDelivery, type Shown } from '../core/outbox.ts'
import type { CardPlace } from '../core/people.ts'
import { botLimits, conversationLimits, freeAt } from '../core/rate-limit.ts'
import type { Screen } from '../core/screens.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import { pointerTo, screenOf } from './delivered-screens.ts'
import type { Delivered, Leased, PostAnswer, SendFailure, TicketVersion, UpdateAnswer, Waiting } from './ports.ts'
import { afterUndeliverable } from './undeliverable.ts'
import type { World } from './world.ts'

/** What is sent later than this may still be on its way when the lease ends. */
const sentWithinMs = 2_000
/** As many lanes at once, so that one that hangs does not hold up the others. */
const atOnce = 10

/** Sends what is due; answers how much there was. */
export async function deliverDue(world: World): Promise<number> {
  const now = world.clock.now()
  const leased = await world.outbox.lease(now, new Date(now.getTime() + world.pace.deliveryLease), atOnce)
  await Promise.all(
    leased.map((waiting) =>
      deliver(world, waiting, new Date(now.getTime() + sentWithinMs)).catch((error: unknown) => {
        world.log.error({ event: 'delivery-failed', card: waiting.record.name }, error)
      }),
    ),
  )
  return leased.length
}

async function deliver(world: World, leased: Leased<Waiting>, latest: Date): Promise<void> {
  const { record, fence } = leased
  const { shown } = record.delivery
  if (isSpent(record.troubles)) return end(world, leased, await afterUndeliverable(world, record.delivery, 'too-often'))
  const target = await targetOf(world, record)
  const told = await toBeTold(world, shown)
  const whole = await screenOf(world, record.delivery)
  // There is nothing to show any more.
  if (!whole) return end(world, leased, {})
  if (!target) return end(world, leased, await withoutTarget(world, record))
  const now = world.clock.now()
  const free = await world.outbox.reserve(record.delivery.lane, now, (inLane, inAll) =>
    Math.max(freeAt(inLane, conversationLimits, now.getTime()), freeAt(inAll, botLimits, now.getTime())),
  )
  if (free > now) return world.outbox.later(record, fence, free)
  // The machine stood still meanwhile, and somebody else may be at it by now.
  if (world.clock.now() > latest) return world.outbox.later(record, fence, world.clock.now())
  const answer = await send(world, target, record.troubles['too-big'] ? shortened(whole) : whole)
  if (answer.kind === 'failed') return afterFailure(world, leased, target, answer.failure)
  await end(world, leased, await afterSent(world, shown, target, answer, told))
}

/** What the requester will have heard of their ticket: read before the card is made, which shows this or more. */
async function toBeTold(world: World, shown: Shown): Promise<TicketVersion | undefined> {
  if (shown.kind !== 'ticket' || shown.to !== 'requester') return undefined
  const ticket = await world.tickets.find(shown.id)
  return ticket && { ticketId: ticket.id, version: ticket.version }
}

/** Where it goes, and how: a card that stands is updated unless a new message is wanted. */
type Target =
  | { readonly how: 'post'; readonly conversation: string; readonly before: CardPlace | undefined }
  | { readonly how: 'update'; readonly place: CardPlace }

async function targetOf(world: World, { name, delivery }: Waiting): Promise<Target | undefined> {
  const { shown, how } = delivery
  const conversation = await conversationOf(world, delivery.lane)
  // Nothing is sent into a conversation that is closed, not even a new face for a card that stands there.
  if (conversation === undefined) return undefined
  if (shown.kind === 'pointer') return { how: 'update', place: shown.place }
  const before = await world.cards.find(name)
  if (how === 'update') return before && { how, place: before }
  return { how, conversation, before }
}

function conversationOf(world: World, lane: string): Promise<string | undefined> {
  const owner = ownerOfLane(lane)
  return owner.kind === 'person' ? world.conversations.personal(owner.id) : world.conversations.channel(owner.channel)
}

const send = (world: World, target: Target, screen: Screen): Promise<PostAnswer | UpdateAnswer> =>
  target.how === 'post' ? world.notifier.post(target.conversation, screen) : world.notifier.update(target.place, screen)

/** A card that stands nowhere needs no update; but somebody waits for a message, wherever it was to go. */
const withoutTarget = async (world: World, { delivery }: Waiting): Promise<Outcome> =>
  delivery.how === 'post' ? afterUndeliverable(world, delivery, 'no-conversation') : {}

type Outcome = Partial<Delivered>

async function end(world: World, { record, fence }: Leased<Waiting>, outcome: Outcome): Promise<void> {
  const nothing = { place: undefined, told: undefined, closed: undefined, changes: [] }
  await world.store.delivered(record, fence, { ...nothing, ...outcome })
}

/** The new card's place is noted, the card before it shrinks to a pointer, and who waits to hear of it is told. */
async function afterSent(
  world: World,
  shown: Shown,
  target: Target,
  answer: PostAnswer | UpdateAnswer,
  told: TicketVersion | undefined,
): Promise<Outcome> {
  if (target.how === 'update' || !('place' in answer)) return {}
  const pointer = target.before && (await pointerTo(world, shown, target.before))
  return {
    place: isKept(shown) ? answer.place : undefined,
    told,
    changes: [...(pointer ? [putDelivery(pointer)] : []), ...(await whoHears(world, shown))],
  }
}

/** Other messages are sent once and never touched again. */
const isKept = ({ kind }: Shown): boolean => kind === 'ticket' || kind === 'restart' || kind === 'brake'

/** The requester's card says that the helpdesk has it, once that is true. */
async function whoHears(world: World, shown: Shown): Promise<Change[]> {
  if (shown.kind !== 'ticket' || shown.to === 'requester') return []
  const ticket = await world.tickets.find(shown.id)
  if (!ticket) return []
  const { requester, restartRequestId } = ticket
  return [
    putDelivery(ownTicketDelivery(ticket.id, requester.id, 'update')),
    ...(restartRequestId ? [putDelivery(restartDelivery(restartRequestId, requester.id, 'update'))] : []),
  ]
}

async function afterFailure(
  world: World,
  leased: Leased<Waiting>,
  target: Target,
  failure: SendFailure,
): Promise<void> {
  const { record, fence } = leased
  const { delivery } = record
  const trouble = troubleOf(target.how, failure)
  const tries = (record.troubles[trouble] ?? 0) + 1
  const decision = afterSend({ kind: target.how, tries }, failure, () => world.clock.random())
  const again = (waitMs: number): Promise<void> => {
    const dueAt = new Date(world.clock.now().getTime() + waitMs)
    return world.outbox.later({ ...record, troubles: { ...record.troubles, [trouble]: tries } }, fence, dueAt)
  }
  switch (decision.next) {
    case 'retry':
      return again(decision.waitMs)
    case 'shorten':
      return again(0)
    case 'post-anew':
      return end(world, leased, postAnew(delivery))
    case 'give-up':
      return end(world, leased, await afterGivingUp(world, delivery, triedIn(target), decision.why))
  }
}

const shortened = ({ title }: Screen): Screen => showNotice({ title, body: texts.tooLong })

const postAnew = (delivery: Delivery): Outcome => ({
  place: 'gone',
  changes: isKept(delivery.shown) ? [putDelivery({ ...delivery, how: 'post' })] : [],
})

const triedIn = (target: Target): string => (target.how === 'post' ? target.conversation : target.place.conversation)

async function afterGivingUp(world: World, delivery: Delivery, tried: string, why: WhyGivenUp): Promise<Outcome> {
  if (why !== 'gone' && why !== 'blocked') return afterUndeliverable(world, delivery, why)
  // Another conversation may have taken that one's place since, even while this was being sent.
  const current = await conversationOf(world, delivery.lane)
  if (current !== undefined && current !== tried) return postAnew(delivery)
  return {
    ...(await afterUndeliverable(world, delivery, why)),
    closed: { lane: delivery.lane, conversation: tried, why },
  }
}
