// Runs the tests: all of them, or those whose path holds one of the words given. What cannot run here is named at the end.
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import Mocha from 'mocha'
import { findBrowser } from './helpers/browser.ts'

const root = path.resolve(import.meta.dirname, '..')
const words = process.argv.slice(2)
const browser = findBrowser()

const wanted = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => path.join('test', file))
  .sort()
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
const [withBrowser, withoutBrowser] = split(wanted, (file) => file.startsWith(path.join('test', 'browser')))

// One file a process at a time, as many processes as there are cores: the slow ones wait for browsers and child processes.
const mocha = new Mocha({ reporter: 'dot', timeout: 20_000, parallel: true, jobs: availableParallelism() })
for (const file of browser === undefined ? withoutBrowser : wanted) mocha.addFile(path.join(root, file))
const runner = mocha.run(() => {
  const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {}
  if (browser === undefined && withBrowser.length > 0) {
    console.log('Not run, since no Chrome, Edge or Chromium is installed (on Debian: apt-get install chromium):')
    for (const file of withBrowser) console.log(`  ${file}`)
  }
  console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`)
  process.exitCode = failures > 0 || passes === 0 ? 1 : 0
})

function split<T>(entries: readonly T[], holds: (entry: T) => boolean): [T[], T[]] {
  return [entries.filter(holds), entries.filter((entry) => !holds(entry))]
}
