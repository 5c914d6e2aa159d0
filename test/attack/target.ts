// The process that is attacked: the whole bot as src/main.ts starts it, and what it tells of itself when it is asked.
import { appendFileSync } from 'node:fs'
import dns from 'node:dns'
import { Socket } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createApp } from '../../src/app.ts'
import { graph } from '../../src/graph/graph.ts'
import { catchTheRest } from '../../src/last-catch.ts'
import { createLog } from '../../src/log.ts'
import { helpdeskGroupId } from '../../src/sandbox/tenant.ts'
import { usualOrigins } from '../../src/teams/service-url.ts'
import { issuersOfTheSdk } from './sdk-issuers.ts'
import { giveToken } from '../helpers/channel-proof.ts'
import { sandboxCredential } from '../helpers/graph-adapter.ts'
import type { Told, Setting } from './messages.ts'

/** Where connections went and which names were looked up, each once. */
const reached = new Set<string>()
recordWhereItGoes()

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
let turns = 0

process.once('message', (setting: Setting) => void start(setting))
// Nothing may outlive the run.
process.on('disconnect', () => process.exit())

async function start(setting: Setting): Promise<void> {
  const { appId, tenantId, metadataUrl, connectorOrigin, graphUrl, environment, databaseFile, logFile } = setting
  giveToken(appId)
  const log = createLog('debug', {
    write: (line) => {
      appendFileSync(logFile, line)
    },
  })
  const app = await createApp({
    host: '127.0.0.1',
    port: 0,
    database: { kind: 'sqlite', file: databaseFile },
    rules: { cooldownMinutes: 30, dailyCap: 3 },
    retentionDays: 30,
    identity: { kind: 'single-tenant', appId, tenantId, secret: 'not-a-secret' },
    channel: { metadataUrl, origins: [connectorOrigin, ...usualOrigins] },
    graph: graph({
      tokenCredential: sandboxCredential({ environment }),
      beta: true,
      baseUrl: graphUrl,
      helpdeskGroupId,
      log,
      now: () => new Date(),
      random: Math.random,
    }),
    log,
  })
  const { metrics } = app.world
  Object.assign(app.world, {
    metrics: {
      ...metrics,
      turn: (...all: Parameters<typeof metrics.turn>) => {
        turns++
        metrics.turn(...all)
      },
    },
  })
  catchTheRest(process, log, () => app.stop())
  process.once('SIGTERM', () => void app.stop().finally(() => process.exit(0)))
  process.on('message', () => process.send?.(told()))
  process.send?.({ port: await app.start() })
}

function told(): Told {
  // Only what is still needed counts.
  globalThis.gc?.()
  const longestPauseMs = delay.max / 1e6
  delay.reset()
  return {
    turns,
    rssMb: process.memoryUsage().rss / 1024 / 1024,
    sdkIssuers: issuersOfTheSdk(),
    longestPauseMs,
    reached: [...reached],
  }
}

function recordWhereItGoes(): void {
  const prototype = Socket.prototype
  const connect: unknown = Reflect.get(prototype, 'connect')
  if (typeof connect !== 'function') throw new Error('Node connects in another way')
  Reflect.set(prototype, 'connect', function (this: Socket, ...all: unknown[]): unknown {
    reached.add(placeOf(all))
    return Reflect.apply(connect, this, all)
  })
  const lookup: unknown = Reflect.get(dns, 'lookup')
  if (typeof lookup !== 'function') throw new Error('Node looks names up in another way')
  Reflect.set(dns, 'lookup', (...all: unknown[]): unknown => {
    reached.add(`name ${String(all[0])}`)
    return Reflect.apply(lookup, dns, all)
  })
}

function placeOf(all: readonly unknown[]): string {
  const [first] = all.flat()
  if (typeof first !== 'object' || first === null) return String(first)
  const host: unknown = Reflect.get(first, 'host')
  const port: unknown = Reflect.get(first, 'port')
  return `${String(host ?? 'localhost')}:${String(port)}`
}
