// Sends an approved restart: everything is read again, the send is noted, then one POST leaves.
import type { Person } from '../core/people.ts'
import { decideRestart } from '../core/policy/restart.ts'
import type { RestartReason, RestartRequest } from '../core/restart-request.ts'
import { resendWaitMs } from '../core/restart-wait.ts'
import { askHelpdesk } from './decide-restart.ts'
import { amend, type Due, fail, move } from './move-restart.ts'
import type { GraphFailure, RestartAnswer } from './ports.ts'
import { isLookedInto } from './refused-restart.ts'
import { gatherFacts } from './restart-facts.ts'
import type { World } from './world.ts'

/** Tries of the POST, each only after an answer that says nothing was restarted. */
export const mostAttempts = 3
/** A POST that left later than this after it was noted might meet somebody who looks for it already. */
const mostDelay = 2000

/** What was true when it was decided may not be true any more. */
export async function send(world: World, due: Due): Promise<unknown> {
  const { record, fence } = due
  const reading = await gatherFacts(world, record)
  if (!reading.ok) return withoutFacts(world, due, reading.failure)
  const { facts } = reading
  if (facts.leave === 'unknown') return lookAgain(world, due)
  if (facts.leave === 'no') return fail(world, due, 'not-allowed-any-more')
  const decliner = await declinedBy(world, record)
  if (decliner) return move(world, due, 'declined', { decidedBy: decliner })
  const decision = decideRestart(facts.policy, world.rules)
  if (decision.status === 'needs-approval') return askHelpdesk(world, due, facts)
  if (decision.status === 'deny') return fail(world, due, 'not-allowed-any-more', decision.refusal)

  const now = world.clock.now()
  // Committed before the POST leaves: whatever happens next, it is never sent again without looking.
  const sending = await move(world, due, 'sending', {
    attempts: record.attempts + 1,
    sentAt: now,
    dueAt: later(now, world.times.answer),
  })
  // Only a machine that stood still is late. What was not sent is found out like any send without an answer.
  if (!sending || world.clock.now().getTime() - now.getTime() > mostDelay) return undefined
  const answer = await world.devices.restart(record.cloudPc.id)
  world.log.info({ event: 'restart-sent', person: record.person.id, request: record.id, outcome: answer.kind })
  return afterAnswer(world, { record: sending, fence }, answer)
}

/** Who declined its ticket while it could not be stopped: an earlier try was on its way then, and Graph said "later". */
async function declinedBy(world: World, { ticketId }: RestartRequest): Promise<Person | undefined> {
  const ticket = ticketId === undefined ? undefined : await world.tickets.find(ticketId)
  if (ticket?.state !== 'declined') return undefined
  return ticket.events.findLast(({ kind }) => kind === 'declined')?.actor
}

function afterAnswer(world: World, due: Due, answer: RestartAnswer): Promise<unknown> {
  const now = world.clock.now()
  switch (answer.kind) {
    case 'accepted':
      return move(world, due, 'sent', { dueAt: later(now, world.times.look) })
    case 'refused':
      return refused(world, due, reasonOf(answer.failure))
    case 'later':
      return waitOrGiveUp(world, due, answer.waitMs)
    case 'ambiguous':
      // The reason tells it from a send whose answer nobody waited for.
      return amend(world, due, { reason: 'unclear-answer', dueAt: later(now, world.times.readAgain) })
  }
}

/** Some refusals are looked into in the next round. Noted, so that they are even if this process ends before. */
function refused(world: World, due: Due, reason: RestartReason): Promise<unknown> {
  return isLookedInto(reason) ? amend(world, due, { reason, dueAt: world.clock.now() }) : fail(world, due, reason)
}

/** A refusal does not pass by itself, and a person who is gone owns nothing any more; all else may pass. */
function withoutFacts(world: World, due: Due, { kind }: GraphFailure): Promise<unknown> {
  switch (kind) {
    case 'not-found':
      return fail(world, due, 'not-allowed-any-more')
    case 'no-right':
    case 'not-signed-in':
      return fail(world, due, kind)
    case 'busy':
    case 'throttled':
    case 'unreachable':
    case 'unclear':
      return lookAgain(world, due)
  }
}

/** Waiting longer than the consent lasts is no waiting: a person can do more by then. */
function waitOrGiveUp(world: World, due: Due, named: number | undefined): Promise<unknown> {
  const { record } = due
  const { clock } = world
  const dueAt = later(clock.now(), resendWaitMs(record.attempts, named, clock.random()))
  const consentEnds = later(record.createdAt, world.times.consent)
  return record.attempts >= mostAttempts || dueAt > consentEnds
    ? fail(world, due, 'graph-unreachable')
    : move(world, due, 'approved', { dueAt })
}

/** Nothing was sent, so that this is no try of the POST: it is bounded by its time, from the first look that failed. */
function lookAgain(world: World, due: Due): Promise<unknown> {
  const now = world.clock.now()
  const reason = 'graph-unreachable'
  const since = due.record.reason === reason ? due.record.since : now
  return now < later(since, world.times.unread)
    ? amend(world, due, { reason, since, dueAt: later(now, world.times.readAgain) })
    : fail(world, due, reason)
}

const later = (from: Date, wait: number): Date => new Date(from.getTime() + wait)

function reasonOf({ kind }: GraphFailure): RestartReason {
  switch (kind) {
    case 'not-signed-in':
    case 'no-right':
    case 'not-found':
    case 'busy':
      return kind
    case 'throttled':
    case 'unreachable':
      return 'graph-unreachable'
    case 'unclear':
      return 'unclear-answer'
  }
}
