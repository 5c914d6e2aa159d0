// How many messages Teams takes in how long, and when the next may be sent so that no window ever holds too many.

/** At most `most` messages in any stretch of `withinMs`. */
export type RateLimit = { readonly most: number; readonly withinMs: number }

/** What the bot may send into one conversation; a channel is one conversation. */
export const conversationLimits: readonly RateLimit[] = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
  { most: 60, withinMs: 30_000 },
  { most: 1_800, withinMs: 3_600_000 },
]

/** What the bot may send in all. */
export const botLimits: readonly RateLimit[] = [{ most: 50, withinMs: 1_000 }]

/**
 * The earliest time, not before `now`, at which one more message may be sent. `sent` is ascending and may hold times
 * that are still to come; what is older than the longest window may be left out.
 */
export function freeAt(sent: readonly number[], limits: readonly RateLimit[], now: number): number {
  return limits
    .flatMap((limit) => fullStretches(sent, limit, now))
    .sort((a, b) => a.after - b.after)
    .reduce((at, { after, before }) => (after < at && at < before ? before : at), now)
}

/** Both ends are free again. */
type Stretch = { readonly after: number; readonly before: number }

/**
 * Wherever `most` messages already stand in less than a window, one more would be too many while one window could hold
 * it together with them all: from a window before the last of them to a window after the first.
 */
function fullStretches(sent: readonly number[], { most, withinMs }: RateLimit, now: number): Stretch[] {
  return sent.flatMap((first, at) => {
    const last = sent[at + most - 1]
    const isFull = last !== undefined && last - first < withinMs
    return isFull && first + withinMs > now ? [{ after: last - withinMs, before: first + withinMs }] : []
  })
}
