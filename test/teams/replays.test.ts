// The same request again: one run and one answer for ten minutes, and a memory that does not grow.
import assert from 'node:assert/strict'
import type { Answer } from '../../src/gate/door.ts'
import { type Replays, replays } from '../../src/teams/replays.ts'

const minute = 60_000

describe('a request that is repeated', () => {
  let once: Replays
  let runs: string[]

  beforeEach(() => {
    once = replays()
    runs = []
  })

  const send = (digest: string, now = 0, answer: Answer = { status: 200, body: digest }) =>
    once(digest, now, () => {
      runs.push(digest)
      return Promise.resolve(answer)
    })

  it('runs once, while it is under way and after', async () => {
    const first = send('a')
    assert.deepEqual(await Promise.all([first, send('a'), send('a', 9 * minute)]), Array(3).fill(await first))
    assert.deepEqual(runs, ['a'])
  })

  it('is another where one byte differs', async () => {
    await Promise.all([send('a'), send('b')])
    assert.deepEqual(runs, ['a', 'b'])
  })

  it('runs again after ten minutes', async () => {
    await send('a')
    await send('a', 10 * minute)
    assert.deepEqual(runs, ['a', 'a'])
  })

  it('runs again when it failed', async () => {
    await send('a', 0, { status: 503 })
    await send('a')
    await assert.rejects(once('b', 0, () => Promise.reject(new Error('broken'))))
    await send('b')
    assert.deepEqual(runs, ['a', 'a', 'b'])
  })

  it('runs again once so many others came that it is forgotten', async () => {
    await send('a')
    for (let at = 0; at < 100_000; at++) await once(`other-${at}`, 1, () => Promise.resolve({ status: 200 }))
    await send('last', 2)
    await send('a', 3)
    assert.deepEqual(runs, ['a', 'last', 'a'])
  })

  it('gets the status alone once the answers of others fill the memory, and is not run again', async () => {
    await send('a', 0, { status: 202, body: 'card' })
    const card = 'x'.repeat(1_000_000)
    for (let at = 0; at < 8; at++) await send(`other-${at}`, 1, { status: 200, body: card })
    runs = []
    assert.deepEqual(await send('a', 2), { status: 202 })
    assert.deepEqual(await send('other-0', 2), { status: 200, body: card })
    assert.deepEqual(await send('other-7', 2), { status: 200, body: card })
    assert.deepEqual(runs, [])
  })

  it('finds room again for the answers of others once it is forgotten', async () => {
    const card = 'x'.repeat(1_000_000)
    for (let at = 0; at < 8; at++) await send(`old-${at}`, 0, { status: 200, body: card })
    for (let at = 0; at < 8; at++) await send(`new-${at}`, 10 * minute, { status: 200, body: card })
    assert.deepEqual(await send('new-0', 11 * minute), { status: 200, body: card })
  })
})
