// `npm run bench`: the bare SDK that answers one fixed text, and Reconnect that does its whole work, one after the other on
// this machine, over real HTTP with real tokens and a local channel. `--requests N` for each measurement.
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { tenantId } from '../../src/sandbox/tenant.ts'
import { startChannelProof } from '../helpers/channel-proof.ts'
import { messages } from '../matching/messages.ts'
import { pressed } from '../helpers/card-reading.ts'
import { startFarSide } from './far-side.ts'
import { type Figures, load, type Request } from './load.ts'
import { type Served, startServed } from './served.ts'

const { values } = parseArgs({ options: { requests: { type: 'string', default: '12000' } } })
const requests = Number(values.requests)
if (!Number.isInteger(requests) || requests < 1000) throw new Error('--requests takes a whole number from 1000')

const far = await startFarSide()
const proof = await startChannelProof(far.url)
const setting = {
  appId: proof.identity.appId,
  tenantId,
  metadataUrl: proof.channel.metadataUrl,
  connectorOrigin: new URL(far.url).origin,
  graphUrl: far.graphUrl,
}
const headers = { 'Content-Type': 'application/json; charset=utf-8', Authorization: await proof.authorization() }
/** What people really wrote, each time with an id of its own, so that no two are the same. */
const texts = messages.map(({ text }) => text)
const textAt = (at: number): string => `${texts[at % texts.length] ?? ''}\nActivity ID: ${randomUUID()}`

/** So many people take turns, so that nobody is in too much of a hurry. */
const crowd = 900
let activities = 0

const personAt = (at: number) => `5b0a7c10-0000-4000-8000-${String(at % crowd).padStart(12, '0')}`
const chatAt = (at: number) => `a:chat-${at % crowd}`
const envelope = (at: number) => ({
  id: `${Date.now()}-${++activities}`,
  timestamp: new Date().toISOString(),
  localTimestamp: new Date().toISOString(),
  channelId: 'msteams',
  serviceUrl: far.url,
  from: { id: `29:${personAt(at)}`, name: `Person ${at % crowd}`, aadObjectId: personAt(at) },
  conversation: { id: chatAt(at), conversationType: 'personal', tenantId },
  recipient: { id: '28:reconnect', name: 'Reconnect' },
  entities: [{ locale: 'en-GB', country: 'GB', platform: 'Windows', timezone: 'Europe/London', type: 'clientInfo' }],
  channelData: { tenant: { id: tenantId } },
  locale: 'en-GB',
})
const request = (activity: object): Request => ({ headers, body: JSON.stringify(activity) })
const message = (at: number): Request =>
  request({ ...envelope(at), type: 'message', textFormat: 'plain', text: textAt(at) })
const question = (at: number): Request =>
  request({ ...envelope(at), type: 'message', textFormat: 'plain', text: '0x3' })
function click(at: number): Request {
  const held = far.cardIn(chatAt(at))
  const action = held ? { type: 'Action.Execute', ...pressed(held.card, 'Just this once', {}, {}) } : {}
  return request({
    ...envelope(at),
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action, trigger: 'manual' },
    replyToId: held?.id ?? '',
  })
}

async function measure(name: string, file: string): Promise<Map<string, Figures>> {
  const served = await startServed(file, setting)
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
const bare = await measure('bare SDK', './bare-sdk.ts')
const own = await measure('Reconnect', './reconnect.ts')
console.log('')
for (const [label, { perSecond, p99 }] of own) {
  const other = bare.get(label)
  if (!other) continue
  console.log(
    `${label.padEnd(30)} ${(perSecond / other.perSecond).toFixed(2)}x the requests/s, ${(p99 / other.p99).toFixed(2)}x the p99`,
  )
}
far.stop()
await proof.stop()
