// Tokens: renewed once after a 401, kept through an outage, never sent in the clear or logged.
import assert from 'node:assert/strict'
import type { TokenCredential } from '@azure/identity'
import { type Behaviour, type FaultyServer, inTurn, reply, reset, startFaultyServer } from '../helpers/faulty-server.ts'
import { cloudPcId, fixedCredential, graphAt, personId } from '../helpers/graph-adapter.ts'

const hourMs = 60 * 60_000

describe('signing in to Graph', () => {
  let server: FaultyServer | undefined

  afterEach(async () => {
    await server?.stop()
    server = undefined
  })

  async function restartAgainst(behave: Behaviour, overrides: Parameters<typeof graphAt>[1] = {}) {
    server = await startFaultyServer(behave)
    return { answer: await graphAt(server.url, overrides).devices.restart(cloudPcId), seen: server.seen }
  }

  it('asks for a new token after a 401 and goes out once more', async () => {
    const { answer, seen } = await restartAgainst(inTurn(reply(401), reply(204)))
    assert.deepEqual(answer, { kind: 'accepted' })
    assert.deepEqual(
      seen.map(({ headers }) => headers.authorization),
      ['Bearer token-1', 'Bearer token-2'],
    )
  })

  it('is refused after a second 401, with two POSTs in all', async () => {
    const { answer, seen } = await restartAgainst(reply(401))
    assert.deepEqual(answer, {
      kind: 'refused',
      failure: { kind: 'not-signed-in', status: 401, requestId: 'answer-401' },
    })
    assert.equal(seen.length, 2)
  })

  it('is ambiguous when the connection is reset after the renewal', async () => {
    const { answer, seen } = await restartAgainst(inTurn(reply(401), reset))
    assert.equal(answer.kind, 'ambiguous')
    assert.equal(seen.length, 2)
  })

  it('renews the token once for restarts that are turned away together', async () => {
    const credential = fixedCredential()
    server = await startFaultyServer((response, seen, count) => {
      reply(seen.headers.authorization === 'Bearer token-1' ? 401 : 204)(response, seen, count)
    })
    const { devices } = graphAt(server.url, { tokenCredential: credential })
    const answers = await Promise.all(Array.from({ length: 8 }, () => devices.restart(cloudPcId)))
    assert.ok(answers.every(({ kind }) => kind === 'accepted'))
    assert.equal(credential.asked(), 2)
    assert.equal(server.seen.length, 16)
  })

  const noToken: [string, TokenCredential, object][] = [
    ['is slow', { getToken: () => new Promise(() => undefined) }, { kind: 'later', waitMs: undefined }],
    ['fails', { getToken: () => Promise.reject(new Error('no route')) }, { kind: 'later', waitMs: undefined }],
    [
      'says no',
      { getToken: () => Promise.reject(Object.assign(new Error('wrong secret'), { statusCode: 401 })) },
      { kind: 'refused', failure: { kind: 'not-signed-in', status: undefined, requestId: undefined } },
    ],
  ]
  for (const [name, tokenCredential, expected] of noToken)
    it(`sends nothing when the token endpoint ${name}`, async () => {
      const { answer, seen } = await restartAgainst(reply(204), { tokenCredential, deadlineMs: 150 })
      assert.deepEqual(answer, expected)
      assert.equal(seen.length, 0)
    })

  const member = reply(200, { 'Content-Type': 'application/json' }, { value: [] })

  it('goes on with the token at hand while it is good and the token endpoint is down', async () => {
    let clock = new Date('2026-11-20T10:00:00Z').getTime()
    let isDown = false
    const tokenCredential = {
      getToken: () =>
        isDown
          ? Promise.reject(new Error('down'))
          : Promise.resolve({
              token: 'old',
              expiresOnTimestamp: clock + hourMs,
              refreshAfterTimestamp: clock + hourMs / 2,
            }),
    }
    server = await startFaultyServer(member)
    const { people } = graphAt(server.url, { tokenCredential, now: () => new Date(clock) })
    assert.equal(await people.isHelpdesk(personId), 'no')
    isDown = true
    clock += 0.9 * hourMs
    assert.equal(await people.isHelpdesk(personId), 'no')
    assert.equal(server.seen.length, 2)
    clock += 0.05 * hourMs
    assert.equal(await people.isHelpdesk(personId), 'unknown')
    assert.equal(server.seen.length, 2)
  })

  it('asks for no second token while the first is good', async () => {
    const credential = fixedCredential()
    server = await startFaultyServer(reply(204))
    const { devices } = graphAt(server.url, { tokenCredential: credential })
    await devices.restart(cloudPcId)
    await devices.restart(cloudPcId)
    assert.equal(credential.asked(), 1)
  })

  it('recovers from a token request that never ends', async () => {
    let count = 0
    const tokenCredential: TokenCredential = {
      getToken: () =>
        ++count === 1
          ? new Promise(() => undefined)
          : Promise.resolve({ token: 'late', expiresOnTimestamp: Date.now() + hourMs }),
    }
    server = await startFaultyServer(reply(204))
    const { devices } = graphAt(server.url, { tokenCredential, deadlineMs: 150 })
    assert.equal((await devices.restart(cloudPcId)).kind, 'later')
    assert.equal((await devices.restart(cloudPcId)).kind, 'accepted')
  })

  it('is refused where the token would travel in the clear', () => {
    assert.throws(() => graphAt('http://graph.example'), /must be https/)
  })

  it('is never written to the log', async () => {
    server = await startFaultyServer(reply(401))
    const { devices, people, events } = graphAt(server.url)
    await devices.restart(cloudPcId)
    await people.isHelpdesk(personId)
    assert.equal(events.length, 2)
    assert.doesNotMatch(JSON.stringify(events), /token-\d/)
  })
})
