// Saves a move of a restart request, with everything that follows from it, in one commit.
import { botDoer, filedAudit, restartAudit, ticketAudit } from '../core/audited.ts'
import { type Change, putRequest, putTicket } from '../core/change.ts'
import {
  amendRestart,
  isForHelpdesk,
  moveRestart,
  type RestartChange,
  type RestartReason,
  type RestartRequest,
  type RestartState,
} from '../core/restart-request.ts'
import { restartMessages } from '../core/restart-messages.ts'
import type { RestartRefusal } from '../core/session.ts'
import { openAgain, type Ticket } from '../core/ticket.ts'
import { helpdeskNews, ticketMessages } from '../core/ticket-messages.ts'
import * as texts from '../core/texts.ts'
import { botReports } from './bot-reports.ts'
import { filing, newTicket } from './file-ticket.ts'
import type { Leased } from './ports.ts'
import { ticketIdOf } from './show-own.ts'
import type { World } from './world.ts'

/** A request that this worker may move until its lease ends. */
export type Due = Leased<RestartRequest>

/** Moves, saves and shows the request; undefined when another move came first, or the lease has ended. */
export async function move(
  world: World,
  { record, fence }: Due,
  to: RestartState,
  change: RestartChange = {},
  more: readonly Change[] = [],
): Promise<RestartRequest | undefined> {
  const now = world.clock.now()
  const moved = moveRestart(record, to, now, change)
  const saved = await world.store.commit([
    putRequest(moved, fence),
    ...(await reportsOf(world, moved)),
    ...restartMessages(moved),
    ...more,
    ...restartAudit(moved, record.state, botDoer, now),
  ])
  if (!saved.ok) return undefined
  const { id, person, reason, refusal } = moved
  world.log.info({
    event: 'restart-moved',
    request: id,
    person: person.id,
    outcome: to,
    reason,
    rule: refusal?.rule,
  })
  return moved
}

/** Nothing was restarted, or the restart went wrong. */
export const fail = (world: World, due: Due, reason: RestartReason, refusal?: RestartRefusal): Promise<unknown> =>
  move(world, due, 'failed', { reason, refusal })

/** Saves a change that nobody sees. */
export const amend = (world: World, { record, fence }: Due, change: RestartChange): Promise<unknown> =>
  world.store.commit([putRequest(amendRestart(record, change), fence)])

/** An end that a person has to look at is put on the restart's ticket; one is filed if there is none. */
async function reportsOf(world: World, request: RestartRequest): Promise<Change[]> {
  const { reason, cloudPc } = request
  if (reason === undefined || !isReported(request)) return []
  const now = world.clock.now()
  const report = texts.restart.helpdesk(cloudPc.name, reason)
  const ticket = await world.tickets.find(ticketIdOf(request))
  if (ticket) {
    return isForHelpdesk(request) ? reportBadEnd(ticket, report, now) : reporting(botReports(ticket, report, now))
  }
  const session = await world.sessions.find(request.sessionId)
  if (!session || request.state === 'expired') return []
  const draft = { id: ticketIdOf(request), restartRequestId: request.id, devices: [cloudPc.name] }
  const filed = botReports(newTicket(world, session, { ...draft, purpose: 'help' }), report, now)
  return [...filing(filed, undefined), filedAudit(filed.id, botDoer, now)]
}

const reporting = (ticket: Ticket): Change[] => [putTicket(ticket), ...ticketMessages(ticket)]

/**
 * A person has to look at it, so the channel gets a new card. A ticket that was resolved too soon is opened again; one that
 * was declined or withdrawn stays so, since whoever did that wanted no more of it.
 */
function reportBadEnd(ticket: Ticket, report: string, now: Date): Change[] {
  const reopens = ticket.state === 'resolved'
  const reported = botReports(reopens ? { ...ticket, ...openAgain(ticket) } : ticket, report, now)
  return [
    ...reporting(reported),
    helpdeskNews(reported),
    ...(reopens ? ticketAudit('reopen', ticket, { after: reported }, botDoer, now) : []),
  ]
}

const isReported = (request: RestartRequest): boolean => request.state === 'expired' || isForHelpdesk(request)
