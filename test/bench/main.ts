// `npm run bench`: the bare SDK that answers one fixed text, and Reconnect that does its whole work, one after the other on
// this machine, over real HTTP with real tokens and a local channel. `--requests N` for each measurement.
import { parseArgs } from 'node:util'
import { buildSides, type Side } from './build-sides.ts'
import { type Figures, load, type Request } from './load.ts'
import { type Served, startServed } from './served.ts'
import { crowd, startTraffic } from './traffic.ts'

const { values } = parseArgs({ options: { requests: { type: 'string', default: '12000' } } })
const requests = Number(values.requests)
if (!Number.isInteger(requests) || requests < 1000) throw new Error('--requests takes a whole number from 1000')

const fileOf = await buildSides()
const traffic = await startTraffic()
const { far, setting, message, question, click } = traffic

async function measure(name: string, side: Side): Promise<Map<string, Figures>> {
  const served = await startServed(fileOf(side), setting)
  const figures = new Map<string, Figures>()
  await load(served.url, 50, 2 * crowd, message)
  for (const connections of [50, 1000]) {
    const label = `messages, ${connections} connections`
    figures.set(label, await report(name, label, served, connections, requests, message))
  }
  await load(served.url, 50, crowd, question)
  const label = 'clicks, 50 connections'
  figures.set(label, await report(name, label, served, 50, crowd, click))
  await served.stop()
  return figures
}

async function report(
  name: string,
  label: string,
  served: Served,
  connections: number,
  count: number,
  next: (at: number) => Request,
): Promise<Figures> {
  const before = far.taken()
  const figures = await load(served.url, connections, count, next)
  const { perSecond, p50, p99, failed } = figures
  const cells = [perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), String(failed), String(far.taken() - before)]
  const memory = (await served.memory()).toFixed(0)
  console.log(row([name, label, ...cells, memory]))
  return figures
}

const widths = [12, 30, 12, 10, 10, 8, 9, 9]
const row = (cells: readonly string[]): string =>
  cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('')

console.log(row(['', '', 'requests/s', 'p50 ms', 'p99 ms', 'failed', 'replies', 'RSS MB']))
const bare = await measure('bare SDK', 'bare-sdk')
const own = await measure('Reconnect', 'reconnect')
console.log('')
for (const [label, { perSecond, p99 }] of own) {
  const other = bare.get(label)
  if (!other) continue
  console.log(
    `${label.padEnd(30)} ${(perSecond / other.perSecond).toFixed(2)}x the requests/s, ${(p99 / other.p99).toFixed(2)}x the p99`,
  )
}
await traffic.stop()
