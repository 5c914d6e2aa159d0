// Restart requests against real databases.
import assert from 'node:assert/strict'
import { putRequest } from '../../src/core/change.ts'
import {
  amendRestart,
  isOpen,
  moveRestart,
  type RestartRequest,
  restartStates,
} from '../../src/core/restart-request.ts'
import type { Requests } from '../../src/flows/ports.ts'
import { commitIn } from '../../src/store/commit.ts'
import { openDatabase } from '../../src/store/db.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { aCloudPc, ada, aRequest, aTime, hugo } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

const cloudPcId = aCloudPc().id
const pc = (id: string) => ({ id, name: `CPC-${id}` })

onEveryStore('restart requests', (open) => {
  let temporary: TemporaryStore
  let requests: Requests

  beforeEach(async () => {
    temporary = await open()
    requests = requestsIn(temporary.db)
  })
  afterEach(() => temporary.remove())

  const put = async (request: RestartRequest, fence?: number, db = temporary.db): Promise<boolean> =>
    (await commitIn(db, () => aTime()).commit([putRequest(request, fence)])).ok

  /** Files the request and brings it to its version. */
  async function store(request: RestartRequest): Promise<void> {
    for (let version = 0; version <= request.version; version++) assert.ok(await put({ ...request, version }))
  }

  it('gives back every field as it was saved', async () => {
    const request = aRequest({
      version: 2,
      state: 'unknown',
      ticketId: 'ticket-1',
      decidedBy: hugo,
      reason: 'not-confirmed',
      refusal: { rule: 'cool-down', minutes: 12 },
      attempts: 2,
      since: aTime(7),
      sentAt: aTime(5),
      dueAt: aTime(40),
    })
    await store(request)
    assert.deepEqual(await requests.find(request.id), request)
  })

  it('gives back undefined for what has not happened', async () => {
    const request = aRequest({ symptomId: undefined, dueAt: undefined })
    await put(request)
    assert.deepEqual(await requests.find(request.id), request)
  })

  it('finds nothing under an id that was never given', async () => {
    assert.equal(await requests.find('nobody'), undefined)
  })

  for (const state of restartStates) {
    const request = aRequest({ state })
    it(`${isOpen(request) ? 'refuses' : 'takes'} a second request while the first is ${state}`, async () => {
      await put(request)
      assert.equal(await put(aRequest({ id: 'request-2', person: hugo })), !isOpen(request))
      assert.equal((await requests.find('request-2')) === undefined, isOpen(request))
    })
    it(`${isOpen(request) ? 'finds' : 'does not find'} a request that is ${state} as the open one of its Cloud PC`, async () => {
      await put(request)
      await put(aRequest({ id: 'of-another-pc', cloudPc: pc('other') }))
      assert.deepEqual(await requests.openFor(cloudPcId), isOpen(request) ? request : undefined)
    })
  }

  it('takes any number of ended requests for one Cloud PC', async () => {
    for (const id of ['1', '2', '3']) assert.equal(await put(aRequest({ id, state: 'done' })), true)
  })

  it('takes exactly one of several requests that arrive together', async () => {
    const added = await Promise.all(['1', '2', '3', '4'].map((id) => put(aRequest({ id }))))
    assert.equal(added.filter(Boolean).length, 1)
    assert.equal((await requests.openFor(cloudPcId))?.id, `${added.indexOf(true) + 1}`)
  })

  // One after the other: two transactions of one thread could not wait for each other.
  it('takes exactly one of two requests that come through two connections', async () => {
    const second = await openDatabase(temporary.location)
    assert.equal(await put(aRequest({ id: '1' })), true)
    assert.equal(await put(aRequest({ id: '2' }), undefined, second.db), false)
    await second.close()
    assert.equal((await requests.openFor(cloudPcId))?.id, '1')
  })

  it('counts a restart that waited for its approval from when it was sent', async () => {
    await put(aRequest({ state: 'done', createdAt: aTime(0), sentAt: aTime(5000) }))
    assert.equal((await requests.since(aTime(4000), { cloudPcId })).length, 1)
    assert.equal((await requests.since(aTime(6000), { cloudPcId })).length, 0)
  })

  it('files a request once, and keeps the first where its id comes again', async () => {
    const first = aRequest()
    assert.equal(await put(first), true)
    assert.equal(await put(aRequest({ cloudPc: pc('other') })), false)
    assert.deepEqual(await requests.find(first.id), first)
  })

  it('saves a move with everything that changed', async () => {
    const approved = aRequest()
    await put(approved)
    const sending = moveRestart(approved, 'sending', aTime(1), { attempts: 1, sentAt: aTime(1), dueAt: aTime(30) })
    assert.equal(await put(sending), true)
    const failed = moveRestart(sending, 'failed', aTime(2), { reason: 'no-right' })
    assert.equal(await put(failed), true)
    assert.deepEqual(await requests.find(approved.id), failed)
  })

  it('saves an amendment that keeps the state', async () => {
    const request = aRequest()
    await put(request)
    const amended = amendRestart(request, { ticketId: 'ticket-1', decidedBy: hugo, dueAt: undefined })
    assert.equal(await put(amended), true)
    assert.deepEqual(await requests.find(request.id), amended)
  })

  it('leaves other requests alone when one is saved', async () => {
    const other = aRequest({ id: 'request-2', cloudPc: pc('other') })
    await put(aRequest())
    await put(other)
    await put(moveRestart(aRequest(), 'sending', aTime()))
    assert.deepEqual(await requests.find(other.id), other)
  })

  it('does not save a move from a version that is not the stored one', async () => {
    const stored = aRequest({ version: 3 })
    await store(stored)
    for (const version of [0, 2, 3, 5]) assert.equal(await put({ ...stored, version, state: 'failed' }), false)
    assert.deepEqual(await requests.find(stored.id), stored)
  })

  it('does not save a request that was never added', async () => {
    assert.equal(await put(aRequest({ version: 1 })), false)
    assert.equal(await requests.find('request-1'), undefined)
  })

  it('lets exactly one of two workers take an approved request', async () => {
    const request = aRequest()
    await put(request)
    const take = () => put(moveRestart(request, 'sending', aTime(), { attempts: 1 }))
    assert.deepEqual((await Promise.all([take(), take()])).toSorted(), [false, true])
    assert.equal((await requests.find(request.id))?.version, 1)
  })

  it('makes room for the next request once the first has ended', async () => {
    const request = aRequest()
    await put(request)
    await put(moveRestart(request, 'withdrawn', aTime()))
    assert.equal(await put(aRequest({ id: 'request-2' })), true)
    assert.equal((await requests.openFor(cloudPcId))?.id, 'request-2')
  })

  const leased = async (at: number, until: number, most = 10) =>
    (await requests.lease(aTime(at), aTime(until), most)).map(({ record, fence }) => [record.id, fence])

  it('leases what is due, the longest due first, and no more than asked for', async () => {
    const due = { a: 30, b: 10, c: 20, d: 41, e: 40, f: undefined }
    for (const [id, seconds] of Object.entries(due))
      await put(aRequest({ id, cloudPc: pc(id), dueAt: seconds === undefined ? undefined : aTime(seconds) }))
    assert.deepEqual((await leased(40, 50, 2)).map(([id]) => id).toSorted(), ['b', 'c'])
    assert.deepEqual((await leased(40, 50)).map(([id]) => id).toSorted(), ['a', 'e'])
  })

  it('leases of several that are due at the same moment those that came first', async () => {
    for (const id of ['b', 'c', 'a']) await put(aRequest({ id, cloudPc: pc(id) }))
    assert.deepEqual((await leased(0, 50, 2)).map(([id]) => id).toSorted(), ['b', 'c'])
  })

  it('gives a request to one worker until its lease ends, and then to the next under a new fence', async () => {
    await put(aRequest())
    assert.deepEqual(await leased(0, 13), [['request-1', 1]])
    assert.deepEqual(await leased(12, 25), [])
    assert.deepEqual(await leased(13, 26), [['request-1', 2]])
  })

  it('gives a request to exactly one of many who ask together, also through two connections', async () => {
    await put(aRequest())
    const second = await openDatabase(temporary.location)
    const workers = [1, 2, 3, 4, 5].flatMap(() => [requests, requestsIn(second.db)])
    const asked = await Promise.all(workers.map((one) => one.lease(aTime(), aTime(13), 5)))
    await second.close()
    assert.equal(asked.flat().length, 1)
  })

  it('saves nothing for a worker whose lease has ended, and everything for the one who has it', async () => {
    const request = aRequest()
    await put(request)
    const [[, first]] = (await leased(0, 13)) as [[string, number]]
    const [[, second]] = (await leased(13, 26)) as [[string, number]]
    const moved = moveRestart(request, 'failed', aTime(14), { reason: 'busy' })
    assert.equal(await put(moved, first), false)
    assert.equal((await requests.find(request.id))?.state, 'approved')
    assert.equal(await put(moved, second), true)
  })

  it('lets a person move a request whoever has it, and the worker then finds it changed', async () => {
    const request = aRequest()
    await put(request)
    const [[, fence]] = (await leased(0, 13)) as [[string, number]]
    assert.equal(await put(moveRestart(request, 'withdrawn', aTime(1))), true)
    assert.equal(await put(moveRestart(request, 'sending', aTime(1)), fence), false)
    assert.equal((await requests.find(request.id))?.state, 'withdrawn')
  })

  it('knows when the next one is due, leased or not', async () => {
    assert.equal(await requests.nextDue(), undefined)
    await put(aRequest({ id: 'none', state: 'done', dueAt: undefined }))
    assert.equal(await requests.nextDue(), undefined)
    await put(aRequest({ id: 'b', cloudPc: pc('b'), dueAt: aTime(20) }))
    await put(aRequest({ id: 'c', cloudPc: pc('c'), dueAt: aTime(10) }))
    assert.deepEqual(await requests.nextDue(), aTime(10))
    await leased(10, 40)
    assert.deepEqual(await requests.nextDue(), aTime(20))
  })

  it('lists the requests of a person, or for a Cloud PC, since a time, newest first', async () => {
    const add = (id: string, seconds: number, changes: Parameters<typeof aRequest>[0] = {}) =>
      put(aRequest({ id, state: 'done', createdAt: aTime(seconds), ...changes }))
    await add('too-old', 9)
    await add('just-old-enough', 10)
    await add('newest', 30)
    await add('in-between', 20)
    await add('on-another-pc', 25, { cloudPc: pc('other') })
    await add('by-somebody-else', 26, { person: hugo })
    const idsBy = async (by: Parameters<Requests['since']>[1]) =>
      (await requests.since(aTime(10), by)).map((request) => request.id)
    assert.deepEqual(await idsBy({ personId: ada.id }), ['newest', 'on-another-pc', 'in-between', 'just-old-enough'])
    assert.deepEqual(await idsBy({ cloudPcId }), ['newest', 'by-somebody-else', 'in-between', 'just-old-enough'])
    assert.deepEqual(await idsBy({ personId: 'nobody' }), [])
  })

  it('lists requests made in the same millisecond with the last one first', async () => {
    for (const id of ['b', 'c', 'a']) await put(aRequest({ id, state: 'done' }))
    const found = await requests.since(aTime(), { cloudPcId })
    assert.deepEqual(
      found.map((request) => request.id),
      ['a', 'c', 'b'],
    )
  })

  it('lists what moved since a time, by anybody, newest first, and no more than asked for', async () => {
    for (const [id, seconds] of Object.entries({ old: 10, newest: 30, later: 20 }))
      await put(aRequest({ id, cloudPc: pc(id), person: id === 'later' ? hugo : ada, since: aTime(seconds) }))
    const ids = async (most: number) => (await requests.movedSince(aTime(10), most)).map(({ id }) => id)
    assert.deepEqual(await ids(10), ['newest', 'later'])
    assert.deepEqual(await ids(1), ['newest'])
  })
})
