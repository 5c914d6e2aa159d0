// What the person sees while no one symptom is settled on: guesses, choices, or all topics.
import type { Symptom } from './catalog.ts'
import type { Screen } from './screens.ts'
import { buttonsOf } from './session-buttons.ts'
import type { Place, Session } from './session.ts'
import * as texts from './texts.ts'

export type SymptomOf = (id: string | undefined) => Symptom | undefined

export function showUnmatched(session: Session, nearest: readonly string[], symptomOf: SymptomOf): Screen {
  const button = buttonsOf(session)
  return {
    kind: 'unknown',
    leak: '',
    summary: texts.unknown.title,
    title: texts.unknown.title,
    body: session.excerpt === '' ? texts.unknown.empty : texts.unknown.body,
    hint: nearest.length > 0 ? texts.unknown.guesses(nearest.length) : texts.unknown.noGuesses,
    buttons: [
      ...nearest.map((id, at) => button(texts.shorten(symptomOf(id)?.title ?? id, 60), 'pick', at)),
      button(texts.buttons.topics, 'topics'),
      button(texts.buttons.getHelp, 'get-help'),
    ],
  }
}

export function showChoosing(
  session: Session,
  { candidates, disagree }: Extract<Place, { at: 'choosing' }>,
  symptomOf: SymptomOf,
): Screen {
  const button = buttonsOf(session)
  const options = candidates.map(({ symptomId, evidence }) => ({
    title: symptomOf(symptomId)?.title ?? symptomId,
    why: texts.matchedBy(evidence),
  }))
  return {
    kind: 'choose',
    leak: '',
    summary: texts.choose.title,
    title: texts.choose.title,
    body: disagree ? texts.choose.disagree : texts.choose.body,
    options,
    buttons: [
      ...options.map(({ title }, at) => button(texts.shorten(title, 60), 'pick', at)),
      button(texts.buttons.noneOfThese, 'pick', 'none'),
      button(texts.buttons.getHelp, 'get-help'),
    ],
  }
}

export function showTopics(session: Session, symptoms: readonly Symptom[]): Screen {
  const button = buttonsOf(session)
  return {
    kind: 'topics',
    summary: texts.topics.title,
    ...texts.topics,
    options: symptoms.map(({ id, title }) => ({ title, value: id })),
    buttons: [button(texts.buttons.open, 'open-topic'), button(texts.buttons.getHelp, 'get-help')],
  }
}
