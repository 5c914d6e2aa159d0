// What becomes of a message that Teams did not take: sent again, in another form, or given up. Facts in, a decision out.

/** Why a message did not arrive, as far as anybody can tell. */
export type SendFailure = {
  /** Of the answer; undefined when none came. */
  readonly status: number | undefined
  /** What the connector calls it, such as ConversationNotFound; without an answer, what this machine calls it. */
  readonly code: string | undefined
  readonly retryAfterMs: number | undefined
  /** `no`: Teams certainly does not show the message. `maybe`: nobody knows. */
  readonly sent: 'no' | 'maybe'
}

export type Attempt = {
  /** A new card, or a new face for one that stands. */
  readonly kind: 'post' | 'update'
  /**
   * How often this message has met this trouble (see `troubleOf`), this time included. Troubles are counted apart, so
   * that an hour without a network leaves all eight tries for the rush after it; one count for all gives up sooner.
   */
  readonly tries: number
}

export type AfterSend =
  | { readonly next: 'retry'; readonly waitMs: number }
  /** The card to be updated is gone: its content goes out once as a new card. */
  | { readonly next: 'post-anew' }
  /** Too big for Teams: the short text goes out in its place. */
  | { readonly next: 'shorten' }
  | { readonly next: 'give-up'; readonly why: WhyGivenUp }

/** `blocked`: the person or an administrator blocked or removed the bot. `gone`: the conversation no longer exists. */
export type WhyGivenUp = 'blocked' | 'gone' | 'not-registered' | 'refused' | 'too-often'

/** The failures that are treated alike. */
export type Trouble =
  | 'away'
  | 'unsure'
  | 'broken'
  | 'busy'
  | 'throttled'
  | 'not-registered'
  | 'too-big'
  | 'card-gone'
  | 'gone'
  | 'blocked'
  | 'refused'

/** How often a message has met each of them. */
export type Troubles = { readonly [Name in Trouble]?: number }

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

const longestWait = 5 * minute
/** As many tries as waits of the longest kind go into a day. */
const triesOfADay = day / longestWait

const blockedCodes = [
  'ConversationBlockedByUser',
  'BotDisabledByAdmin',
  'ForbiddenOperationException',
  'NotEnoughPermissions',
  'MessageWritesBlocked',
  'BotNotInConversationRoster',
]

/** Total: every status and code, those that nobody has thought of too, is some trouble. */
export function troubleOf(kind: Attempt['kind'], { status, code, sent }: SendFailure): Trouble {
  if (status === 500) return 'broken'
  if (sent === 'maybe' || (status !== undefined && status > 500)) return 'unsure'
  if (code === 'MessageSizeTooBig') return 'too-big'
  switch (status) {
    case undefined:
      return 'away'
    case 401:
      return 'not-registered'
    case 403:
      return code !== undefined && blockedCodes.includes(code) ? 'blocked' : 'refused'
    case 404:
      return kind === 'update' && code !== 'ConversationNotFound' ? 'card-gone' : 'gone'
    case 412:
      return 'busy'
    case 413:
      return 'too-big'
    case 429:
      return 'throttled'
    default:
      return 'refused'
  }
}

const mostThrottled = 8

/** The delivery has only waited until others may be sent in its place: it is given up as `too-often`. */
export const isSpent = ({ throttled = 0 }: Troubles): boolean => throttled >= mostThrottled

/** `random` answers from 0 to below 1. */
export function afterSend({ kind, tries }: Attempt, failure: SendFailure, random: () => number): AfterSend {
  const retry = (most: number, ownWaitMs: number, otherwise: WhyGivenUp = 'too-often'): AfterSend =>
    tries < most ? { next: 'retry', waitMs: atLeastAsked(ownWaitMs, failure) } : giveUp(otherwise)

  const trouble = troubleOf(kind, failure)
  switch (trouble) {
    case 'away':
      return retry(triesOfADay, spread(doubled(2 * second, tries), random))
    case 'not-registered':
      return retry(triesOfADay, longestWait, 'not-registered')
    case 'busy':
      return retry(4, fullJitter(doubled(2 * second, tries), random))
    case 'throttled': {
      const waitMs = fullJitter(doubled(2 * second, tries), random)
      // After the last try, too, nothing else may be sent there before Teams lets it: see `isSpent`.
      return failure.retryAfterMs
        ? { next: 'retry', waitMs: atLeastAsked(waitMs, failure) }
        : retry(mostThrottled, waitMs)
    }
    case 'broken':
      // A new card may stand there all the same, and Teams says not to try again.
      return kind === 'post' ? giveUp('refused') : retry(4, fullJitter(doubled(2 * second, tries), random))
    case 'unsure':
      // An update may come twice, and a card that stands must not stay untrue; of a new card there may be one duplicate,
      // never two.
      return kind === 'post' ? retry(2, minute) : retry(triesOfADay, spread(doubled(20 * second, tries), random))
    case 'too-big':
      return tries > 1 ? giveUp('refused') : { next: 'shorten' }
    case 'card-gone':
      return { next: 'post-anew' }
    case 'gone':
    case 'blocked':
    case 'refused':
      return giveUp(trouble)
  }
}

const giveUp = (why: WhyGivenUp): AfterSend => ({ next: 'give-up', why })

/** Never less than the service asked for; but more than a day is no answer to anybody. */
const atLeastAsked = (ownWaitMs: number, { retryAfterMs = 0 }: SendFailure): number =>
  Math.max(ownWaitMs, Math.min(retryAfterMs, day))

const doubled = (firstMs: number, tries: number): number => Math.min(firstMs * 2 ** (tries - 1), longestWait)

/** Anything up to the ceiling, so that those who failed together do not come back together. */
const fullJitter = (ceilingMs: number, random: () => number): number =>
  Math.max(second, Math.floor(random() * ceilingMs))

/** A little below the ceiling: many short waits would not last the day that they are meant to bridge. */
const spread = (ceilingMs: number, random: () => number): number => Math.ceil(ceilingMs * (1 - random() / 5))
