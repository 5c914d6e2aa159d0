// Every way through the questions of a symptom, walked to the end.
import type { Symptom } from '../../src/core/catalog.ts'
import { answer, currentQuestion, startSymptom } from '../../src/core/dialogue.ts'
import type { Session } from '../../src/core/session.ts'
import { aSession } from './builders.ts'

/** All sessions that answers can lead to, in the order of walking; `start` is the session before the symptom was known. */
export function everySession(symptom: Symptom, start: Session = aSession({ answers: [], shown: [] })): Session[] {
  return from(startSymptom(start, symptom), symptom)
}

function from(session: Session, symptom: Symptom): Session[] {
  return [session, ...nextSessions(session, symptom).flatMap((next) => from(next, symptom))]
}

/** The sessions that the answers to the current question lead to; none when nothing is asked. */
export function nextSessions(session: Session, symptom: Symptom): Session[] {
  const question = currentQuestion(session, symptom)
  const choices = question ? [...question.choices.keys(), 'unknown' as const] : []
  return choices.flatMap((choice) => answer(session, symptom, choice) ?? [])
}
