// Bodies that no activity is made of, with a genuine token: refused with few words that are always the same, as soon as by a
// server that does nothing else.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { startFlags } from '../helpers/start-flags.ts'
import { bodiesTo } from './broken-bodies.ts'
import type { Outcome, Scale } from './outcome.ts'
import { type Answered, exchange } from './raw.ts'
import type { UnderAttack } from './under-attack.ts'

/** Whatever the bot says no with. */
export const fewWords =
  /^\{"error":"(bad request|unauthorized|forbidden|not found|method not allowed|too large|unsupported media type|busy)"\}$/

/** Each body so many times, since one alone says little about how soon it is answered. */
const roundsOf = ({ requests }: Scale): number => Math.max(10, Math.round(requests / 2000))

export async function bodies(bot: UnderAttack, scale: Scale): Promise<Outcome> {
  const bare = await startBare()
  const all = bodiesTo(bot.port, bot)
  const control = bodiesTo(bare.port, bot)
  const before = await bot.dump()
  const told = await bot.tell()
  const faults: string[] = []
  const waited = new Map<string, number[]>(all.map(({ name }) => [name, []]))
  const nextWaited: number[] = []
  const bareWaited: number[] = []
  let [refused, worstMs] = [0, 0]
  // Each of them finds a server at rest.
  for (const port of [bot.port, bare.port]) await askHealth(port)
  for (let round = 0; round < roundsOf(scale); round++) {
    for (const [at, body] of all.entries()) {
      const answered = await body.send(bot.genuine)
      waited.get(body.name)?.push(answered.answeredMs)
      check(body.name, body.status, answered)
      // Whoever comes next waits for what is still to be done.
      const next = await askHealth(bot.port)
      nextWaited.push(next.answeredMs)
      if (next.status !== 200) faults.push(`after ${body.name} /healthz answers ${next.status}`)
      const same = await control[at]?.send(bot.genuine)
      if (same) bareWaited.push(same.answeredMs)
      await askHealth(bare.port)
    }
  }
  bare.stop()
  const after = await bot.tell()
  const times = [...waited.values()].flat()
  const effects = after.turns - told.turns + ((await bot.dump()) === before ? 0 : 1)
  if (effects > 0) faults.push('something of it was acted upon')
  return {
    name: `${all.length} broken and hostile bodies`,
    requests: times.length,
    refused,
    letIn: times.length - refused,
    effects,
    worstMs,
    note: [
      `answered within ${soonness(times)}, ${late(times)} after 5 ms or more${oftenLate(waited)};`,
      `by a server that only reads them and says no: ${soonness(bareWaited)}, ${late(bareWaited)} after 5 ms or more;`,
      `the slowest of them is usually ${slowest(waited)};`,
      `/healthz right after each within ${soonness(nextWaited)};`,
      `the longest pause of the event loop ${after.longestPauseMs.toFixed(0)} ms`,
    ].join('\n  '),
    faults,
  }

  function check(name: string, status: readonly number[], answered: Answered): void {
    worstMs = Math.max(worstMs, answered.ms)
    if (status.includes(answered.status)) refused++
    else faults.push(`${name}: ${answered.status} ${answered.text.slice(0, 80)}`)
    // What Node itself refuses has no words at all.
    if (answered.text !== '' && !fewWords.test(answered.text))
      faults.push(`${name} is told: ${answered.text.slice(0, 80)}`)
  }
}

const askHealth = (port: number): Promise<Answered> =>
  exchange(port, ['GET /healthz HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n'])

/** The server of `bare.ts`, in a process of its own with the flags of the bot. */
async function startBare(): Promise<{ readonly port: number; stop(): void }> {
  const child = fork(new URL('./bare.ts', import.meta.url), { execArgv: [...startFlags(), '--import', 'tsx'] })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { port, stop: () => void child.kill() }
}

const countLate = (times: readonly number[]): number => times.filter((ms) => ms >= 5).length
const late = (times: readonly number[]): string => `${countLate(times)} of ${times.length}`

/** The body that was late most often, where one was more than once. */
function oftenLate(waited: ReadonlyMap<string, readonly number[]>): string {
  const [most] = [...waited]
    .map(([name, times]) => ({ name, count: countLate(times) }))
    .toSorted((one, other) => other.count - one.count)
  return most && most.count > 1 ? `, ${most.count} of them with ${most.name}` : ''
}

const within = (times: readonly number[], share: number): number =>
  times.toSorted((one, other) => one - other)[Math.ceil(times.length * share) - 1] ?? 0

const soonness = (times: readonly number[]): string =>
  `${within(times, 0.5).toFixed(1)} ms (half), ${within(times, 0.99).toFixed(1)} ms (99 of 100), ${within(times, 1).toFixed(1)} ms (all)`

/** The body that usually takes longest: one that was slow once may have met something else that the machine had to do. */
function slowest(waited: ReadonlyMap<string, readonly number[]>): string {
  const usual = [...waited].map(([name, times]) => ({ name, ms: within(times, 0.5) }))
  const worst = usual.reduce((one, other) => (other.ms > one.ms ? other : one))
  return `${worst.name}, half of the times within ${worst.ms.toFixed(1)} ms`
}
