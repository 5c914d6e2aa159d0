// The adapters, the stand-in and the real managed identity credential together.
import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import { ManagedIdentityCredential } from '@azure/identity'
import { showNotice } from '../../src/core/show-notice.ts'
import { tokenCredential } from '../../src/graph/credential.ts'
import { createLog } from '../../src/log.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { cloudPcs, people as staff, tenantId } from '../../src/sandbox/tenant.ts'
import { createAdapter } from '../../src/teams/adapter.ts'
import { createNotifier, keptConversation } from '../../src/teams/notifier.ts'
import { loadCards } from '../helpers/card-samples.ts'
import { type Connector, startConnector } from '../helpers/connector.ts'
import { graphAt } from '../helpers/graph-adapter.ts'
import { loopback } from '../helpers/key-service.ts'

/** What a tool with an identity of its own keeps in the environment; whoever used it would meet nobody. */
const otherTool = {
  AZURE_AUTHORITY_HOST: 'https://127.0.0.1:9',
  AZURE_TENANT_ID: 'adfs',
  AZURE_CLIENT_ID: '00000000-0000-4000-8000-0000000000ff',
  AZURE_CLIENT_SECRET: 'not-a-secret',
}

// MSAL pins the endpoint and keeps the tokens for the whole process: one sandbox serves all of these tests, and each
// test has a client id, and with it a token cache, of its own.
describe('the adapter with the real managed identity credential', () => {
  const names = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', ...Object.keys(otherTool)]
  const outside = names.map((name) => process.env[name])
  let sandbox: Sandbox
  let clients = 0

  before(async () => {
    sandbox = await startSandbox({ production: false })
    Object.assign(process.env, sandbox.environment, otherTool)
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

  const newClientId = () => `00000000-0000-4000-8000-${String(++clients).padStart(12, '0')}`

  function adapter(deadlineMs?: number) {
    const credential = tokenCredential({ kind: 'managed-identity', clientId: newClientId() })
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

  describe('of the channel', () => {
    let connector: Connector
    let asked: string[]
    /** Whom this process asked, and for what as far as its first word tells. */
    const places = () => asked.map((one) => /^\S+ \/\w+/.exec(one)?.[0])
    const ask = (message: unknown) => {
      const { request } = message as { readonly request: ClientRequest }
      asked.push(`${request.host} ${request.path}`)
    }

    beforeEach(async () => {
      connector = await startConnector()
      asked = []
      subscribe('http.client.request.start', ask)
    })
    afterEach(async () => {
      unsubscribe('http.client.request.start', ask)
      await connector.stop()
    })

    async function notifierAs(appId: string, sendMs: number) {
      const credential = tokenCredential({ kind: 'managed-identity', clientId: appId })
      const log = createLog('error', { write: () => undefined })
      const channel = { ...loopback, origins: [new URL(connector.url).origin] }
      const identity = { kind: 'managed-identity', appId, tenantId, credential } as const
      const adapter = createAdapter(identity, channel, log, sendMs)
      return createNotifier({ adapter, appId, render: await loadCards(), log, now: () => new Date() })
    }

    const conversation = () =>
      keptConversation({
        channelId: 'msteams',
        serviceUrl: connector.url,
        conversation: { id: 'chat-ana', name: '', isGroup: false, conversationType: 'personal' },
        bot: { id: '28:reconnect', name: 'Reconnect' },
      })
    const screen = showNotice({ title: 'hello', body: 'there' })

    it('asks the platform for its own identity and nobody else, whatever other tools keep in the environment', async () => {
      const appId = newClientId()
      const notifier = await notifierAs(appId, 10_000)
      assert.equal((await notifier.post(conversation(), screen)).kind, 'sent')
      assert.match(connector.tokens().join(), /^Bearer sandbox-[\w-]+$/)
      assert.deepEqual(places(), ['127.0.0.1 /msi', '127.0.0.1 /v3'])
      assert.ok(asked[0]?.includes(`client_id=${appId}`))
    })

    it('asks nobody else while the platform is away, and asks it anew after that', async () => {
      const notifier = await notifierAs(newClientId(), 1000)
      sandbox.faults.set('token', 'hang')
      assert.equal((await notifier.post(conversation(), screen)).kind, 'failed')
      assert.equal((await notifier.post(conversation(), screen)).kind, 'sent')
      assert.deepEqual(places(), ['127.0.0.1 /msi', '127.0.0.1 /msi', '127.0.0.1 /v3'])
    })
  })
})
