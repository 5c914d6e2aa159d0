// Ends the process exactly between two steps of a restart. A process takes seconds to load, so it runs several bots, each
// with a store and far sides of its own: while those that were ended before come to their end, as many new ones get ready;
// then these come to their step and are ended together.
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { type BotUnderTest, startBotUnderTest } from './bot-under-test.ts'
import { check } from './check.ts'
import type { Dice } from './dice.ts'
import { eachOf } from './in-turns.ts'
import { type KillPoint, killPoints } from './kill-points.ts'
import { type BotsProcess, startProcess, type Times } from './processes.ts'
import type { Tell } from './report.ts'
import { sqliteCopy } from './sqlite-copy.ts'
import { ask, type Asked, endOf, goThrough, setUp, type Wanted } from './story.ts'

/** One restart, and the point at which its bot is ended. */
export type Trial = { readonly number: number; readonly point: KillPoint; readonly wanted: Wanted }
type Prepared = Trial & { readonly bot: BotUnderTest; readonly asked: Asked }
type Begun = Prepared & { readonly story: Promise<void>; readonly isReached: boolean }

/** More would keep each other waiting. */
const atOnce = 4
/** Every point with and without an approval, over and over, in an order of chance. */
export function trialsFor(count: number, dice: Dice): Trial[] {
  const ways = killPoints.flatMap((point) =>
    [false, true]
      .filter((approval) => point.restart === 'any' || approval === (point.restart === 'approval'))
      .map((approval) => ({ point, approval })),
  )
  const rounds = Array.from({ length: Math.ceil(count / ways.length) }, () => dice.shuffled(ways)).flat()
  return rounds.slice(0, count).map(({ point, approval }, number) => ({
    number,
    point,
    wanted: { person: people.ana, cloudPcId: cloudPcs.ana.id, approval, as: dice.oneIn(4) ? 'submit' : 'execute' },
  }))
}

/** `together`: so many bots are ended at once. */
export async function killAtSteps(trials: readonly Trial[], together: number, times: Times, tell: Tell): Promise<void> {
  let ended: readonly Begun[] = []
  for (let done = 0; done < trials.length || ended.length > 0; done += together) {
    const process = await startProcess(times)
    const [, fresh] = await Promise.all([
      resume(ended, process),
      eachOf(trials.slice(done, done + together), atOnce, (trial) => prepare(trial, process)),
    ])
    const begun = await eachOf(fresh, atOnce, begin)
    const over = ended
    await process.kill((bot) => begun.some((one) => one.bot === bot))
    for (const one of over) await conclude(one, tell)
    ended = begun
  }
}

/** Up to the card that asks for the confirmation. */
async function prepare(trial: Trial, process: BotsProcess): Promise<Prepared> {
  const bot = await startBotUnderTest({ number: trial.number, store: await sqliteCopy() })
  await process.open(bot, false)
  await setUp(bot)
  return { ...trial, bot, asked: await ask(bot, trial.wanted) }
}

/** The person presses the button; resolves at the point, or where it is never come to. */
async function begin(prepared: Prepared): Promise<Begun> {
  const { bot, asked, point } = prepared
  let isReached = false
  const reached = bot.stopAt(point).then(() => (isReached = true))
  const story = goThrough(bot, asked)
  await endOf(Promise.race([reached, story]), bot)
  return { ...prepared, story, isReached }
}

async function resume(ended: readonly Begun[], process: BotsProcess): Promise<void> {
  await eachOf(ended, atOnce, async ({ bot, asked }) => {
    const wasFiled = (await requestsIn(bot.store.db).find(asked.requestId)) !== undefined
    await process.open(bot, wasFiled)
  })
  await Promise.all(ended.map(({ story, bot }) => endOf(story, bot)))
}

async function conclude({ bot, asked, point, isReached }: Begun, tell: Tell): Promise<void> {
  const finding = await check(bot, [asked], false)
  const faults = [...finding.faults, ...(isReached ? [] : [`it never came to: ${point.name}`])]
  await tell({ ...finding, faults, at: point.step, kills: bot.kills() }, bot)
}
