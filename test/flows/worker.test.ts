// The worker as it is stopped: what it has begun comes to its end, and nothing else is begun.
import assert from 'node:assert/strict'
import { putDelivery } from '../../src/core/change.ts'
import { restartDelivery } from '../../src/core/outbox.ts'
import { pace } from '../../src/flows/pace.ts'
import type { World } from '../../src/flows/world.ts'
import { createWorker } from '../../src/worker.ts'
import { startBot, type TestBot } from '../helpers/bot.ts'

describe('a worker that is stopped', function () {
  this.timeout(30_000)
  let bot: TestBot
  beforeEach(async () => {
    bot = await startBot()
    bot.hold()
  })
  afterEach(() => bot.stop())

  it('ends the deliveries that it has begun, and leaves the others to the next one', async () => {
    const world = bot.world()
    const all = Array.from({ length: 25 }, (_, at) => restartDelivery(`restart-${at}`, `person-${at}`, 'post'))
    await world.store.commit(all.map(putDelivery))
    let begun = 0
    await new Promise<void>((stopped) => {
      const lease: World['outbox']['lease'] = async (...all) => {
        const leased = await world.outbox.lease(...all)
        begun += leased.length
        stopped(worker.stop())
        return leased
      }
      const worker = createWorker(() => ({ ...world, outbox: { ...world.outbox, lease } }), pace)
      worker.start()
    })
    const now = world.clock.now()
    const left = await world.outbox.lease(now, new Date(now.getTime() + 1000), all.length)
    assert.ok(begun > 0 && begun < all.length)
    assert.equal(left.length, all.length - begun)
  })
})
