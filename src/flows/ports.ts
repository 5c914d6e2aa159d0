// The few interfaces that flows need of the world. src/graph, src/store and src/teams implement them.
import type { CallResult } from '../core/call-result.ts'
import type { ActionUnderWay, CloudPc } from '../core/cloud-pc.ts'
import type { Change, Committed } from '../core/change.ts'
import type { SendFailure, Troubles } from '../core/delivery.ts'
import type { Delivery } from '../core/outbox.ts'
import type { MatchResult } from '../core/match/decide.ts'
import type { CardPlace, ChannelKind, Person } from '../core/people.ts'
import type { Brake } from '../core/policy/brake.ts'
import type { RestartRequest, RestartState } from '../core/restart-request.ts'
import type { Screen } from '../core/screens.ts'
import type { Session } from '../core/session.ts'
import type { Ticket } from '../core/ticket.ts'
import type { UnmatchedText } from '../core/unmatched.ts'

export type Clock = {
  now(): Date
  newId(): string
  /** From 0 to below 1. */
  random(): number
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>
}

/** A record that one worker may work on until its lease ends; `fence` proves that it still does. */
export type Leased<Record> = { readonly record: Record; readonly fence: number }

export type Commit = {
  /** Writes all of it or nothing; a conflict is no error. */
  commit(changes: readonly Change[]): Promise<Committed>
  /** Ends a delivery and notes what came of it; a conflict when the lease has ended. */
  delivered(waiting: Waiting, fence: number, delivered: Delivered): Promise<Committed>
}

/**
 * What came of a delivery: where the card stands now, what a new card has told the ticket's requester, in which conversation
 * of the lane nothing can be sent any more, and what follows.
 */
export type Delivered = {
  readonly place: CardPlace | 'gone' | undefined
  readonly told: TicketVersion | undefined
  readonly closed: ClosedConversation | undefined
  readonly changes: readonly Change[]
}

/** All that the ticket had to say up to this version. */
export type TicketVersion = { readonly ticketId: string; readonly version: number }

export type ClosedConversation = { readonly lane: string; readonly conversation: string; readonly why: string }

export type Sessions = {
  find(id: string): Promise<Session | undefined>
  /** The session this person began last, if it is not older than `since`. */
  latestOf(personId: string, since: Date): Promise<Session | undefined>
}

export type Requests = {
  find(id: string): Promise<RestartRequest | undefined>
  /** Takes requests that the bot has to look at, the longest due first; nobody else gets them until the lease ends. */
  lease(now: Date, until: Date, most: number): Promise<Leased<RestartRequest>[]>
  /** When the next one is due. */
  nextDue(): Promise<Date | undefined>
  openFor(cloudPcId: string): Promise<RestartRequest | undefined>
  /** Requests by this person, or for this Cloud PC, made or sent since then, newest first. */
  since(since: Date, by: { readonly personId: string } | { readonly cloudPcId: string }): Promise<RestartRequest[]>
  /** Requests of anybody that moved since then, newest first. */
  movedSince(since: Date, most: number): Promise<RestartRequest[]>
}

/** Tickets that a list holds; all but a requester's own are those that nobody has closed. */
export type TicketList =
  | { readonly which: 'of-requester' | 'of-owner'; readonly personId: string }
  | { readonly which: 'open' | 'unassigned' | 'to-approve' }
  | { readonly which: 'ageing'; readonly before: Date }

export type Tickets = {
  find(id: string): Promise<Ticket | undefined>
  /** One page of a list, and how many there are in all. */
  list(list: TicketList, skip: number, most: number): Promise<{ tickets: Ticket[]; total: number }>
  /** Those that nobody has closed and that stand in no channel of the helpdesk, the oldest first. */
  unposted(most: number): Promise<Ticket[]>
  /** Those that nobody has closed or touched since then, and that the channel was not reminded of. */
  ageing(before: Date, most: number): Promise<Ticket[]>
}

