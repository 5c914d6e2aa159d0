// Restart requests against real databases.
import assert from 'node:assert/strict'
import { amendRestart, isOpen, moveRestart, restartStates } from '../../src/core/restart-request.ts'
import type { Requests } from '../../src/flows/ports.ts'
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

  it('gives back every field as it was added', async () => {
    const request = aRequest({
      version: 7,
      state: 'unknown',
      ticketId: 'ticket-1',
      decidedBy: hugo,
      reason: 'not-confirmed',
      attempts: 2,
      sentAt: aTime(5),
      dueAt: aTime(40),
      card: { conversation: '{"id":"a:1"}', activityId: '1700000000000' },
    })
    assert.equal(await requests.add(request), true)
    assert.deepEqual(await requests.find(request.id), request)
  })

  it('gives back undefined for what has not happened', async () => {
    const request = aRequest({ symptomId: undefined, dueAt: undefined })
    await requests.add(request)
    assert.deepEqual(await requests.find(request.id), request)
  })

  it('finds nothing under an id that was never given', async () => {
    assert.equal(await requests.find('nobody'), undefined)
  })

  for (const state of restartStates) {
    const request = aRequest({ state })
    it(`${isOpen(request) ? 'refuses' : 'takes'} a second request while the first is ${state}`, async () => {
      await requests.add(request)
      assert.equal(await requests.add(aRequest({ id: 'request-2', person: hugo })), !isOpen(request))
      assert.equal((await requests.find('request-2')) === undefined, isOpen(request))
    })
    it(`${isOpen(request) ? 'finds' : 'does not find'} a request that is ${state} as the open one of its Cloud PC`, async () => {
      await requests.add(request)
      await requests.add(aRequest({ id: 'of-another-pc', cloudPc: pc('other') }))
      assert.deepEqual(await requests.openFor(cloudPcId), isOpen(request) ? request : undefined)
    })
  }

  it('takes any number of ended requests for one Cloud PC', async () => {
    for (const id of ['1', '2', '3']) assert.equal(await requests.add(aRequest({ id, state: 'done' })), true)
  })

  it('takes exactly one of several requests that arrive together', async () => {
    const added = await Promise.all(['1', '2', '3', '4'].map((id) => requests.add(aRequest({ id }))))
    assert.equal(added.filter(Boolean).length, 1)
    assert.equal((await requests.openFor(cloudPcId))?.id, `${added.indexOf(true) + 1}`)
  })

  it('takes exactly one of two requests that come through two connections', async () => {
    const second = await openDatabase(temporary.location)
    const added = await Promise.all([
      requests.add(aRequest({ id: '1' })),
      requestsIn(second.db).add(aRequest({ id: '2' })),
    ])
    await second.close()
    assert.deepEqual(added.toSorted(), [false, true])
  })

  it('counts a restart that waited for its approval from when it was sent', async () => {
    await requests.add(aRequest({ state: 'done', createdAt: aTime(0), sentAt: aTime(5000) }))
    const { cloudPc } = aRequest()
    assert.equal((await requests.since(aTime(4000), { cloudPcId: cloudPc.id })).length, 1)
    assert.equal((await requests.since(aTime(6000), { cloudPcId: cloudPc.id })).length, 0)
  })

  it('files a request once, and keeps the first where its id comes again', async () => {
    const first = aRequest()
    assert.equal(await requests.add(first), true)
    assert.equal(await requests.add(aRequest({ cloudPc: pc('other') })), false)
    assert.deepEqual(await requests.find(first.id), first)
  })

  it('saves a move with everything that changed', async () => {
    const approved = aRequest()
    await requests.add(approved)
    const sending = moveRestart(approved, 'sending', { attempts: 1, sentAt: aTime(1), dueAt: aTime(30) })
    assert.equal(await requests.save(sending), true)
    const failed = moveRestart(sending, 'failed', { reason: 'no-right', card: { conversation: 'c', activityId: '1' } })
    assert.equal(await requests.save(failed), true)
    assert.deepEqual(await requests.find(approved.id), failed)
  })

  it('saves an amendment that keeps the state', async () => {
    const request = aRequest()
    await requests.add(request)
    const amended = amendRestart(request, { ticketId: 'ticket-1', decidedBy: hugo, dueAt: undefined })
    assert.equal(await requests.save(amended), true)
    assert.deepEqual(await requests.find(request.id), amended)
  })

  it('leaves other requests alone when one is saved', async () => {
    const other = aRequest({ id: 'request-2', cloudPc: pc('other') })
    await requests.add(aRequest())
    await requests.add(other)
    await requests.save(moveRestart(aRequest(), 'sending'))
    assert.deepEqual(await requests.find(other.id), other)
  })

  it('does not save a move from a version that is not the stored one', async () => {
    const stored = aRequest({ version: 3 })
    await requests.add(stored)
    for (const version of [2, 3, 5]) assert.equal(await requests.save({ ...stored, version, state: 'failed' }), false)
    assert.deepEqual(await requests.find(stored.id), stored)
  })

  it('does not save a request that was never added', async () => {
    assert.equal(await requests.save(aRequest({ version: 1 })), false)
    assert.equal(await requests.find('request-1'), undefined)
  })

  it('lets exactly one of two workers take an approved request', async () => {
    const request = aRequest()
    await requests.add(request)
    const take = () => requests.save(moveRestart(request, 'sending', { attempts: 1 }))
    assert.deepEqual((await Promise.all([take(), take()])).toSorted(), [false, true])
    assert.equal((await requests.find(request.id))?.version, 1)
  })

  it('makes room for the next request once the first has ended', async () => {
    const request = aRequest()
    await requests.add(request)
    await requests.save(moveRestart(request, 'withdrawn'))
    assert.equal(await requests.add(aRequest({ id: 'request-2' })), true)
    assert.equal((await requests.openFor(cloudPcId))?.id, 'request-2')
  })

  it('lists what is due, the longest due first, and no more than asked for', async () => {
    const due = { a: 30, b: 10, c: 20, d: 41, e: 40, f: undefined }
    for (const [id, seconds] of Object.entries(due))
      await requests.add(aRequest({ id, cloudPc: pc(id), dueAt: seconds === undefined ? undefined : aTime(seconds) }))
    const idsAt = async (most: number) => (await requests.due(aTime(40), most)).map((request) => request.id)
    assert.deepEqual(await idsAt(10), ['b', 'c', 'a', 'e'])
    assert.deepEqual(await idsAt(2), ['b', 'c'])
  })

  it('lists requests due at the same moment in the order they came', async () => {
    for (const id of ['b', 'c', 'a']) await requests.add(aRequest({ id, cloudPc: pc(id) }))
    assert.deepEqual(
      (await requests.due(aTime(), 10)).map((request) => request.id),
      ['b', 'c', 'a'],
    )
  })

  it('lists the requests of a person, or for a Cloud PC, since a time, newest first', async () => {
    const add = (id: string, seconds: number, changes: Parameters<typeof aRequest>[0] = {}) =>
      requests.add(aRequest({ id, state: 'done', createdAt: aTime(seconds), ...changes }))
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
    for (const id of ['b', 'c', 'a']) await requests.add(aRequest({ id, state: 'done' }))
    const found = await requests.since(aTime(), { cloudPcId })
    assert.deepEqual(
      found.map((request) => request.id),
      ['a', 'c', 'b'],
    )
  })
})
