// The process that is killed: runs bots as src/main.ts does, through createApp, with the usual worker and shorter times.
// Around every commit it tells its parent and waits, so that it can be ended exactly there.
import { appendFileSync } from 'node:fs'
import { type App, createApp, readContent } from '../../src/app.ts'
import type { Change } from '../../src/core/change.ts'
import type { RestartState } from '../../src/core/restart-request.ts'
import type { Commit } from '../../src/flows/ports.ts'
import { rules } from '../../src/graph/client.ts'
import { graph } from '../../src/graph/graph.ts'
import { createLog } from '../../src/log.ts'
import { helpdeskGroupId } from '../../src/sandbox/tenant.ts'
import { sandboxCredential } from '../helpers/graph-adapter.ts'
import { patientTurn } from '../helpers/patient-turn.ts'
import type { CommitSeen, FromBots, Opening, ToBots } from './messages.ts'

// As in production a lease outlasts the step it is for, a POST has left or failed before anybody looks for it, and a look
// comes again and again before it is given up.
const restartMs = 3000
const sendMs = 6000
const pace = { look: 200, restartLease: 7000, deliveryLease: 7000 }
const times = { look: 60, lookForUnclear: 500, answer: 5500, readAgain: 100, unclear: 7000 }

const content = await readContent()
const apps = new Map<number, Promise<App>>()
const waiting = new Map<number, () => void>()
let commits = 0

const tell = (message: FromBots): void => void process.send?.(message)

process.on('message', (message: ToBots) => {
  switch (message.kind) {
    case 'open':
      apps.set(message.opening.bot, open(message.opening))
      return
    case 'close':
      void close(message.bot)
      return
    case 'go':
      waiting.get(message.commit)?.()
      waiting.delete(message.commit)
  }
})
// Nothing may outlive the run.
process.on('disconnect', () => process.exit())
tell({ kind: 'loaded', ms: performance.now() })

async function open({ bot, database, graphUrl, environment, logFile }: Opening): Promise<App> {
  const began = performance.now()
  const log = createLog('info', {
    write: (line) => {
      appendFileSync(logFile, line)
    },
  })
  const app = await createApp({
    host: '127.0.0.1',
    port: 0,
    database,
    rules: { cooldownMinutes: 30, dailyCap: 3 },
    retentionDays: 30,
    identity: { kind: 'none' },
    graph: graph({
      tokenCredential: sandboxCredential({ environment }),
      beta: true,
      baseUrl: graphUrl,
      helpdeskGroupId,
      log,
      now: () => new Date(),
      random: Math.random,
      rules: { restart: { ...rules.restart, deadlineMs: restartMs } },
    }),
    log,
    content,
    times,
    pace,
    limits: { sendMs, turn: patientTurn },
  })
  Object.assign(app.world, { store: stopping(bot, app.world.store) })
  const port = await app.start()
  tell({ kind: 'ready', bot, port, ms: performance.now() - began })
  return app
}

async function close(bot: number): Promise<void> {
  const app = await apps.get(bot)
  await app?.stop()
  tell({ kind: 'closed', bot })
}

/** The same store, which stops before and after each commit until the parent lets it go on. */
function stopping(bot: number, store: Commit): Commit {
  async function around<T extends { ok: boolean }>(what: Omit<CommitSeen, 'when'>, work: () => Promise<T>): Promise<T> {
    await pass(bot, { when: 'before', ...what })
    const done = await work()
    if (done.ok) await pass(bot, { when: 'after', ...what })
    return done
  }
  return {
    commit: (changes) => around({ state: stateIn(changes), delivered: undefined }, () => store.commit(changes)),
    delivered: (waiting, fence, delivered) =>
      around({ state: undefined, delivered: waiting.name }, () => store.delivered(waiting, fence, delivered)),
  }
}

const stateIn = (changes: readonly Change[]): RestartState | undefined =>
  changes.flatMap((change) => (change.put === 'request' ? change.request.state : []))[0]

function pass(bot: number, seen: CommitSeen): Promise<void> {
  const commit = ++commits
  return new Promise((resolve) => {
    waiting.set(commit, resolve)
    tell({ kind: 'commit', bot, commit, seen })
  })
}
