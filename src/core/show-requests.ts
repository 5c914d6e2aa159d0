// "My requests": a person's tickets and restarts on one card.
import type { RestartRequest } from './restart-request.ts'
import type { Button, Screen } from './screens.ts'
import { moment } from './show-ticket.ts'
import type { Ticket } from './ticket.ts'
import * as texts from './texts.ts'

const mostRestarts = 3
const mostButtons = 5

export function showRequests(tickets: readonly Ticket[], restarts: readonly RestartRequest[]): Screen {
  const entries = [
    ...tickets.map((ticket) => ({
      title: texts.ticket.title(ticket.number),
      state: texts.ticketStates[ticket.state],
      when: moment(ticket.createdAt),
    })),
    ...restarts.slice(0, mostRestarts).map((request) => ({
      title: texts.requests.restart(request.cloudPc.name),
      state: texts.restartStates[request.state],
      when: moment(request.createdAt),
    })),
  ]
  return {
    kind: 'requests',
    summary: texts.requests.title,
    title: texts.requests.title,
    body: entries.length === 0 ? texts.requests.none : texts.requests.body,
    entries,
    buttons: tickets.slice(0, mostButtons).map(openButton),
  }
}

const openButton = ({ id, nonce, version, number }: Ticket): Button => ({
  title: texts.buttons.ticket(number),
  action: { on: 'ticket', verb: 'show-ticket', ref: { id, nonce, step: version } },
})
