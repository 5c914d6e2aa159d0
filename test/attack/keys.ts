// A key service that is down, slow or has new keys, while somebody sends tokens of keys that nobody knows, a hundred a second:
// whoever is genuine is answered all the while, the keys are asked for at most once a minute, and nothing hangs.
import { setTimeout } from 'node:timers/promises'
import { type KeyService, newSigningKey, signedToken } from '../helpers/key-service.ts'
import { somebody, typed } from './activities.ts'
import { junkToken } from './junk.ts'
import type { Outcome, Scale } from './outcome.ts'
import { post } from './raw.ts'
import { startUnderAttack, type UnderAttack, until } from './under-attack.ts'

const perSecond = 100
const genuinePerSecond = 20
const minute = 60_000
/** When whoever waits for the key service gives up, and a little for a machine that is busy. */
const mostMs = 5000 + 1500
/** Whoever is genuine waits for nobody. */
const mostGenuineMs = 4000

/** `afterMs`: how much older the keys are when it begins. */
type Phase = {
  readonly name: string
  readonly afterMs: number
  readonly behave: Parameters<KeyService['behave']>[0]
}

const phases: readonly Phase[] = [
  { name: 'well', afterMs: 0, behave: 'well' },
  { name: 'down', afterMs: minute, behave: { status: 503 } },
  { name: 'silent', afterMs: minute, behave: 'hang' },
  { name: 'talking nonsense', afterMs: minute, behave: { body: '<html>' } },
  { name: 'back, with a new key', afterMs: minute, behave: 'well' },
]

export async function keys(_: unknown, { requests }: Scale): Promise<Outcome> {
  const seconds = requests < 20_000 ? 2 : 5
  const bot = await startUnderAttack()
  const faults: string[] = []
  const notes: string[] = []
  let sent = 0
  let refused = 0
  let worstMs = 0
  try {
    const fresh = await newSigningKey('fresh')
    const { proof } = bot
    const { signingKey, keys: service } = proof
    const genuine = [bot.genuine]
    for (const [at, { name, afterMs, behave }] of phases.entries()) {
      if (at === phases.length - 1) {
        service.publish(signingKey, fresh)
        genuine.push(`Authorization: Bearer ${await signedToken(fresh, proof.claims())}`)
      }
      service.behave(behave)
      await bot.forward(afterMs)
      const asked = service.asked.metadata
      const all = await inSeconds(bot, seconds, at * 1_000_000, genuine)
      const fetches = service.asked.metadata - asked
      const unheard = all.genuine.filter(({ isFine }) => !isFine).length
      const letIn = all.junk.filter(({ isFine }) => !isFine).length
      const worst = (ones: readonly Sent[]): number => Math.max(...ones.map(({ ms }) => ms))
      if (fetches > 1) faults.push(`${name}: the keys were asked for ${fetches} times`)
      if (unheard > 0) faults.push(`${name}: ${unheard} who were genuine had no answer`)
      if (letIn > 0) faults.push(`${name}: ${letIn} unknown keys were not refused`)
      if (worst(all.junk) > mostMs) faults.push(`${name}: somebody waited for ${worst(all.junk).toFixed(0)} ms`)
      if (worst(all.genuine) > mostGenuineMs)
        faults.push(`${name}: who was genuine waited ${worst(all.genuine).toFixed(0)} ms`)
      sent += all.junk.length + all.genuine.length
      refused += all.junk.length - letIn
      worstMs = Math.max(worstMs, worst(all.junk), worst(all.genuine))
      notes.push(
        `${name}: ${all.junk.length} unknown keys, worst ${worst(all.junk).toFixed(0)} ms; ` +
          `${all.genuine.length - unheard} of ${all.genuine.length} genuine messages answered, worst ` +
          `${worst(all.genuine).toFixed(0)} ms; the keys were asked for ${times(fetches)}`,
      )
    }
  } finally {
    await bot.stop()
  }
  return {
    name: 'the key service in trouble',
    requests: sent,
    refused,
    letIn: faults.length,
    effects: 0,
    worstMs,
    note: notes.join('\n  '),
    faults,
  }
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

type Sent = { readonly isFine: boolean; readonly ms: number }

/** As many as come in so many seconds, each when it is time, whether or not those before are over. */
async function inSeconds(bot: UnderAttack, seconds: number, first: number, genuine: readonly string[]) {
  const sending: { readonly junk: Promise<Sent>[]; readonly genuine: Promise<Sent>[] } = { junk: [], genuine: [] }
  const body = (person: string) => JSON.stringify(typed(bot.connector.url, person, 'help'))
  async function sendJunk(at: number): Promise<Sent> {
    const header = `Authorization: Bearer ${junkToken(4 * at, bot.proof.identity.appId)}`
    const { status, ms } = await post(bot.port, [header], body(somebody(at)))
    // 503 while the keys are being read and too many wait for that: nobody knows yet.
    return { isFine: status === 401 || status === 503, ms }
  }
  async function sendGenuine(at: number): Promise<Sent> {
    const person = somebody(at)
    const { status, ms } = await post(bot.port, [genuine[at % genuine.length] ?? ''], body(person))
    const isAnswered = await until(() => bot.connector.messages(`a:${person}`).length === 1)
    return { isFine: status === 200 && isAnswered, ms }
  }
  for (let tick = 0; tick < seconds * genuinePerSecond; tick++) {
    const each = perSecond / genuinePerSecond
    for (let at = 0; at < each; at++) sending.junk.push(sendJunk(first + tick * each + at))
    sending.genuine.push(sendGenuine(first + 500_000 + tick))
    await setTimeout(1000 / genuinePerSecond)
  }
  return { junk: await Promise.all(sending.junk), genuine: await Promise.all(sending.genuine) }
}
