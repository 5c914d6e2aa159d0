// A process that runs seeds for test/sim/main.ts, from one to another, as often as it is asked.
import { openSimDatabase } from './database.ts'
import { runSeeds, type Tally } from './seeds.ts'

export type Batch = { readonly first: number; readonly last: number }
export type BatchAnswer = Batch & { readonly tally: Tally }

const database = await openSimDatabase()

process.on('message', (batch: Batch) => {
  void runSeeds(database, batch.first, batch.last).then((tally) => {
    const answer: BatchAnswer = { ...batch, tally }
    process.send?.(answer)
  })
})
process.on('disconnect', () => {
  process.exitCode = 0
})
process.send?.('ready')
