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

  async function progressWith(value: unknown[], beta = true) {
    server = await startFaultyServer(reply(200, { 'Content-Type': 'application/json' }, { value }))
    return graphAt(server.url, { beta }).devices.progress(cloudPcId, since)
  }

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
      assert.deepEqual(await progressWith([entry(state, 5)]), { kind })
    })

  for (const name of ['Reboot', 'restart', 'CloudPcRestart', 'REBOOT'])
    it(`is read from an action that is named ${name}`, async () => {
      assert.deepEqual(await progressWith([entry('done', 5, name)]), { kind: 'done' })
    })

  it('is read from the newest restart, whatever the order', async () => {
    const newest = entry('active', 60)
    assert.deepEqual(await progressWith([entry('done', 5), newest, entry('failed', 30)]), { kind: 'active' })
  })

  it('allows for clocks that differ by two minutes', async () => {
    assert.deepEqual(await progressWith([entry('done', -120)]), { kind: 'done' })
    await server?.stop()
    assert.deepEqual(await progressWith([entry('done', -121)]), { kind: 'not-seen' })
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
