// The list of Cloud PCs against a server that answers what a test wants: filter, pages, odd entries.
import assert from 'node:assert/strict'
import { type Behaviour, type FaultyServer, reply, startFaultyServer } from '../helpers/faulty-server.ts'
import { cloudPcId, graphAt, personId } from '../helpers/graph-adapter.ts'

const json = { 'Content-Type': 'application/json' }
const upn = "Maeve.O'Neil@contoso.example"
const pc = (own: object = {}) => ({ id: cloudPcId, displayName: 'CPC-1', userPrincipalName: upn, ...own })

describe('the list of Cloud PCs', () => {
  let server: FaultyServer | undefined

  afterEach(async () => {
    await server?.stop()
    server = undefined
  })

  async function ownedWith(
    pages: Behaviour,
    user: object = { id: personId, userPrincipalName: upn, accountEnabled: true },
  ) {
    server = await startFaultyServer((response, seen, count) => {
      const behave = seen.path.startsWith('/v1.0/users/') ? reply(200, json, user) : pages
      behave(response, seen, count)
    })
    const answer = await graphAt(server.url, { beta: false }).devices.ownedBy(personId)
    return { answer, lists: server.seen.filter(({ path }) => path.includes('cloudPCs')) }
  }
  const page = (...value: unknown[]) => reply(200, json, { value })

  it('is filtered by the name of the owner, with quotes escaped', async () => {
    const { answer, lists } = await ownedWith(page(pc()))
    assert.ok(answer.ok)
    assert.equal(answer.devices.length, 1)
    const query = new URL(lists[0]?.path ?? '', server?.url).searchParams
    assert.equal(query.get('$filter'), "userPrincipalName eq 'Maeve.O''Neil@contoso.example'")
    assert.equal(query.get('$select'), 'id,displayName,userPrincipalName,servicePlanName,provisioningType')
  })

  it('is filtered again here, without regard to case', async () => {
    const others = [
      pc({ userPrincipalName: 'someone@contoso.example' }),
      pc({ userPrincipalName: null }),
      pc({ userPrincipalName: undefined }),
    ]
    const { answer } = await ownedWith(page(pc({ userPrincipalName: upn.toUpperCase() }), ...others))
    assert.ok(answer.ok)
    assert.equal(answer.devices.length, 1)
  })

  it('fails whole when it does not end after twenty pages', async () => {
    const { answer, lists } = await ownedWith((response, seen, count) => {
      reply(200, json, {
        value: [pc()],
        '@odata.nextLink': `${String(server?.url)}/v1.0/deviceManagement/virtualEndpoint/cloudPCs?$skiptoken=${count}`,
      })(response, seen, count)
    })
    assert.equal(answer.ok, false)
    assert.equal(answer.failure.kind, 'unclear')
    assert.equal(lists.length, 20)
    assert.match(lists[1]?.path ?? '', /^\/v1\.0\/deviceManagement\/virtualEndpoint\/cloudPCs\?\$skiptoken=1$/)
  })

  it('is not followed to another host, by any spelling of the next link', async () => {
    const elsewhere = await startFaultyServer(page())
    const host = elsewhere.url.replace('http://', '')
    for (const link of [
      elsewhere.url,
      `//${host}/x`,
      `/v1.0/x?a=https://${host}/v1.0/y`,
      'https://',
      `http://user@${host}`,
    ]) {
      await server?.stop()
      const { answer, lists } = await ownedWith(reply(200, json, { value: [pc()], '@odata.nextLink': link }))
      assert.equal(answer.ok, false, link)
      assert.equal(answer.failure.kind, 'unclear', link)
      assert.equal(lists.length, 1, link)
    }
    assert.equal(elsewhere.seen.length, 0)
    await elsewhere.stop()
  })

  it('is not asked for when the account is disabled', async () => {
    const { answer, lists } = await ownedWith(page(pc()), {
      id: personId,
      userPrincipalName: upn,
      accountEnabled: false,
    })
    assert.equal(answer.ok, false)
    assert.equal(answer.failure.kind, 'not-found')
    assert.equal(lists.length, 0)
  })

  it('takes a Cloud PC without name or plan', async () => {
    const { answer } = await ownedWith(
      page(pc({ displayName: null, servicePlanName: null, provisioningType: 'tomorrow' })),
    )
    assert.deepEqual(answer, {
      ok: true,
      devices: [{ id: cloudPcId, name: cloudPcId, plan: '', status: 'unknown', power: 'unknown', frontline: false }],
    })
  })

  it('is unclear when a Cloud PC has no id', async () => {
    const { answer } = await ownedWith(page(pc({ id: undefined })))
    assert.equal(answer.ok, false)
    assert.equal(answer.failure.kind, 'unclear')
  })

  it('asks for nothing when the id of the person is not a GUID', async () => {
    server = await startFaultyServer(page())
    const answer = await graphAt(server.url).devices.ownedBy("x' or true")
    assert.equal(answer.ok, false)
    assert.equal(server.seen.length, 0)
  })
})
