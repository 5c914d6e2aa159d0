// `npm run test:attack`: attacks the whole bot over real sockets, prints a row for each attack, and ends with 1 where
// anything got through. `--seed N` for the same chances again, `--requests N` for more or fewer of them, and the names of
// attacks to run only these.
import { parseArgs } from 'node:util'
import { addresses } from './addresses.ts'
import { bodies } from './bodies.ts'
import { cardData } from './card-data.ts'
import { manyPeople, onePerson, terminated } from './floods.ts'
import { fuzz } from './fuzz.ts'
import { junkTokens } from './junk.ts'
import { heading, type Outcome, rowOf, type Scale } from './outcome.ts'
import { keys } from './keys.ts'
import { orders } from './orders.ts'
import { repeats } from './repeats.ts'
import { slow } from './slow.ts'
import { texts } from './texts.ts'
import { tokens } from './tokens.ts'
import { startUnderAttack, type UnderAttack } from './under-attack.ts'
import { genuine } from './genuine.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, requests: { type: 'string', default: '20000' } },
})
const [seed, requests] = [values.seed, values.requests].map(Number)
if (!Number.isInteger(seed) || !Number.isInteger(requests)) throw new Error('--seed and --requests take whole numbers')
const scale: Scale = { seed: seed ?? 1, requests: requests ?? 20_000 }

type Attack = (bot: UnderAttack, scale: Scale) => Promise<Outcome>
const attacks: Readonly<Record<string, Attack>> = {
  genuine,
  tokens,
  junk: junkTokens,
  bodies,
  fuzz,
  addresses,
  'card-data': cardData,
  repeats,
  orders,
  keys,
  slow,
  texts,
  crowd: manyPeople,
  flood: onePerson,
  after: genuine,
  terminated,
}

const wanted = Object.entries(attacks).filter(([name]) => positionals.length === 0 || positionals.includes(name))
const bot = await startUnderAttack()
let faults = 0
console.log(heading)
try {
  for (const [, attack] of wanted) await run(attack)
} finally {
  await bot.stop()
}
console.log(faults === 0 ? 'Nothing got through.' : `${faults} faults.`)
process.exitCode = faults === 0 ? 0 : 1

async function run(attack: Attack): Promise<void> {
  const before = (await bot.tell()).rssMb
  const outcome = await attack(bot, scale)
  const after = bot.isAlive() ? (await bot.tell()).rssMb : before
  console.log(rowOf(outcome, after - before))
  for (const fault of outcome.faults.slice(0, 20)) console.log(`  FAULT ${fault}`)
  faults += outcome.faults.length
}