/** A delivery in the outbox. `wanted` and `posts` count the changes that it stands for. */
export type Waiting = {
  readonly name: string
  readonly position: number
  readonly delivery: Delivery
  readonly wanted: number
  readonly posts: number
  readonly troubles: Troubles
}

export type Outbox = {
  /** Takes what is due, at most one of each lane and that lane's oldest; nobody else gets it until the lease ends. */
  lease(now: Date, until: Date, most: number): Promise<Leased<Waiting>[]>
  /** When the next one is due. */
  nextDue(): Promise<Date | undefined>
  /** Does a new card of this name wait to be sent? */
  willPost(name: string): Promise<boolean>
  /** Puts a delivery off. */
  later(waiting: Waiting, fence: number, dueAt: Date): Promise<void>
  /**
   * Asks for a place among what is sent. `freeAt` is told when something was sent within the last hour, in this lane and
   * in all, in milliseconds and ascending, and answers when one more may be. Notes the send, if that is now.
   */
  reserve(
    lane: string,
    now: Date,
    freeAt: (inLane: readonly number[], inAll: readonly number[]) => number,
  ): Promise<Date>
}

export type Cards = {
  /** Where the card of this name stands. */
  find(name: string): Promise<CardPlace | undefined>
  /** What stands there, in whichever conversations have such a message. */
  namesAt(activityId: string): Promise<string[]>
}

export type Brakes = { current(): Promise<Brake> }

/** What Graph said about a list of Cloud PCs, or why it could not. */
export type DevicesAnswer =
  { readonly ok: true; readonly devices: readonly CloudPc[] } | { readonly ok: false; readonly failure: GraphFailure }

/** Why Graph did not do what it was asked; `requestId` is Graph's own, for the log. */
export type GraphFailure = {
  readonly kind: 'not-signed-in' | 'no-right' | 'not-found' | 'busy' | 'throttled' | 'unreachable' | 'unclear'
  readonly status: number | undefined
  readonly requestId: string | undefined
}

export type RestartAnswer =
  | { readonly kind: 'accepted' }
  /** Graph refused; nothing was restarted. */
  | { readonly kind: 'refused'; readonly failure: GraphFailure }
  /** Nothing was restarted; the same call may be made again, after `waitMs` where Graph named a wait. */
  | { readonly kind: 'later'; readonly waitMs: number | undefined }
  /** Nobody can say whether the Cloud PC restarts: never send again without looking. */
  | { readonly kind: 'ambiguous'; readonly failure: GraphFailure }

/** How the restart that began at or after a given time goes, as far as Graph tells. */
export type RestartProgress =
  | { readonly kind: 'pending' | 'active' | 'done' | 'failed'; readonly startedAt: Date }
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'unreadable'; readonly failure: GraphFailure }

export type Devices = {
  /** The Cloud PCs of the person with this Entra object id. */
  ownedBy(personId: string): Promise<DevicesAnswer>
  /** Sends the restart once; no retry happens below this call. */
  restart(cloudPcId: string): Promise<RestartAnswer>
  progress(cloudPcId: string, since: Date): Promise<RestartProgress>
  /** What Windows 365 does to it that began since then; undefined too where Graph does not tell. */
  actionUnderWay(cloudPcId: string, since: Date): Promise<ActionUnderWay | undefined>
  /** Is it there, whoever has it? */
  exists(cloudPcId: string): Promise<'yes' | 'no' | 'unknown'>
}

export type People = {
  /**
   * `unknown` when Graph did not answer; callers treat it as no. `now` asks Graph anew, as every act that needs the
   * right does; for what is only shown an answer of the last minute will do.
   */
  isHelpdesk(personId: string, when?: 'now'): Promise<'yes' | 'no' | 'unknown'>
  /** The people of the helpdesk, as many as a card can offer; none when Graph did not answer. */
  helpdesk(): Promise<readonly Person[]>
}

