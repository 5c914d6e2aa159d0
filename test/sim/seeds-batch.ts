// A process that runs seeds for test/sim/main.ts, from one to another, as often as it is asked.
import { openSimDatabase } from './database.ts'
import { answerBatches } from './in-processes.ts'
import { runSeeds } from './seeds.ts'

export type Batch = { readonly first: number; readonly last: number }

const database = await openSimDatabase()

answerBatches(({ first, last }: Batch) => runSeeds(database, first, last))
