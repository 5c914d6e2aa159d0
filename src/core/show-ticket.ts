// How a ticket looks: to its requester, in the helpdesk's channels, and in a list.
import type { Solution, Symptom } from './catalog.ts'
import { restartMachineSolution } from './restart-machine.ts'
import type { RestartRequest } from './restart-request.ts'
import type { Button, EscalationView, FormView, Screen, TicketChannelView, Tone } from './screens.ts'
import { firstPage, solutionView } from './show-runbook.ts'
import { isLive, severities, type Ticket, type TicketEvent } from './ticket.ts'
import * as texts from './texts.ts'

const tones: Readonly<Record<Ticket['state'], Tone>> = {
  open: 'accent',
  taken: 'accent',
  escalated: 'warning',
  resolved: 'good',
  declined: 'attention',
  withdrawn: 'default',
}

const shownEvents = 6
const longestExcerpt = 600
/** The last word is shown in full, what came before it in brief, so that the card stays within its size. */
const longestQuote = 1000
const briefQuote = 300

/** The requester's card. `typed` is what they wrote on a card that turned out to be old. */
export function showTicket(ticket: Ticket, notice = '', typed = ''): Screen {
  const state = texts.ticketStates[ticket.state]
  return {
    kind: 'ticket',
    summary: texts.ticket.summary(ticket.number, state),
    title: texts.ticket.title(ticket.number),
    state,
    tone: tones[ticket.state],
    news: '',
    notice,
    body: bodyFor(ticket),
    events: eventsOf(ticket.events.map(withoutInternals)),
    forms: isLive(ticket)
      ? [form(ticket, texts.buttons.comment, 'comment', texts.ticket.commentLabel, texts.ticket.commentMissing, typed)]
      : [],
    buttons: [
      isLive(ticket)
        ? button(ticket, texts.buttons.withdraw, 'withdraw')
        : button(ticket, texts.buttons.getHelp, 'help-again'),
    ],
  }
}

function bodyFor({ state, owner }: Ticket): string {
  const { requesterBody } = texts.ticket
  return state === 'taken' ? requesterBody.taken(owner?.name ?? '') : requesterBody[state]
}

/** The card in a helpdesk channel. `typed` is what a person wrote on a card that turned out to be old. */
export function showTicketInChannel(
  ticket: Ticket,
  symptom: Symptom | undefined,
  request: RestartRequest | undefined,
  notice = '',
  typed = '',
): Screen {
  const state = texts.ticketStates[ticket.state]
  const title = texts.ticket.channelTitle(ticket.number, texts.ticket.purposes[ticket.purpose])
  const waits = request?.state === 'awaiting-approval'
  const runbook = runbookFor(ticket, symptom)
  const view: TicketChannelView = {
    state,
    tone: tones[ticket.state],
    notice,
    rows: rowsOf(ticket, symptom, request),
    quoteTitle: ticket.facts.excerpt === '' ? '' : texts.ticket.quoteTitle,
    quote: texts.shorten(ticket.facts.excerpt, longestExcerpt),
    events: eventsOf(ticket.events),
    runbookTitle: runbook.length > 0 ? texts.ticket.runbook : '',
    runbook: runbook.map((solution) => solutionView(solution, texts.runbook.note(solution))),
    forms: formsFor(ticket, typed),
    escalations: escalationsFor(ticket, typed),
  }
  return { kind: 'ticket-channel', summary: title, title, ...view, buttons: channelButtons(ticket, waits) }
}

/** What applies here: the machine to restart, then what fits the answers, then the rest, as far as a card holds it. */
const runbookFor = (ticket: Ticket, symptom: Symptom | undefined) => {
  if (!isLive(ticket)) return []
  const { machine, product, shown } = ticket.facts
  const first =
    ticket.purpose === 'restart-machine' && machine && product ? [restartMachineSolution(product, machine)] : []
  const advice = symptom?.solutions.filter(({ overtaken, audience }) => !overtaken && audience !== 'employee') ?? []
  const fits = ({ id }: Solution) => shown.includes(id)
  return firstPage([...first, ...advice.filter(fits), ...advice.filter((solution) => !fits(solution))])
}

