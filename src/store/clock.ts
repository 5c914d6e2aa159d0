// The time that all who share a store agree on: the store's own clock, carried on by one that nobody can set.

export type StoreClock = {
  now(): Date
  /** Looks at the store's clock again. Rejects, and goes on as before, when it cannot be read. */
  sync(): Promise<void>
}

type Reading = { readonly offset: number; readonly roundTrip: number }
type Read = () => Promise<number>
/** Milliseconds since some moment, which never go back. */
type Ticks = () => number

/** In milliseconds. A reading is off by half of its round trip at most. */
const shortRoundTrip = 200
const mostReadings = 3

export async function startClock(read: Read, ticks: Ticks = () => performance.now()): Promise<StoreClock> {
  let { offset } = await bestReading(read, ticks)
  return {
    now: () => new Date(ticks() + offset),
    async sync() {
      const reading = await bestReading(read, ticks)
      if (reading.roundTrip <= shortRoundTrip) offset = reading.offset
    },
  }
}

/** Has the clock look again every so often; answers what ends that. It keeps no process from ending. */
export function keepInSync(clock: StoreClock, everyMs: number, onFailure: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    clock.sync().catch(onFailure)
  }, everyMs).unref()
  return () => {
    clearInterval(timer)
  }
}

/** The first with a short round trip; where none has one, the shortest of a few. */
async function bestReading(read: Read, ticks: Ticks): Promise<Reading> {
  let best = await readOnce(read, ticks)
  for (let count = 1; count < mostReadings && best.roundTrip > shortRoundTrip; count++) {
    const next = await readOnce(read, ticks)
    if (next.roundTrip < best.roundTrip) best = next
  }
  return best
}

async function readOnce(read: Read, ticks: Ticks): Promise<Reading> {
  const asked = ticks()
  const time = await read()
  const roundTrip = ticks() - asked
  // Taken to have been read half-way.
  return { offset: time - (asked + roundTrip / 2), roundTrip }
}
