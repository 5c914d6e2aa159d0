// Starts Reconnect: reads the environment, builds the app, listens, stops cleanly. The only file with import effects.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { type App, createApp } from './app.ts'
import {
  type BotIdentity,
  describeConfigFault,
  type GraphCredential,
  readConfig,
  type SandboxConfig,
  type TenantConfig,
} from './config.ts'
import type { Log } from './flows/ports.ts'
import { consoleToLog } from './console-to-log.ts'
import { tokenCredential } from './graph/credential.ts'
import { graph } from './graph/graph.ts'
import { catchTheRest } from './last-catch.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { root } from './root.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import type { AdapterIdentity } from './teams/adapter.ts'

const envFile = path.join(root, '.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)

const reading = readConfig(process.env)
if (reading.ok) {
  const { config } = reading
  try {
    const log = createLog(config.mode === 'sandbox' ? 'error' : config.logLevel)
    const running = config.mode === 'sandbox' ? await startSandboxMode(config, log) : await startTenantMode(config, log)
    const stop = () => running.stop()
    stopOnSignal(process, log, stop)
    catchTheRest(process, log, stop)
  } catch (error) {
    fail(error instanceof Error ? error.message : 'Reconnect could not start.')
  }
} else {
  fail(
    [
      'Reconnect cannot start with this configuration:',
      ...reading.faults.map((fault) => `- ${describeConfigFault(fault)}`),
    ].join('\n'),
  )
}

type Running = { stop(): Promise<void> }

/** From here on everything that is printed is a line of the log, unless the start fails: that is told to a person. */
async function startTenantMode(config: TenantConfig, log: Log): Promise<Running> {
  const giveBack = consoleToLog(console, process, log)
  try {
    return await startTenant(config, log)
  } catch (error) {
    giveBack()
    throw error
  }
}

async function startTenant(config: TenantConfig, log: Log): Promise<App> {
  const { credential, beta } = config.graph
  refuseMissingFile(credential)
  const metrics = config.metrics && { ...config.metrics, book: createMetrics({ ownProcess: true }) }
  const app = await createApp({
    ...config,
    metrics,
    identity: identityOf(config.bot),
    channel: { origins: config.serviceOrigins },
    graph: graph({
      credential,
      beta,
      baseUrl: 'https://graph.microsoft.com',
      helpdeskGroupId: config.helpdeskGroupId,
      log,
      metrics: metrics?.book.metrics,
      now: () => new Date(),
      random: Math.random,
    }),
    log,
  })
  const port = await listen(app, config)
  log.info({ event: 'started', port })
  return app
}

/** A managed identity is asked for its own tokens alone, whatever credentials of other tools the environment holds. */
function identityOf(bot: BotIdentity): AdapterIdentity {
  if (bot.kind !== 'managed-identity') return bot
  return { ...bot, credential: tokenCredential({ kind: 'managed-identity', clientId: bot.appId }) }
}

/** Found out now and not at the first restart. */
function refuseMissingFile(credential: GraphCredential): void {
  if (credential.kind === 'certificate' && !existsSync(credential.certificateFile))
    throw new Error(
      'RECONNECT_GRAPH_CERTIFICATE_FILE names a file that is not there. Cure: give the path of the PEM file.',
    )
  if (credential.kind === 'workload-identity' && !existsSync(credential.tokenFile))
    throw new Error('RECONNECT_GRAPH_TOKEN_FILE names a file that is not there. Cure: give the path of the token file.')
}

async function listen(app: App, config: TenantConfig): Promise<number> {
  try {
    return await app.start()
  } catch (error) {
    await app.stop()
    throw new Error(whyNotListening(error, config), { cause: error })
  }
}

function whyNotListening(error: unknown, { port, metrics }: TenantConfig): string {
  const { code, port: wanted } = error as { readonly code?: unknown; readonly port?: unknown }
  if (code !== 'EADDRINUSE' && code !== 'EACCES')
    return 'RECONNECT_HOST or RECONNECT_METRICS_HOST is no address of this machine. Set it to one, or leave it out.'
  const isMetrics = metrics !== undefined && wanted === metrics.port
  const [taken, variable] = isMetrics ? [metrics.port, 'RECONNECT_METRICS_PORT'] : [port, 'RECONNECT_PORT']
  return `Port ${taken} cannot be used. Stop what uses it, or set ${variable} to another port.`
}

/** The sandbox is loaded here and nowhere else, so that a tenant's bot never holds any of it. */
async function startSandboxMode(config: SandboxConfig, log: Log): Promise<Running> {
  const { runSandbox, sandboxGuide } = await import('./sandbox/run.ts')
  const { helpdeskGroupId } = await import('./sandbox/tenant.ts')
  const running = await runSandbox(config, path.join(path.dirname(config.database.file), 'playground'), (sandbox) => {
    // The real managed identity credential looks for its endpoint here.
    Object.assign(process.env, sandbox.environment)
    const metrics = config.metrics && { ...config.metrics, book: createMetrics({ ownProcess: true }) }
    return createApp({
      ...config,
      metrics,
      identity: { kind: 'none' },
      graph: graph({
        credential: { kind: 'managed-identity' },
        beta: true,
        baseUrl: sandbox.url,
        helpdeskGroupId,
        log,
        metrics: metrics?.book.metrics,
        now: () => new Date(),
        random: Math.random,
      }),
      log,
    })
  })
  console.log(sandboxGuide(config))
  return running
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
