// One step of a restart request that is due: check again, send once, look for the result. Called by src/worker.ts.
import { decideRestart } from '../core/policy/restart.ts'
import {
  amendRestart,
  moveRestart,
  reasonsForHelpdesk,
  type RestartReason,
  type RestartRequest,
} from '../core/restart-request.ts'
import * as texts from '../core/texts.ts'
import { fileTicket } from './file-ticket.ts'
import { noteOnTicket } from './note-on-ticket.ts'
import type { GraphFailure, RestartProgress } from './ports.ts'
import { pastRequests } from './restart.ts'
import { ticketIdOf } from './show-own.ts'
import { tellRestart } from './tell.ts'
import type { World } from './world.ts'

const second = 1000
/** Tries of the POST, each only after an answer that says nothing was restarted. */
const mostAttempts = 3
const lookAgain = 3 * second
/** A send whose outcome is unclear is looked for this long, then it is unknown. */
const unclearFor = 120 * second
/** An accepted restart is followed this long, then it is unknown whether it finished. */
const followedFor = 480 * second

/** Takes the request one step further and saves it. */
export async function followRestart(world: World, request: RestartRequest): Promise<void> {
  switch (request.state) {
    case 'approved':
      return send(world, request)
    case 'sending':
      return reconcile(world, request)
    case 'sent':
    case 'restarting':
      return watch(world, request)
    case 'awaiting-approval':
    case 'done':
    case 'failed':
    case 'unknown':
    case 'declined':
    case 'withdrawn':
      return
  }
}

/** How long after "Restart now" it may still be sent: later, there may be new work on the machine. */
const consentLasts = 15 * 60 * second

const consentEnds = ({ createdAt }: RestartRequest): number => createdAt.getTime() + consentLasts

/** The facts are read again now: what was true when the button was pressed may not be true any more. */
async function send(world: World, request: RestartRequest): Promise<void> {
  if (world.clock.now().getTime() > consentEnds(request)) return settle(world, request, 'failed', 'consent-too-old')
  const owned = await world.devices.ownedBy(request.person.id)
  if (!owned.ok) return withoutDevices(world, request, owned.failure)
  const leave = await leaveStands(world, request)
  if (leave === 'unknown') return retryLater(world, request, 5 * second)
  if (leave === 'no') return settle(world, request, 'failed', 'not-allowed-any-more')
  const device = owned.devices.find(({ id }) => id === request.cloudPc.id)
  const past = await pastRequests(world, request.person.id, request.cloudPc.id, request.id)
  const decision = decideRestart({ ...past, device, approvalMissing: false }, world.rules)
  if (decision.status !== 'allow') return settle(world, request, 'failed', 'not-allowed-any-more')

  const now = world.clock.now()
  // Committed before the POST leaves: whatever happens next, it is never sent again without looking.
  const sending = moveRestart(request, 'sending', {
    attempts: request.attempts + 1,
    sentAt: now,
    dueAt: later(world, 20 * second),
  })
  if (!(await world.requests.save(sending))) return
  const answer = await world.devices.restart(request.cloudPc.id)
  world.log.info({ event: 'restart-sent', person: request.person.id, request: request.id, outcome: answer.kind })
  switch (answer.kind) {
    case 'accepted':
      return save(world, moveRestart(sending, 'sent', { dueAt: later(world, lookAgain) }))
    case 'refused':
      return settle(world, sending, 'failed', reasonOf(answer.failure))
    case 'later':
      return waitOrGiveUp(world, sending, later(world, answer.waitMs))
    case 'ambiguous':
      return save(world, amendRestart(sending, { dueAt: later(world, 5 * second) }))
  }
}

/** Is whoever approved it still of the helpdesk? A restart that nobody had to approve needs no leave. */
const leaveStands = async (world: World, { decidedBy }: RestartRequest): Promise<'yes' | 'no' | 'unknown'> =>
  decidedBy ? world.people.isHelpdesk(decidedBy.id) : 'yes'

/** A refusal does not pass by itself, and a person who is gone owns nothing any more; all else may pass. */
async function withoutDevices(world: World, request: RestartRequest, { kind }: GraphFailure): Promise<void> {
  switch (kind) {
    case 'not-found':
      return settle(world, request, 'failed', 'not-allowed-any-more')
    case 'no-right':
    case 'not-signed-in':
      return settle(world, request, 'failed', kind)
    case 'busy':
    case 'throttled':
    case 'unreachable':
    case 'unclear':
      return retryLater(world, request, 5 * second)
  }
}

