// One bot under test, and all of it that outlives its process: the store, the far sides, and what was seen of it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStates, type RestartState } from '../../src/core/restart-request.ts'
import type { SandboxCall } from '../../src/sandbox/faults.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { type Connector, startConnector } from '../helpers/connector.ts'
import { type GraphGate, startGraphGate } from '../helpers/graph-gate.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'
import type { Disturb } from './disturb.ts'
import type { KillPoint, Seen } from './kill-points.ts'
import type { CommitSeen, Opening } from './messages.ts'

export type BotUnderTest = {
  readonly opening: Opening
  readonly connector: Connector
  readonly sandbox: Sandbox
  /** The reboot POSTs that left the bot. */
  readonly gate: GraphGate
  /** The bot's store, read by whoever checks it. */
  readonly store: TemporaryStore
  readonly logFile: string
  /** Resolves when the bot may go on with what was seen; never, where it is to be ended first. */
  pass(seen: Seen): Promise<void>
  /** Resolves once the bot has come to this point; from there on nothing of it goes on. */
  stopAt(point: KillPoint): Promise<void>
  /** A process runs it now, and it listens there. */
  up(url: string): void
  /** That process has ended. `whileAtWork`: a restart was not over yet. */
  down(url: string, whileAtWork: boolean): void
  /** Where it listens; waits until it does. */
  url(): Promise<string>
  /** Resolves once a restart has ended or waits for somebody, or a card was delivered; or a little later. */
  news(): Promise<void>
  /** How long nothing was seen of it, in milliseconds. */
  quietMs(): number
  /** How often its process was ended while it was at work. */
  kills(): number
  /** `keeps`: its store and log stay, for whoever looks for the cause of a fault. */
  remove(keeps: boolean): Promise<void>
}

export type BotParts = {
  readonly number: number
  readonly store: TemporaryStore
  readonly disturb?: Disturb
}

const second = 1000
/** So much later it is for the sandbox at each look for a result: at the first a restart is under way, at the second done. */
const betweenLooks = 4500

export async function startBotUnderTest({ number, store, disturb }: BotParts): Promise<BotUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reconnect-crash-'))
  const logFile = path.join(folder, 'log')
  let ahead = 0
  const sandbox = await startSandbox({ production: false, now: () => new Date(Date.now() + ahead) })
  const connector = await startConnector((deed, where, when) => pass({ on: 'card', deed, where, when }))
  const gate = await startGraphGate(sandbox.url, (path, when) => {
    const call = callOf(path)
    if (when === 'arrives') disturb?.(sandbox, call)
    if (when === 'arrives' && call === 'results') ahead += betweenLooks
    return pass({ on: 'graph', call, when })
  })
  let state: RestartState | undefined
  let target: { readonly point: KillPoint; readonly reached: () => void } | undefined
  let isStopped = false
  let kills = 0
  const urls = new Set<string>()
  const waiting: (() => void)[] = []
  const forNews: (() => void)[] = []
  let lastSeen = performance.now()

  function pass(seen: Seen): Promise<void> {
    lastSeen = performance.now()
    if (target && !isStopped && target.point.is(seen, state)) {
      isStopped = true
      target.reached()
    }
    if (isStopped || target?.point.not?.(seen, state)) return never()
    if (seen.on === 'commit' && seen.when === 'after') {
      state = seen.state ?? state
      if (isNews(seen)) for (const resolve of forNews.splice(0)) resolve()
    }
    return Promise.resolve()
  }

  return {
    opening: {
      bot: number,
      database: store.location,
      graphUrl: gate.url,
      environment: sandbox.environment,
      logFile,
    },
    connector,
    sandbox,
    gate,
    store,
    logFile,
    pass,
    stopAt: (point) =>
      new Promise((reached) => {
        target = { point, reached }
      }),
    up(url) {
      urls.add(url)
      for (const resolve of waiting.splice(0)) resolve()
    },
    down(url, whileAtWork) {
      urls.delete(url)
      target = undefined
      isStopped = false
      if (whileAtWork) kills++
    },
    async url() {
      for (;;) {
        const all = [...urls]
        const one = all[Math.floor(Math.random() * all.length)]
        if (one !== undefined) return one
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
    news: () =>
      new Promise((resolve) => {
        // A commit whose process ended before it could tell is seen in the store alone.
        const timer = setTimeout(resolve, second)
        forNews.push(() => {
          clearTimeout(timer)
          resolve()
        })
      }),
    quietMs: () => performance.now() - lastSeen,
    kills: () => kills,
    async remove(keeps) {
      await gate.stop()
      await sandbox.stop()
      await connector.stop()
      if (keeps) return store.close()
      await store.remove()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** What was held back when a process ended is never let go: it belongs to nobody any more. */
const never = (): Promise<void> => new Promise(() => undefined)

const isNews = ({ state, delivered }: CommitSeen): boolean =>
  delivered !== undefined || (state !== undefined && (state === 'awaiting-approval' || !openStates.includes(state)))

const calls: readonly (readonly [RegExp, SandboxCall])[] = [
  [/\/reboot$/, 'reboot'],
  [/\/retrieveCloudPcRemoteActionResults$/, 'results'],
  [/\/checkMemberGroups$/, 'check'],
  [/\/transitiveMembers$/, 'members'],
  [/\/users\/[^/]+$/, 'user'],
  [/\/cloudPCs\/[^/]+$/, 'detail'],
  [/\/cloudPCs$/, 'list'],
]

function callOf(path: string): SandboxCall {
  const call = calls.find(([pattern]) => pattern.test(path))?.[1]
  if (!call) throw new Error(`Graph was asked for ${path}`)
  return call
}
