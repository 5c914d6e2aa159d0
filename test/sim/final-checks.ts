// What has to hold once nothing goes wrong any more and all that was due has been done: each record against each card.
import type { Screen } from '../../src/core/screens.ts'
import { cardName, restartCard, type Shown, ticketCard } from '../../src/core/outbox.ts'
import { openStates, type RestartReason, type RestartState } from '../../src/core/restart-request.ts'
import { screenOf } from '../../src/flows/delivered-screens.ts'
import * as texts from '../../src/core/texts.ts'
import type { World } from '../../src/flows/world.ts'
import { auditIn } from '../../src/store/audit.ts'
import type { SimDatabase } from './database.ts'
import type { Card, FarTeams } from './far-teams.ts'
import type { MessageLedger } from './message-ledger.ts'
import type { Run } from './run.ts'

export type Ending = {
  readonly run: Run
  readonly database: SimDatabase
  /** Of nobody in particular, and without any faults. */
  readonly world: World
  readonly teams: FarTeams
  readonly messages: MessageLedger
}

type RequestRow = {
  readonly id: string
  readonly state: RestartState
  readonly reason: RestartReason | null
  readonly person_id: string
  readonly ticket_id: string | null
}
type TicketRow = { readonly id: string; readonly requester_id: string }

export async function checkEnding(
  ending: Ending,
  sends: { readonly posts: number; readonly cuts: number },
): Promise<void> {
  const requests = ending.database.rows<RequestRow>(
    'select id, state, reason, person_id, ticket_id from restart_requests',
  )
  const tickets = ending.database.rows<TicketRow>('select id, requester_id from tickets')
  for (const request of requests) {
    if (openStates.includes(request.state)) ending.run.broken('I2', `request ${request.id} is still ${request.state}`)
    await checkRestart(ending, request)
  }
  for (const ticket of tickets) await checkTicket(ending, ticket)
  checkVersions(ending)
  await checkAudit(ending, sends)
}

async function checkRestart(ending: Ending, request: RequestRow): Promise<void> {
  const name = restartCard(request.id)
  await checkCard(ending, { kind: 'restart', id: request.id })
  checkDuplicates(ending, name)
  if (request.state !== 'unknown') return
  const ticket = request.ticket_id ?? `${request.id}.h`
  const owner = request.reason === 'not-confirmed' ? name : ticketCard(ticket, 'helpdesk')
  if (!isTold(ending, owner) && !isTold(ending, name))
    ending.run.broken('I2', `request ${request.id} is unknown, and nobody was told`)
}

/** Does the card stand, or was it refused for good, or deleted by those who had it? */
const isTold = ({ teams, messages }: Ending, name: string): boolean =>
  messages.givenUp.has(name) ||
  [...messages.posted].some(
    ([id, posted]) => posted.name === name && teams.cards.some(({ place }) => place.activityId === id),
  )

async function checkTicket(ending: Ending, { id }: TicketRow): Promise<void> {
  for (const to of ['requester', 'helpdesk', 'second-tier'] as const) {
    await checkCard(ending, { kind: 'ticket', id, to })
    checkDuplicates(ending, ticketCard(id, to))
  }
}

/** The card that the bot knows of shows what the record says. */
async function checkCard({ database, run, teams, world, messages }: Ending, shown: Shown): Promise<void> {
  const name = cardName(shown)
  const [row] = database.rows<{ activity_id: string }>('select activity_id from cards where name = ?', name)
  const card = teams.cards.find(({ place }) => place.activityId === row?.activity_id)
  if (!card || card.deleted || messages.givenUp.has(name)) return
  const screen = await screenOf(world, { shown, how: 'post', lane: '' })
  const face = card.faces.at(-1)?.screen
  if (face && pointsToItself(face, name)) run.broken('I3', `${name} points to itself`)
  if (face && isElsewhere(face, name)) return
  const [shows, is] = [face ? saysOf(face) : 'nothing', screen ? saysOf(screen) : 'gone']
  if (shows !== is) run.broken('I3', `${name} shows ${excerpt(shows, is)} where the store has ${excerpt(is, shows)}`)
}

