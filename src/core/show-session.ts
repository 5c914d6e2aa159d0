// From a session to the screen of its place.
import { answersInWords, currentQuestion, productOf, restartCanHelp, solutionsOf } from './dialogue.ts'
import type { Product, Symptom } from './catalog.ts'
import { runbookPages, solutionView } from './show-runbook.ts'
import type { Button, Screen } from './screens.ts'
import type { Session } from './session.ts'
import { severities } from './ticket.ts'
import * as texts from './texts.ts'

const mostButtons = 6

export type SymptomOf = (id: string | undefined) => Symptom | undefined

/** The places that a session alone is enough to show; a restart and a ticket are shown from their own records. */
export function showSession(session: Session, symptomOf: SymptomOf, symptoms: readonly Symptom[]): Screen {
  const symptom = symptomOf(session.symptomId)
  const { place } = session
  const button = buttonsOf(session)
  switch (place.at) {
    case 'unmatched':
      return showUnmatched(session, place.nearest, symptomOf)
    case 'choosing': {
      const options = place.candidates.map(({ symptomId, evidence }) => ({
        title: symptomOf(symptomId)?.title ?? symptomId,
        why: texts.matchedBy(evidence),
      }))
      return {
        kind: 'choose',
        summary: texts.choose.title,
        ...texts.choose,
        options,
        buttons: [
          ...options.map(({ title }, at) => button(texts.shorten(title, 60), 'pick', at)),
          button(texts.buttons.noneOfThese, 'pick', 'none'),
          button(texts.buttons.getHelp, 'get-help'),
        ],
      }
    }
    case 'topics':
      return {
        kind: 'topics',
        summary: texts.topics.title,
        ...texts.topics,
        options: symptoms.map(({ id, title }) => ({ title, value: id })),
        buttons: [button(texts.buttons.open, 'open-topic'), button(texts.buttons.getHelp, 'get-help')],
      }
    case 'question':
      return showQuestion(session, symptom)
    case 'solution':
      return showSolution(session, place.solutionIds, symptom)
    case 'runbook':
      return showRunbook(session, place.page, symptom)
    case 'devices':
      return {
        kind: 'devices',
        summary: texts.devices.title,
        ...texts.devices,
        options: place.devices.map((device) => ({ title: texts.devices.option(device), value: device.id })),
        buttons: [
          button(texts.buttons.next, 'choose-device'),
          button(texts.buttons.otherMachine, 'other-machine'),
          button(texts.buttons.getHelp, 'get-help'),
          button(texts.buttons.cancel, 'cancel-session'),
        ],
      }
    case 'confirm':
      return showConfirm(session, place.device)
    case 'machine':
      return {
        kind: 'machine',
        summary: texts.machine.title,
        ...texts.machine,
        body: place.why === 'no-cloud-pc' ? texts.machine.noCloudPc : texts.machine.body,
        products: machineProducts.map((product) => ({ title: texts.productNames[product], value: product })),
        buttons: [
          button(texts.machine.send, 'send-machine'),
          button(texts.buttons.getHelp, 'get-help'),
          button(texts.buttons.cancel, 'cancel-session'),
        ],
      }
    case 'refused':
      return {
        kind: 'notice',
        summary: texts.refused.title,
        title: texts.refused.title,
        body: texts.refused.because(place.refusal),
        tone: 'warning',
        buttons: [button(texts.buttons.getHelp, 'get-help'), button(texts.buttons.solved, 'solved')],
      }
    case 'help-form':
      return showHelpForm(session, symptom)
    case 'solved':
      return showNotice(texts.solved, 'good')
    case 'cancelled':
    case 'restart':
    case 'ticket':
      return showNotice(texts.cancelled, 'default')
  }
}

/** The machines that the helpdesk restarts, since Graph's Cloud PC call cannot. */
export const machineProducts = ['azure-virtual-desktop', 'azure-vm'] as const satisfies readonly Product[]

export const showNotice = (
  { title, body }: { title: string; body: string },
  tone: 'default' | 'good' | 'warning' | 'attention' = 'default',
  buttons: readonly Button[] = [],
): Screen => ({ kind: 'notice', summary: title, title, body, tone, buttons })

const buttonsOf =
  ({ id, nonce, step }: Session) =>
  (title: string, verb: string, choice?: number | string): Button => ({
    title,
    action: { on: 'session', verb, ref: { id, nonce, step }, ...(choice === undefined ? {} : { choice }) },
  })

