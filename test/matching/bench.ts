// `npm run bench:match`: how fast the matcher answers and how often it is right, and the same for search libraries, in one run.
// Each engine is measured in a process of its own, so that none waits for another's rubbish and a slow one can be ended.
import { fork } from 'node:child_process'
import { realCatalog } from '../helpers/real-catalog.ts'
import { engines } from './engines.ts'
import { large, type Measured, parts } from './measure.ts'
import { messages } from './messages.ts'

/** An engine that needs longer for one part is shown as such. */
const patience = 30_000

function run(engine: string, part: string): Promise<Measured | undefined> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('measure-one.ts', import.meta.url), [engine, part], { execArgv: ['--import', 'tsx'] })
    const timer = setTimeout(() => child.kill(), patience)
    let measured: Measured | undefined
    child.on('message', (message) => (measured = message as Measured))
    child.on('error', reject)
    child.on('exit', () => {
      clearTimeout(timer)
      resolve(measured)
    })
  })
}

const width = 11
const row = (name: string, cells: readonly string[]) => {
  console.log(name.padEnd(20), ...cells.map((cell) => cell.padStart(width)))
}

for (const [title, names] of [
  [`Milliseconds; ${realCatalog.symptoms.length} symptoms, then ${large} more`, ['short', 'long', 'large']],
  [`Percent of the ${messages.length} development messages, by five-fold cross-validation`, ['right']],
] as const) {
  const shown = names.map((name) => parts[name])
  console.log(`\n${title}. Node ${process.version}.\n`)
  row(
    '',
    shown.flatMap(({ columns }) => columns),
  )
  for (const engine of engines.map(({ name }) => name)) {
    const cells: string[] = []
    for (const name of names) {
      const measured = await run(engine, name)
      cells.push(
        ...parts[name].columns.map((_, at) => measured?.[at]?.toFixed(name === 'right' ? 1 : 2) ?? 'over 30 s'),
      )
    }
    row(engine, cells)
  }
}
