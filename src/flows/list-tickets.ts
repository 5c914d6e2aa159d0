// One page of a list of tickets, for whoever may see it.
import type { ListName } from '../core/actions.ts'
import type { Person } from '../core/people.ts'
import type { Screen } from '../core/screens.ts'
import { showNotice } from '../core/show-notice.ts'
import { type Page, pageSize, showRequests, showTicketList } from '../core/show-requests.ts'
import * as texts from '../core/texts.ts'
import type { TicketList } from './ports.ts'
import { ageingSince } from './remind.ts'
import type { World } from './world.ts'

const month = 30 * 24 * 60 * 60_000
const mostRestarts = 3

/** Whoever is not of the helpdesk gets their own requests, or reads why not. */
export async function listTickets(world: World, person: Person, list: ListName, page: number): Promise<Screen> {
  if (list === 'requests') return listRequests(world, person, page)
  const member = await world.people.isHelpdesk(person.id)
  if (member === 'unknown') return showNotice(texts.setUp.unknown, 'warning')
  if (member === 'no') return list === 'open' || list === 'mine' ? listRequests(world, person, 0) : notAllowed()
  return showTicketList(list, await readPage(world, listOf(world, person, list), page))
}

/** The page, or the last one where there are fewer by now. */
async function readPage(world: World, list: TicketList, page: number): Promise<Page> {
  const found = await world.tickets.list(list, page * pageSize, pageSize)
  return found.tickets.length === 0 && page > 0
    ? readPage(world, list, Math.max(0, Math.ceil(found.total / pageSize) - 1))
    : { ...found, page }
}

const notAllowed = (): Screen => showNotice(texts.listNotAllowed, 'warning')

function listOf(world: World, { id }: Person, list: Exclude<ListName, 'requests'>): TicketList {
  switch (list) {
    case 'mine':
      return { which: 'of-owner', personId: id }
    case 'ageing':
      return { which: 'ageing', before: ageingSince(world.clock.now()) }
    case 'open':
    case 'unassigned':
    case 'to-approve':
      return { which: list }
  }
}

async function listRequests(world: World, person: Person, page: number): Promise<Screen> {
  const shown = await readPage(world, { which: 'of-requester', personId: person.id }, page)
  const since = new Date(world.clock.now().getTime() - month)
  const restarts = shown.page === 0 ? await world.requests.since(since, { personId: person.id }) : []
  return showRequests(shown, restarts.slice(0, mostRestarts))
}
