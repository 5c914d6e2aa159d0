// One step of a restart request that is due: check, send once, look for the result. Called by src/worker.ts.
import { botDoer, filedAudit } from '../core/audited.ts'
import { decideRestart } from '../core/policy/restart.ts'
import {
  amendRestart,
  deadlineOf,
  moveRestart,
  type RestartChange,
  type RestartReason,
  type RestartRequest,
  type RestartState,
} from '../core/restart-request.ts'
import type { RestartRefusal } from '../core/session.ts'
import * as texts from '../core/texts.ts'
import { filing, newTicket } from './file-ticket.ts'
import { saveMove, saveQuietly } from './move-restart.ts'
import type { GraphFailure, Leased, RestartAnswer, RestartProgress } from './ports.ts'
import { type Gathered, gatherFacts } from './restart-facts.ts'
import type { World } from './world.ts'

type Due = Leased<RestartRequest>

/** Tries of the POST, each only after an answer that says nothing was restarted. */
const mostAttempts = 3
/** A POST that left later than this after it was noted might meet somebody who looks for it already. */
const mostDelay = 2000

/** Takes the request one step further and saves it. */
export async function followRestart(world: World, due: Due): Promise<void> {
  switch (due.record.state) {
    case 'requested':
      return (await expired(world, due)) ? undefined : decide(world, due)
    case 'awaiting-approval':
      return (await expired(world, due)) ? undefined : waitForHelpdesk(world, due)
    case 'approved':
      return (await expired(world, due)) ? undefined : send(world, due)
    case 'sending':
      return reconcile(world, due)
    case 'sent':
    case 'restarting':
      return watch(world, due)
    case 'done':
    case 'failed':
    case 'unknown':
    case 'declined':
    case 'withdrawn':
    case 'expired':
      return
  }
}

async function expired(world: World, { record, fence }: Due): Promise<boolean> {
  const deadline = deadlineOf(record, world.times)
  if (!deadline || world.clock.now() < deadline.at) return false
  await saveMove(world, record.state, moved(world, record, deadline.to, { reason: deadline.reason }), fence)
  return true
}

/** It is only looked at when its time is up. */
const waitForHelpdesk = (world: World, { record, fence }: Due): Promise<void> =>
  saveQuietly(world, amendRestart(record, { dueAt: deadlineOf(record, world.times)?.at }), fence)

/** May it be restarted for this person, at once or with an approval? */
async function decide(world: World, due: Due): Promise<void> {
  const { record, fence } = due
  const reading = await gatherFacts(world, record)
  if (!reading.ok) return declineUnread(world, due, reading.failure)
  const { facts } = reading
  const approval = unusedApproval(record, facts)
  const approvalMissing = facts.policy.approvalMissing && !approval
  const decision = decideRestart({ ...facts.policy, approvalMissing }, world.rules)
  switch (decision.status) {
    case 'deny':
      return void (await saveMove(
        world,
        record.state,
        moved(world, record, 'declined', { refusal: decision.refusal }),
        fence,
      ))
    case 'needs-approval':
      return askHelpdesk(world, due, facts)
    case 'allow': {
      const leave = approval ? { decidedBy: approval.decidedBy, ticketId: approval.ticketId } : {}
      return void (await saveMove(
        world,
        record.state,
        moved(world, record, 'approved', { ...leave, dueAt: world.clock.now() }),
        fence,
      ))
    }
  }
}

/** The approval that came too late for the consent: it holds for the same restart asked for again, once. */
function unusedApproval(record: RestartRequest, { policy }: Gathered): RestartRequest | undefined {
  const [latest] = policy.forDevice
  const same = latest?.person.id === record.person.id && latest.symptomId === record.symptomId
  return same && latest.reason === 'consent-too-old' && latest.decidedBy ? latest : undefined
}

