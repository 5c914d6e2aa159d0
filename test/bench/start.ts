// `npm run bench:start`: how long the built bot takes from the start of its process until it answers, as it does in a tenant:
// the first time, when it makes its database, and later. `--times N`.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildBot } from '../../src/cli/build.ts'
import { variableNames } from '../../src/config.ts'
import { root } from '../../src/root.ts'
import { isTaken } from '../../src/sandbox/playground.ts'
import { startFlags } from '../helpers/start-flags.ts'

const { values } = parseArgs({ options: { times: { type: 'string', default: '10' } } })
const times = Number(values.times)
if (!Number.isInteger(times) || times < 2) throw new Error('--times takes a whole number from 2')

const built = 'built-bench'
const port = 3979
/** Seldom enough to take nothing from the one that starts. */
const lookEveryMs = 5

await buildBot(built, ['src/main.ts'])
const folder = await mkdtemp(path.join(tmpdir(), 'reconnect-start-'))
const tenant = {
  RECONNECT_APP_ID: '00000000-0000-4000-8000-0000000000dd',
  RECONNECT_APP_TYPE: 'single-tenant',
  RECONNECT_TENANT_ID: '00000000-0000-4000-8000-0000000000aa',
  RECONNECT_APP_SECRET: 'not-a-secret',
  RECONNECT_GRAPH_CREDENTIAL: 'secret',
  RECONNECT_HELPDESK_GROUP_ID: '00000000-0000-4000-8000-0000000000bb',
  RECONNECT_HOST: '127.0.0.1',
  RECONNECT_PORT: String(port),
  RECONNECT_DATABASE_FILE: path.join(folder, 'reconnect.sqlite'),
  NODE_ENV: 'production',
}
const started = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL')
})
const taken: number[] = []
for (let at = 0; at < times; at++) taken.push(await startOnce())
await rm(folder, { recursive: true, force: true, maxRetries: 3 })

const [first = 0, ...later] = taken
const sorted = later.sort((one, other) => one - other)
const shown = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((ms = 0) => ms.toFixed(0))
console.log(`ready after ${first.toFixed(0)} ms with a new database`)
console.log(
  `ready after ${shown[1] ?? ''} ms with the same one (${later.length} starts, from ${shown[0] ?? ''} to ${shown[2] ?? ''} ms)`,
)

async function startOnce(): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, [...startFlags(), path.join(root, built, 'main.js')], {
    cwd: root,
    env: { ...process.env, ...Object.fromEntries(variableNames.map((name) => [name, ''])), ...tenant },
    stdio: 'ignore',
  })
  started.add(child)
  while (child.exitCode === null && !((await isTaken(port)) && (await isReady()))) await setTimeout(lookEveryMs)
  const ms = performance.now() - began
  if (child.exitCode !== null) throw new Error('the bot did not start')
  child.kill('SIGTERM')
  await once(child, 'exit')
  started.delete(child)
  return ms
}

function isReady(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}
