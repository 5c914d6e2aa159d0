// A button on a session's card: load, check whose it is and which step it is of, then one step on.
import type { CardRef, SessionAction } from '../core/actions.ts'
import type { Symptom } from '../core/catalog.ts'
import { filedAudit, refusedAudit } from '../core/audited.ts'
import { type Change, putDelivery, putSession, putTicket } from '../core/change.ts'
import { answer, startSymptom, takeBack } from '../core/dialogue.ts'
import { cardName, type Delivery, ownTicketDelivery, restartDelivery } from '../core/outbox.ts'
import { isOpen, mayHaveHelped, type RestartRequest } from '../core/restart-request.ts'
import { advance, backFrom, goBack, openHelpForm, type Session } from '../core/session.ts'
import { runbookPages } from '../core/show-runbook.ts'
import { showNotice } from '../core/show-notice.ts'
import { closeByRequester, isLive } from '../core/ticket.ts'
import { ticketMessages } from '../core/ticket-messages.ts'
import * as texts from '../core/texts.ts'
import { showCurrent } from './begin-session.ts'
import { cancelSession } from './cancel.ts'
import { keepUnmatched } from './diagnose.ts'
import { pointerTo, showPointer } from './delivered-screens.ts'
import { deviceFacts, filing, newTicket, restartFacts, type TicketDraft } from './file-ticket.ts'
import { getHelpBeside, isRestartUnderWay } from './get-help.ts'
import { maskTyped, withLeak } from './mask-typed.ts'
import { beginRestart, chooseDevice, confirmRestart, restartIdOf } from './restart.ts'
import { ticketIdOf } from './show-own.ts'
import { type Answer, byOutbox, type Click, doerOf, symptomOf, toClicker, toEverybody, type World } from './world.ts'

/** The screen after the click. An old card, a double click or a button that no longer fits shows the current screen. */
export async function clickSession(world: World, click: Click, ref: CardRef, typed: SessionAction): Promise<Answer> {
  const { act, leaked } = maskTyped(typed, world.redactor.all)
  const session = await world.sessions.find(ref.id)
  if (!session || session.nonce !== ref.nonce) return toClicker(showNotice(texts.expired, 'warning'))
  if (session.person.id !== click.person.id) return refuseStranger(world, session, click, act)
  if (session.step !== ref.step) return standing(world, session, click)
  if (act.verb === 'get-help' && (await isRestartUnderWay(world, session)))
    return { ...(await standing(world, session, click)), message: await getHelpBeside(world, session) }
  const taken = await take(world, session, click, act)
  const saved = taken ?? (await world.sessions.find(ref.id))
  if (!saved) return toClicker(showNotice(texts.expired, 'warning'))
  if (!taken) return standing(world, saved, click)
  const screen = await showCurrent(world, taken)
  return withLeak(recordCard(taken) ? byOutbox(screen) : toEverybody(screen), click, leaked)
}

/**
 * How the session stands, where the click did nothing. The card of a record that others change at the same time is
 * shown by the outbox alone: what this turn has read could arrive after what it has sent.
 */
async function standing(world: World, session: Session, click: Click): Promise<Answer> {
  const screen = await showCurrent(world, session)
  const delivery = recordCard(session)
  if (!delivery) return toEverybody(screen)
  const name = cardName(delivery.shown)
  // Asked first, since what is not on its way any more has its place.
  const isComing = await world.outbox.willPost(name)
  const kept = await world.cards.find(name)
  const isOther = kept !== undefined && kept.activityId !== click.card?.activityId
  // Nobody would keep this one up to date.
  if (isOther && !isComing) return toEverybody(await showPointer(world, delivery.shown))
  if (!kept && !isComing) return toEverybody(screen)
  await world.store.commit([...(isOther ? await gaveWay(world, delivery, click) : []), putDelivery(delivery)])
  return byOutbox(screen)
}

