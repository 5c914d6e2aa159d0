// "Restart my Cloud PC": find the person's own, let them choose and confirm, and file the request.
import { botDoer, filedAudit, refusedAudit, restartAudit } from '../core/audited.ts'
import { putCard, putRequest, putSession } from '../core/change.ts'
import { productOf } from '../core/dialogue.ts'
import { restartCard } from '../core/outbox.ts'
import type { CloudPc } from '../core/cloud-pc.ts'
import type { RestartRequest } from '../core/restart-request.ts'
import { isMachine } from '../core/show-restart-steps.ts'
import { advance, type Place, type RestartRefusal, type Session } from '../core/session.ts'
import * as texts from '../core/texts.ts'
import { followRestart } from './follow-restart.ts'
import { filing, newTicket } from './file-ticket.ts'
import { botReports } from './bot-reports.ts'
import type { GraphFailure } from './ports.ts'
import { foresee } from './restart-facts.ts'
import { type Click, doerOf, symptomOf, type World } from './world.ts'

/** How long the click waits for the decision; it comes on the card a little later otherwise. */
const patience = 1500

/**
 * The session's next place on the way to a restart: choose, confirm, name another machine, or a refusal. `from` is where
 * Back leads to from there.
 */
export async function beginRestart(world: World, session: Session, from?: Place): Promise<Session> {
  const next = await restartPlace(world, session)
  return advance(session, from ? { ...next, from } : next)
}

async function restartPlace(world: World, session: Session): Promise<RestartPlace> {
  const product = productOf(session, symptomOf(world, session.symptomId))
  if (isMachine(product)) return { at: 'machine', why: 'asked' }
  const answer = await world.devices.ownedBy(session.person.id)
  // A person whom Graph does not know has none.
  if (!answer.ok && answer.failure.kind !== 'not-found')
    return { at: 'refused', refusal: await lookupRefusal(world, session, answer.failure) }
  const devices = answer.ok ? answer.devices : []
  const [device, ...others] = devices
  if (!device) return { at: 'machine', why: 'no-cloud-pc' }
  return others.length > 0 ? { at: 'devices', devices } : askOrRefuse(world, session, device)
}

type RestartPlace = Extract<Place, { at: 'devices' | 'confirm' | 'machine' | 'refused' }>

/** Nobody has to confirm what is refused already. */
async function askOrRefuse(world: World, session: Session, device: CloudPc): Promise<RestartPlace> {
  const decision = await foresee(world, session, device)
  return decision.status === 'deny'
    ? { at: 'refused', refusal: decision.refusal }
    : { at: 'confirm', device, needsApproval: decision.status === 'needs-approval' }
}

/** A passing fault is told to the person alone; a missing right is for the helpdesk to mend. */
async function lookupRefusal(world: World, session: Session, { kind }: GraphFailure): Promise<RestartRefusal> {
  if (kind !== 'no-right' && kind !== 'not-signed-in') return { rule: 'lookup-failed' }
  // Who presses again and again gets one ticket.
  const id = `${session.id}.l`
  if (!(await world.tickets.find(id))) {
    const ticket = newTicket(world, session, { id, purpose: 'help', devices: [texts.ticket.devicesUnread] })
    const now = world.clock.now()
    const reported = botReports(ticket, texts.restart.lookup(kind), now)
    await world.store.commit([...filing(reported, undefined), filedAudit(id, botDoer, now)])
  }
  const heard = (await world.conversations.channel('helpdesk')) !== undefined
  return { rule: 'no-access', ticket: heard ? (await world.tickets.find(id))?.number : undefined }
}

/** The session after a Cloud PC was chosen from the list; undefined when it was not on it. */
export async function chooseDevice(world: World, session: Session, deviceId: string): Promise<Session | undefined> {
  const { place } = session
  const device = place.at === 'devices' ? place.devices.find(({ id }) => id === deviceId) : undefined
  return device && advance(session, { ...(await askOrRefuse(world, session, device)), from: place })
}

/**
 * Files the request and the session's step together, then decides with facts read now. The request's id comes from the
 * session's step, so a click that the channel brings twice files it once. Answers the session as it stands then.
 */
export async function confirmRestart(world: World, session: Session, click: Click): Promise<Session | undefined> {
  const { place } = session
  if (place.at !== 'confirm') return undefined
  // Who wanted to ask the helpdesk has not agreed to a restart at once.
  if (place.needsApproval && (await foresee(world, session, place.device)).status === 'allow') {
    const asked = advance(session, { ...place, needsApproval: false })
    return (await world.store.commit([putSession(asked)])).ok ? asked : undefined
  }
  const request = newRequest(world, session, place.device)
  const next = advance(session, { at: 'restart', requestId: request.id })
  const { nonce, step } = session
  const filed = await world.store.commit([
    { put: 'click', nonce, action: `confirm-restart.${step}`, person: session.person },
    putSession(next),
    putRequest(request),
    ...putCard(restartCard(request.id), click.card),
    ...restartAudit(request, undefined, doerOf(click), request.since),
  ])
  if (!filed.ok) return filed.conflict === 'request' ? refuseSecond(world, session, request, click) : undefined
  world.log.info({ event: 'restart-requested', person: session.person.id, request: request.id })
  await Promise.race([decideNow(world, request), world.clock.wait(patience)])
  return next
}

/** What fails here the worker does a little later. */
async function decideNow(world: World, request: RestartRequest): Promise<void> {
  try {
    await followRestart(world, { record: request, fence: 0 })
  } catch (error) {
    world.log.error({ event: 'restart-step-failed', request: request.id, outcome: request.state }, error)
  }
}

/** Another request for this Cloud PC is open. */
async function refuseSecond(
  world: World,
  session: Session,
  { id, cloudPc }: RestartRequest,
  click: Click,
): Promise<Session | undefined> {
  const open = await world.requests.openFor(cloudPc.id)
  const rule = open?.state === 'awaiting-approval' ? 'waits-for-approval' : 'under-way'
  const next = advance(session, { at: 'refused', refusal: { rule } })
  const tried = { act: 'restart-requested', subject: { kind: 'restart', id }, before: undefined } as const
  const saved = await world.store.commit([
    putSession(next),
    refusedAudit(tried, rule, doerOf(click), world.clock.now()),
  ])
  return saved.ok ? next : undefined
}

/** The same step of a session files the same request. */
export const restartIdOf = ({ id, step }: Session): string => `${id}.${step}`

function newRequest(world: World, session: Session, device: CloudPc): RestartRequest {
  const now = world.clock.now()
  return {
    id: restartIdOf(session),
    nonce: session.nonce,
    version: 0,
    state: 'requested',
    person: session.person,
    cloudPc: { id: device.id, name: device.name },
    sessionId: session.id,
    symptomId: session.symptomId,
    ticketId: undefined,
    decidedBy: undefined,
    reason: undefined,
    refusal: undefined,
    attempts: 0,
    createdAt: now,
    since: now,
    sentAt: undefined,
    dueAt: now,
  }
}
