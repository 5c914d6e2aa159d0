// The first seeds of the simulation, with every test run; `npm run test:sim` runs many more.
import assert from 'node:assert/strict'
import { openSimDatabase, type SimDatabase } from './database.ts'
import { planFrom } from './plan.ts'
import { runPlan, runSeeds } from './seeds.ts'

const seeds = 300

describe('the bot among everything that can go wrong', function () {
  this.timeout(120_000)
  let database: SimDatabase

  before(async () => {
    database = await openSimDatabase()
  })

  it(`breaks no rule with any of ${seeds} seeds`, async () => {
    const { failures, came } = await runSeeds(database, 1, seeds)
    const told = failures.map(({ seed, rule, what }) => `seed ${seed} breaks ${rule}: ${what}`)
    assert.equal(told.length, 0, `${told.join('\n')}\nReplay one with: npm run test:sim -- --seed N`)
    // Rules that nothing comes near are easily kept.
    for (const what of ['restarts done', 'restarts unknown', 'tickets resolved', 'POSTs', 'cards'])
      assert.ok((came[what] ?? 0) > 0, what)
  })

  it('goes the same way each time that a seed is run', async () => {
    const traceOf = async () => (await runPlan(database, planFrom(7))).trace
    const first = await traceOf()
    assert.ok(first.length > 10)
    await runSeeds(database, 8, 9)
    assert.deepEqual(await traceOf(), first)
  })
})
