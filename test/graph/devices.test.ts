// The adapter against the stand-in tenant: whose Cloud PC is whose, and how a restart goes.
import assert from 'node:assert/strict'
import { rules } from '../../src/graph/client.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { graphAt, sandboxCredential } from '../helpers/graph-adapter.ts'

describe('the Cloud PCs of a person, from the stand-in tenant', () => {
  let sandbox: Sandbox
  let clock: Date

  beforeEach(async () => {
    clock = new Date()
    sandbox = await startSandbox({ production: false, pageSize: 1, now: () => clock })
  })
  afterEach(() => sandbox.stop())

  const adapter = (overrides: Parameters<typeof graphAt>[1] = {}) =>
    graphAt(sandbox.url, { tokenCredential: sandboxCredential(sandbox), ...overrides })

  it('come with name, plan and, through beta, their status', async () => {
    assert.deepEqual(await adapter().devices.ownedBy(people.ana.id), {
      ok: true,
      devices: [
        {
          id: cloudPcs.ana.id,
          name: 'CPC-ANA-01',
          plan: 'Cloud PC Enterprise 2vCPU/8GB/128GB',
          status: 'provisioned',
          power: 'unknown',
          frontline: false,
        },
      ],
    })
  })

  it('are gathered over all pages', async () => {
    const answer = await adapter().devices.ownedBy(people.deniz.id)
    assert.ok(answer.ok)
    assert.deepEqual(
      answer.devices.map(({ name }) => name),
      ['CPC-DENIZ-01', 'CPC-DENIZ-02'],
    )
  })

  const others: [string, string, object | undefined][] = [
    ['Emil has a Frontline one that is off', people.emil.id, { frontline: true, power: 'off', status: 'provisioned' }],
    ['Fatima has one in the making', people.fatima.id, { frontline: false, power: 'unknown', status: 'provisioning' }],
    [
      'Goran has one in its grace period',
      people.goran.id,
      { frontline: false, power: 'unknown', status: 'in-grace-period' },
    ],
    ['Hana has none', people.hana.id, undefined],
  ]
  for (const [name, id, expected] of others)
    it(`tell the cases apart: ${name}`, async () => {
      const answer = await adapter().devices.ownedBy(id)
      assert.ok(answer.ok)
      const found = answer.devices.map(({ frontline, power, status }) => ({ frontline, power, status }))
      assert.deepEqual(found, expected ? [expected] : [])
    })

  it('come without status when beta is off, and beta is not asked', async () => {
    const { devices, events } = adapter({ beta: false })
    const answer = await devices.ownedBy(people.emil.id)
    assert.ok(answer.ok)
    assert.deepEqual(
      answer.devices.map(({ frontline, power, status }) => ({ frontline, power, status })),
      [{ frontline: true, power: 'unknown', status: 'unknown' }],
    )
    assert.ok(events.every(({ call }) => call !== 'detail'))
  })

  for (const fault of [{ status: 500 }, { status: 403 }, { status: 200, body: '<html>' }, 'reset'] as const)
    it(`come without status when beta fails by ${JSON.stringify(fault)}`, async () => {
      sandbox.faults.set('detail', fault)
      const answer = await adapter().devices.ownedBy(people.goran.id)
      assert.ok(answer.ok)
      assert.equal(answer.devices[0]?.status, 'unknown')
    })

  it('come without status when beta hangs', async () => {
    sandbox.faults.set('detail', 'hang')
    const answer = await adapter({ rules: { extra: { ...rules.extra, deadlineMs: 50 } } }).devices.ownedBy(
      people.goran.id,
    )
    assert.ok(answer.ok)
    assert.equal(answer.devices[0]?.status, 'unknown')
  })

  it('are not guessed when the list fails on a later page', async () => {
    const { devices } = adapter()
    sandbox.faults.set('list', { status: 200, body: { value: [], '@odata.nextLink': `${sandbox.url}/v1.0/gone` } })
    const answer = await devices.ownedBy(people.deniz.id)
    assert.equal(answer.ok, false)
    assert.equal(answer.failure.kind, 'not-found')
  })

  it('are not asked for when the person is unknown', async () => {
    const answer = await adapter().devices.ownedBy('5b0a7c10-0000-4000-8000-000000000099')
    assert.equal(answer.ok, false)
    assert.equal(answer.failure.kind, 'not-found')
  })

  it('can be restarted, and the progress runs from pending over active to done', async () => {
    const { devices } = adapter()
    const since = clock
    assert.deepEqual(await devices.progress(cloudPcs.ana.id, since), { kind: 'not-seen' })
    assert.deepEqual(await devices.restart(cloudPcs.ana.id), { kind: 'accepted' })
    for (const [seconds, kind] of [
      [0, 'pending'],
      [2, 'active'],
      [8, 'done'],
    ] as const) {
      clock = new Date(since.getTime() + seconds * 1000)
      assert.deepEqual(await devices.progress(cloudPcs.ana.id, since), { kind, startedAt: since })
    }
    assert.deepEqual(sandbox.reboots(), [{ cloudPcId: cloudPcs.ana.id, at: since }])
  })

  it('show a restart whose answer was lost', async () => {
    const { devices } = adapter()
    sandbox.faults.set('reboot', 'act-then-reset')
    assert.equal((await devices.restart(cloudPcs.ben.id)).kind, 'ambiguous')
    assert.deepEqual(await devices.progress(cloudPcs.ben.id, clock), { kind: 'pending', startedAt: clock })
    assert.equal(sandbox.reboots().length, 1)
  })

  it('cannot be restarted while they are being made', async () => {
    const answer = await adapter().devices.restart(cloudPcs.fatima.id)
    assert.equal(answer.kind, 'refused')
    assert.equal(answer.failure.kind, 'busy')
  })

  const gone = 'c10dbc00-0000-4000-8000-000000000099'
  const presence: [string, string, () => void, string][] = [
    ['there, whoever has them', cloudPcs.ben.id, () => undefined, 'yes'],
    ['gone', gone, () => undefined, 'no'],
    ['gone where the id is none', '../users', () => undefined, 'no'],
    [
      'neither when Graph does not say',
      gone,
      () => {
        sandbox.faults.set('detail', { status: 403 })
      },
      'unknown',
    ],
  ]
  for (const [what, id, prepare, expected] of presence)
    it(`are known to be ${what}`, async () => {
      prepare()
      assert.equal(await adapter().devices.exists(id), expected)
    })
})