/** A passing fault is told to the person alone; a missing right is for the helpdesk to mend. */
async function declineUnread(world: World, { record, fence }: Due, { kind }: GraphFailure): Promise<void> {
  if (kind === 'no-right' || kind === 'not-signed-in')
    return void (await saveMove(world, record.state, moved(world, record, 'failed', { reason: kind }), fence))
  const refusal: RestartRefusal = { rule: kind === 'not-found' ? 'not-yours' : 'lookup-failed' }
  await saveMove(world, record.state, moved(world, record, 'declined', { refusal }), fence)
}

/** The request waits, and its ticket is filed with it. */
async function askHelpdesk(world: World, { record, fence }: Due, { owned }: Gathered): Promise<void> {
  const session = await world.sessions.find(record.sessionId)
  if (!session)
    return void (await saveMove(
      world,
      record.state,
      moved(world, record, 'failed', { reason: 'not-allowed-any-more' }),
      fence,
    ))
  const ticketId = `${record.id}.t`
  const waiting = moved(world, record, 'awaiting-approval', { ticketId })
  const dueAt = deadlineOf(waiting, world.times)?.at
  const devices = owned.map(texts.deviceFact)
  const ticket = newTicket(world, session, {
    id: ticketId,
    purpose: 'approve-restart',
    restartRequestId: record.id,
    devices,
  })
  const filed = (await world.tickets.find(ticketId))
    ? []
    : [...filing(ticket, undefined), filedAudit(ticketId, botDoer, world.clock.now())]
  await saveMove(world, record.state, { ...waiting, dueAt }, fence, filed)
}

/** Everything is read again: what was true when it was decided may not be true any more. */
async function send(world: World, due: Due): Promise<void> {
  const { record, fence } = due
  const reading = await gatherFacts(world, record)
  if (!reading.ok) return withoutFacts(world, due, reading.failure)
  const { facts } = reading
  if (facts.leave === 'unknown') return retryLater(world, due)
  if (facts.leave === 'no') return fail(world, due, 'not-allowed-any-more')
  const decision = decideRestart(facts.policy, world.rules)
  if (decision.status === 'needs-approval') return askHelpdesk(world, due, facts)
  if (decision.status === 'deny') return fail(world, due, 'not-allowed-any-more')

  const now = world.clock.now()
  // Committed before the POST leaves: whatever happens next, it is never sent again without looking.
  const sending = moved(world, record, 'sending', {
    attempts: record.attempts + 1,
    sentAt: now,
    dueAt: later(now, world.times.answer),
  })
  if (!(await saveMove(world, record.state, sending, fence))) return
  // Only a machine that stood still comes here late. What was not sent is found out like any send without an answer.
  if (world.clock.now().getTime() - now.getTime() > mostDelay) return
  const answer = await world.devices.restart(record.cloudPc.id)
  world.log.info({ event: 'restart-sent', person: record.person.id, request: record.id, outcome: answer.kind })
  await afterAnswer(world, { record: sending, fence }, answer)
}

async function afterAnswer(world: World, due: Due, answer: RestartAnswer): Promise<void> {
  const { record, fence } = due
  const now = world.clock.now()
  switch (answer.kind) {
    case 'accepted':
      return void (await saveMove(
        world,
        record.state,
        moved(world, record, 'sent', { dueAt: later(now, world.times.look) }),
        fence,
      ))
    case 'refused':
      return fail(world, due, reasonOf(answer.failure))
    case 'later':
      return waitOrGiveUp(world, due, later(now, answer.waitMs))
    case 'ambiguous':
      // The reason tells it from a send whose answer nobody waited for.
      return saveQuietly(
        world,
        amendRestart(record, { reason: 'unclear-answer', dueAt: later(now, world.times.readAgain) }),
        fence,
      )
  }
}

/** A refusal does not pass by itself, and a person who is gone owns nothing any more; all else may pass. */
async function withoutFacts(world: World, due: Due, { kind }: GraphFailure): Promise<void> {
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
      return retryLater(world, due)
  }
}

