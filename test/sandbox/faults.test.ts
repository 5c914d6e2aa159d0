// Faults on demand, by the object and over HTTP.
import assert from 'node:assert/strict'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { cloudPcs } from '../../src/sandbox/tenant.ts'
import { graphAt, sandboxCredential } from '../helpers/graph-adapter.ts'

describe('the faults of the sandbox', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await startSandbox({ production: false })
  })
  afterEach(() => sandbox.stop())

  const adapter = (deadlineMs?: number) =>
    graphAt(sandbox.url, {
      tokenCredential: sandboxCredential(sandbox),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    })
  const order = (body: unknown) =>
    fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const listed = async () => {
    const { value } = (await (await fetch(`${sandbox.url}/sandbox/reboots`)).json()) as {
      value: { cloudPcId: string }[]
    }
    return value.map(({ cloudPcId }) => cloudPcId)
  }

  it('are ordered over HTTP, happen as often as ordered, and then pass', async () => {
    const fault = { status: 429, headers: { 'Retry-After': '7' } }
    assert.equal((await order({ call: 'reboot', fault, times: 2 })).status, 204)
    const { devices } = adapter()
    for (const expected of [{ kind: 'later', waitMs: 7_000 }, { kind: 'later', waitMs: 7_000 }, { kind: 'accepted' }])
      assert.deepEqual(await devices.restart(cloudPcs.ana.id), expected)
    assert.deepEqual(await listed(), [cloudPcs.ana.id])
  })

  const lost: [unknown, number][] = [
    ['hang', 0],
    ['reset', 0],
    ['act-then-hang', 1],
    ['act-then-reset', 1],
    [{ status: 503 }, 0],
    [{ status: 503, acts: true }, 1],
  ]
  for (const [fault, restarts] of lost)
    it(`leave ${restarts} restarts behind after ${JSON.stringify(fault)}, and a doubt`, async () => {
      await order({ call: 'reboot', fault })
      assert.equal((await adapter(600).devices.restart(cloudPcs.ana.id)).kind, 'ambiguous')
      assert.equal((await listed()).length, restarts)
    })

  it('can be taken back', async () => {
    await order({ call: 'reboot', fault: 'reset', times: 5 })
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' })
    assert.deepEqual(await adapter().devices.restart(cloudPcs.ana.id), { kind: 'accepted' })
  })

  it('touch no other call', async () => {
    await order({ call: 'results', fault: 'reset' })
    assert.deepEqual(await adapter().devices.restart(cloudPcs.ana.id), { kind: 'accepted' })
  })

  it('include a port that is closed for a while', async () => {
    const { devices } = adapter()
    await devices.restart(cloudPcs.ana.id)
    await sandbox.closeDoor()
    // until a request fails on it, the pool may take the old connection for a living one
    await assert.rejects(fetch(sandbox.url))
    assert.deepEqual(await devices.restart(cloudPcs.ana.id), { kind: 'later', waitMs: undefined })
    await sandbox.openDoor()
    assert.deepEqual(await devices.restart(cloudPcs.ana.id), { kind: 'accepted' })
  })

  it('include a closed port that is ordered over HTTP', async () => {
    assert.equal((await order({ refuseMs: 60_000 })).status, 204)
    await assert.rejects(fetch(`${sandbox.url}/sandbox/reboots`))
    await sandbox.openDoor()
    assert.deepEqual(await listed(), [])
  })

  for (const body of [
    '',
    'x',
    {},
    { call: 'reboot' },
    { call: 'nothing', fault: 'hang' },
    { call: 'reboot', fault: { status: 99 } },
    { call: 'reboot', fault: 'hang', times: 0 },
  ])
    it(`are not ordered by ${JSON.stringify(body)}`, async () => {
      const response = await order(body)
      assert.equal(response.status, 400)
      assert.match(await response.text(), /problems/)
    })
})
