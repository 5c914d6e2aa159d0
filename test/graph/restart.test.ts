// The reboot POST against servers that fail in every way: what it means, and that it goes out once.
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import {
  type Behaviour,
  closeQuietly,
  cutShort,
  drip,
  type FaultyServer,
  flood,
  hang,
  headThenStall,
  inTurn,
  raw,
  reply,
  reset,
  startFaultyServer,
} from '../helpers/faulty-server.ts'
import { cloudPcId, graphAt } from '../helpers/graph-adapter.ts'

const unsent = { kind: 'later', waitMs: undefined }
const html = { 'Content-Type': 'text/html' }
const json = { 'Content-Type': 'application/json' }

describe('the restart call', () => {
  let server: FaultyServer | undefined

  afterEach(async () => {
    await server?.stop()
    server = undefined
  })

  async function restartAgainst(behave: Behaviour, overrides: Parameters<typeof graphAt>[1] = {}) {
    server = await startFaultyServer(behave)
    const adapter = graphAt(server.url, overrides)
    return { answer: await adapter.devices.restart(cloudPcId), seen: server.seen, events: adapter.events }
  }

  it('is one POST without a body, signed and traceable, and a bare 204 means accepted', async () => {
    const { answer, seen, events } = await restartAgainst(reply(204))
    assert.deepEqual(answer, { kind: 'accepted' })
    assert.equal(seen.length, 1)
    const [post] = seen
    assert.equal(post?.method, 'POST')
    assert.equal(post.path, `/v1.0/deviceManagement/virtualEndpoint/cloudPCs/${cloudPcId}/reboot`)
    assert.equal(post.body, '')
    assert.equal(post.headers.authorization, 'Bearer token-1')
    assert.match(String(post.headers['client-request-id']), /^[0-9a-f-]{36}$/)
    assert.deepEqual(
      events.map(({ event, call, outcome, status, requestId }) => ({ event, call, outcome, status, requestId })),
      [{ event: 'graph', call: 'reboot', outcome: 'accepted', status: 204, requestId: 'answer-204' }],
    )
  })

  const refusals: [number, string][] = [
    [400, 'unclear'],
    [403, 'no-right'],
    [404, 'not-found'],
    [405, 'unclear'],
    [409, 'busy'],
    [410, 'not-found'],
    [423, 'busy'],
  ]
  for (const [status, kind] of refusals)
    it(`is refused as ${kind} by a ${status}, and not sent again`, async () => {
      const { answer, seen } = await restartAgainst(reply(status, json, { error: { code: 'x', message: 'accepted' } }))
      assert.deepEqual(answer, { kind: 'refused', failure: { kind, status, requestId: `answer-${status}` } })
      assert.equal(seen.length, 1)
    })

  it('is refused by a 403 whose body never comes', async () => {
    const { answer } = await restartAgainst(headThenStall(403), { deadlineMs: 150 })
    assert.deepEqual(answer, { kind: 'refused', failure: { kind: 'no-right', status: 403, requestId: 'answer-403' } })
  })

  const now = new Date('2026-11-20T10:00:00Z')
  const retryAfters: [string, string | undefined, number | undefined][] = [
    ['seconds', '30', 30_000],
    ['an hour', '3600', 3_600_000],
    ['an HTTP date', 'Fri, 20 Nov 2026 10:01:30 GMT', 90_000],
    ['a date gone by', 'Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['zero', '0', 0],
    ['a negative number', '-5', undefined],
    ['junk', 'soon', undefined],
    ['nothing', '', undefined],
    ['no header', undefined, undefined],
  ]
  for (const [name, header, waitMs] of retryAfters)
    it(`may be made again after ${waitMs ?? 'a wait that Graph does not name, in'} ms when a 429 says ${name}`, async () => {
      const headers = header === undefined ? {} : { 'Retry-After': header }
      const { answer, seen } = await restartAgainst(reply(429, headers), { now: () => now })
      assert.deepEqual(answer, { kind: 'later', waitMs })
      assert.equal(seen.length, 1)
    })

  const doubts: [string, Behaviour][] = [
    ['500', reply(500)],
    ['502 with a page', reply(502, html, '<html>')],
    ['503 with Retry-After', reply(503, { 'Retry-After': '0' })],
    ['504', reply(504)],
    ['408', reply(408)],
    ['200 with JSON', reply(200, json, { value: [] })],
    ['200 with a page', reply(200, html, '<html>sign in</html>')],
    ['200 with nothing', reply(200)],
    ['202', reply(202)],
    [
      '204 that carries a page',
      raw('HTTP/1.1 204 No Content\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>'),
    ],
    ['200 with JSON cut short', cutShort(200)],
    ['200 with a body of 10 MB', flood(200, 10 * 1024 * 1024)],
    ['connection that is reset', reset],
    ['connection that is closed', closeQuietly],
    ['answer that is not HTTP', raw('what?\r\n\r\n')],
  ]
  for (const [name, behave] of doubts)
    it(`is ambiguous after this answer: ${name}; and is not sent again`, async () => {
      const { answer, seen } = await restartAgainst(behave)
      assert.equal(answer.kind, 'ambiguous')
      assert.equal(seen.length, 1)
    })

  const delays: [string, Behaviour][] = [
    ['never comes', hang],
    ['drips', drip(200)],
    ['stalls after its head', headThenStall(200)],
    ['stalls after the head of a 500', headThenStall(500)],
  ]
  for (const [name, behave] of delays)
    it(`is ambiguous when the answer ${name} until the deadline, and not sent again`, async () => {
      const { answer, seen } = await restartAgainst(behave, { deadlineMs: 150 })
      assert.equal(answer.kind, 'ambiguous')
      assert.equal(seen.length, 1)
    })

  for (const status of [301, 302, 303, 307, 308])
    it(`does not follow a ${status} to another host`, async () => {
      const elsewhere = await startFaultyServer(reply(204))
      try {
        const { answer, seen } = await restartAgainst(reply(status, { Location: `${elsewhere.url}/v1.0/stolen` }))
        assert.deepEqual(answer, {
          kind: 'ambiguous',
          failure: { kind: 'unclear', status, requestId: `answer-${status}` },
        })
        assert.equal(seen.length, 1)
        assert.equal(elsewhere.seen.length, 0)
      } finally {
        await elsewhere.stop()
      }
    })

  it('may be made again when nobody listens', async () => {
    const gone = await startFaultyServer(hang)
    await gone.stop()
    assert.deepEqual(await graphAt(gone.url).devices.restart(cloudPcId), unsent)
  })

  it('may be made again when the name of the host is not known', async () => {
    // Too long a label: no resolver has to be asked.
    const nowhere = `https://${'a'.repeat(64)}.invalid`
    assert.deepEqual(await graphAt(nowhere).devices.restart(cloudPcId), unsent)
  })

  it('may be made again when the handshake fails', async () => {
    // Without a certificate it can agree on nothing.
    const mute = createServer()
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as AddressInfo
    assert.deepEqual(await graphAt(`https://127.0.0.1:${port}`).devices.restart(cloudPcId), unsent)
    await new Promise((resolve) => mute.close(resolve))
  })

  it('is not repeated by the connection pool when a kept connection breaks', async () => {
    server = await startFaultyServer(inTurn(reply(204), reset))
    const { devices } = graphAt(server.url)
    assert.equal((await devices.restart(cloudPcId)).kind, 'accepted')
    assert.equal((await devices.restart(cloudPcId)).kind, 'ambiguous')
    assert.equal(server.seen.length, 2)
  })

  for (const id of ['', '..', 'a/b', `${cloudPcId}/reboot?x=`, 'me'])
    it(`sends nothing for the id ${JSON.stringify(id)}, which is no id of a Cloud PC`, async () => {
      server = await startFaultyServer(reply(204))
      const answer = await graphAt(server.url).devices.restart(id)
      assert.equal(answer.kind, 'refused')
      assert.equal(server.seen.length, 0)
    })
})
