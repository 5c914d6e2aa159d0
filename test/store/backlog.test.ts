// What is open, counted in real stores.
import assert from 'node:assert/strict'
import { putDelivery, putRequest, putTicket } from '../../src/core/change.ts'
import { restartDelivery } from '../../src/core/outbox.ts'
import { readBacklog } from '../../src/store/backlog.ts'
import { commitIn } from '../../src/store/commit.ts'
import { ada, aRequest, aTicket, aTime } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

onEveryStore('the backlog', (temporary) => {
  let store: TemporaryStore

  beforeEach(async () => {
    store = await temporary()
  })
  afterEach(() => store.remove())

  it('is nothing in an empty store', async () => {
    assert.deepEqual(await readBacklog(store.db, aTime()), {
      waiting: 0,
      oldestSeconds: 0,
      requests: new Map(),
      tickets: new Map(),
    })
  })

  it('counts what waits, and what is open by its state', async () => {
    const at = (seconds: number) => commitIn(store.db, () => aTime(seconds))
    for (const [seconds, id] of [
      [10, 'b'],
      [3, 'a'],
      [20, 'c'],
    ] as const)
      assert.ok((await at(seconds).commit([putDelivery(restartDelivery(id, ada.id, 'post'))])).ok)
    const states = ['requested', 'awaiting-approval', 'awaiting-approval', 'done', 'failed'] as const
    for (const [index, state] of states.entries()) {
      const id = `request-${index}`
      const request = aRequest({ id, version: 0, state, cloudPc: { id, name: id } })
      assert.ok((await at(0).commit([putRequest(request)])).ok)
    }
    const [open, taken] = [aTicket({ id: 'open' }), aTicket({ id: 'taken' })]
    assert.ok((await at(0).commit([putTicket(open), putTicket(taken)])).ok)
    assert.ok((await at(0).commit([putTicket({ ...taken, version: taken.version + 1, state: 'resolved' })])).ok)

    assert.deepEqual(await readBacklog(store.db, aTime(63)), {
      waiting: 3,
      oldestSeconds: 60,
      requests: new Map([
        ['awaiting-approval', 2],
        ['requested', 1],
      ]),
      tickets: new Map([['open', 1]]),
    })
  })

  it('is never younger than now, whatever a clock says', async () => {
    const store30 = commitIn(store.db, () => aTime(30))
    assert.ok((await store30.commit([putDelivery(restartDelivery('a', ada.id, 'post'))])).ok)
    assert.equal((await readBacklog(store.db, aTime(0))).oldestSeconds, 0)
  })
})
