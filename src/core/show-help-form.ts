// What will be sent to the helpdesk, before it is sent.
import type { Symptom } from './catalog.ts'
import { answersInWords, productOf, solutionsOf } from './dialogue.ts'
import type { Screen } from './screens.ts'
import { backButton, buttonsOf } from './session-buttons.ts'
import type { Session } from './session.ts'
import { severities } from './ticket.ts'
import * as texts from './texts.ts'

export function showHelpForm(session: Session, symptom: Symptom | undefined): Screen {
  const button = buttonsOf(session)
  const answers = symptom ? answersInWords(session, symptom, texts.buttons.unknown) : []
  const tried = symptom ? triedOf(session, symptom) : []
  const product = productOf(session, symptom)
  return {
    kind: 'help-form',
    summary: texts.helpForm.title,
    ...texts.helpForm,
    rows: [
      { label: texts.helpForm.symptom, value: errorInWords(symptom, session.excerpt) },
      ...(product ? [{ label: texts.helpForm.machine, value: texts.productNames[product] }] : []),
      ...answers.map(({ question, answer }) => ({ label: question, value: answer })),
      { label: texts.helpForm.tried, value: tried.join(', ') || texts.helpForm.nothing },
    ],
    quoteTitle: session.excerpt === '' ? '' : texts.helpForm.quoteTitle,
    quote: session.excerpt,
    severities: severities.map((severity) => ({ title: texts.severityNames[severity], value: severity })),
    buttons: [button(texts.buttons.sendTicket, 'send-ticket'), backButton(session, texts.buttons.cancel)],
  }
}

export const errorInWords = (symptom: Symptom | undefined, excerpt: string): string =>
  symptom?.title ?? (excerpt === '' ? texts.noErrorText : texts.helpForm.noSymptom)

/** Titles of what the person was shown and could do. */
export const triedOf = (session: Session, symptom: Symptom): string[] =>
  session.runbook
    ? []
    : solutionsOf(symptom, session.shown)
        .filter(({ audience }) => audience === 'employee')
        .map(({ title }) => title)
