// "Restart my Cloud PC": find the person's own, let them choose and confirm, decide, and file the request.
import { productOf } from '../core/dialogue.ts'
import type { CloudPc } from '../core/cloud-pc.ts'
import { decideRestart } from '../core/policy/restart.ts'
import type { RestartRequest } from '../core/restart-request.ts'
import { machineProducts } from '../core/show-restart-steps.ts'
import { advance, type RestartRefusal, type Session } from '../core/session.ts'
import type { Ticket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import { fileTicket } from './file-ticket.ts'
import { noteOnTicket } from './note-on-ticket.ts'
import type { GraphFailure } from './ports.ts'
import { type Click, symptomOf, type World } from './world.ts'

const day = 24 * 60 * 60_000

/** The session's next place on the way to a restart: choose, confirm, name another machine, or a refusal. */
export async function beginRestart(world: World, session: Session): Promise<Session> {
  const product = productOf(session, symptomOf(world, session.symptomId))
  if (machineProducts.some((other) => other === product)) return advance(session, { at: 'machine', why: 'asked' })
  const answer = await world.devices.ownedBy(session.person.id)
  if (!answer.ok) return refuse(session, await lookupRefusal(world, session, answer.failure))
  const [device, ...others] = answer.devices
  if (!device) return advance(session, { at: 'machine', why: 'no-cloud-pc' })
  return advance(session, others.length > 0 ? { at: 'devices', devices: answer.devices } : { at: 'confirm', device })
}

/** A passing fault is told to the person alone; a missing right is for the helpdesk to mend. */
async function lookupRefusal(world: World, session: Session, { kind }: GraphFailure): Promise<RestartRefusal> {
  if (kind !== 'no-right' && kind !== 'not-signed-in') return { rule: 'lookup-failed' }
  const id = `${requestId(session)}.l`
  const ticket = await fileTicket(world, session, { id, purpose: 'help', card: undefined })
  await noteOnTicket(world, ticket, texts.restart.lookup(kind))
  return { rule: 'no-access', ticket: ticket.cards.helpdesk ? ticket.number : undefined }
}

/** The session after a Cloud PC was chosen from the list; undefined when it was not on it. */
export function chooseDevice(session: Session, deviceId: string): Session | undefined {
  const { place } = session
  const device = place.at === 'devices' ? place.devices.find(({ id }) => id === deviceId) : undefined
  return device && advance(session, { at: 'confirm', device })
}

/**
 * Decides with facts read now, and files the request. The request's id comes from the session's step, so pressing
 * twice files it once, and both clicks lead to it. Answers the session's next place; the request only counts once the
 * caller has saved that.
 */
export async function confirmRestart(world: World, session: Session, click: Click): Promise<Session | undefined> {
  const { place } = session
  if (place.at !== 'confirm') return undefined
  const refusal = await fileRequest(world, session, place.device, click)
  const request = await world.requests.find(requestId(session))
  if (!request) return refuse(session, refusal ?? { rule: 'under-way' })
  // Filed on every way here: if it failed the first time, pressing again makes up for it.
  if (request.state === 'awaiting-approval' && request.ticketId)
    await fileApproval(world, session, request.ticketId, request.id)
  return advance(session, { at: 'restart', requestId: request.id })
}

const fileApproval = (world: World, session: Session, id: string, restartRequestId: string): Promise<Ticket> =>
  fileTicket(world, session, { id, purpose: 'approve-restart', restartRequestId, card: undefined })

/** Files the request; answers why not, if it may not be. */
async function fileRequest(
  world: World,
  session: Session,
  shown: CloudPc,
  click: Click,
): Promise<RestartRefusal | undefined> {
  const answer = await world.devices.ownedBy(session.person.id)
  if (!answer.ok) return lookupRefusal(world, session, answer.failure)
  const device = answer.devices.find(({ id }) => id === shown.id)
  const symptom = symptomOf(world, session.symptomId)
  const past = await pastRequests(world, session.person.id, shown.id)
  const approved = unusedApproval(session, past.forDevice)
  const approvalMissing = symptom?.approval === 'helpdesk' && !approved
  const decision = decideRestart({ ...past, device, approvalMissing }, world.rules)
  world.log.info({
    event: 'restart-decision',
    person: session.person.id,
    outcome: decision.status,
    rule: ruleOf(decision),
  })
  if (decision.status === 'deny') return decision.refusal
  if (!device) return { rule: 'not-yours' }
  const request = {
    ...newRequest(world, session, device, click, decision.status === 'needs-approval'),
    ...(approved ? { decidedBy: approved.decidedBy, ticketId: approved.ticketId } : {}),
  }
  return (await world.requests.add(request)) ? undefined : { rule: 'under-way' }
}

/** The approval that came too late for the consent: it holds for the same restart asked for again, once. */
function unusedApproval(session: Session, [latest]: readonly RestartRequest[]): RestartRequest | undefined {
  const same = latest?.person.id === session.person.id && latest.symptomId === session.symptomId
  return same && latest.reason === 'consent-too-old' && latest.decidedBy ? latest : undefined
}

const requestId = ({ id, step }: Session): string => `${id}.${step}`

const ruleOf = (decision: ReturnType<typeof decideRestart>) =>
  decision.status === 'deny' ? decision.refusal.rule : undefined

/** The requests of the last day that a decision has to know of, without the one that is decided on. */
export async function pastRequests(world: World, personId: string, cloudPcId: string, except?: string) {
  const now = world.clock.now()
  const since = new Date(now.getTime() - day)
  const others = (requests: RestartRequest[]) => requests.filter(({ id }) => id !== except)
  return {
    now,
    byPerson: others(await world.requests.since(since, { personId })),
    forDevice: others(await world.requests.since(since, { cloudPcId })),
  }
}

const newRequest = (
  world: World,
  session: Session,
  device: CloudPc,
  click: Click,
  needsApproval: boolean,
): RestartRequest => {
  const now = world.clock.now()
  return {
    id: requestId(session),
    nonce: session.nonce,
    version: 0,
    state: needsApproval ? 'awaiting-approval' : 'approved',
    person: session.person,
    cloudPc: { id: device.id, name: device.name },
    sessionId: session.id,
    symptomId: session.symptomId,
    ticketId: needsApproval ? `${requestId(session)}.t` : undefined,
    decidedBy: undefined,
    reason: undefined,
    attempts: 0,
    createdAt: now,
    sentAt: undefined,
    dueAt: needsApproval ? undefined : now,
    card: click.card,
  }
}

const refuse = (session: Session, refusal: RestartRefusal): Session => advance(session, { at: 'refused', refusal })
