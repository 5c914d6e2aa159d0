// The few interfaces that flows need of the world. src/graph, src/store and src/teams implement them.
import type { CloudPc } from '../core/cloud-pc.ts'
import type { SendFailure } from '../core/delivery.ts'
import type { CardPlace, ChannelKind, Person } from '../core/people.ts'
import type { RestartRequest } from '../core/restart-request.ts'
import type { Screen } from '../core/screens.ts'
import type { Session } from '../core/session.ts'
import type { NewTicket, Ticket } from '../core/ticket.ts'
import type { UnmatchedText } from '../core/unmatched.ts'

export type Clock = { now(): Date; newId(): string }

export type Sessions = {
  add(session: Session): Promise<void>
  find(id: string): Promise<Session | undefined>
  /** Saves onto the step before; false when another click came first. */
  save(session: Session): Promise<boolean>
  /** The session this person began last, if it is not older than `since`. */
  latestOf(personId: string, since: Date): Promise<Session | undefined>
}

export type Requests = {
  /** False when the request is filed already, or an open one for the same Cloud PC exists. */
  add(request: RestartRequest): Promise<boolean>
  find(id: string): Promise<RestartRequest | undefined>
  /** Saves onto the version before; false when another move came first. */
  save(request: RestartRequest): Promise<boolean>
  /** Requests that the bot has to look at, the longest due first. */
  due(now: Date, most: number): Promise<RestartRequest[]>
  openFor(cloudPcId: string): Promise<RestartRequest | undefined>
  /** Requests by this person, or for this Cloud PC, made or sent since then, newest first. */
  since(since: Date, by: { readonly personId: string } | { readonly cloudPcId: string }): Promise<RestartRequest[]>
}

export type Tickets = {
  /** Files the ticket under the next number. */
  add(ticket: NewTicket): Promise<Ticket>
  find(id: string): Promise<Ticket | undefined>
  /** Saves onto the version before; false when somebody else came first. */
  save(ticket: Ticket): Promise<boolean>
  /** Notes where the cards stand; no new version, since nothing changed for anybody. */
  setCards(id: string, cards: Ticket['cards']): Promise<void>
  /** Those that nobody has closed, the oldest first. */
  live(most: number): Promise<Ticket[]>
  /** Newest first. */
  of(personId: string, most: number): Promise<Ticket[]>
}

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
  /** Nothing was restarted; the same call may be made again after `waitMs`. */
  | { readonly kind: 'later'; readonly waitMs: number }
  /** Nobody can say whether the Cloud PC restarts: never send again without looking. */
  | { readonly kind: 'ambiguous'; readonly failure: GraphFailure }

/** How the restart that began at or after a given time goes, as far as Graph tells. */
export type RestartProgress =
  | { readonly kind: 'not-seen' | 'pending' | 'active' | 'done' | 'failed' }
  | { readonly kind: 'unreadable'; readonly failure: GraphFailure }

export type Devices = {
  /** The Cloud PCs of the person with this Entra object id. */
  ownedBy(personId: string): Promise<DevicesAnswer>
  /** Sends the restart once; no retry happens below this call. */
  restart(cloudPcId: string): Promise<RestartAnswer>
  progress(cloudPcId: string, since: Date): Promise<RestartProgress>
}

export type People = {
  /** `unknown` when Graph did not answer; callers treat it as no. */
  isHelpdesk(personId: string): Promise<'yes' | 'no' | 'unknown'>
}

export type Conversations = {
  /** Keeps the newest reference to this person's own chat with the bot. */
  rememberPerson(personId: string, conversation: string): Promise<void>
  personal(personId: string): Promise<string | undefined>
  /** True the first time for each person, and never again. */
  welcomeOnce(personId: string): Promise<boolean>
  setChannel(kind: ChannelKind, conversation: string, by: Person, at: Date): Promise<void>
  channel(kind: ChannelKind): Promise<string | undefined>
}

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

export type LogEvent = {
  readonly event: string
  readonly person?: string
  readonly outcome?: string
  readonly ms?: number
  readonly [detail: string]: string | number | boolean | undefined
}
export type Log = {
  info(event: LogEvent): void
  warn(event: LogEvent): void
  error(event: LogEvent, error: unknown): void
}
