// `npm run test:sim`: 20,000 seeds on all cores, or with `--seed N` one of them, told step by step.
import { parseArgs } from 'node:util'
import type { Batch } from './seeds-batch.ts'
import { openSimDatabase } from './database.ts'
import { inProcesses } from './in-processes.ts'
import { planFrom } from './plan.ts'
import { nothingYet, runPlan, type Tally, together } from './seeds.ts'
import { shrink } from './shrink.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    shrink: { type: 'boolean', default: false },
    from: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '20000' },
  },
})

/** What happened in one run, and what was broken. */
async function replay(seed: number, smaller: boolean): Promise<number> {
  const database = await openSimDatabase()
  let plan = planFrom(seed)
  let outcome = await runPlan(database, plan)
  const [first] = outcome.broken
  if (first && smaller) {
    plan = await shrink(database, plan, first.rule)
    outcome = await runPlan(database, plan)
  }
  for (const line of outcome.trace) console.log(line)
  console.log(`\nseed ${seed}, ${plan.acts.length} acts; faults: ${Object.keys(plan.rates).join(', ') || 'none'}`)
  for (const { rule, what } of outcome.broken) console.log(`broken: ${rule}: ${what}`)
  if (outcome.broken.length === 0) console.log('Nothing was broken.')
  return outcome.broken.length === 0 ? 0 : 1
}

async function runAll(from: number, count: number): Promise<number> {
  const startedAt = performance.now()
  const tallies = (await inProcesses('seeds-batch.ts', batchesOf(from, count))) as Tally[]
  const tally = tallies.reduce(together, nothingYet)
  report(tally, (performance.now() - startedAt) / 1000)
  return tally.failures.length === 0 && tally.seeds === count ? 0 : 1
}

const batchSize = 100

function batchesOf(from: number, count: number): Batch[] {
  const end = from + count - 1
  const firsts = Array.from({ length: Math.ceil(count / batchSize) }, (_, at) => from + at * batchSize)
  return firsts.map((first) => ({ first, last: Math.min(first + batchSize - 1, end) }))
}

const mostShown = 20

function report({ seeds, steps, faults, came, failures }: Tally, seconds: number): void {
  for (const { seed, rule, what } of failures.slice(0, mostShown)) console.log(`seed ${seed} breaks ${rule}: ${what}`)
  if (failures.length > 0)
    console.log('\nReplay one with `npm run test:sim -- --seed N`, and make it smaller with `--shrink`.\n')
  for (const counts of [came, faults, seedsByRule(failures)]) {
    for (const [what, number] of Object.entries(counts).sort()) console.log(`${what.padEnd(36)}${number}`)
    if (Object.keys(counts).length > 0) console.log()
  }
  const each = `${(seeds / seconds).toFixed(0)} a second`
  console.log(`${seeds} seeds, ${steps} steps, ${faults['process killed'] ?? 0} kills, ${sum(faults)} faults in all`)
  console.log(`${failures.length} violations in ${seconds.toFixed(1)} seconds, ${each}`)
}

/** How many seeds break each rule first. */
function seedsByRule(failures: Tally['failures']): Readonly<Record<string, number>> {
  const rules = failures.map(({ rule }) => rule)
  return Object.fromEntries(
    [...new Set(rules)].map((rule) => [`breaks ${rule}`, rules.filter((one) => one === rule).length]),
  )
}

const sum = (faults: Tally['faults']): number => Object.values(faults).reduce((total, count) => total + count, 0)

process.exitCode =
  values.seed === undefined
    ? await runAll(Number(values.from), Number(values.seeds))
    : await replay(Number(values.seed), values.shrink)