/** Waiting longer than the consent lasts is no waiting: a person can do more by then. */
async function waitOrGiveUp(world: World, due: Due, dueAt: Date): Promise<void> {
  const { record, fence } = due
  const consentEnds = later(record.createdAt, world.times.consent)
  if (record.attempts >= mostAttempts || dueAt > consentEnds) return fail(world, due, 'graph-unreachable')
  await saveMove(world, record.state, moved(world, record, 'approved', { dueAt }), fence)
}

async function retryLater(world: World, due: Due): Promise<void> {
  const { record, fence } = due
  const attempts = record.attempts + 1
  if (attempts >= mostAttempts) return fail(world, due, 'graph-unreachable')
  await saveQuietly(
    world,
    amendRestart(record, { attempts, dueAt: later(world.clock.now(), world.times.readAgain) }),
    fence,
  )
}

const fail = async (world: World, { record, fence }: Due, reason: RestartReason): Promise<void> =>
  void (await saveMove(world, record.state, moved(world, record, 'failed', { reason }), fence))

/** Sent, but nobody heard whether it arrived: only Graph's list of actions can tell. */
async function reconcile(world: World, due: Due): Promise<void> {
  const { record, fence } = due
  const progress = await progressOf(world, record)
  const now = world.clock.now()
  if (progress.kind !== 'not-seen' && progress.kind !== 'unreadable')
    // One move a save: how it goes on is seen in the next round.
    return void (await saveMove(world, record.state, moved(world, record, 'sent', { dueAt: now }), fence))
  const deadline = deadlineOf(record, world.times)
  if (deadline && now < deadline.at)
    return saveQuietly(world, amendRestart(record, { dueAt: later(now, world.times.lookForUnclear) }), fence)
  if (isUnheard(record) && progress.kind === 'not-seen' && record.attempts < mostAttempts)
    return void (await saveMove(world, record.state, moved(world, record, 'approved', { dueAt: now }), fence))
  await saveMove(world, record.state, moved(world, record, 'unknown', { reason: 'unclear-answer' }), fence)
}

/**
 * Did the process end before any answer came? Then Graph is not in doubt, only whether the POST ever left; and its list,
 * read after it had time to catch up, says that it did not. An answer that was unclear puts Graph's own word in doubt.
 */
const isUnheard = ({ reason }: RestartRequest): boolean => reason === undefined

async function watch(world: World, due: Due): Promise<void> {
  const { record, fence } = due
  const progress = await progressOf(world, record)
  switch (progress.kind) {
    case 'done':
      return void (await saveMove(world, record.state, moved(world, record, 'done'), fence))
    case 'failed':
      return fail(world, due, 'action-failed')
    case 'active':
      if (record.state === 'sent' && !isPast(world, record))
        return void (await saveMove(
          world,
          record.state,
          moved(world, record, 'restarting', { dueAt: nextLook(world) }),
          fence,
        ))
      return keepWatching(world, due)
    case 'pending':
    case 'not-seen':
    case 'unreadable':
      return keepWatching(world, due)
  }
}

async function keepWatching(world: World, { record, fence }: Due): Promise<void> {
  const deadline = deadlineOf(record, world.times)
  if (deadline && isPast(world, record))
    return void (await saveMove(
      world,
      record.state,
      moved(world, record, deadline.to, { reason: deadline.reason }),
      fence,
    ))
  // Nothing that the person sees has changed.
  await saveQuietly(world, amendRestart(record, { dueAt: nextLook(world) }), fence)
}

function isPast(world: World, record: RestartRequest): boolean {
  const deadline = deadlineOf(record, world.times)
  return deadline !== undefined && world.clock.now() >= deadline.at
}

const nextLook = (world: World): Date => later(world.clock.now(), world.times.look)

const progressOf = (world: World, { cloudPc, sentAt, since }: RestartRequest): Promise<RestartProgress> =>
  world.devices.progress(cloudPc.id, sentAt ?? since)

const moved = (world: World, record: RestartRequest, to: RestartState, change: RestartChange = {}): RestartRequest =>
  moveRestart(record, to, world.clock.now(), change)

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
