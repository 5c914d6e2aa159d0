// "My requests": a person's tickets and restarts on one card.
import type { RestartRequest } from './restart-request.ts'
import type { Button, Screen } from './screens.ts'
import { helpButton } from './show-notice.ts'
import { moment } from './show-ticket.ts'
import type { Ticket } from './ticket.ts'
import * as texts from './texts.ts'

const mostRestarts = 3
const mostTickets = 5

export function showRequests(tickets: readonly Ticket[], restarts: readonly RestartRequest[]): Screen {
  const entries = [...tickets.map(ticketEntry), ...restarts.slice(0, mostRestarts).map(restartEntry)]
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .map(({ title, state, createdAt }) => ({ title, state, when: moment(createdAt) }))
  return {
    kind: 'requests',
    summary: texts.requests.title,
    title: texts.requests.title,
    body: entries.length === 0 ? texts.requests.none : texts.requests.body,
    entries,
    buttons: [...tickets.slice(0, mostTickets).map(openButton), helpButton],
  }
}

const ticketEntry = ({ number, state, createdAt }: Ticket) => ({
  title: texts.ticket.title(number),
  state: texts.ticketStates[state],
  createdAt,
})

const restartEntry = ({ cloudPc, state, createdAt }: RestartRequest) => ({
  title: texts.requests.restart(cloudPc.name),
  state: texts.restartStates[state],
  createdAt,
})

const openButton = ({ id, nonce, version, number }: Ticket): Button => ({
  title: texts.buttons.ticket(number),
  action: { on: 'ticket', verb: 'show-ticket', ref: { id, nonce, step: version } },
})
