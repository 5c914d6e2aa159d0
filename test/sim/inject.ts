// `npm run test:inject`: every place at which a call to Graph, Teams or the store can fail, the process can end, or anything
// else can go wrong: one run for each in which it does so once, and one in which it does so from there on until all is well
// again. `--stories 99` for a release: all of them.
import { parseArgs } from 'node:util'
import { openSimDatabase } from './database.ts'
import { faultKinds, type Injection } from './faults.ts'
import { inProcesses } from './in-processes.ts'
import type { Injected, InjectedAnswer } from './inject-batch.ts'
import { runPlan } from './seeds.ts'
import { chooseStories, type Story } from './stories.ts'

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '2' },
    seed: { type: 'string' },
    fault: { type: 'string' },
    nth: { type: 'string' },
    'for-ever': { type: 'boolean', default: false },
  },
})

const injectionsInto = ({ plan, places }: Story): Injected[] =>
  faultKinds.flatMap((kind) =>
    Array.from({ length: places.get(kind) ?? 0 }, (_, at) => at + 1).flatMap((nth) =>
      [false, true].map((forEver) => ({ plan: { ...plan, injection: { kind, nth, forEver } } })),
    ),
  )

async function injectAll(): Promise<number> {
  const began = performance.now()
  const database = await openSimDatabase()
  const stories = (await chooseStories(database)).slice(0, Number(values.stories))
  const injections = stories.flatMap(injectionsInto)
  const batches = Array.from({ length: Math.ceil(injections.length / batchSize) }, (_, at) =>
    injections.slice(at * batchSize, (at + 1) * batchSize),
  )
  const answers = ((await inProcesses('inject-batch.ts', batches)) as InjectedAnswer[][]).flat()
  report(stories, answers)
  const broken = answers.filter(({ broken }) => broken !== undefined).length
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${answers.length} runs of ${stories.length} stories, ${broken} violations in ${seconds} seconds`)
  return broken === 0 && answers.length === injections.length ? 0 : 1
}

const batchSize = 100
const mostShown = 20

function report(stories: readonly Story[], answers: readonly InjectedAnswer[]): void {
  for (const { seed, injection, broken } of answers.filter(({ broken }) => broken).slice(0, mostShown)) {
    const how = `--fault "${injection.kind}" --nth ${injection.nth}${injection.forEver ? ' --for-ever' : ''}`
    console.log(`--seed ${seed} ${how} breaks ${broken?.rule ?? ''}: ${broken?.what ?? ''}`)
  }
  console.log(`${'places'.padEnd(36)}${'once'.padStart(8)}${'for ever'.padStart(10)}${'broken'.padStart(8)}`)
  for (const kind of faultKinds) {
    const of = answers.filter(({ injection }) => injection.kind === kind)
    const cells = [
      String(of.filter(({ injection }) => !injection.forEver).length).padStart(8),
      String(of.filter(({ injection }) => injection.forEver).length).padStart(10),
      String(of.filter(({ broken }) => broken !== undefined).length).padStart(8),
    ]
    console.log(`${kind.padEnd(36)}${cells.join('')}`)
  }
  console.log(`\nseeds of the stories: ${stories.map(({ plan }) => plan.seed).join(', ')}`)
}

/** One of them, told step by step. */
async function replay(seed: number, injection: Injection): Promise<number> {
  const database = await openSimDatabase()
  const story = (await chooseStories(database)).find(({ plan }) => plan.seed === seed)
  if (!story) throw new Error('This seed is none of the stories.')
  const { trace, broken } = await runPlan(database, { ...story.plan, injection })
  for (const line of trace) console.log(line)
  for (const { rule, what } of broken) console.log(`broken: ${rule}: ${what}`)
  return broken.length === 0 ? 0 : 1
}

const kind = faultKinds.find((one) => one === values.fault)
process.exitCode = kind
  ? await replay(Number(values.seed), { kind, nth: Number(values.nth), forEver: values['for-ever'] })
  : await injectAll()
