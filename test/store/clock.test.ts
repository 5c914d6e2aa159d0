// The store's clock, against a source of time whose answers take as long as the test says.
import assert from 'node:assert/strict'
import { keepInSync, startClock, type StoreClock } from '../../src/store/clock.ts'

describe("the store's clock", () => {
  /** What the store's clock is ahead of the ticks here. */
  let ahead: number
  let ticks: number
  /** The round trips to come; the last one stays. */
  let roundTrips: readonly number[]
  let broken: boolean

  beforeEach(() => {
    ahead = 1_000_000
    ticks = 5000
    roundTrips = [0]
    broken = false
  })

  async function read(): Promise<number> {
    const [roundTrip = 0, ...later] = roundTrips
    if (later.length > 0) roundTrips = later
    await Promise.resolve()
    ticks += roundTrip / 2
    const time = ticks + ahead
    ticks += roundTrip / 2
    if (broken) throw new Error('nobody tells the time')
    return time
  }
  const start = () => startClock(read, () => ticks)
  const isRight = (clock: StoreClock) => {
    assert.equal(clock.now().getTime(), ticks + ahead)
  }

  it('is right as soon as it starts, however long the answer was under way', async () => {
    for (const roundTrip of [0, 80, 200]) {
      roundTrips = [roundTrip]
      isRight(await start())
    }
  })

  it('goes on by itself, whatever the clock that it was read from is set to', async () => {
    const clock = await start()
    const begin = clock.now().getTime()
    ahead -= 3_600_000
    ticks += 1500
    assert.equal(clock.now().getTime(), begin + 1500)
  })

  it('is right again after a look', async () => {
    const clock = await start()
    ahead += 7000
    roundTrips = [40]
    await clock.sync()
    isRight(clock)
  })

  it('looks again when an answer took long', async () => {
    const clock = await start()
    ahead += 7000
    roundTrips = [900, 40]
    await clock.sync()
    isRight(clock)
  })

  it('goes on as before when every answer took long', async () => {
    const clock = await start()
    const begin = clock.now().getTime() - ticks
    ahead += 7000
    roundTrips = [900, 201, 4000]
    await clock.sync()
    assert.equal(clock.now().getTime() - ticks, begin)
  })

  it('goes on as before when nobody tells the time, and says so', async () => {
    const clock = await start()
    isRight(clock)
    broken = true
    await assert.rejects(clock.sync(), /nobody tells the time/)
    isRight(clock)
  })

  it('does not start when nobody tells the time', async () => {
    broken = true
    await assert.rejects(start(), /nobody tells the time/)
  })

  it('starts with the quickest of slow answers', async () => {
    // Slow on the way back alone, so that only the quickest is nearly right.
    const waits = [2000, 300, 3000]
    const clock = await startClock(
      () => {
        const time = ticks + ahead
        ticks += waits.shift() ?? 0
        return Promise.resolve(time)
      },
      () => ticks,
    )
    assert.equal(clock.now().getTime(), ticks + ahead - 150)
    assert.deepEqual(waits, [])
  })

  it('is looked at again and again, and goes on when that fails, until it is stopped', async () => {
    const clock = await start()
    ahead += 7000
    let syncs = 0
    const failure = new Promise((resolve) => {
      const counted: StoreClock = {
        now: () => clock.now(),
        async sync() {
          syncs += 1
          await clock.sync()
          broken = true
        },
      }
      const stop = keepInSync(counted, 1, (error) => {
        stop()
        resolve(error)
      })
    })
    assert.match(String(await failure), /nobody tells the time/)
    assert.equal(syncs, 2)
    isRight(clock)
  })

  it('goes by a clock that is never set where none is given', async () => {
    const clock = await startClock(() => Promise.resolve(0))
    const first = clock.now()
    assert.ok(clock.now() >= first)
    assert.ok(first.getTime() < 60_000)
  })
})
