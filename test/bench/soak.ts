// `npm run test:soak`: does the bot hold more and more? Sends it messages and clicks, looks after each part at what it holds
// once the garbage is gone, and ends with 1 where that grows beyond doubt. The bot's clock goes fast, so that what it remembers for some
// minutes on purpose is forgotten on the way. `--activities N`; `--no-opt` goes without the optimizing compiler, whose own memory
// takes some 150,000 activities to settle and would hide what a shorter run is to see.
import { parseArgs } from 'node:util'
import { startFlags } from '../helpers/start-flags.ts'
import { buildSides } from './build-sides.ts'
import { load } from './load.ts'
import { startServed } from './served.ts'
import { startTraffic } from './traffic.ts'

const clockSpeed = 600
const connections = 50
/** Few, so that there are many rounds; by the bot's clock each of them writes about once a minute. */
const people = 225
/** Three messages of each person, then the question with a button, and a click on it. */
const round = 5 * people
const mostParts = 20
/** What is compiled and cached in the first rounds is no growth. */
const warmUpRounds = 16
/** In MB for each 100,000 activities. */
const mostGrowth = 1

const { values } = parseArgs({
  options: { activities: { type: 'string', default: '1000000' }, 'no-opt': { type: 'boolean', default: false } },
})
const rounds = Math.ceil(Number(values.activities) / round)
if (!(rounds >= 4)) throw new Error(`--activities takes a number from ${3 * round + 1}`)
const roundsOfPart = Math.ceil(rounds / mostParts)
const parts = Math.ceil(rounds / roundsOfPart)

const fileOf = await buildSides()
const traffic = await startTraffic({ people })
const served = await startServed(fileOf('reconnect'), { ...traffic.setting, clockSpeed }, [
  ...startFlags(),
  '--expose-gc',
  ...(values['no-opt'] ? ['--no-opt'] : []),
])
let failed = 0
await send(warmUpRounds)
const held = [await served.heap()]
for (let part = 1; part <= parts; part++) {
  await send(roundsOfPart)
  const heap = await served.heap()
  held.push(heap)
  console.log(`${part * roundsOfPart * round} activities: ${heap.toFixed(2)} MB held`)
}
const { slope, doubt } = bestLine(held.map((heap) => (heap * 100_000) / (roundsOfPart * round)))
const largest = await served.memory()
console.log(
  `${parts * roundsOfPart * round} activities, ${failed} failed, ${slope.toFixed(2)} MB more for each 100,000 (give or take ${doubt.toFixed(2)}), RSS at most ${largest.toFixed(0)} MB`,
)
await served.stop()
await traffic.stop()
if (slope - doubt > mostGrowth || failed > 0) process.exitCode = 1

async function send(count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    for (const [times, next] of [
      [3, traffic.message],
      [1, traffic.question],
      [1, traffic.click],
    ] as const)
      failed += (await load(served.url, connections, times * people, next)).failed
  }
}

/** The line that fits best, by the least squares: how fast it rises, and twice the standard error of that. */
function bestLine(values: readonly number[]): { readonly slope: number; readonly doubt: number } {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
  const slope = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0) / spread
  const missed = values.reduce((sum, value, at) => sum + (value - mean - slope * (at - middle)) ** 2, 0)
  return { slope, doubt: 2 * Math.sqrt(missed / (values.length - 2) / spread) }
}
