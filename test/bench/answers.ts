// `npm run bench:answers`: how soon the channel hears that the bot has a message, at a steady 100 a second, while one in
// twenty requests of the bot to the channel and to Graph goes wrong. Nobody writes twice, so that Graph is asked about each of
// them, and it takes its time. `--seconds N` for how long.
import { parseArgs } from 'node:util'
import { startFlags } from '../helpers/start-flags.ts'
import { buildSides } from './build-sides.ts'
import { load, steadyLoad } from './load.ts'
import { startServed } from './served.ts'
import { crowd, startTraffic } from './traffic.ts'

const perSecond = 100
const faultEvery = 20
const graphMs = 150
const warmUp = 2 * crowd

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } })
const seconds = Number(values.seconds)
if (!Number.isInteger(seconds) || seconds < 1) throw new Error('--seconds takes a whole number from 1')

const fileOf = await buildSides()
const count = seconds * perSecond
const traffic = await startTraffic({ faultEvery, graphMs, people: warmUp + count })
const served = await startServed(fileOf('reconnect'), traffic.setting, startFlags())
await load(served.url, 50, warmUp, traffic.message)
const { p50, p99, most, failed } = await steadyLoad(served.url, perSecond, count, (at) => traffic.message(warmUp + at))
console.log(
  `${count} messages, ${perSecond} a second; Graph answers after ${graphMs} ms; 1 of ${faultEvery} requests to it and the channel with a fault`,
)
console.log(
  `acknowledged after: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, at most ${most.toFixed(1)} ms; ${failed} failed`,
)
await served.stop()
await traffic.stop()
