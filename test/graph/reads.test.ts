// The retry rule of reads, against servers that fail in every way.
import assert from 'node:assert/strict'
import {
  type Behaviour,
  cutShort,
  drip,
  type FaultyServer,
  flood,
  hang,
  headThenStall,
  inTurn,
  reply,
  reset,
  startFaultyServer,
} from '../helpers/faulty-server.ts'
import { cloudPcId, graphAt } from '../helpers/graph-adapter.ts'

const json = { 'Content-Type': 'application/json' }
const empty = reply(200, json, { value: [] })
const now = new Date('2026-11-20T10:00:00Z')

describe('a read from Graph', () => {
  let server: FaultyServer | undefined

  afterEach(async () => {
    await server?.stop()
    server = undefined
  })

  async function readAgainst(behave: Behaviour, overrides: Parameters<typeof graphAt>[1] = {}) {
    server = await startFaultyServer(behave)
    const adapter = graphAt(server.url, { now: () => now, ...overrides })
    const progress = await adapter.devices.progress(cloudPcId, now)
    const { kind, status } =
      progress.kind === 'unreadable' ? progress.failure : { kind: progress.kind, status: undefined }
    return { kind, status, seen: server.seen, waits: adapter.waits, events: adapter.events }
  }

  const passing: [string, Behaviour][] = [
    ['429', reply(429)],
    ['500', reply(500)],
    ['503', reply(503, {}, '<html>')],
    ['reset', reset],
    ['body cut short', cutShort(200)],
  ]
  for (const [name, behave] of passing)
    it(`is made again after a ${name}, and logged once`, async () => {
      const { kind, seen, events } = await readAgainst(inTurn(behave, behave, empty))
      assert.equal(kind, 'not-seen')
      assert.equal(seen.length, 3)
      assert.deepEqual(
        events.map(({ call, outcome, attempts }) => ({ call, outcome, attempts })),
        [{ call: 'results', outcome: 'ok', attempts: 3 }],
      )
    })

  it('is made three times at most', async () => {
    const { kind, status, seen } = await readAgainst(reply(503))
    assert.deepEqual([kind, status, seen.length], ['unreachable', 503, 3])
  })

  it('is made again after a full jitter that doubles', async () => {
    const { waits } = await readAgainst(reply(503), { random: () => 0.999 })
    assert.deepEqual(waits, [399, 799])
  })

  it('waits as long as Retry-After asks, and the jitter on top', async () => {
    const headers = { 'Retry-After': '2' }
    const { waits } = await readAgainst(inTurn(reply(429, headers), reply(503, headers), empty), { random: () => 0.5 })
    assert.deepEqual(waits, [2_200, 2_400])
  })

  it('is given up at once when Retry-After goes past the deadline', async () => {
    const { kind, seen, waits } = await readAgainst(reply(429, { 'Retry-After': '3600' }))
    assert.deepEqual([kind, seen.length, waits], ['throttled', 1, []])
  })

  const final: [string, Behaviour, string][] = [
    ['400', reply(400), 'unclear'],
    ['403', reply(403, json, { error: { code: 'accessDenied', message: 'x' } }), 'no-right'],
    ['404', reply(404), 'not-found'],
    ['409', reply(409), 'busy'],
    ['200 with a page', reply(200, { 'Content-Type': 'text/html' }, '<html>'), 'unclear'],
    ['200 with JSON that says it is a page', reply(200, { 'Content-Type': 'text/html' }, { value: [] }), 'unclear'],
    ['200 with JSON that says nothing of itself', reply(200, {}, { value: [] }), 'unclear'],
    ['200 with half of the JSON', reply(200, json, '{"value":['), 'unclear'],
    ['200 with another shape', reply(200, json, { value: 7 }), 'unclear'],
    ['200 with nothing', reply(200), 'unclear'],
    ['204', reply(204), 'unclear'],
    ['200 with a body of 10 MB', flood(200, 10 * 1024 * 1024), 'unclear'],
  ]
  for (const [name, behave, expected] of final)
    it(`is not made again after this answer: ${name}`, async () => {
      const { kind, seen } = await readAgainst(behave)
      assert.deepEqual([kind, seen.length], [expected, 1])
    })

  it('goes out once more with a new token after a 401, and no more', async () => {
    const { kind, seen } = await readAgainst(reply(401))
    assert.equal(kind, 'not-signed-in')
    assert.deepEqual(
      seen.map(({ headers }) => headers.authorization),
      ['Bearer token-1', 'Bearer token-2'],
    )
  })

  for (const status of [301, 302, 303, 307, 308])
    it(`follows no ${status}, so that no token goes to another host`, async () => {
      const elsewhere = await startFaultyServer(empty)
      try {
        const { kind, seen } = await readAgainst(reply(status, { Location: elsewhere.url }))
        assert.deepEqual([kind, seen.length, elsewhere.seen.length], ['unclear', 1, 0])
      } finally {
        await elsewhere.stop()
      }
    })

  const delays: [string, Behaviour][] = [
    ['never comes', hang],
    ['drips', drip(200)],
    ['stalls after its head', headThenStall(200)],
  ]
  for (const [name, behave] of delays)
    it(`is unreachable when the answer ${name} until the deadline`, async () => {
      const { kind, seen } = await readAgainst(behave, { deadlineMs: 150 })
      assert.deepEqual([kind, seen.length], ['unreachable', 1])
    })
})
