// How a ticket looks: to its requester, in the helpdesk's channels, and in a list.
import type { CardRef } from './actions.ts'
import type { Solution, Symptom } from './catalog.ts'
import type { Person } from './people.ts'
import { restartMachineSolution } from './restart-machine.ts'
import type { RestartRequest } from './restart-request.ts'
import type { Button, EscalationView, FormView, MoreView, Screen, ScreenOf, Tone } from './screens.ts'
import { errorInWords } from './show-help-form.ts'
import { firstPage, solutionView } from './show-runbook.ts'
import {
  isForRequester,
  isLive,
  isUnconfirmed,
  severities,
  type Ticket,
  type TicketEvent,
  type TicketVerb,
} from './ticket.ts'
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

/** What a person wrote on a card that turned out to be old, or for an act that was refused; it stays with its verb. */
export type Typed = { readonly verb: TicketVerb; readonly text: string }

/** The requester's card. */
export function showTicket(ticket: Ticket, notice = '', typed?: Typed): Screen {
  const state = texts.ticketStates[ticket.state]
  return {
    kind: 'ticket',
    summary: texts.ticket.summary(ticket.number, state),
    title: texts.ticket.title(ticket.number),
    state,
    tone: tones[ticket.state],
    news: '',
    notice,
    when: '',
    body: bodyFor(ticket),
    events: eventsOf(ticket.events.filter(isForRequester).map(withoutNote)),
    forms: isLive(ticket)
      ? [form(ticket, texts.buttons.comment, 'comment', texts.ticket.commentLabel, texts.ticket.commentMissing, typed)]
      : [],
    buttons: ownButtons(ticket),
  }
}

function ownButtons(ticket: Ticket): Button[] {
  if (isLive(ticket)) return [button(ticket, texts.buttons.withdraw, 'withdraw')]
  const help = button(ticket, texts.buttons.getHelp, 'help-again')
  return isUnconfirmed(ticket)
    ? [button(ticket, texts.buttons.confirm, 'confirm'), button(ticket, texts.buttons.reopen, 'reopen'), help]
    : [help]
}

function bodyFor(ticket: Ticket): string {
  const { requesterBody } = texts.ticket
  const { state, owner } = ticket
  if (state === 'taken') return requesterBody.taken(owner?.name ?? '')
  return state === 'resolved' && !isUnconfirmed(ticket) ? requesterBody.confirmed : requesterBody[state]
}

/** What the card in a helpdesk channel shows beside the ticket. */
export type ChannelParts = {
  readonly symptom: Symptom | undefined
  readonly request: RestartRequest | undefined
  /** Of the helpdesk, for giving the ticket to one of them. */
  readonly colleagues: readonly Person[]
  /** Of the second tier. */
  readonly onCall: Person | undefined
  /** The channel's ids of those who get a view of their own. */
  readonly viewers: readonly string[]
  /** Whose view it is; undefined for the card that everybody sees. */
  readonly viewer?: Person | undefined
  readonly notice?: string | undefined
  readonly typed?: Typed | undefined
}

/** The card in a helpdesk channel. */
export function showTicketInChannel(ticket: Ticket, parts: ChannelParts): Screen {
  const { symptom, request, typed } = parts
  const runbook = runbookFor(ticket, symptom)
  return {
    ...channelCard(ticket, parts.notice ?? '', parts.viewers),
    rows: rowsOf(ticket, parts),
    quoteTitle: ticket.facts.excerpt === '' ? '' : texts.ticket.quoteTitle,
    quote: texts.shorten(ticket.facts.excerpt, longestExcerpt),
    events: eventsOf(ticket.events),
    runbookTitle: runbook.length > 0 ? texts.ticket.runbook : '',
    runbook: runbook.map((solution) => solutionView(solution, texts.runbook.note(solution))),
    forms: formsFor(ticket, typed),
    escalations: escalationsFor(ticket, parts),
    more: moreFor(ticket, parts),
    buttons: channelButtons(ticket, request?.state === 'awaiting-approval'),
  }
}

/** What somebody in the channel sees who does not belong to the helpdesk. */
export const showTicketOutside = (ticket: Ticket, notice = ''): Screen =>
  channelCard(ticket, notice === '' ? texts.ticket.onlyHelpdesk : notice, [])

