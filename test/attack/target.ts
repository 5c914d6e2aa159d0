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
import type { Order, Told, Setting } from './messages.ts'

/** Where connections went and which names were looked up, each once. */
const reached = new Set<string>()
recordWhereItGoes()

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
let turns = 0
/** For the age of the keys. */
let forwardMs = 0
const { now } = Date
Date.now = () => now() + forwardMs
const ticks = performance.now.bind(performance)
performance.now = () => ticks() + forwardMs

process.once('message', (setting: Setting) => void start(setting))
// Nothing may outlive the run.
process.on('disconnect', () => process.exit())

async function start(setting: Setting): Promise<void> {
  const { appId, tenantId, metadataUrl, connectorOrigin, graphUrl, environment, databaseFile, logFile } = setting
  giveToken(appId)
  const log = createLog('info', {
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
  process.on('message', (order: Order) => {
    if (order !== 'tell') forwardMs += order.forwardMs
    process.send?.(told())
  })
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
  watch(Socket.prototype, 'connect', (all) => reached.add(placeOf(all)))
  watch(dns, 'lookup', (all) => reached.add(`name ${String(all[0])}`))
}

/** Tells of each call, and lets it go on. */
function watch(owner: object, name: string, see: (all: readonly unknown[]) => unknown): void {
  const own: unknown = Reflect.get(owner, name)
  if (typeof own !== 'function') throw new Error(`Node has no ${name} any more`)
  Reflect.set(owner, name, function (this: unknown, ...all: unknown[]): unknown {
    see(all)
    return Reflect.apply(own, this, all) as unknown
  })
}

function placeOf(all: readonly unknown[]): string {
  const [first] = all.flat()
  if (typeof first !== 'object' || first === null) return String(first)
  const { host = 'localhost', port } = first as { readonly host?: string; readonly port?: string | number }
  return `${host}:${port ?? ''}`
}
