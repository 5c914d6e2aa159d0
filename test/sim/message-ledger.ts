// What is known of every message of the outbox: when it left, what Teams said, and what the bot made of that. Holds the
// limits of Teams, the waits that it asks for, and that a card is there twice only where an answer was lost.
import type { Screen } from '../../src/core/screens.ts'
import { botLimits, conversationLimits, type RateLimit } from '../../src/core/rate-limit.ts'
import type { Delivered, Notifier, PostAnswer, UpdateAnswer, Waiting } from '../../src/flows/ports.ts'
import type { BotProcess } from './bot-process.ts'
import type { SimDatabase } from './database.ts'
import type { FarTeams } from './far-teams.ts'
import type { Run } from './run.ts'

export type MessageLedger = {
  readonly notifier: (process: BotProcess) => Notifier
  leased(process: BotProcess, waiting: readonly Waiting[]): void
  delivered(process: BotProcess, waiting: Waiting, delivered: Delivered): void
  putOff(process: BotProcess, waiting: Waiting): void
  /** Cards that Teams refused, or for which there was no place, when they were to be sent last. */
  readonly givenUp: ReadonlySet<string>
  /** The cards that the outbox posted, by their ids. */
  readonly posted: ReadonlyMap<string, Posted>
}

export type Posted = {
  /** As src/core/outbox.ts names it. */
  readonly name: string
  /** Why the bot may not know of it. */
  readonly excused: () => boolean
}

/** What a process does in one conversation, which is one thing at a time. */
type AtWork = {
  readonly waiting: Waiting
  answer: PostAnswer | UpdateAnswer | undefined
  answeredAt: number
  /** So many events of its ticket, where it is a new card. */
  brings: number | undefined
}

/** What passes between looking at the clock, or asking for a place, and sending. */
const onTheWay = 25