/**
 * What of a screen is a state: who could be asked, and which step a button was made for, is as it was when the card was
 * made. A card whose session has moved on may show where that has come to, and one that was too long says so.
 */
function saysOf(screen: Screen): string {
  switch (screen.kind) {
    case 'ticket-channel':
      return JSON.stringify({ ...screen, more: [], escalations: [], refresh: undefined })
    case 'restart':
      return JSON.stringify({ ...screen, buttons: [] })
    case 'ticket':
      return JSON.stringify({
        ...screen,
        summary: '',
        news: '',
        notice: '',
        when: '',
        forms: screen.forms.map(({ send }) => send),
      })
    default:
      return JSON.stringify(screen)
  }
}

/** From a little before the first place where they differ. */
function excerpt(text: string, other: string): string {
  const at = Array.from(text).findIndex((letter, index) => letter !== other[index])
  return `…${text.slice(Math.max(0, at - 60), at + 120)}…`
}

/** It points to another card of its own record, which nobody would find. */
function pointsToItself({ kind, ...screen }: Screen, name: string): boolean {
  const words: readonly string[] = name.startsWith('restart:')
    ? [texts.restart.seeBelow, texts.seeOtherCard.body]
    : [texts.ticket.seeOther]
  return kind === 'notice' && 'body' in screen && words.includes(screen.body)
}

/** Of the record no card can tell anything wrong that shows something else. */
const isElsewhere = ({ kind }: Screen, name: string): boolean =>
  !(name.startsWith('restart:') ? ['restart'] : ['ticket', 'ticket-channel', 'restart']).includes(kind)

/** Of each card the outbox has one in Teams, and others only where it could not know. */
function checkDuplicates({ database, run, teams, messages }: Ending, name: string): void {
  // One that stands for another record by now is no second one.
  const known = database.rows<{ activity_id: string }>('select activity_id from cards')
  const isKnown = ({ place: { activityId } }: Card): boolean =>
    known.some(({ activity_id }) => activity_id === activityId) || messages.givenUp.has(`pointer:${activityId}`)
  for (const card of teams.cards) {
    const posted = messages.posted.get(card.place.activityId)
    const face = card.faces.at(-1)?.screen
    const shows = face !== undefined && !isElsewhere(face, name)
    if (posted?.name !== name || card.deleted || isKnown(card) || !shows || posted.excused()) continue
    run.broken('I3', `${name} stands a second time, as ${card.place.activityId}, and nothing went wrong with it`)
  }
}

/** Each version of a ticket has one event; what the bot reports on a ticket that it files comes with the first. */
function checkVersions({ database, run }: Ending): void {
  const counts = database.rows<{ ticket_id: string; version: number; count: number; latest: number }>(
    `select ticket_id, event.version, count(*) as count, ticket.version as latest from ticket_events as event
     join tickets as ticket on ticket.id = ticket_id group by ticket_id, event.version order by ticket_id, event.version`,
  )
  const next = new Map<string, number>()
  for (const { ticket_id, version, count, latest } of counts) {
    const expected = next.get(ticket_id) ?? 0
    next.set(ticket_id, expected + 1)
    if (version !== expected || version > latest || (count > 1 && version > 0))
      run.broken('versions', `ticket ${ticket_id} has ${count} events of version ${version}, where ${expected} is next`)
  }
}

async function checkAudit({ database, run }: Ending, { posts, cuts }: { posts: number; cuts: number }): Promise<void> {
  const finding = await auditIn(database.db).verify()
  if (!finding.intact) run.broken('audit', `entry ${finding.seq} is ${finding.fault}`)
  const [sent] = database.rows<{ count: number }>("select count(*) as count from audit where act = 'restart-sent'")
  const written = sent?.count ?? 0
  if (posts > written || posts < written - cuts)
    run.broken('audit', `${posts} POSTs left, and the audit has ${written} (${cuts} times something came between)`)
}
