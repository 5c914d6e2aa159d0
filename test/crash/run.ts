// `npm run test:crash`: ends the bot's process between every two steps of a restart and at random moments, lets another one
// go on with its store, and prints what came of it. `--kills 10000` for a release, `--seed N` for the same chance again.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { findPostgres, startPostgres } from '../helpers/postgres-server.ts'
import { postgresVariable, temporaryPostgres } from '../helpers/temporary-postgres.ts'
import { killAtRandom } from './at-random.ts'
import { killAtSteps, trialsFor } from './at-steps.ts'
import { diceOf } from './dice.ts'
import { disturbedBy } from './disturb.ts'
import { atRandom, isGood, onPostgres, type Result, tableOf, type Tell } from './report.ts'
import { sqliteCopy } from './sqlite-copy.ts'

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
/** Each of them has several connections in each process. */
const togetherOnPostgres = 4
/** One takes as long there as ten others. */
const mostOnPostgres = 150

const began = performance.now()
const secondsSoFar = (): number => (performance.now() - began) / 1000
const times = { ready: [], resumed: [], stopped: [] }
const results: Result[] = []
/** A run of hours says how far it is. */
const saidEvery = 500
let counted = 0
const tell: Tell = async (result, bot) => {
  results.push(result)
  const before = counted
  counted += result.kills
  if (Math.floor(counted / saidEvery) > Math.floor(before / saidEvery))
    console.log(`${counted} kills in ${secondsSoFar().toFixed(0)} s`)
  for (const fault of result.faults) console.log(`${result.at}: ${fault} (${bot.logFile})`)
  await bot.remove(result.faults.length > 0)
}

console.log(`${kills} kills, --seed ${seed}`)
const dice = diceOf(seed)
const disturb = disturbedBy(dice)
const postgres = findPostgres()
const share = {
  postgres: postgres === undefined ? 0 : Math.min(Math.floor(kills / 15), mostOnPostgres),
  random: Math.floor(kills / 4),
}
const trials = trialsFor(kills - share.random - share.postgres, dice)
const lanes = availableParallelism()

await Promise.all(
  Array.from({ length: lanes }, async (_, lane) => {
    const mine = trials.filter((_, at) => at % lanes === lane)
    await killAtSteps(mine, together, times, tell)
    const random = Math.floor((share.random + lane) / lanes)
    await killAtRandom(
      {
        at: atRandom,
        kills: random,
        together: Math.min(together, Math.ceil(random / ends)),
        beside: 1,
        stops: false,
        newStore: sqliteCopy,
        disturb,
      },
      diceOf(seed + lane),
      times,
      tell,
    )
  }),
)
if (postgres !== undefined) {
  const server = await startPostgres(postgres)
  process.env[postgresVariable] = server.url
  await killAtRandom(
    {
      at: onPostgres,
      kills: share.postgres,
      together: togetherOnPostgres,
      beside: 2,
      stops: true,
      newStore: temporaryPostgres,
      disturb,
    },
    dice,
    times,
    tell,
  )
  await server.stop()
}

for (const line of tableOf(results, times, secondsSoFar())) console.log(line)
if (postgres === undefined) console.log('Two at once on PostgreSQL were not tried: no server is installed.')
process.exit(isGood(results) ? 0 : 1)
