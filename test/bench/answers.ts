// `npm run bench:answers`: how soon the channel hears that the bot has a message, at a steady 100 a second, while one in
// twenty requests of the bot to the channel and to Graph goes wrong. `--seconds N` for how long.
import { parseArgs } from 'node:util'
import { buildSides, startFlags } from './build-sides.ts'
import { load, steadyLoad } from './load.ts'
import { startServed } from './served.ts'
import { crowd, startTraffic } from './traffic.ts'

const perSecond = 100
const faultEvery = 20

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } })
const seconds = Number(values.seconds)
if (!Number.isInteger(seconds) || seconds < 1) throw new Error('--seconds takes a whole number from 1')

const fileOf = await buildSides()
const traffic = await startTraffic(faultEvery)
const served = await startServed(fileOf('reconnect'), traffic.setting, startFlags())
await load(served.url, 10, 2 * crowd, traffic.message)
const { p50, p99, most, failed } = await steadyLoad(served.url, perSecond, seconds * perSecond, traffic.message)
console.log(
  `${seconds * perSecond} messages, ${perSecond} a second, 1 of ${faultEvery} requests to Graph and the channel with a fault`,
)
console.log(
  `acknowledged after: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, at most ${most.toFixed(1)} ms; ${failed} failed`,
)
await served.stop()
await traffic.stop()