/** Unless it is the very card that is on its way, which is seen once that has its place. It comes to nobody but the person. */
async function gaveWay(world: World, { shown }: Delivery, { card, surface }: Click): Promise<Change[]> {
  const pointer = card && surface === 'chat' ? await pointerTo(world, shown, card) : undefined
  return pointer ? [putDelivery(pointer)] : []
}

/** The card that the session shares with a restart or a ticket. */
function recordCard({ place, person }: Session): Delivery | undefined {
  switch (place.at) {
    case 'restart':
      return restartDelivery(place.requestId, person.id, 'update')
    case 'ticket':
      return ownTicketDelivery(place.ticketId, person.id, 'update')
    default:
      return undefined
  }
}

/** Nobody restarts what is somebody else's, nor stops its restart, and whoever tried is written down. */
async function refuseStranger(world: World, session: Session, click: Click, { verb }: SessionAction): Promise<Answer> {
  const { place } = session
  const id = place.at === 'restart' ? place.requestId : restartIdOf(session)
  const act = { 'confirm-restart': 'restart-requested', 'cancel-session': 'restart-withdrawn' } as const
  if (verb === 'confirm-restart' || (verb === 'cancel-session' && place.at === 'restart')) {
    const before = (await world.requests.find(id))?.state
    const tried = { act: act[verb], subject: { kind: 'restart', id }, before } as const
    await world.store.commit([refusedAudit(tried, 'not-yours', doerOf(click), world.clock.now())])
  }
  return toClicker(showNotice(texts.notYours, 'warning'))
}

/** The session after the act, saved; undefined when the act does not fit its place, or another click came first. */
async function take(world: World, session: Session, click: Click, act: SessionAction): Promise<Session | undefined> {
  switch (act.verb) {
    case 'confirm-restart':
      return confirmRestart(world, session, click)
    case 'send-machine':
      return sendMachine(world, session, click, act)
    case 'send-ticket':
      return sendTicket(world, session, click, act)
    case 'connected':
    case 'solved':
      return solve(world, session, act.verb)
    case 'cancel-session':
      return cancelSession(world, session, doerOf(click))
    default: {
      const next = await step(world, session, act)
      if (!next) return undefined
      // Back from the form to a restart, whose card the outbox alone shows.
      const delivery = recordCard(next)
      const saved = await world.store.commit([putSession(next), ...(delivery ? [putDelivery(delivery)] : [])])
      return saved.ok ? next : undefined
    }
  }
}

/** Acts that move nothing but the session. */
type PlainAction = Exclude<
  SessionAction,
  { verb: 'confirm-restart' | 'send-machine' | 'send-ticket' | 'connected' | 'solved' | 'cancel-session' }
>

/** The session after the act; undefined when the act does not fit its place. */
async function step(world: World, session: Session, act: PlainAction): Promise<Session | undefined> {
  const symptom = symptomOf(world, session.symptomId)
  switch (act.verb) {
    case 'answer':
      return symptom && answer(session, symptom, act.choice)
    case 'back':
      return goBack(session) ?? (symptom && takeBack(session, symptom))
    case 'pick':
      return pick(world, session, act.choice)
    case 'open-topic': {
      const chosen = symptomOf(world, act.symptomId)
      return chosen && startSymptom({ ...session, evidence: [] }, chosen)
    }
    case 'page':
      return symptom && openPart(session, symptom, act.choice)
    case 'topics':
      return advance(session, { at: 'topics' })
    case 'restart':
      return offersRestart(session) ? beginRestart(world, session, backFrom(session)) : undefined
    case 'other-machine':
      return session.place.at === 'devices' || session.place.at === 'confirm'
        ? advance(session, { at: 'machine', why: 'asked', from: session.place })
        : undefined
    case 'choose-device':
      return chooseDevice(world, session, act.device)
    case 'get-help':
    case 'not-connected':
      return openHelpForm(session)
  }
}