export type Conversations = {
  /** Keeps the newest reference to this person's own chat with the bot. */
  rememberPerson(personId: string, conversation: string): Promise<void>
  /** What the channel calls the person. */
  rememberTeamsId(personId: string, teamsId: string): Promise<void>
  /** Of those whom the bot has met, in the order that was asked for. */
  teamsIds(personIds: readonly string[]): Promise<string[]>
  /** Undefined too while the person cannot be reached there. */
  personal(personId: string): Promise<string | undefined>
  /** True the first time for each person, and never again. */
  welcomeOnce(personId: string): Promise<boolean>
  setChannel(kind: ChannelKind, conversation: string, by: Person, at: Date): Promise<void>
  /** Undefined too while nothing can be sent there. */
  channel(kind: ChannelKind): Promise<string | undefined>
  /** Was it ever set up, whether or not anything can be sent there now? */
  isSetUp(kind: ChannelKind): Promise<boolean>
  setOnCall(kind: ChannelKind, person: Person, since: Date): Promise<void>
  onCall(kind: ChannelKind): Promise<{ readonly person: Person; readonly since: Date } | undefined>
}

/** Deletes what is older than the days that an administrator set. */
export type Retention = { removeOld(now: Date): Promise<unknown> }

export type Unmatched = {
  /** Keeps a text that the catalog did not know; one a session. */
  add(text: UnmatchedText): Promise<void>
  newest(most: number): Promise<UnmatchedText[]>
}

export type { SendFailure } from '../core/delivery.ts'

export type SendFailed = { readonly kind: 'failed'; readonly failure: SendFailure }
export type PostAnswer = { readonly kind: 'sent'; readonly place: CardPlace } | SendFailed
export type UpdateAnswer = { readonly kind: 'sent' } | SendFailed

/** Each call is one request: nothing is sent again below it. */
export type Notifier = {
  /** Posts a new card. */
  post(conversation: string, screen: Screen): Promise<PostAnswer>
  /** Replaces a posted card. */
  update(place: CardPlace, screen: Screen): Promise<UpdateAnswer>
}

/**
 * What a log line may hold: words of this code, ids, codes and numbers. No text that anybody wrote, no name, no token;
 * src/log.ts withholds a string that is no single word.
 */
export type LogEvent = {
  readonly event: string
  /** The number that an apology names. */
  readonly incident?: string | undefined
  /** The Entra object id: it names nobody by itself, and support finds with it what happened to a person. */
  readonly person?: string | undefined
  /** Ids of records. */
  readonly request?: string | undefined
  readonly ticket?: number | undefined
  readonly symptom?: string | undefined
  /** The name of a delivery, or the kind of its card. */
  readonly card?: string | undefined
  readonly lane?: string | undefined
  /** Which call of Graph, or of the console. */
  readonly call?: string | undefined
  readonly command?: string | undefined
  readonly act?: string | undefined
  readonly outcome?: string | undefined
  readonly reason?: string | undefined
  readonly rule?: string | undefined
  readonly why?: string | undefined
  readonly status?: number | undefined
  readonly code?: string | undefined
  readonly sent?: string | undefined
  /** Graph's own, for a question to Microsoft. */
  readonly requestId?: string | undefined
  readonly attempts?: number | undefined
  /** How often since it was last said. */
  readonly times?: number | undefined
  readonly ms?: number | undefined
  readonly port?: number | undefined
}

export type Log = {
  info(event: LogEvent): void
  warn(event: LogEvent, error?: unknown): void
  error(event: LogEvent, error: unknown): void
}

export type TurnKind = 'message' | 'invoke' | 'installation' | 'other'

/** What is counted for the administrator. Each is one quick step that never fails; labels are words of this code. */
export type Metrics = {
  turn(kind: TurnKind, outcome: 'done' | 'failed', seconds: number): void
  matched(outcome: MatchResult['outcome']): void
  restartEnded(state: RestartState): void
  graphCall(call: string, result: CallResult, seconds: number): void
  /** A request to the channel. */
  sent(deed: 'post' | 'update' | 'typing', result: CallResult, seconds: number): void
  /** The door refused a request; `why` is one of its own words. */
  refused(why: string): void
  /** A request was turned away since there were too many. */
  shed(): void
}
