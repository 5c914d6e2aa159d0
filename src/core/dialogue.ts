// What is asked next: pure steps through the question tree of a symptom.
import type { Lead, Product, Question, Solution, Symptom } from './catalog.ts'
import { advance, type Answer, type Session } from './session.ts'

/** Starts the questions of a symptom; a symptom without questions shows its solutions at once. */
export function startSymptom(session: Session, symptom: Symptom): Session {
  const [first] = symptom.questions
  const [product, ...others] = symptom.products
  const settled = others.length === 0 ? product : undefined
  const fresh: Session = { ...session, symptomId: symptom.id, answers: [], shown: [], product: settled }
  // Someone who knows the trade reads all of it; questions would only keep it back.
  if (session.runbook) return advance(fresh, { at: 'runbook', page: 0 })
  // An administrator's questions mean nothing to anybody else.
  if (!first || symptom.metBy === 'admin')
    return show(
      fresh,
      symptom.solutions.map((solution) => solution.id),
    )
  return advance(fresh, { at: 'question', questionId: first.id })
}

/** The session after an answer; undefined when the session is not at a question with such a choice. */
export function answer(session: Session, symptom: Symptom, choice: Answer['choice']): Session | undefined {
  const question = currentQuestion(session, symptom)
  const chosen = choice === 'unknown' ? undefined : question?.choices[choice]
  if (!question || (choice !== 'unknown' && !chosen)) return undefined
  const answered: Session = {
    ...session,
    answers: [...session.answers, { questionId: question.id, choice }],
    product: chosen?.product ?? session.product,
  }
  return follow(answered, chosen?.leads ?? question.unknown)
}

/** The session with its last answer taken back; undefined when there is none to take back. */
export function takeBack(session: Session, symptom: Symptom): Session | undefined {
  const kept = session.answers.slice(0, -1)
  if (session.answers.length === 0 || !['question', 'solution'].includes(session.place.at)) return undefined
  const replayed = kept.reduce<Session | undefined>(
    (state, { choice }) => state && answer(state, symptom, choice),
    startSymptom(session, symptom),
  )
  return replayed && { ...replayed, shown: session.shown, step: session.step + 1 }
}

export const currentQuestion = (session: Session, symptom: Symptom): Question | undefined => {
  const { place } = session
  return place.at === 'question' ? symptom.questions.find(({ id }) => id === place.questionId) : undefined
}

function follow(session: Session, lead: Lead): Session {
  return 'ask' in lead ? advance(session, { at: 'question', questionId: lead.ask }) : show(session, lead.show)
}

const show = (session: Session, solutionIds: readonly string[]): Session =>
  advance(session, { at: 'solution', solutionIds }, { shown: [...new Set([...session.shown, ...solutionIds])] })

/** The solutions with these ids, in this order. */
export const solutionsOf = (symptom: Symptom, ids: readonly string[]): Solution[] =>
  ids.flatMap((id) => symptom.solutions.filter((solution) => solution.id === id))

/** Can restarting the machine help, going by the solutions that apply? Overtaken advice does not count. */
export const restartCanHelp = (solutions: readonly Solution[]): boolean =>
  solutions.some((solution) => solution.restart !== 'no' && !solution.overtaken)

/** The questions and answers so far, in words. `unknown` is what "I don't know" reads as. */
export function answersInWords(
  session: Session,
  symptom: Symptom,
  unknown: string,
): { question: string; answer: string }[] {
  return session.answers.flatMap(({ questionId, choice }) => {
    const question = symptom.questions.find(({ id }) => id === questionId)
    if (!question) return []
    return [
      { question: question.text, answer: choice === 'unknown' ? unknown : (question.choices[choice]?.text ?? unknown) },
    ]
  })
}

/** The machine the session is about, as far as it is settled. */
export const productOf = (session: Session, symptom: Symptom | undefined): Product | undefined =>
  session.product ?? (symptom?.products.length === 1 ? symptom.products[0] : undefined)
