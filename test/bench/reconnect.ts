// The whole of Reconnect as in a tenant, with a store of its own that is thrown away at the end.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createApp } from '../../src/app.ts'
import type { Clock } from '../../src/flows/ports.ts'
import { graph } from '../../src/graph/graph.ts'
import { createLog } from '../../src/log.ts'
import { helpdeskGroupId } from '../../src/sandbox/tenant.ts'
import { serve } from './served.ts'

serve(async ({ appId, tenantId, metadataUrl, connectorOrigin, graphUrl, clockSpeed = 1 }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'reconnect-bench-'))
  const log = createLog('info', { write: () => undefined })
  const expiresOnTimestamp = Date.now() + 24 * 3_600_000
  const app = await createApp({
    host: '127.0.0.1',
    port: 0,
    database: { kind: 'sqlite', file: path.join(folder, 'reconnect.db') },
    rules: { cooldownMinutes: 30, dailyCap: 3 },
    retentionDays: 30,
    identity: { kind: 'single-tenant', appId, tenantId, secret: 'not-a-secret' },
    channel: { metadataUrl, origins: [connectorOrigin] },
    graph: graph({
      tokenCredential: { getToken: () => Promise.resolve({ token: 'token', expiresOnTimestamp }) },
      beta: true,
      baseUrl: graphUrl,
      helpdeskGroupId,
      log,
      now: () => new Date(),
      random: Math.random,
    }),
    log,
    ...(clockSpeed === 1 ? {} : { clock: fastClock(clockSpeed) }),
  })
  return {
    port: await app.start(),
    async stop() {
      await app.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
})

function fastClock(speed: number): Clock {
  const began = Date.now()
  return {
    now: () => new Date(began + (Date.now() - began) * speed),
    newId: () => randomBytes(16).toString('base64url'),
    random: Math.random,
    wait: (ms) => setTimeout(ms),
  }
}
