// The ids of a bot that runs: what cards carry to prove that they were shown is made by chance, all of it.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type App, createApp } from '../src/app.ts'
import { createLog } from '../src/log.ts'
import { graphAt } from './helpers/graph-adapter.ts'

describe('the ids that a bot makes', () => {
  let folder: string
  let app: App

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reconnect-ids-'))
    app = await createApp({
      host: '127.0.0.1',
      port: 0,
      database: { kind: 'sqlite', file: path.join(folder, 'reconnect.db') },
      rules: { cooldownMinutes: 30, dailyCap: 3 },
      retentionDays: 30,
      identity: { kind: 'none' },
      graph: graphAt('http://127.0.0.1:9'),
      log: createLog('error', { write: () => undefined }),
      worker: 'manual',
    })
  })
  after(async () => {
    await app.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  })

  const ids = (count: number): string[] => Array.from({ length: count }, () => app.world.clock.newId())

  it('have 128 bits, of which none is always the same', () => {
    const bits = ids(1000).map((id) =>
      Array.from(Buffer.from(id, 'base64url'), (byte) => byte.toString(2).padStart(8, '0')).join(''),
    )
    assert.deepEqual([...new Set(bits.map((one) => one.length))], [128])
    const fixed = Array.from({ length: 128 }, (_, at) => at).filter(
      (at) => new Set(bits.map((one) => one[at])).size === 1,
    )
    assert.deepEqual(fixed, [])
  })

  it('never come twice', () => {
    assert.equal(new Set(ids(10_000)).size, 10_000)
  })
})
