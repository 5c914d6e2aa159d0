// From a session to the screen of its place.
import type { Symptom } from './catalog.ts'
import type { Screen } from './screens.ts'
import type { Session } from './session.ts'
import { showQuestion, showRunbook, showSolution } from './show-advice.ts'
import { showChoosing, showTopics, showUnmatched, type SymptomOf } from './show-guess.ts'
import { showHelpForm } from './show-help-form.ts'
import { showNotice } from './show-notice.ts'
import { showConfirm, showDevices, showMachine, showRefused } from './show-restart-steps.ts'
import * as texts from './texts.ts'

/** The places that a session alone is enough to show; a restart and a ticket are shown from their own records. */
export function showSession(session: Session, symptomOf: SymptomOf, symptoms: readonly Symptom[]): Screen {
  const symptom = symptomOf(session.symptomId)
  const { place } = session
  switch (place.at) {
    case 'unmatched':
      return showUnmatched(session, place.nearest, symptomOf)
    case 'choosing':
      return showChoosing(session, place, symptomOf)
    case 'topics':
      return showTopics(session, symptoms)
    case 'question':
      return showQuestion(session, symptom)
    case 'solution':
      return showSolution(session, place.solutionIds, symptom)
    case 'runbook':
      return showRunbook(session, place.page, symptom)
    case 'devices':
      return showDevices(session, place.devices)
    case 'confirm':
      return showConfirm(session, place)
    case 'machine':
      return showMachine(session, place.why)
    case 'refused':
      return showRefused(session, place.refusal)
    case 'help-form':
      return showHelpForm(session, symptom)
    case 'solved':
      return showNotice(texts.solved, 'good')
    case 'cancelled':
    case 'restart':
    case 'ticket':
      return showNotice(texts.cancelled)
  }
}
