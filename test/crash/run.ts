// `npm run test:crash`: ends the bot's process between every two steps of a restart and at random moments, lets another one
// go on with its store, and prints what came of it. `--kills 10000` for a release, `--seed N` for the same chance again.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { killAtRandom } from './at-random.ts'
import { killAtSteps, trialsFor } from './at-steps.ts'
import { diceOf } from './dice.ts'
import { isGood, type Result, tableOf, type Tell } from './report.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const kills = Number(values.kills)
const seed = Number(values.seed)
if (![kills, seed].every((number) => Number.isInteger(number) && number > 0))
  throw new Error('--kills and --seed take a whole number')
/** So many bots share a process: loading it takes longer than what a restart takes of it. */
const together = 40
/** A bot that is ended at random moments lives through a few of them. */
const ends = 3

const began = performance.now()
const times = { ready: [], resumed: [] }
const results: Result[] = []

const tell: Tell = async (result, bot) => {
  results.push(result)
  for (const fault of result.faults) console.log(`${result.at}: ${fault} (${bot.folder})`)
  await bot.remove(result.faults.length > 0)
}

console.log(`${kills} kills, --seed ${seed}`)
const dice = diceOf(seed)
// A third of them at random moments.
const trials = trialsFor(Math.ceil((kills * 2) / 3), dice)
const lanes = availableParallelism()
const mine = (lane: number) => trials.filter((_, at) => at % lanes === lane)
await Promise.all(
  Array.from({ length: lanes }, async (_, lane) => {
    await killAtSteps(mine(lane), together, times, tell)
    const share = Math.floor((kills - trials.length + lane) / lanes)
    const crowd = Math.min(together, Math.ceil(share / ends))
    const plan = { kills: share, together: crowd, beside: 1, first: kills * (lane + 1) }
    await killAtRandom(plan, diceOf(seed + lane), times, tell)
  }),
)
for (const line of tableOf(results, times, (performance.now() - began) / 1000)) console.log(line)
process.exit(isGood(results) ? 0 : 1)
