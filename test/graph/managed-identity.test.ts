// The adapter, the stand-in and the real managed identity credential together.
import assert from 'node:assert/strict'
import { ManagedIdentityCredential } from '@azure/identity'
import { tokenCredential } from '../../src/graph/credential.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { cloudPcs, people as staff } from '../../src/sandbox/tenant.ts'
import { graphAt } from '../helpers/graph-adapter.ts'

// MSAL pins the endpoint and keeps the tokens for the whole process: one sandbox serves all of these tests, and each
// test has a client id, and with it a token cache, of its own.
describe('the adapter with the real managed identity credential', () => {
  const names = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'] as const
  const outside = names.map((name) => process.env[name])
  let sandbox: Sandbox
  let clients = 0

  before(async () => {
    sandbox = await startSandbox({ production: false })
    Object.assign(process.env, sandbox.environment)
  })
  after(async () => {
    names.forEach((name, index) => {
      const value = outside[index]
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    })
    await sandbox.stop()
  })
  afterEach(() => {
    sandbox.faults.clear()
  })

  function adapter(deadlineMs?: number) {
    const clientId = `00000000-0000-4000-8000-${String(++clients).padStart(12, '0')}`
    const credential = tokenCredential({ kind: 'managed-identity', clientId })
    assert.ok(credential instanceof ManagedIdentityCredential)
    return graphAt(sandbox.url, {
      tokenCredential: credential,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    })
  }

  it('signs in, lists, asks the group and restarts', async () => {
    const { devices, people, events } = adapter()
    const owned = await devices.ownedBy(staff.ben.id)
    assert.ok(owned.ok)
    assert.equal(owned.devices[0]?.name, 'CPC-BEN-01')
    assert.equal(await people.isHelpdesk(staff.ben.id), 'yes')
    assert.deepEqual(await devices.restart(cloudPcs.ben.id), { kind: 'accepted' })
    assert.deepEqual(
      events.map(({ call, outcome }) => `${String(call)} ${String(outcome)}`),
      ['user ok', 'list ok', 'detail ok', 'check ok', 'reboot accepted'],
    )
  })

  const failures: [string, Parameters<Sandbox['faults']['set']>[1], string][] = [
    ['is down', { status: 503 }, 'later'],
    ['resets', 'reset', 'later'],
    ['hangs', 'hang', 'later'],
    ['answers a page', { status: 200, body: '<html>' }, 'later'],
    ['says no', { status: 400, body: { error: 'invalid_resource', error_description: 'x' } }, 'refused'],
  ]
  for (const [name, fault, kind] of failures)
    it(`restarts nothing while the token endpoint ${name}`, async () => {
      const already = sandbox.reboots().length
      sandbox.faults.set('token', fault, 5)
      assert.equal((await adapter(250).devices.restart(cloudPcs.ana.id)).kind, kind)
      assert.equal(sandbox.reboots().length, already)
    })

  it('is refused when the endpoint gives a token that has run out', async () => {
    const expired = {
      access_token: 'stale',
      expires_on: '1',
      resource: 'https://graph.microsoft.com',
      token_type: 'Bearer',
    }
    sandbox.faults.set('token', { status: 200, body: expired }, 5)
    const answer = await adapter().devices.restart(cloudPcs.ana.id)
    assert.equal(answer.kind, 'refused')
    assert.equal(answer.failure.kind, 'not-signed-in')
  })

  it('goes out once more after a 401 that passes', async () => {
    const { devices } = adapter()
    sandbox.faults.set('reboot', { status: 401 })
    assert.deepEqual(await devices.restart(cloudPcs.ana.id), { kind: 'accepted' })
  })
})