/** Waiting longer than the consent lasts is no waiting: a person can do more by then. */
function waitOrGiveUp(world: World, sending: RestartRequest, dueAt: Date): Promise<void> {
  if (sending.attempts >= mostAttempts || dueAt.getTime() > consentEnds(sending))
    return settle(world, sending, 'failed', 'graph-unreachable')
  return save(world, moveRestart(sending, 'approved', { dueAt }))
}

async function retryLater(world: World, request: RestartRequest, wait: number): Promise<void> {
  const tried = amendRestart(request, { attempts: request.attempts + 1, dueAt: later(world, wait) })
  return tried.attempts >= mostAttempts ? settle(world, request, 'failed', 'graph-unreachable') : save(world, tried)
}

/** Sent, but nobody said whether it arrived: only Graph's list of actions can tell. */
async function reconcile(world: World, request: RestartRequest): Promise<void> {
  const progress = await progressOf(world, request)
  // One move a save: how it goes on is seen in the next round.
  if (progress.kind !== 'not-seen' && progress.kind !== 'unreadable')
    return save(world, moveRestart(request, 'sent', { dueAt: world.clock.now() }))
  if (age(world, request) < unclearFor) return save(world, amendRestart(request, { dueAt: later(world, 15 * second) }))
  return settle(world, request, 'unknown', 'unclear-answer')
}

async function watch(world: World, request: RestartRequest): Promise<void> {
  return proceed(world, request, await progressOf(world, request))
}

async function proceed(world: World, request: RestartRequest, progress: RestartProgress): Promise<void> {
  switch (progress.kind) {
    case 'done':
      return save(world, moveRestart(request, 'done'))
    case 'failed':
      return settle(world, request, 'failed', 'action-failed')
    case 'active':
      if (request.state === 'sent' && age(world, request) < followedFor)
        return save(world, moveRestart(request, 'restarting', { dueAt: later(world, lookAgain) }))
      return keepWatching(world, request)
    case 'pending':
    case 'not-seen':
    case 'unreadable':
      return keepWatching(world, request)
  }
}

async function keepWatching(world: World, request: RestartRequest): Promise<void> {
  if (age(world, request) >= followedFor)
    return save(world, moveRestart(request, 'unknown', { reason: 'not-confirmed' }))
  const waiting = amendRestart(request, { dueAt: later(world, lookAgain) })
  // Nothing that the person sees has changed.
  await world.requests.save(waiting)
}

const progressOf = (world: World, request: RestartRequest): Promise<RestartProgress> =>
  world.devices.progress(request.cloudPc.id, request.sentAt ?? request.createdAt)

const age = (world: World, { sentAt, createdAt }: RestartRequest): number =>
  world.clock.now().getTime() - (sentAt ?? createdAt).getTime()

const later = (world: World, wait: number): Date => new Date(world.clock.now().getTime() + wait)

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

async function save(world: World, request: RestartRequest): Promise<void> {
  if (await world.requests.save(request)) await tellRestart(world, request)
}

async function settle(
  world: World,
  request: RestartRequest,
  state: 'failed' | 'unknown',
  reason: RestartReason,
): Promise<void> {
  const ended = moveRestart(request, state, { reason })
  if (!(await world.requests.save(ended))) return
  world.log.warn({ event: 'restart-ended', person: request.person.id, request: request.id, outcome: state, reason })
  if (reasonsForHelpdesk.includes(reason)) await tellHelpdesk(world, ended, reason)
  await tellRestart(world, ended)
}

/** Puts the fact on the restart's ticket, filing one if there is none. */
async function tellHelpdesk(world: World, request: RestartRequest, reason: RestartReason): Promise<void> {
  const session = await world.sessions.find(request.sessionId)
  if (!session) return
  const id = ticketIdOf(request)
  const ticket =
    (await world.tickets.find(id)) ??
    (await fileTicket(world, session, { id, purpose: 'help', restartRequestId: request.id, card: undefined }))
  await noteOnTicket(world, ticket, texts.restart.helpdesk(request.cloudPc.name, reason))
}
