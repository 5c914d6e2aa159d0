// Ends processes at random moments, with several people at work on every bot and Graph failing now and then.
import { setTimeout } from 'node:timers/promises'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'
import { type BotUnderTest, startBotUnderTest } from './bot-under-test.ts'
import { check } from './check.ts'
import type { Dice } from './dice.ts'
import type { Disturb } from './disturb.ts'
import { type BotsProcess, startProcess, type Times } from './processes.ts'
import type { Tell } from './report.ts'
import { ask, type Asked, endOf, goThrough, setUp, type Wanted } from './story.ts'

export type RandomKills = {
  /** The name in the table. */
  readonly at: string
  readonly kills: number
  /** So many bots share a process and are ended at once. */
  readonly together: number
  /** So many processes run every bot at once: one, where its store is a file. */
  readonly beside: number
  /** Every second process on average is stopped instead, as in a rolling restart. */
  readonly stops: boolean
  readonly newStore: () => Promise<TemporaryStore>
  readonly disturb: Disturb
}

type Living = {
  readonly bot: BotUnderTest
  readonly asked: readonly Asked[]
  readonly story: Promise<void>
  isOver: boolean
}

/** Between two ends of a process, in milliseconds: about as long as a restart takes. */
const meanGap = 1500

export async function killAtRandom(plan: RandomKills, dice: Dice, times: Times, tell: Tell): Promise<void> {
  let crew: BotsProcess[] = []
  let living: Living[] = []
  let begun = 0
  let kills = 0
  // Loading takes longer than a restart: what is to run next is loaded while others run.
  let next = startProcess(times)
  while (kills < plan.kills || living.length > 0) {
    const isLast = kills >= plan.kills
    while (crew.length < plan.beside) {
      const process = await next
      next = startProcess(times)
      crew.push(process)
      openAll(process, living)
    }
    const missing = isLast ? 0 : plan.together - living.length
    const fresh = await Promise.all(Array.from({ length: missing }, () => begin(plan, ++begun, dice)))
    living.push(...fresh)
    for (const process of crew) openAll(process, fresh)
    if (isLast) await Promise.all(living.map(({ story, bot }) => endOf(story, bot)))
    else await setTimeout(dice.gap(meanGap))
    const [victim, ...others] = dice.shuffled(crew)
    const atWork = new Set(living.filter(({ isOver }) => !isOver && !isLast).map(({ bot }) => bot))
    crew = others
    if (plan.stops && dice.oneIn(2)) await victim?.stop()
    else {
      await victim?.kill((bot) => atWork.has(bot))
      kills += atWork.size
    }
    const through = living.filter(({ isOver }) => isOver || isLast)
    living = living.filter((one) => !through.includes(one))
    for (const process of crew) await Promise.all(through.map(({ bot }) => process.close(bot)))
    for (const one of through) await conclude(one, plan.at, tell)
  }
  for (const process of [...crew, await next]) await process.kill(() => false)
}

/** Whether or not they come to listen before the process is ended. */
function openAll(process: BotsProcess, all: readonly Living[]): void {
  for (const { bot } of all) void process.open(bot, false)
}

async function begin({ newStore, disturb }: RandomKills, number: number, dice: Dice): Promise<Living> {
  const bot = await startBotUnderTest({ number, store: await newStore(), disturb })
  const asked: Asked[] = []
  const as = () => (dice.oneIn(4) ? 'submit' : 'execute')
  const of = (person: Wanted['person'], ...pcs: { readonly id: string }[]): Wanted[] =>
    pcs.map(({ id }) => ({ person, cloudPcId: id, approval: person === people.ana && dice.oneIn(2), as: as() }))
  const wanted = [
    of(people.ana, cloudPcs.ana),
    of(people.ben, cloudPcs.ben),
    of(people.deniz, cloudPcs.deniz1, cloudPcs.deniz2),
  ]
  const one: Living = { bot, asked, story: live(), isOver: false }
  one.story.then(
    () => (one.isOver = true),
    () => undefined,
  )
  return one

  async function live(): Promise<void> {
    await setUp(bot)
    await Promise.all(wanted.map(onePerson))
  }

  async function onePerson(theirs: readonly Wanted[]): Promise<void> {
    for (const one of theirs) {
      const question = await ask(bot, one)
      asked.push(question)
      await goThrough(bot, question)
    }
  }
}

async function conclude({ bot, asked }: Living, at: string, tell: Tell): Promise<void> {
  const finding = await check(bot, asked, true)
  await tell({ ...finding, at, kills: bot.kills() }, bot)
}