// With the runbook's own button these are never more than six.
function channelButtons(ticket: Ticket, restartWaits: boolean): Button[] {
  if (!isLive(ticket)) return []
  return [
    ...(ticket.owner ? [] : [button(ticket, texts.buttons.take, 'take')]),
    restartWaits ? button(ticket, texts.buttons.approve, 'approve') : button(ticket, texts.buttons.resolve, 'resolve'),
  ]
}

const formsFor = (ticket: Ticket, typed: string): FormView[] =>
  isLive(ticket)
    ? [
        form(ticket, texts.buttons.reply, 'reply', texts.ticket.replyLabel, texts.ticket.replyMissing, typed),
        form(ticket, texts.buttons.decline, 'decline', texts.ticket.declineLabel, texts.ticket.declineMissing),
      ]
    : []

const escalationsFor = (ticket: Ticket, typed: string): EscalationView[] =>
  isLive(ticket) && ticket.state !== 'escalated'
    ? [
        {
          ...form(
            ticket,
            texts.buttons.escalate,
            'escalate',
            texts.ticket.escalateLabel,
            texts.ticket.escalateMissing,
            typed,
          ),
          severityLabel: texts.ticket.rows.severity,
          severity: ticket.severity,
          severities: severities.map((severity) => ({ title: texts.severityNames[severity], value: severity })),
        },
      ]
    : []

const form = (ticket: Ticket, title: string, verb: string, label: string, missing: string, text = ''): FormView => ({
  title,
  label,
  missing,
  text,
  send: button(ticket, title, verb),
})

const button = ({ id, nonce, version }: Ticket, title: string, verb: string): Button => ({
  title,
  action: { on: 'ticket', verb, ref: { id, nonce, step: version } },
})

function rowsOf(ticket: Ticket, symptom: Symptom | undefined, request: RestartRequest | undefined) {
  const { rows } = texts.ticket
  const { facts } = ticket
  return [
    { label: rows.requester, value: ticket.requester.name },
    { label: rows.severity, value: texts.severityNames[ticket.severity] },
    { label: rows.owner, value: ticket.owner?.name ?? texts.ticket.noOwner },
    { label: rows.error, value: symptom?.title ?? texts.helpForm.noSymptom },
    ...(facts.product || facts.machine
      ? [
          {
            label: rows.machine,
            value: [facts.product && texts.productNames[facts.product], facts.machine].filter(Boolean).join(', '),
          },
        ]
      : []),
    ...(request
      ? [{ label: rows.restart, value: `${request.cloudPc.name}: ${texts.restartStates[request.state]}` }]
      : []),
    ...facts.answers.map(({ question, answer }) => ({ label: question, value: answer })),
    ...(facts.tried.length > 0 ? [{ label: rows.tried, value: facts.tried.join(', ') }] : []),
    ...(facts.devices.length > 0 ? [{ label: rows.devices, value: facts.devices.join('; ') }] : []),
  ]
}

/** What the helpdesk and the bot write for the helpdesk is not for the requester. */
const withoutInternals = (event: TicketEvent): TicketEvent =>
  ['escalated', 'restart'].includes(event.kind) ? { ...event, text: '' } : event

const eventsOf = (events: readonly TicketEvent[]) =>
  events.slice(-shownEvents).map(({ at, actor, kind, text }, index, shown) => ({
    when: moment(at),
    who: `${actor.name} ${texts.eventWords[kind]}`,
    quote: texts.shorten(text, index === shown.length - 1 ? longestQuote : briefQuote),
  }))

/** The client shows this in the reader's own time zone and language. */
export const moment = (at: Date): string => {
  const second = `${at.toISOString().slice(0, 19)}Z`
  return `{{DATE(${second},SHORT)}} {{TIME(${second})}}`
}