const offersRestart = ({ place }: Session): boolean => ['solution', 'runbook', 'restart', 'refused'].includes(place.at)

const openPart = (session: Session, symptom: Symptom, page: number): Session | undefined =>
  session.place.at === 'runbook' && page < runbookPages(symptom).length
    ? advance(session, { at: 'runbook', page })
    : undefined

async function pick(world: World, session: Session, choice: number | 'none'): Promise<Session | undefined> {
  const { place } = session
  if (choice === 'none') {
    await keepUnmatched(world, session)
    return advance(session, { at: 'unmatched', nearest: [] })
  }
  if (place.at === 'choosing') {
    const candidate = place.candidates[choice]
    const symptom = symptomOf(world, candidate?.symptomId)
    return candidate && symptom && startSymptom({ ...session, evidence: candidate.evidence }, symptom)
  }
  const symptom = place.at === 'unmatched' ? symptomOf(world, place.nearest[choice]) : undefined
  return symptom && startSymptom({ ...session, evidence: [] }, symptom)
}

async function sendTicket(
  world: World,
  session: Session,
  click: Click,
  act: Extract<SessionAction, { verb: 'send-ticket' }>,
): Promise<Session | undefined> {
  if (session.place.at !== 'help-form') return undefined
  return fileFrom(world, session, click, act.verb, { purpose: 'help', severity: act.severity, note: act.text })
}

async function sendMachine(
  world: World,
  session: Session,
  click: Click,
  { verb, product, machine }: Extract<SessionAction, { verb: 'send-machine' }>,
): Promise<Session | undefined> {
  if (session.place.at !== 'machine') return undefined
  return fileFrom(world, session, click, verb, { purpose: 'restart-machine', machine: { product, name: machine } })
}

/** The ticket and the session's step, together; a click that the channel brings twice files it once. */
async function fileFrom(
  world: World,
  session: Session,
  click: Click,
  verb: string,
  draft: Omit<TicketDraft, 'id' | 'devices' | 'restarts'>,
): Promise<Session | undefined> {
  const id = `${session.id}.${session.step}`
  const next = advance(session, { at: 'ticket', ticketId: id })
  const devices = await deviceFacts(world, session.person.id)
  const restarts = await restartFacts(world, session.person.id)
  const filed = await world.store.commit([
    { put: 'click', nonce: session.nonce, action: `${verb}.${session.step}`, person: session.person },
    putSession(next),
    ...filing(newTicket(world, session, { ...draft, id, devices, restarts }), click.card),
    filedAudit(id, doerOf(click), world.clock.now()),
  ])
  if (filed.ok) world.log.info({ event: 'ticket-filed', person: session.person.id, outcome: draft.purpose })
  return filed.ok ? next : undefined
}

/** The word for it on the card of this restart; none before it has ended. */
const wordOf = (request: RestartRequest): 'connected' | 'solved' | undefined =>
  mayHaveHelped(request) ? 'connected' : isOpen(request) || request.state === 'withdrawn' ? undefined : 'solved'

/** It works again: a ticket that still waits for the helpdesk because of this restart is closed with it. */
async function solve(world: World, session: Session, verb: 'connected' | 'solved'): Promise<Session | undefined> {
  const { place } = session
  const request = place.at === 'restart' ? await world.requests.find(place.requestId) : undefined
  if (request && verb !== wordOf(request)) return undefined
  const ticket = request && (await world.tickets.find(ticketIdOf(request)))
  const next = advance(session, { at: 'solved' })
  // What kept a restart from being sent is still for the helpdesk to mend.
  const isSettled = request && (verb === 'connected' || request.state === 'expired')
  const closed = ticket && isSettled && isLive(ticket) ? closeByRequester(ticket, world.clock.now()) : undefined
  const changes = closed ? [putTicket(closed), ...ticketMessages(closed)] : []
  return (await world.store.commit([putSession(next), ...changes])).ok ? next : undefined
}
