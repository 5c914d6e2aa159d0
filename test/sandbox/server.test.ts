// The stand-in tenant over HTTP: tokens, people, Cloud PCs, restarts.
import assert from 'node:assert/strict'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { cloudPcs, helpdeskGroupId, people } from '../../src/sandbox/tenant.ts'

const cloudPcsPath = '/deviceManagement/virtualEndpoint/cloudPCs'

describe('the sandbox', () => {
  let sandbox: Sandbox
  let clock: Date

  beforeEach(async () => {
    clock = new Date('2026-11-20T10:00:00Z')
    sandbox = await startSandbox({ production: false, now: () => clock, pageSize: 3, speed: 2 })
  })
  afterEach(() => sandbox.stop())

  const askForToken = (
    headers: Record<string, string>,
    query = 'resource=https://graph.microsoft.com&api-version=2019-08-01',
  ) => fetch(`${sandbox.environment.IDENTITY_ENDPOINT}?${query}`, { headers })

  const secret = () => ({ 'X-IDENTITY-HEADER': sandbox.environment.IDENTITY_HEADER })

  async function token(): Promise<string> {
    const body = (await (await askForToken(secret())).json()) as { access_token: string }
    return body.access_token
  }

  async function ask(path: string, options: { method?: string; body?: object; headers?: object } = {}) {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: options.method ?? 'GET',
      headers: { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json', ...options.headers },
      ...(options.body ? { body: JSON.stringify(options.body) } : {}),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    }
  }

  it('refuses to start in production', async () => {
    await assert.rejects(startSandbox({ production: true }), /never starts in production/)
  })

  it('listens on this machine only', () => {
    assert.match(sandbox.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('gives a token as App Service does', async () => {
    const response = await askForToken(secret())
    assert.equal(response.status, 200)
    const body = (await response.json()) as Record<string, string>
    assert.deepEqual(Object.keys(body).sort(), ['access_token', 'client_id', 'expires_on', 'resource', 'token_type'])
    assert.equal(body['expires_on'], String(clock.getTime() / 1000 + 3600))
  })

  it('gives no token without the header, the version or the resource', async () => {
    assert.equal((await askForToken({})).status, 401)
    assert.equal((await askForToken({ 'X-IDENTITY-HEADER': 'guess' })).status, 401)
    assert.equal((await askForToken(secret(), 'resource=x')).status, 400)
    assert.equal((await askForToken(secret(), 'api-version=2019-08-01')).status, 400)
  })

  it('answers 401 in the shape of Graph to a token that is missing, unknown, expired or revoked', async () => {
    const good = await token()
    const statusWith = async (authorization?: string) => {
      const response = await fetch(`${sandbox.url}/v1.0/users/${people.ana.id}`, {
        headers: authorization === undefined ? {} : { Authorization: authorization },
      })
      return {
        status: response.status,
        body: (await response.json()) as { error?: { code: string; innerError: object } },
      }
    }
    assert.equal((await statusWith(`Bearer ${good}`)).status, 200)
    const { status, body } = await statusWith()
    assert.equal(status, 401)
    assert.equal(body.error?.code, 'InvalidAuthenticationToken')
    assert.deepEqual(Object.keys(body.error.innerError), ['date', 'request-id', 'client-request-id'])
    assert.equal((await statusWith('Bearer guess')).status, 401)
    clock = new Date(clock.getTime() + 3_600_000)
    assert.equal((await statusWith(`Bearer ${good}`)).status, 401)
    const next = await token()
    sandbox.revokeTokens()
    assert.equal((await statusWith(`Bearer ${next}`)).status, 401)
  })

  it('knows its people by id and by name, with only what is selected', async () => {
    const expected = {
      '@odata.context': '$metadata#users/$entity',
      id: people.ana.id,
      userPrincipalName: 'ana.ferreira@contoso.example',
    }
    for (const key of [people.ana.id, people.ana.userPrincipalName])
      assert.deepEqual((await ask(`/v1.0/users/${key}?$select=id,userPrincipalName`)).body, expected)
    assert.equal((await ask(`/v1.0/users/${people.ana.id.replace('1', '9')}`)).status, 404)
  })

  it('tells members of the helpdesk group from others', async () => {
    const check = async (id: string, groupIds: unknown) => {
      const { status, body } = await ask(`/v1.0/users/${id}/checkMemberGroups`, { method: 'POST', body: { groupIds } })
      return status === 200 ? (body as { value: string[] }).value : status
    }
    assert.deepEqual(await check(people.chiara.id, [helpdeskGroupId]), [helpdeskGroupId])
    assert.deepEqual(await check(people.hana.id, [helpdeskGroupId]), [])
    assert.deepEqual(await check(people.chiara.id, ['another']), [])
    assert.equal(await check(people.chiara.id, undefined), 400)
  })

  it('lists every Cloud PC over its pages', async () => {
    const names: string[] = []
    let path: string | undefined = `/v1.0${cloudPcsPath}?$select=displayName`
    while (path !== undefined) {
      const body = (await ask(path)).body as { value: { displayName: string }[]; '@odata.nextLink'?: string }
      assert.ok(body.value.length <= 3)
      names.push(...body.value.map(({ displayName }) => displayName))
      path = body['@odata.nextLink']?.slice(sandbox.url.length)
    }
    assert.deepEqual(
      names,
      Object.values(cloudPcs).map(({ name }) => name),
    )
  })

  it('refuses a filter that it does not know', async () => {
    assert.equal((await ask(`/v1.0${cloudPcsPath}?$filter=displayName eq 'x'`)).status, 400)
  })

  it('tells status and power through beta only, and newer words only on request', async () => {
    const shown = async (version: string, headers = {}) => {
      const { body } = await ask(`/${version}${cloudPcsPath}/${cloudPcs.emil.id}`, { headers })
      const { status, powerState, provisioningType } = body as Record<string, unknown>
      return { status, powerState, provisioningType }
    }
    const beta = { status: 'provisioned', powerState: 'poweredOff' }
    assert.deepEqual(await shown('v1.0'), { status: undefined, powerState: undefined, provisioningType: 'shared' })
    assert.deepEqual(await shown('beta'), { ...beta, provisioningType: 'shared' })
    assert.deepEqual(await shown('beta', { Prefer: 'include-unknown-enum-members' }), {
      ...beta,
      provisioningType: 'sharedByUser',
    })
  })

  it('restarts at the speed that it is told, and waits with a Cloud PC that is off', async () => {
    const reboot = (id: string) => ask(`/v1.0${cloudPcsPath}/${id}/reboot`, { method: 'POST' })
    const state = async (id: string) => {
      const { body } = await ask(`/beta${cloudPcsPath}/${id}/retrieveCloudPcRemoteActionResults`)
      return (body as { value: { actionState: string }[] }).value.map(({ actionState }) => actionState)
    }
    const begun = clock
    for (const { id } of [cloudPcs.ana, cloudPcs.emil]) assert.equal((await reboot(id)).status, 204)
    for (const [ms, ana] of [
      [999, 'pending'],
      [1_000, 'active'],
      [3_999, 'active'],
      [4_000, 'done'],
    ] as const) {
      clock = new Date(begun.getTime() + ms)
      assert.deepEqual(await state(cloudPcs.ana.id), [ana])
      assert.deepEqual(await state(cloudPcs.emil.id), ['pending'])
    }
  })

  it('counts each POST as a restart of its own', async () => {
    for (let count = 0; count < 2; count++)
      await ask(`/v1.0${cloudPcsPath}/${cloudPcs.ana.id}/reboot`, { method: 'POST' })
    assert.equal(sandbox.reboots().length, 2)
  })

  it('answers 404 to what it does not have', async () => {
    assert.equal((await ask('/v1.0/me')).status, 404)
    assert.equal((await ask(`/v1.0${cloudPcsPath}/${people.ana.id}/reboot`, { method: 'POST' })).status, 404)
    assert.equal(sandbox.reboots().length, 0)
  })
})
