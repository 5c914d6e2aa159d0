// Time that passes only when everything that could happen now has happened: the next event makes it the time of that event.

export type VirtualTime = {
  now(): number
  /** Lets it happen then, or now where that has passed. */
  at(when: number, happens: () => void): void
  /** Lets events happen until there are none left, or `isOver` says so after one of them. */
  run(isOver: () => boolean): Promise<void>
}

type Event = { readonly when: number; readonly order: number; readonly happens: () => void }

/** `order` is asked for each event: at random, what is due at the same time happens in any order. */
export function startVirtualTime(start: number, order: () => number, afterEach: () => void): VirtualTime {
  let now = start
  const events: Event[] = []
  return {
    now: () => now,
    at: (when, happens) => {
      push(events, { when: Math.max(when, now), order: order(), happens })
    },
    run: async (isOver) => {
      for (let event = pop(events); event !== undefined; event = pop(events)) {
        now = event.when
        event.happens()
        await everythingFollowed()
        afterEach()
        if (isOver()) return
      }
    },
  }
}

/**
 * Resolves once nothing is left to do but to wait. All that is simulated, and the database too, goes on in microtasks
 * alone, and Node empties their queue before it looks for the next tick.
 */
const everythingFollowed = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve)
  })

const isBefore = (one: Event, other: Event): boolean =>
  one.when < other.when || (one.when === other.when && one.order < other.order)

// A heap: the parent of the event at `at` stands at (at - 1) / 2, and never after it.

function push(events: Event[], event: Event): void {
  let at = events.length
  events.push(event)
  while (at > 0) {
    const above = (at - 1) >> 1
    const parent = events[above]
    if (parent === undefined || !isBefore(event, parent)) break
    events[at] = parent
    at = above
  }
  events[at] = event
}

function pop(events: Event[]): Event | undefined {
  const first = events[0]
  const last = events.pop()
  if (last === undefined || last === first) return first
  let at = 0
  for (;;) {
    const [left, right] = [events[2 * at + 1], events[2 * at + 2]]
    const isRight = left !== undefined && right !== undefined && isBefore(right, left)
    const child = isRight ? right : left
    if (child === undefined || !isBefore(child, last)) break
    events[at] = child
    at = 2 * at + (isRight ? 2 : 1)
  }
  events[at] = last
  return first
}
