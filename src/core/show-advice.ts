// A symptom's question, the solution for an employee, and the runbook for the helpdesk.
import type { Symptom } from './catalog.ts'
import { currentQuestion, productOf, restartCanHelp, solutionsOf } from './dialogue.ts'
import type { Button, Screen } from './screens.ts'
import { buttonsOf } from './session-buttons.ts'
import type { Session } from './session.ts'
import { showNotice } from './show-notice.ts'
import { isMachine } from './show-restart-steps.ts'
import { runbookPages, solutionView } from './show-runbook.ts'
import * as texts from './texts.ts'

export function showQuestion(session: Session, symptom: Symptom | undefined): Screen {
  const question = symptom && currentQuestion(session, symptom)
  if (!symptom || !question) return showNotice(texts.expired, 'warning')
  const button = buttonsOf(session)
  return {
    kind: 'question',
    leak: '',
    summary: `${symptom.title}: ${question.text}`,
    title: symptom.title,
    why: texts.matchedBy(session.evidence),
    question: question.text,
    buttons: [
      ...question.choices.map(({ text }, at) => button(text, 'answer', at)),
      button(texts.buttons.unknown, 'answer', 'unknown'),
      button(texts.buttons.getHelp, 'get-help'),
      // A seventh button would be cut off.
      ...(session.answers.length > 0 && question.choices.length < 4 ? [button(texts.buttons.back, 'back')] : []),
    ],
  }
}

export function showSolution(session: Session, ids: readonly string[], symptom: Symptom | undefined): Screen {
  if (!symptom) return showNotice(texts.expired, 'warning')
  const button = buttonsOf(session)
  const current = solutionsOf(symptom, ids).filter(({ overtaken }) => !overtaken)
  const own = symptom.metBy === 'admin' ? [] : current.filter(({ audience }) => audience === 'employee')
  const others = symptom.metBy === 'admin' ? [] : current.filter(({ audience }) => audience !== 'employee')
  return {
    kind: 'solution',
    leak: '',
    summary: `${symptom.title}: ${own[0]?.title ?? texts.solution.helpdeskDoes}`,
    title: symptom.title,
    why: texts.matchedBy(session.evidence),
    causes:
      symptom.metBy === 'admin'
        ? [{ text: texts.adminSymptom }]
        : own.length === 0
          ? [{ text: texts.solution.onlyHelpdesk }]
          : [],
    solutions: own.map((solution) => solutionView(solution, '')),
    handledTitle: others.length > 0 ? texts.solution.helpdeskDoes : '',
    // Two ways of doing the same thing are one thing to the employee.
    handled: [...new Set(others.map(({ summary }) => summary))].map((text) => ({ text })),
    buttons: [
      ...restartButton(session, symptom, restartCanHelp(current)),
      ...(own.length > 0 ? [button(texts.buttons.solved, 'solved')] : []),
      button(texts.buttons.getHelp, 'get-help'),
      ...(session.answers.length > 0 ? [button(texts.buttons.back, 'back')] : []),
    ],
  }
}

function restartButton(session: Session, symptom: Symptom, offered: boolean): Button[] {
  if (!offered) return []
  const title = isMachine(productOf(session, symptom)) ? texts.buttons.restartMachine : texts.buttons.restart
  return [buttonsOf(session)(title, 'restart')]
}

export function showRunbook(session: Session, wanted: number, symptom: Symptom | undefined): Screen {
  if (!symptom) return showNotice(texts.expired, 'warning')
  const button = buttonsOf(session)
  const pages = runbookPages(symptom)
  const page = Math.min(wanted, pages.length - 1)
  const current = pages[page] ?? []
  const others = nearestParts(page, pages.length)
  return {
    kind: 'runbook',
    leak: '',
    summary: symptom.title,
    title: symptom.title,
    why: texts.matchedBy(session.evidence),
    part: texts.runbook.part(page + 1, pages.length),
    causesTitle: page === 0 ? texts.runbook.causes : '',
    causes:
      page === 0
        ? symptom.causes.map(({ text, overtaken }) => ({
            text: overtaken ? texts.runbook.overtakenCause(text, overtaken) : text,
          }))
        : [],
    solutions: current.map((solution) => solutionView(solution, texts.runbook.note(solution))),
    buttons: [
      ...others.map((at) => button(texts.buttons.part(at + 1, pages.length), 'page', at)),
      ...(symptom.metBy === 'admin' ? [] : restartButton(session, symptom, restartCanHelp(symptom.solutions))),
      button(texts.buttons.getHelp, 'get-help'),
    ],
  }
}

/** The parts around this one, four at most, so that every part can be reached and the buttons stay six. */
const nearestParts = (page: number, all: number): number[] =>
  Array.from({ length: all }, (_, at) => at)
    .filter((at) => at !== page)
    .sort((a, b) => Math.abs(a - page) - Math.abs(b - page))
    .slice(0, 4)
    .sort((a, b) => a - b)
