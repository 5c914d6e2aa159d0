// A bot that is attacked, in a process of its own, and everything around it that must not notice: the channel, its keys, Graph.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startSandbox } from '../../src/sandbox/server.ts'
import { tenantId } from '../../src/sandbox/tenant.ts'
import { openDatabase } from '../../src/store/db.ts'
import { type ChannelProof, startChannelProof } from '../helpers/channel-proof.ts'
import { type Connector, type ConnectorWatch, startConnector } from '../helpers/connector.ts'
import { everyRow } from '../helpers/full-store.ts'
import { type GraphGate, startGraphGate } from '../helpers/graph-gate.ts'
import { type OtherKeys, publishOtherKeys } from './forged-tokens.ts'
import { startFlags } from '../helpers/start-flags.ts'
import type { Setting, Told } from './messages.ts'

export type UnderAttack = {
  readonly port: number
  readonly connector: Connector
  readonly gate: GraphGate
  readonly proof: ChannelProof
  readonly otherKeys: OtherKeys
  /** The header of a genuine request. */
  readonly genuine: string
  tell(): Promise<Told>
  /** Lets its keys grow older. */
  forward(ms: number): Promise<void>
  /** Every row of its store, as text. */
  dump(): Promise<string>
  log(): string
  isAlive(): boolean
  /** Its own ports and those that it may call. */
  readonly allowed: readonly string[]
  /** Asks the process to end; resolves with its exit code. */
  terminate(): Promise<number | null>
  stop(): Promise<void>
}

export async function startUnderAttack(watch?: ConnectorWatch): Promise<UnderAttack> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reconnect-attack-'))
  const connector = await startConnector(watch)
  const sandbox = await startSandbox({ production: false })
  const gate = await startGraphGate(sandbox.url)
  const proof = await startChannelProof(connector.url)
  const otherKeys = await publishOtherKeys(proof)
  const setting: Setting = {
    appId: proof.identity.appId,
    tenantId,
    metadataUrl: proof.channel.metadataUrl,
    connectorOrigin: new URL(connector.url).origin,
    graphUrl: gate.url,
    environment: sandbox.environment,
    databaseFile: path.join(folder, 'reconnect.db'),
    logFile: path.join(folder, 'log'),
  }
  const child = fork(new URL('./target.ts', import.meta.url), {
    execArgv: [...startFlags(), '--import', 'tsx', '--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let ended: { readonly code: number | null } | undefined
  const over = once(child, 'exit').then(([code]) => {
    ended = { code: code as number | null }
  })
  async function answer<T>(): Promise<T> {
    const first = await Promise.race([once(child, 'message'), over])
    if (!first) throw new Error('the bot that was attacked has ended')
    return first[0] as T
  }
  child.send(setting)
  const { port } = await answer<{ port: number }>()
  const portOf = (url: string): string => `127.0.0.1:${new URL(url).port}`
  return {
    port,
    connector,
    gate,
    proof,
    otherKeys,
    genuine: `Authorization: ${await proof.authorization()}`,
    async tell() {
      child.send('tell')
      return answer<Told>()
    },
    async forward(forwardMs) {
      child.send({ forwardMs })
      await answer<Told>()
    },
    async dump() {
      const database = await openDatabase({ kind: 'sqlite', file: setting.databaseFile })
      try {
        return JSON.stringify(await everyRow(database.db))
      } finally {
        await database.close()
      }
    },
    log: () => readFileSync(setting.logFile, 'utf8'),
    isAlive: () => ended === undefined,
    allowed: [connector.url, gate.url, proof.keys.metadataUrl, sandbox.environment.IDENTITY_ENDPOINT].map(portOf),
    async terminate() {
      child.kill('SIGTERM')
      await over
      return ended?.code ?? null
    },
    async stop() {
      if (ended === undefined) {
        child.kill('SIGKILL')
        await over
      }
      await gate.stop()
      await sandbox.stop()
      await connector.stop()
      await proof.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Resolves with whether it came true in time. */
export async function until(isTrue: () => boolean, mostMs = 10_000): Promise<boolean> {
  const end = performance.now() + mostMs
  while (!isTrue() && performance.now() < end) await setTimeout(10)
  return isTrue()
}
