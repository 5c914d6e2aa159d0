// Saves a move of a restart request, with everything that follows from it, in one commit.
import { botDoer, filedAudit, restartAudit } from '../core/audited.ts'
import { type Change, putRequest, putTicket } from '../core/change.ts'
import { reasonsForHelpdesk, type RestartRequest, type RestartState } from '../core/restart-request.ts'
import { channelUpdates, restartMessages } from '../core/restart-messages.ts'
import * as texts from '../core/texts.ts'
import { botReports } from './bot-reports.ts'
import { filing, newTicket } from './file-ticket.ts'
import { ticketIdOf } from './show-own.ts'
import type { World } from './world.ts'

/** Saves the request and shows it; false when another move came first, or the lease has ended. */
export async function saveMove(
  world: World,
  from: RestartState,
  request: RestartRequest,
  fence: number,
  more: readonly Change[] = [],
): Promise<boolean> {
  const told = await reportsOf(world, request)
  const saved = await world.store.commit([
    putRequest(request, fence),
    ...told,
    ...restartMessages(request),
    ...more,
    ...restartAudit(request, from, botDoer, request.since),
  ])
  if (saved.ok)
    world.log.info({
      event: 'restart-moved',
      request: request.id,
      person: request.person.id,
      outcome: request.state,
      reason: request.reason,
      rule: request.refusal?.rule,
    })
  return saved.ok
}

/** Saves a change that nobody sees. */
export async function saveQuietly(world: World, request: RestartRequest, fence: number): Promise<void> {
  await world.store.commit([putRequest(request, fence)])
}

/** An end that a person has to look at is put on the restart's ticket; one is filed if there is none. */
async function reportsOf(world: World, request: RestartRequest): Promise<Change[]> {
  const { reason, state, cloudPc } = request
  if (reason === undefined || !isReported(request)) return []
  const now = world.clock.now()
  const report = texts.restart.helpdesk(cloudPc.name, reason)
  const ticket = await world.tickets.find(ticketIdOf(request))
  if (ticket) return [putTicket(botReports(ticket, report, now)), ...channelUpdates(ticket.id)]
  const session = await world.sessions.find(request.sessionId)
  if (!session || state === 'expired') return []
  const draft = { id: ticketIdOf(request), restartRequestId: request.id, devices: [cloudPc.name] }
  const filed = botReports(newTicket(world, session, { ...draft, purpose: 'help' }), report, now)
  return [...filing(filed, undefined), filedAudit(filed.id, botDoer, now)]
}

const isReported = ({ state, reason }: RestartRequest): boolean =>
  state === 'expired' ||
  (reason !== undefined && ['failed', 'unknown'].includes(state) && reasonsForHelpdesk.includes(reason))
