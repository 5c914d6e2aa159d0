// A button on a session's card: load, check whose it is and which step it is of, then one step on.
import type { CardRef, SessionAction } from '../core/actions.ts'
import type { Symptom } from '../core/catalog.ts'
import { answer, startSymptom, takeBack } from '../core/dialogue.ts'
import { advance, type Session } from '../core/session.ts'
import { runbookPages } from '../core/show-runbook.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import { showCurrent } from './begin-session.ts'
import { cancelSession } from './cancel.ts'
import { keepUnmatched } from './diagnose.ts'
import { fileTicket } from './file-ticket.ts'
import { getHelpBeside, isRestartUnderWay } from './get-help.ts'
import { beginRestart, chooseDevice, confirmRestart } from './restart.ts'
import { type Answer, type Click, symptomOf, toClicker, toEverybody, type World } from './world.ts'

/** The screen after the click. An old card, a double click or a button that no longer fits shows the current screen. */
export async function clickSession(world: World, click: Click, ref: CardRef, act: SessionAction): Promise<Answer> {
  const session = await world.sessions.find(ref.id)
  if (!session || session.nonce !== ref.nonce) return toClicker(showNotice(texts.expired, 'warning'))
  if (session.person.id !== click.person.id) return toClicker(showNotice(texts.notYours, 'warning'))
  if (session.step !== ref.step) return toEverybody(await showCurrent(world, session))
  if (act.verb === 'get-help' && (await isRestartUnderWay(world, session)))
    return { ...toEverybody(await showCurrent(world, session)), message: await getHelpBeside(world, session) }
  const next = await step(world, session, click, act)
  if (!next) return toEverybody(await showCurrent(world, session))
  const saved = (await world.sessions.save(next)) ? next : await world.sessions.find(ref.id)
  return toEverybody(saved ? await showCurrent(world, saved) : showNotice(texts.expired, 'warning'))
}

/** The session after the act; undefined when the act does not fit its place. */
async function step(world: World, session: Session, click: Click, act: SessionAction): Promise<Session | undefined> {
  const symptom = symptomOf(world, session.symptomId)
  switch (act.verb) {
    case 'answer':
      return symptom && answer(session, symptom, act.choice)
    case 'back':
      return symptom && takeBack(session, symptom)
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
    case 'solved':
    case 'connected':
      return advance(session, { at: 'solved' })
    case 'restart':
      return beginRestart(world, session)
    case 'other-machine':
      return advance(session, { at: 'machine', why: 'asked' })
    case 'choose-device':
      return chooseDevice(session, act.device)
    case 'confirm-restart':
      return confirmRestart(world, session, click)
    case 'send-machine':
      return sendMachine(world, session, click, act)
    case 'get-help':
    case 'not-connected':
      return advance(session, { at: 'help-form' })
    case 'send-ticket':
      return sendTicket(world, session, click, act)
    case 'cancel-session':
      return cancelSession(world, session)
  }
}

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
  { text, severity }: Extract<SessionAction, { verb: 'send-ticket' }>,
): Promise<Session | undefined> {
  if (session.place.at !== 'help-form') return undefined
  const id = `${session.id}.${session.step}`
  const ticket = await fileTicket(world, session, { id, purpose: 'help', severity, note: text, card: click.card })
  return advance(session, { at: 'ticket', ticketId: ticket.id })
}

async function sendMachine(
  world: World,
  session: Session,
  click: Click,
  { product, machine }: Extract<SessionAction, { verb: 'send-machine' }>,
): Promise<Session | undefined> {
  if (session.place.at !== 'machine') return undefined
  const id = `${session.id}.${session.step}`
  const ticket = await fileTicket(world, session, {
    id,
    purpose: 'restart-machine',
    machine: { product, name: machine },
    card: click.card,
  })
  return advance(session, { at: 'ticket', ticketId: ticket.id })
}
