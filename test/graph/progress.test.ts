// How the list of remote actions becomes the progress of one restart.
import assert from 'node:assert/strict'
import { type FaultyServer, reply, startFaultyServer } from '../helpers/faulty-server.ts'
import { cloudPcId, graphAt } from '../helpers/graph-adapter.ts'

const since = new Date('2026-11-20T10:00:00Z')
const at = (seconds: number) => new Date(since.getTime() + seconds * 1000).toISOString()
const entry = (actionState: unknown, seconds: number, actionName = 'Reboot') => ({
  actionName,
  actionState,
  startDateTime: at(seconds),
  cloudPcId,
  statusDetail: null,
})

describe('the progress of a restart', () => {
  let server: FaultyServer | undefined

  afterEach(async () => {
    await server?.stop()
    server = undefined
  })

  async function devicesWith(value: unknown[], beta = true) {
    await server?.stop()
    server = await startFaultyServer(reply(200, { 'Content-Type': 'application/json' }, { value }))
    return graphAt(server.url, { beta }).devices
  }
  const progressWith = async (value: unknown[], beta = true) =>
    (await devicesWith(value, beta)).progress(cloudPcId, since)
  const began = (kind: string, seconds: number) => ({ kind, startedAt: new Date(at(seconds)) })

  const states: [unknown, string][] = [
    ['none', 'pending'],
    ['None', 'pending'],
    ['pending', 'pending'],
    ['active', 'active'],
    ['done', 'done'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['notSupported', 'failed'],
    ['unknownFutureValue', 'pending'],
    ['somethingNew', 'pending'],
    [null, 'pending'],
    [undefined, 'pending'],
  ]
  for (const [state, kind] of states)
    it(`is ${kind} while Graph says ${String(state)}`, async () => {
      assert.deepEqual(await progressWith([entry(state, 5)]), began(kind, 5))
    })

  for (const name of ['Reboot', 'restart', 'CloudPcRestart', 'REBOOT'])
    it(`is read from an action that is named ${name}`, async () => {
      assert.deepEqual(await progressWith([entry('done', 5, name)]), began('done', 5))
    })

  it('is read from the newest restart, whatever the order', async () => {
    const newest = entry('failed', 60)
    assert.deepEqual(await progressWith([entry('done', 5), newest, entry('done', 30)]), began('failed', 60))
  })

  for (const state of ['active', 'pending'])
    it(`is ${state} while one of several restarts is, though another one has ended since`, async () => {
      assert.deepEqual(await progressWith([entry('done', 60), entry(state, 5)]), began(state, 5))
    })

  it('allows for clocks that differ by two minutes', async () => {
    assert.deepEqual(await progressWith([entry('done', -120)]), began('done', -120))
    assert.deepEqual(await progressWith([entry('done', -121)]), { kind: 'not-seen' })
  })

  it('is not that of a restart that had ended before', async () => {
    const ended = (seconds: number) => ({ ...entry('done', -90), lastUpdatedDateTime: at(seconds) })
    assert.deepEqual(await progressWith([ended(-1)]), { kind: 'not-seen' })
    assert.deepEqual(await progressWith([ended(0)]), began('done', -90))
  })

  it('is not seen among other actions, older restarts and entries without a time', async () => {
    const others = [
      entry('done', 5, 'CloudPcPowerOn'),
      entry('done', -3600),
      { actionName: 'Reboot', actionState: 'done', startDateTime: null },
      { actionName: null },
      {},
    ]
    assert.deepEqual(await progressWith(others), { kind: 'not-seen' })
  })

  it('is unreadable, and not asked for, when beta is off', async () => {
    assert.equal((await progressWith([entry('done', 5)], false)).kind, 'unreadable')
    assert.equal(server?.seen.length, 0)
  })
})

describe('an action under way on a Cloud PC', () => {
  let server: FaultyServer | undefined

  afterEach(async () => {
    await server?.stop()
    server = undefined
  })

  async function underWayWith(value: unknown[], beta = true) {
    server = await startFaultyServer(reply(200, { 'Content-Type': 'application/json' }, { value }))
    return graphAt(server.url, { beta }).devices.actionUnderWay(cloudPcId, since)
  }

  const underWay: [string, unknown[], string | undefined][] = [
    ['one that works', [entry('active', 5, 'Resize')], 'other'],
    ['one that waits, of a name that nobody knows', [entry('Pending', 5, 'Tomorrow')], 'other'],
    ['a restart', [entry('active', 5)], 'restart'],
    ['a restart among others', [entry('active', 60, 'Rename'), entry('pending', 5)], 'restart'],
    ['one that began at the very moment', [entry('active', 0, 'Resize')], 'other'],
    ['one that began before', [entry('active', -1, 'Resize')], undefined],
    ['one without a time', [{ actionName: 'Resize', actionState: 'active' }], undefined],
    ['those that have ended', ['done', 'failed', 'canceled'].map((state) => entry(state, 5, 'Resize')), undefined],
    ['states that nobody knows', ['none', 'tomorrow', null].map((state) => entry(state, 5, 'Resize')), undefined],
    ['nothing', [], undefined],
  ]
  for (const [what, value, expected] of underWay)
    it(`is ${expected ?? 'none'} where the list shows ${what}`, async () => {
      assert.equal(await underWayWith(value), expected)
    })

  it('is none, and not asked for, when beta is off', async () => {
    assert.equal(await underWayWith([entry('active', 5)], false), undefined)
    assert.equal(server?.seen.length, 0)
  })
})