function showUnmatched(session: Session, nearest: readonly string[], symptomOf: SymptomOf): Screen {
  const button = buttonsOf(session)
  return {
    kind: 'unknown',
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

function showQuestion(session: Session, symptom: Symptom | undefined): Screen {
  const question = symptom && currentQuestion(session, symptom)
  if (!symptom || !question) return showNotice(texts.expired, 'warning')
  const button = buttonsOf(session)
  return {
    kind: 'question',
    summary: `${symptom.title}: ${question.text}`,
    title: symptom.title,
    why: texts.matchedBy(session.evidence),
    question: question.text,
    // Six buttons at most: beside five choices there is no room, and every answer leads to help.
    buttons: [
      ...question.choices.map(({ text }, at) => button(text, 'answer', at)),
      button(texts.buttons.unknown, 'answer', 'unknown'),
      button(texts.buttons.getHelp, 'get-help'),
    ].slice(0, mostButtons),
  }
}

function showSolution(session: Session, ids: readonly string[], symptom: Symptom | undefined): Screen {
  if (!symptom) return showNotice(texts.expired, 'warning')
  const button = buttonsOf(session)
  const current = solutionsOf(symptom, ids).filter(({ overtaken }) => !overtaken)
  const own = symptom.metBy === 'admin' ? [] : current.filter(({ audience }) => audience === 'employee')
  const others = symptom.metBy === 'admin' ? [] : current.filter(({ audience }) => audience !== 'employee')
  return {
    kind: 'solution',
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
  const product = productOf(session, symptom)
  const title =
    product === 'azure-vm' || product === 'azure-virtual-desktop' ? texts.buttons.restartMachine : texts.buttons.restart
  return [buttonsOf(session)(title, 'restart')]
}

function showRunbook(session: Session, wanted: number, symptom: Symptom | undefined): Screen {
  if (!symptom) return showNotice(texts.expired, 'warning')
  const button = buttonsOf(session)
  const pages = runbookPages(symptom)
  const page = Math.min(wanted, pages.length - 1)
  const current = pages[page] ?? []
  const others = nearestParts(page, pages.length)
  return {
    kind: 'runbook',
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

function showConfirm(session: Session, device: Extract<Session['place'], { at: 'confirm' }>['device']): Screen {
  const button = buttonsOf(session)
  const body =
    device.power === 'off' ? texts.confirm.off : device.frontline ? texts.confirm.frontline : texts.confirm.body
  return {
    kind: 'confirm',
    summary: texts.confirm.title(device.name),
    title: texts.confirm.title(device.name),
    body,
    warning: texts.confirm.warning,
    rows: [
      { label: texts.confirm.device, value: device.name },
      { label: texts.confirm.plan, value: device.plan },
    ],
    buttons: [
      button(texts.buttons.confirmRestart(device.name), 'confirm-restart'),
      button(texts.buttons.getHelp, 'get-help'),
      button(texts.buttons.notNow, 'cancel-session'),
    ],
  }
}

function showHelpForm(session: Session, symptom: Symptom | undefined): Screen {
  const button = buttonsOf(session)
  const answers = symptom ? answersInWords(session, symptom, texts.buttons.unknown) : []
  const tried = symptom ? triedOf(session, symptom) : []
  const product = productOf(session, symptom)
  return {
    kind: 'help-form',
    summary: texts.helpForm.title,
    ...texts.helpForm,
    rows: [
      { label: texts.helpForm.symptom, value: symptom?.title ?? texts.helpForm.noSymptom },
      ...(product ? [{ label: texts.helpForm.machine, value: texts.productNames[product] }] : []),
      ...answers.map(({ question, answer }) => ({ label: question, value: answer })),
      { label: texts.helpForm.tried, value: tried.join(', ') || texts.helpForm.nothing },
    ],
    quoteTitle: session.excerpt === '' ? '' : texts.helpForm.quoteTitle,
    quote: session.excerpt,
    severities: severities.map((severity) => ({ title: texts.severityNames[severity], value: severity })),
    buttons: [button(texts.buttons.sendTicket, 'send-ticket'), button(texts.buttons.cancel, 'cancel-session')],
  }
}

/** Titles of what the person was shown and could do. */
export const triedOf = (session: Session, symptom: Symptom): string[] =>
  session.runbook
    ? []
    : solutionsOf(symptom, session.shown)
        .filter(({ audience }) => audience === 'employee')
        .map(({ title }) => title)
