// `npm run bench`: the bare SDK that answers one fixed text, and Reconnect that does its whole work, by turns on
// this machine, over real HTTP with real tokens and a local channel. `--requests N` for each measurement.
import { parseArgs } from 'node:util'
import { startFlags } from '../helpers/start-flags.ts'
import { buildSides, type Side } from './build-sides.ts'
import { type Figures, load } from './load.ts'
import { type Served, startServed } from './served.ts'
import { crowd, startTraffic, type Traffic } from './traffic.ts'

const { values } = parseArgs({ options: { requests: { type: 'string', default: '20000' } } })
const requests = Number(values.requests)
if (!Number.isInteger(requests) || requests < 1000) throw new Error('--requests takes a whole number from 1000')

/**
 * The sides take turns, since a machine that has other work to do is not as fast at one time as at another. An odd number
 * has a middle; with three, a first crowd that met a cold process would often be half of what it is taken from.
 */
const rounds = 5
const sides: Readonly<Record<string, Side>> = { 'bare SDK': 'bare-sdk', Reconnect: 'reconnect' }

type Measuring = { readonly served: Served; readonly traffic: Traffic }

const fileOf = await buildSides()
const measuring = new Map<string, Measuring>()
for (const [name, side] of Object.entries(sides)) {
  const traffic = await startTraffic()
  const flags = side === 'reconnect' ? startFlags() : []
  measuring.set(name, { traffic, served: await startServed(fileOf(side), traffic.setting, flags) })
}

console.log(row(['', '', 'requests/s', 'p50 ms', 'p99 ms', 'failed', 'replies', 'RSS MB']))
const ratios: string[] = []
for (const { served, traffic } of measuring.values()) await load(served.url, 50, 2 * crowd, traffic.message)
await compare('messages, 50 connections', 50, requests / rounds, 'message')
await compare('messages, 1000 connections', 1000, requests / rounds, 'message')
await compare('clicks, 50 connections', 50, crowd, 'click', 'question')
console.log(`\n${ratios.join('\n')}`)
for (const { served, traffic } of measuring.values()) {
  await served.stop()
  await traffic.stop()
}

/** `before`: what everybody sends first, which is not measured. */
async function compare(label: string, connections: number, count: number, kind: Kind, before?: Kind): Promise<void> {
  const taken = new Map([...measuring.keys()].map((name): [string, Measured[]] => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, { served, traffic }] of measuring) {
      if (before) await load(served.url, connections, crowd, traffic[before])
      const repliesBefore = traffic.far.taken()
      const figures = await load(served.url, connections, count, traffic[kind])
      taken.get(name)?.push({ ...figures, replies: traffic.far.taken() - repliesBefore })
    }
  for (const [name, all] of taken) {
    const { perSecond, p50, p99, failed, replies } = medianOf(all)
    const cells = [perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), String(failed), String(replies)]
    const memory = (await measuring.get(name)?.served.memory())?.toFixed(0) ?? ''
    console.log(row([name, label, ...cells, memory]))
  }
  const [bare, own] = [...taken.values()].map(medianOf)
  if (bare && own)
    ratios.push(
      `${label.padEnd(30)} ${(own.perSecond / bare.perSecond).toFixed(2)}x the requests/s, ${(own.p99 / bare.p99).toFixed(2)}x the p99`,
    )
}

type Kind = 'message' | 'question' | 'click'
type Measured = Figures & { readonly replies: number }

/** Each figure of its own; of what failed and of the replies, all. */
function medianOf(all: readonly Measured[]): Measured {
  const middle = (of: (one: Measured) => number): number =>
    all.map(of).sort((one, other) => one - other)[(rounds - 1) / 2] ?? 0
  const sum = (of: (one: Measured) => number): number => all.reduce((total, one) => total + of(one), 0)
  return {
    perSecond: middle(({ perSecond }) => perSecond),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    most: middle(({ most }) => most),
    failed: sum(({ failed }) => failed),
    replies: sum(({ replies }) => replies),
  }
}

function row(cells: readonly string[]): string {
  const widths = [12, 30, 12, 10, 10, 8, 9, 9]
  return cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('')
}
