// The outbox against real databases: what joins, who may send what, in which order, and how much at once.
import assert from 'node:assert/strict'
import { putDelivery } from '../../src/core/change.ts'
import {
  channelLane,
  type Delivery,
  ownTicketDelivery,
  personLane,
  restartDelivery,
  ticketDelivery,
} from '../../src/core/outbox.ts'
import { botLimits, conversationLimits, freeAt, type RateLimit } from '../../src/core/rate-limit.ts'
import type { Delivered, Leased, Outbox, Waiting } from '../../src/flows/ports.ts'
import { commitIn } from '../../src/store/commit.ts'
import { openDatabase } from '../../src/store/db.ts'
import { outboxIn } from '../../src/store/outbox.ts'
import { ada, aTime, hugo } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

const update = ownTicketDelivery('t', ada.id, 'update')
const post = ownTicketDelivery('t', ada.id, 'post')
const sent: Delivered = { place: undefined, told: undefined, closed: undefined, changes: [] }

describe('the outbox in the database', () => {
  let temporary: TemporaryDatabase
  let outbox: Outbox
  let seconds: number

  beforeEach(async () => {
    temporary = await temporaryDatabase()
    outbox = outboxIn(temporary.db)
    seconds = 0
  })
  afterEach(() => temporary.remove())

  const store = () => commitIn(temporary.db, () => aTime(seconds))
  const put = async (...deliveries: Delivery[]) => {
    assert.ok((await store().commit(deliveries.map(putDelivery))).ok)
  }
  const lease = (at = seconds, until = at + 12, most = 10) => outbox.lease(aTime(at), aTime(until), most)
  const end = async ({ record, fence }: Leased<Waiting>) => (await store().delivered(record, fence, sent)).ok
  const names = (leased: readonly Leased<Waiting>[]) => leased.map(({ record }) => record.name)

  async function leaseOne(at = seconds): Promise<Leased<Waiting>> {
    const [one, ...others] = await lease(at)
    assert.ok(one)
    assert.deepEqual(others, [])
    return one
  }

  it('gives back a delivery as it was written', async () => {
    const pointer: Delivery = {
      shown: {
        kind: 'pointer',
        card: 'restart:1',
        place: { conversation: '{"a":1}', activityId: '9' },
        title: 'T',
        body: 'B',
      },
      how: 'update',
      lane: personLane(ada.id),
    }
    await put(pointer)
    const { record, fence } = await leaseOne()
    assert.deepEqual(record.delivery, pointer)
    assert.deepEqual([record.name, record.wanted, record.posts, record.troubles, fence], ['pointer:9', 1, 0, {}, 1])
  })

  it('knows which new cards wait, and no longer once they are delivered', async () => {
    assert.equal(await outbox.willPost('ticket:t:requester'), false)
    await put(update)
    assert.equal(await outbox.willPost('ticket:t:requester'), false)
    await put(post)
    assert.equal(await outbox.willPost('ticket:t:requester'), true)
    await end(await leaseOne())
    assert.equal(await outbox.willPost('ticket:t:requester'), false)
  })

  const joined: readonly (readonly [string, readonly Delivery[], Delivery['how']])[] = [
    ['two updates are one update', [update, update], 'update'],
    ['an update and a post are one post', [update, post], 'post'],
    ['a post and an update are one post', [post, update], 'post'],
    ['ten posts are one post', Array.from({ length: 10 }, () => post), 'post'],
  ]
  for (const [what, deliveries, how] of joined)
    it(`joins what waits for the same card: ${what}`, async () => {
      for (const delivery of deliveries) await put(delivery)
      const leased = await leaseOne()
      assert.equal(leased.record.delivery.how, how)
      assert.equal(leased.record.wanted, deliveries.length)
      assert.equal(await end(leased), true)
      assert.deepEqual(await lease(100), [])
    })

  it('shows of two pointers on one card the words of the later one', async () => {
    const place = { conversation: 'c', activityId: '9' }
    for (const title of ['First', 'Second'])
      await put({
        shown: { kind: 'pointer', card: 'restart:1', place, title, body: '' },
        how: 'update',
        lane: personLane(ada.id),
      })
    const { shown } = (await leaseOne()).record.delivery
    assert.equal(shown.kind === 'pointer' ? shown.title : undefined, 'Second')
  })

  it('lets what joins take nothing from a wait', async () => {
    await put(post)
    const { record, fence } = await leaseOne()
    await outbox.later({ ...record, troubles: { throttled: 1 } }, fence, aTime(60))
    await put(post, update)
    assert.deepEqual(await lease(59), [])
    assert.deepEqual((await leaseOne(60)).record.troubles, { throttled: 1 })
  })

  it('sends again what somebody wanted shown while it was being sent, and a new message only where one is wanted', async () => {
    const cases = [
      [update, 'update'],
      [post, 'post'],
    ] as const
    for (const [meanwhile, how] of cases) {
      await put(post)
      const first = await leaseOne()
      await put(meanwhile)
      assert.equal(await end(first), true)
      const second = await leaseOne()
      assert.equal(second.record.delivery.how, how)
      assert.equal(await end(second), true)
      assert.deepEqual(await lease(), [])
    }
  })

  it('forgets the troubles of what arrived, where it is sent again', async () => {
    await put(post)
    const first = await leaseOne()
    await outbox.later({ ...first.record, troubles: { away: 7 } }, first.fence, aTime(1))
    const again = await leaseOne(1)
    await put(update)
    seconds = 1
    await end(again)
    assert.deepEqual((await leaseOne(1)).record.troubles, {})
  })

  it('gives a delivery to one sender until the lease ends, and then to the next under a new fence', async () => {
    await put(post)
    assert.deepEqual(
      (await lease(0)).map(({ fence }) => fence),
      [1],
    )
    assert.deepEqual(await lease(11), [])
    assert.deepEqual(
      (await lease(12)).map(({ fence }) => fence),
      [2],
    )
  })

  it('gives a delivery to exactly one of many who ask together, also through two connections', async () => {
    await put(post)
    const second = await openDatabase({ kind: 'sqlite', file: temporary.file })
    const senders = [1, 2, 3, 4, 5].flatMap(() => [outbox, outboxIn(second.db)])
    const leased = await Promise.all(senders.map((one) => one.lease(aTime(), aTime(12), 5)))
    await second.close()
    assert.equal(leased.flat().length, 1)
  })

  it('lets a sender whose lease has ended neither end a delivery nor put it off', async () => {
    await put(post)
    const slow = await leaseOne(0)
    const quick = await leaseOne(12)
    assert.equal(await end(slow), false)
    await outbox.later({ ...slow.record, troubles: { away: 3 } }, slow.fence, aTime(500))
    assert.equal(await outbox.willPost(slow.record.name), true)
    assert.deepEqual(await outbox.nextDue(), aTime(24))
    assert.equal(await end(quick), true)
  })

  it('leases what is due, and no more than asked for', async () => {
    await put(...['a', 'b', 'c'].map((id) => restartDelivery(id, `person-${id}`, 'post')))
    assert.deepEqual(await lease(-1), [])
    assert.deepEqual(names(await lease(0, 12, 2)), ['restart:a', 'restart:b'])
    assert.deepEqual(names(await lease(0, 12, 2)), ['restart:c'])
  })

  it('sends what is in one lane in the order in which it was written, one after the other', async () => {
    const ids = ['c', 'a', 'b']
    for (const id of ids) await put(ticketDelivery(id, 'helpdesk', 'post'))
    const order: string[] = []
    while (order.length < ids.length) {
      const one = await leaseOne()
      order.push(one.record.name)
      assert.deepEqual(await lease(), [])
      await end(one)
    }
    assert.deepEqual(order, ['ticket:c:helpdesk', 'ticket:a:helpdesk', 'ticket:b:helpdesk'])
  })

  it('writes what one commit brings in its order, too', async () => {
    await put(...['c', 'a', 'b'].map((id) => ticketDelivery(id, 'helpdesk', 'post')))
    for (const id of ['c', 'a', 'b']) {
      const one = await leaseOne()
      assert.equal(one.record.name, `ticket:${id}:helpdesk`)
      await end(one)
    }
  })

  it('lets nothing overtake what waits before it in its lane, and lets other lanes go on', async () => {
    await put(ticketDelivery('a', 'helpdesk', 'post'), ticketDelivery('b', 'helpdesk', 'post'), post)
    const [first] = await lease()
    assert.equal(first?.record.name, 'ticket:a:helpdesk')
    await outbox.later(first.record, first.fence, aTime(300))
    assert.deepEqual(names(await lease(13)), ['ticket:t:requester'])
    assert.deepEqual(names(await lease(300)), ['ticket:a:helpdesk', 'ticket:t:requester'])
  })

  it('knows when the next one is due, whatever stands behind another one', async () => {
    assert.equal(await outbox.nextDue(), undefined)
    await put(ticketDelivery('a', 'helpdesk', 'post'))
    const { record, fence } = await leaseOne()
    await outbox.later(record, fence, aTime(300))
    await put(ticketDelivery('b', 'helpdesk', 'post'))
    assert.deepEqual(await outbox.nextDue(), aTime(300))
    seconds = 100
    await put(post)
    assert.deepEqual(await outbox.nextDue(), aTime(100))
  })

  describe('asked for a place among what is sent', () => {
    const limitsOf = (now: number) => (inLane: readonly number[], inAll: readonly number[]) =>
      Math.max(freeAt(inLane, conversationLimits, now), freeAt(inAll, botLimits, now))
    /** True where one was free, and taken, at that time. */
    const reserve = async (lane: string, ms: number) => {
      const now = new Date(aTime().getTime() + ms)
      return (await outbox.reserve(lane, now, limitsOf(now.getTime()))) <= now
    }

    /** No window of any limit holds more than it may. */
    function assertWithin(times: readonly number[], limits: readonly RateLimit[]): void {
      for (const { most, withinMs } of limits)
        for (const begin of times) {
          const held = times.filter((one) => one >= begin && one < begin + withinMs).length
          assert.ok(held <= most, `${held} within ${withinMs} ms`)
        }
    }

    it('never lets many who ask together have more than one conversation takes', async () => {
      const asked = await Promise.all(Array.from({ length: 60 }, () => reserve(channelLane('helpdesk'), 0)))
      assert.equal(asked.filter(Boolean).length, 7)
    })

    it('never lets many who ask together have more than the bot may send in all', async () => {
      const lanes = Array.from({ length: 90 }, (_, at) => personLane(`person-${at}`))
      const asked = await Promise.all(lanes.map((lane) => reserve(lane, 0)))
      assert.equal(asked.filter(Boolean).length, 50)
    })

    it('keeps within every limit over time, however many press', async () => {
      const lanes = [channelLane('helpdesk'), ...Array.from({ length: 9 }, (_, at) => personLane(`person-${at}`))]
      const taken = new Map<string, number[]>(lanes.map((lane) => [lane, []]))
      for (let ms = 0; ms < 6000; ms += 250) {
        const asked = lanes.flatMap((lane) => [lane, lane, lane])
        const free = await Promise.all(asked.map((lane) => reserve(lane, ms)))
        asked.forEach((lane, at) => free[at] && taken.get(lane)?.push(ms))
      }
      for (const times of taken.values()) assertWithin(times, conversationLimits)
      assertWithin([...taken.values()].flat(), botLimits)
      assert.ok([...taken.values()].every((times) => times.length >= 8))
    })

    it('says when there is one, and then there is', async () => {
      const lane = personLane(hugo.id)
      for (let count = 0; count < 7; count++) assert.equal(await reserve(lane, 0), true)
      const free = await outbox.reserve(lane, aTime(), limitsOf(aTime().getTime()))
      assert.deepEqual(free, aTime(1))
      assert.equal(await reserve(lane, 999), false)
      assert.equal(await reserve(lane, 1000), true)
    })

    it('tells what was sent in the last hour there, in the last seconds in all, and counts no refused place', async () => {
      const lane = personLane(ada.id)
      const told: (readonly number[])[] = []
      const ask = (from: string, ms: number, free: boolean) =>
        outbox.reserve(from, new Date(ms), (inLane, inAll) => {
          told.push(inLane, inAll)
          return free ? ms : ms + 1
        })
      await ask(lane, 1000, true)
      await ask(lane, 2000, false)
      await ask(personLane(hugo.id), 2500, true)
      told.length = 0
      await ask(lane, 2600, false)
      assert.deepEqual(told, [[1000], [1000, 2500]])
      told.length = 0
      await ask(lane, 3_601_000, false)
      assert.deepEqual(told, [[], []])
    })
  })
})