function channelCard(ticket: Ticket, notice: string, viewers: readonly string[]): ScreenOf<'ticket-channel'> {
  const title = texts.ticket.channelTitle(ticket.number, texts.ticket.purposes[ticket.purpose])
  return {
    kind: 'ticket-channel',
    summary: title,
    title,
    state: texts.ticketStates[ticket.state],
    tone: tones[ticket.state],
    notice,
    when: '',
    rows: [],
    quoteTitle: '',
    quote: '',
    events: [],
    runbookTitle: '',
    runbook: [],
    forms: [],
    escalations: [],
    more: [],
    buttons: [],
    refresh: { action: { on: 'ticket', verb: 'refresh', ref: refOf(ticket) }, viewers },
  }
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

/**
 * With reply, decline, escalate and the rest these are never more than six. Release stands where take stood: whoever
 * presses just as a colleague's act changes the card does nothing worse than to read who has it.
 */
function channelButtons(ticket: Ticket, restartWaits: boolean): Button[] {
  if (!isLive(ticket)) return []
  return [
    ticket.owner ? button(ticket, texts.buttons.release, 'release') : button(ticket, texts.buttons.take, 'take'),
    restartWaits ? button(ticket, texts.buttons.approve, 'approve') : button(ticket, texts.buttons.resolve, 'resolve'),
  ]
}

const formsFor = (ticket: Ticket, typed: Typed | undefined): FormView[] =>
  isLive(ticket)
    ? [
        form(ticket, texts.buttons.reply, 'reply', texts.ticket.replyLabel, texts.ticket.replyMissing, typed),
        form(ticket, texts.buttons.decline, 'decline', texts.ticket.declineLabel, texts.ticket.declineMissing, typed),
      ]
    : []

const escalationsFor = (ticket: Ticket, { onCall, typed }: ChannelParts): EscalationView[] =>
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
          onCall: texts.ticket.onCall(onCall?.name),
          severityLabel: texts.ticket.rows.severity,
          severity: ticket.severity,
          severities: severityOptions,
        },
      ]
    : []

const severityOptions = severities.map((severity) => ({ title: texts.severityNames[severity], value: severity }))

/** Everything that is done less often, behind one button. */
function moreFor(ticket: Ticket, { colleagues, typed }: ChannelParts): MoreView[] {
  if (!isLive(ticket)) return []
  const { owner, requester } = ticket
  const others = colleagues.filter(({ id }) => id !== requester.id && id !== owner?.id)
  return [
    {
      title: texts.buttons.more,
      noteLabel: texts.ticket.noteLabel,
      noteText: textFor('note', typed),
      urgencyLabel: texts.ticket.rows.severity,
      urgency: ticket.severity,
      urgencies: severityOptions,
      assigneeLabel: others.length > 0 ? texts.ticket.assigneeLabel : '',
      assignees: others.map(({ id, name }) => ({ title: name, value: id })),
      buttons: [
        button(ticket, texts.buttons.note, 'note'),
        button(ticket, texts.buttons.urgency, 'urgency'),
        ...(others.length > 0 ? [button(ticket, texts.buttons.assign, 'assign')] : []),
      ],
    },
  ]
}

const form = (
  ticket: Ticket,
  title: string,
  verb: Typed['verb'],
  label: string,
  missing: string,
  typed: Typed | undefined,
): FormView => ({
  title,
  label,
  missing,
  text: textFor(verb, typed),
  send: button(ticket, title, verb),
})

/** What was meant for the helpdesk alone must not come to stand where the requester is written to. */
const textFor = (verb: Typed['verb'], typed: Typed | undefined): string => (typed?.verb === verb ? typed.text : '')

const refOf = ({ id, nonce, version }: Ticket): CardRef => ({ id, nonce, step: version })

const button = (ticket: Ticket, title: string, verb: string): Button => ({
  title,
  action: { on: 'ticket', verb, ref: refOf(ticket) },
})

/** Opens the ticket from another card. */
export const ticketButton = (ticket: Ticket): Button =>
  button(ticket, texts.buttons.ticket(ticket.number), 'show-ticket')

function rowsOf(ticket: Ticket, { symptom, request, viewer }: ChannelParts) {
  const { rows } = texts.ticket
  const { facts } = ticket
  return [
    { label: rows.requester, value: ticket.requester.name },
    { label: rows.severity, value: texts.severityNames[ticket.severity] },
    { label: rows.owner, value: ownerFor(ticket, viewer) },
    { label: rows.error, value: errorInWords(symptom, facts.excerpt) },
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

const ownerFor = ({ owner }: Ticket, viewer: Person | undefined): string => {
  if (!owner) return texts.ticket.noOwner
  return owner.id === viewer?.id ? texts.ticket.you(owner.name) : owner.name
}

/** That it is with the second tier the requester may know, and not what was written to them. */
const withoutNote = (event: TicketEvent): TicketEvent => (event.kind === 'escalated' ? { ...event, text: '' } : event)

const eventsOf = (events: readonly TicketEvent[]) =>
  events.slice(-shownEvents).map((event, index, shown) => ({
    when: moment(event.at),
    who: texts.eventPhrases[event.kind](event.actor.name),
    quote: texts.shorten(quoteOf(event), index === shown.length - 1 ? longestQuote : briefQuote),
  }))

const quoteOf = ({ kind, text, to }: TicketEvent): string => {
  if (to) return texts.ticket.assignedTo(to.name)
  const severity = severities.find((one) => one === text)
  return kind === 'urgency' && severity ? texts.severityNames[severity] : text
}

/** The client shows this in the reader's own time zone and language. */
export const moment = (at: Date): string => {
  const second = `${at.toISOString().slice(0, 19)}Z`
  return `{{DATE(${second},SHORT)}} {{TIME(${second})}}`
}