export function watchMessages(run: Run, { rows }: SimDatabase, teams: () => FarTeams): MessageLedger {
  const { time } = run
  const atWork = new Map<BotProcess, Map<string, AtWork>>()
  const departures = new Map<string, number[]>()
  const all: number[] = []
  const quietUntil = new Map<string, number>()
  const unsure = new Map<string, number>()
  const givenUp = new Set<string>()
  const posted = new Map<string, Posted>()
  /** Posts that stand for a card which was gone. */
  const anew = new Set<string>()
  /** How many events of its ticket a card has brought to its requester. */
  const brought = new Map<string, number>()

  const workOf = (process: BotProcess, lane: string): AtWork | undefined => atWork.get(process)?.get(lane)

  function departs(process: BotProcess, lane: string, what: string): void {
    const now = time.now()
    const quiet = quietUntil.get(lane) ?? 0
    if (now < quiet) run.broken('retry-after', `${what} left for ${lane} ${quiet - now} ms too soon`)
    const inLane = departures.get(lane) ?? []
    departures.set(lane, inLane)
    inLane.push(now)
    all.push(now)
    // A machine that stands still between asking and sending cannot know that its place has gone by.
    if (process.wentOnAt() > now - onTheWay) return
    for (const limit of conversationLimits) holdLimit(inLane, limit, lane)
    for (const limit of botLimits) holdLimit(all, limit, 'all')
  }

  function holdLimit(sent: readonly number[], { most, withinMs }: RateLimit, where: string): void {
    const first = sent.at(-1 - most)
    if (first !== undefined && first > time.now() - withinMs + onTheWay)
      run.broken('limits', `more than ${most} messages left for ${where} within ${withinMs} ms`)
  }

  function holdOwnAct(name: string, work: AtWork | undefined, screen: Screen): void {
    const [kind, id = '', to = ''] = name.split(':')
    if (kind === 'restart' && !anew.has(name)) {
      const [request] = rows<{ state: string }>('select state from restart_requests where id = ?', id)
      if (request && !['done', 'failed', 'unknown', 'expired'].includes(request.state))
        run.broken('own act', `${name} is posted anew, and the request is ${request.state}`)
    }
    if (kind !== 'ticket' || to !== 'requester') return
    const events = rows<{ own: number; kind: string }>(eventsOfTicket, id, versionIn(screen))
    if (work) work.brings = events.length
    if (anew.has(name)) return
    const news = events.slice(brought.get(name) ?? 1).filter(({ own, kind }) => own === 0 && !internal.includes(kind))
    if (news.length === 0) run.broken('own act', `${name} is posted, and nobody but the requester has done anything`)
  }

  async function post(process: BotProcess, conversation: string, screen: Screen): Promise<PostAnswer> {
    const work = workOf(process, conversation)
    const name = work?.waiting.name ?? 'nothing'
    departs(process, conversation, name)
    holdOwnAct(name, work, screen)
    if ((unsure.get(name) ?? 0) > 1) run.broken('I3', `${name} is posted a third time after two lost answers`)
    const before = teams().cards.length
    const began = time.now()
    const answer = await teams().post(conversation, screen)
    if (work) noteAnswer(work, answer)
    const card = teams()
      .cards.slice(before)
      .find(({ faces }) => faces[0]?.screen === screen)
    if (card) {
      // A machine that stands still right before it sends cannot know that somebody else has its lease by then.
      const stood = (): boolean => process.wentOnAt() > began - onTheWay
      const cut = (): boolean => !process.isAlive() || stood() || work?.answer?.kind === 'failed'
      posted.set(card.place.activityId, { name, excused: () => cut() || process.failedAt() >= began })
    }
    return answer
  }

  return {
    givenUp,
    posted,
    notifier: (process) => ({
      post: (conversation, screen) => post(process, conversation, screen),
      async update(place, screen) {
        const work = workOf(process, place.conversation)
        departs(process, place.conversation, work?.waiting.name ?? 'nothing')
        const answer = await teams().update(place, screen)
        if (work) noteAnswer(work, answer)
        return answer
      },
    }),
    leased(process, waiting) {
      const lanes = atWork.get(process) ?? new Map<string, AtWork>()
      atWork.set(process, lanes)
      for (const one of waiting)
        lanes.set(one.delivery.lane, { waiting: one, answer: undefined, answeredAt: 0, brings: undefined })
    },
    delivered(process, waiting, delivered) {
      const { name } = waiting
      const work = workOf(process, waiting.delivery.lane)
      const answer = work?.answer
      unsure.delete(name)
      anew.delete(name)
      if (delivered.place === 'gone') anew.add(name)
      else if (answer?.kind !== 'sent') givenUp.add(name)
      if (answer?.kind === 'sent') {
        givenUp.delete(name)
        if (work?.brings !== undefined) brought.set(name, work.brings)
      }
      noteQuiet(work)
    },
    putOff(process, waiting) {
      const work = workOf(process, waiting.delivery.lane)
      const answer = work?.answer
      if (answer?.kind === 'failed' && waiting.delivery.how === 'post' && answer.failure.sent === 'maybe')
        unsure.set(waiting.name, (unsure.get(waiting.name) ?? 0) + 1)
      noteQuiet(work)
    },
  }

  function noteAnswer(work: AtWork, answer: PostAnswer | UpdateAnswer): void {
    work.answer = answer
    work.answeredAt = time.now()
  }

  function noteQuiet(work: AtWork | undefined): void {
    if (work?.answer?.kind !== 'failed' || work.answer.failure.status !== 429) return
    quietUntil.set(work.waiting.delivery.lane, work.answeredAt + (work.answer.failure.retryAfterMs ?? 0))
  }
}

/** What the requester does not hear of: as in src/core/ticket-messages.ts. */
const internal = ['note', 'restart', 'urgency', 'released']

const eventsOfTicket = `select event.kind, event.actor_id = ticket.requester_id as own
  from ticket_events as event join tickets as ticket on ticket.id = event.ticket_id
  where ticket.id = ? and event.version <= ? order by event.position`

/** What came after the card was made it does not bring: its buttons know which version of the ticket it shows. */
function versionIn({ buttons }: Screen): number {
  const refs = buttons.flatMap(({ action }) => (action.on === 'ticket' ? action.ref.step : []))
  return refs[0] ?? Infinity
}
