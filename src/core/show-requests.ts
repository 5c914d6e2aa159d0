// Lists of tickets, a page on each card: a person's own with their restarts, and those of the helpdesk.
import type { ListName } from './actions.ts'
import type { RestartRequest } from './restart-request.ts'
import type { Button, Screen } from './screens.ts'
import { helpButton } from './show-notice.ts'
import { moment, ticketButton } from './show-ticket.ts'
import type { Ticket } from './ticket.ts'
import * as texts from './texts.ts'

/** With a button for each and two for the pages a card has six. */
export const pageSize = 4

/** One page of a list; `total` counts all of it. */
export type Page = { readonly tickets: readonly Ticket[]; readonly total: number; readonly page: number }

/** "My requests". `restarts` stand on the first page. */
export function showRequests(page: Page, restarts: readonly RestartRequest[]): Screen {
  const entries = [...page.tickets.map(ownEntry), ...restarts.map(restartEntry)]
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .map(({ title, state, createdAt }) => ({ title, state, when: moment(createdAt) }))
  const paging = pagingButtons('requests', page)
  return listScreen(
    texts.requests.title,
    entries.length === 0 ? texts.requests.none : texts.requests.body(pageOf(page)),
    entries,
    [...page.tickets.map(ticketButton), ...(paging.length > 0 ? paging : [helpButton])],
  )
}

/** A list of the helpdesk's. */
export function showTicketList(list: Exclude<ListName, 'requests'>, page: Page): Screen {
  const { title, none } = texts.ticketLists[list]
  return listScreen(
    title,
    page.total === 0 ? none : texts.ticketCount(page.total, pageOf(page)),
    page.tickets.map(helpdeskEntry),
    [...page.tickets.map(ticketButton), ...pagingButtons(list, page)],
  )
}

type Entry = { readonly title: string; readonly state: string; readonly when: string }

const listScreen = (title: string, body: string, entries: readonly Entry[], buttons: readonly Button[]): Screen => ({
  kind: 'requests',
  summary: title,
  title,
  body,
  entries,
  buttons,
})

const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / pageSize))

const pageOf = ({ page, total }: Page): string => (total > pageSize ? texts.pageOf(page + 1, pagesOf(total)) : '')

function pagingButtons(list: ListName, { page, total }: Page): Button[] {
  const turn = (title: string, to: number): Button => ({
    title,
    action: { on: 'list', verb: 'list', id: list, choice: to },
  })
  return [
    ...(page > 0 ? [turn(texts.buttons.previousPage, page - 1)] : []),
    ...(page + 1 < pagesOf(total) ? [turn(texts.buttons.nextPage, page + 1)] : []),
  ]
}

const ownEntry = ({ number, state, createdAt }: Ticket) => ({
  title: texts.ticket.title(number),
  state: texts.ticketStates[state],
  createdAt,
})

const restartEntry = (request: RestartRequest) => ({
  title: texts.requests.restart(request.cloudPc.name),
  state: restartInWords(request),
  createdAt: request.createdAt,
})

/** What the bot's own rules forbade was declined by nobody. */
export const restartInWords = ({ state, refusal }: Pick<RestartRequest, 'state' | 'refusal'>): string =>
  state === 'declined' && refusal ? texts.requests.notPossible : texts.restartStates[state]

const helpdeskEntry = ({ number, purpose, requester, owner, state, touchedAt }: Ticket): Entry => ({
  title: `${texts.ticket.channelTitle(number, texts.ticket.purposes[purpose])} · ${requester.name}`,
  state: owner ? `${texts.ticketStates[state]} · ${owner.name}` : texts.ticketStates[state],
  when: moment(touchedAt),
})