onEveryStore('deliveries of one lane that were written at the same moment, with one position', (open) => {
  let temporary: TemporaryStore
  let outbox: Outbox

  beforeEach(async () => {
    temporary = await open()
    outbox = outboxIn(temporary.db)
  })
  afterEach(() => temporary.remove())

  const store = () => commitIn(temporary.db, () => aTime())
  const writeTogether = async (...ids: string[]) => {
    await store().commit(ids.map((id) => putDelivery(ticketDelivery(id, 'helpdesk', 'post'))))
    await temporary.db.updateTable('outbox').set({ position: 1 }).execute()
  }
  const lease = (at = 0) => outbox.lease(aTime(at), aTime(at + 12), 10)
  async function leaseOne(at = 0): Promise<Leased<Waiting>> {
    const [one, ...others] = await lease(at)
    assert.ok(one)
    assert.deepEqual(others, [])
    return one
  }

  it('are sent one after the other all the same', async () => {
    await writeTogether('c', 'a', 'b')
    const order: string[] = []
    for (let count = 0; count < 3; count++) {
      const { record, fence } = await leaseOne()
      order.push(record.name)
      assert.deepEqual(await lease(), [])
      assert.ok((await store().delivered(record, fence, sent)).ok)
    }
    assert.deepEqual(order, ['ticket:a:helpdesk', 'ticket:b:helpdesk', 'ticket:c:helpdesk'])
    assert.equal(await outbox.nextDue(), undefined)
  })

  it('wait for the one that is being sent or was put off, where they come to light after it', async () => {
    await writeTogether('b')
    const { record, fence } = await leaseOne()
    await writeTogether('a')
    assert.deepEqual(await lease(), [])
    assert.deepEqual(await outbox.nextDue(), aTime(12))
    await outbox.later(record, fence, aTime(300))
    assert.deepEqual(await lease(299), [])
    assert.deepEqual(await outbox.nextDue(), aTime(300))
    assert.equal((await leaseOne(300)).record.name, 'ticket:a:helpdesk')
  })
})
