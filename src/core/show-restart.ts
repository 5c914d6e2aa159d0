// How a restart request looks to its requester.
import { type RestartRequest, waitsLong } from './restart-request.ts'
import type { Button, Screen, Tone } from './screens.ts'
import { buttonsOf } from './session-buttons.ts'
import { passes, type Session } from './session.ts'
import { helpButton } from './show-notice.ts'
import * as texts from './texts.ts'

/**
 * `session` carries the buttons; without it, or once it has moved on, only help is offered. `told` says whether the
 * helpdesk knows of an end that a person has to look at.
 */
export function showRestart(
  request: RestartRequest,
  session: Session | undefined,
  ticketNumber: number | undefined,
  told = '',
): Screen {
  const { title, body, tone, mark } = wordsFor(request, ticketNumber)
  return {
    kind: 'restart',
    summary: title,
    title,
    body: told === '' ? body : `${body} ${told}`,
    tone,
    mark,
    buttons: session ? buttonsFor(request, session) : [helpButton],
  }
}

/** What the card before the newest one says once a restart has ended. */
export const showRestartMoved = (request: RestartRequest): Screen => {
  const { title, tone, mark } = wordsFor(request, undefined)
  return { kind: 'restart', summary: title, title, body: texts.restart.seeBelow, tone, mark, buttons: [] }
}

type Words = { title: string; body: string; tone: Tone; mark: string }

function wordsFor(request: RestartRequest, ticketNumber: number | undefined): Words {
  const { name } = request.cloudPc
  const { reason, refusal, decidedBy } = request
  const say = (entry: { title: (name: string) => string; body: string }, tone: Tone, mark: string): Words => ({
    title: entry.title(name),
    body: entry.body,
    tone,
    mark,
  })
  switch (request.state) {
    case 'requested':
      return say(texts.restart.requested, 'accent', '⏳')
    case 'awaiting-approval':
      return say({ title: texts.restart.waiting.title, body: texts.restart.waiting.body(ticketNumber) }, 'accent', '⏳')
    case 'approved':
      return say(approvedWords(request), 'accent', '⏳')
    case 'sending':
      return say(texts.restart.sending, 'accent', '⏳')
    case 'sent':
      return say(reason === 'busy' ? texts.restart.joined : texts.restart.sent, 'accent', '⏳')
    case 'restarting':
      return say(texts.restart.restarting, 'accent', '⏳')
    case 'done':
      return say(texts.restart.done, 'good', '✅')
    case 'unknown':
      return reason === 'not-confirmed'
        ? say(texts.restart.unconfirmed, 'accent', '✅')
        : say(texts.restart.unclear, 'warning', '⚠️')
    case 'failed':
    case 'expired':
      return say({ title: texts.restart.failed.title, body: failureWords(request) }, 'attention', '❌')
    case 'declined':
      return refusal
        ? say({ title: () => texts.refused.title, body: texts.refused.because(refusal) }, 'warning', '❌')
        : say(
            { title: texts.restart.declined.title, body: texts.restart.declined.body(decidedBy?.name ?? '') },
            'warning',
            '❌',
          )
    case 'withdrawn':
      return say(texts.restart.withdrawn, 'default', '↩️')
  }
}

function approvedWords(request: RestartRequest) {
  if (request.attempts === 0) return texts.restart.approved
  return waitsLong(request) ? texts.restart.muchLater : texts.restart.later
}

function failureWords({ reason = 'action-failed', refusal }: RestartRequest): string {
  const why = texts.restart.failures[reason]
  return refusal ? `${why} ${texts.refused.because(refusal)}` : why
}

function buttonsFor(request: RestartRequest, session: Session): Button[] {
  const button = buttonsOf(session)
  const help = button(texts.buttons.getHelp, 'get-help')
  const again = mayPass(request) ? [button(texts.buttons.restart, 'restart')] : []
  switch (request.state) {
    case 'done':
    case 'unknown':
      return [button(texts.buttons.connected, 'connected'), button(texts.buttons.notConnected, 'not-connected')]
    case 'expired':
      return [button(texts.buttons.restart, 'restart'), button(texts.buttons.solved, 'solved'), help]
    case 'failed':
    case 'declined':
      return [...again, help, button(texts.buttons.solved, 'solved')]
    case 'requested':
    case 'awaiting-approval':
    case 'approved':
      return [help, button(texts.buttons.cancel, 'cancel-session')]
    case 'sending':
    case 'sent':
    case 'restarting':
    case 'withdrawn':
      return [help]
  }
}

/** Did it end for a reason that goes away by itself? */
const mayPass = ({ reason, refusal }: RestartRequest): boolean =>
  refusal ? passes(refusal) : reason === 'busy' || reason === 'graph-unreachable' || reason === 'not-allowed-any-more'
