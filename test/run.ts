// Runs the tests: all of them, or those whose path holds one of the words given. What cannot run here is named at the end.
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import Mocha from 'mocha'
import { findBrowser } from './helpers/browser.ts'
import { findPostgres, startPostgres } from './helpers/postgres-server.ts'
import { postgresVariable } from './helpers/temporary-postgres.ts'

const root = path.resolve(import.meta.dirname, '..')
const words = process.argv.slice(2)
const browser = findBrowser()
const postgres = findPostgres()

const wanted = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => path.join('test', file))
  .sort()
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
const uses = (helper: string) => (file: string) => readFileSync(path.join(root, file), 'utf8').includes(helper)
const withBrowser = wanted.filter((file) => file.startsWith(path.join('test', 'browser')))
const onPostgres = wanted.filter(uses('helpers/temporary-postgres.ts'))
const onBothStores = wanted.filter(uses('helpers/stores.ts'))
const wantsPostgres = onPostgres.length + onBothStores.length > 0

// One server for all processes, which know its address from here. It ends when this process does, whatever ends it.
const server = wantsPostgres && postgres !== undefined ? await startPostgres(postgres) : undefined
if (server) process.env[postgresVariable] = server.url
process.once('SIGINT', () => {
  process.exitCode = 130
  void server?.stop()
})

const notHere = [...(browser === undefined ? withBrowser : []), ...(postgres === undefined ? onPostgres : [])]

// One file a process at a time, as many processes as there are cores: the slow ones wait for browsers and child processes.
const mocha = new Mocha({ reporter: 'dot', timeout: 20_000, parallel: true, jobs: availableParallelism() })
for (const file of wanted) if (!notHere.includes(file)) mocha.addFile(path.join(root, file))
const runner = mocha.run(() => {
  const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {}
  if (browser === undefined)
    tell('no Chrome, Edge or Chromium is installed (on Debian: apt-get install chromium)', withBrowser)
  if (postgres === undefined)
    tell('no PostgreSQL server is installed (on Debian: apt-get install postgresql)', [
      ...onPostgres,
      ...onBothStores.map((file) => `${file}, its half on PostgreSQL`),
    ])
  console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`)
  // Where every change has to prove itself, both stores have to be there.
  const halfDone = postgres === undefined && wantsPostgres && process.env['CI'] === 'true'
  process.exitCode = failures > 0 || passes === 0 || halfDone ? 1 : 0
  void server?.stop()
})

function tell(why: string, notRun: readonly string[]): void {
  if (notRun.length === 0) return
  console.log(`Not run, since ${why}:`)
  for (const one of notRun) console.log(`  ${one}`)
}
