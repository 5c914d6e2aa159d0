// Ends processes at random moments, with several people at work on every bot and Graph failing now and then.
import { setTimeout } from 'node:timers/promises'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { openStates } from '../../src/core/restart-request.ts'
import { type BotUnderTest, startBotUnderTest } from './bot-under-test.ts'
import { check } from './check.ts'
import type { Dice } from './dice.ts'
import { disturbedBy } from './disturb.ts'
import { type BotsProcess, startProcess, type Times } from './processes.ts'
import { atRandom, type Tell } from './report.ts'
import { ask, type Asked, endOf, goThrough, setUp, type Wanted } from './story.ts'

export type RandomKills = {
  readonly kills: number
  /** So many bots share a process and are ended at once. */
  readonly together: number
  /** So many processes run every bot at once: one, where the store is a file. */
  readonly beside: number
  /** Numbers the bots of this run apart from all others. */
  readonly first: number
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
  const disturb = disturbedBy(dice)
  let crew: BotsProcess[] = []
  let living: Living[] = []
  let begun = 0
  let kills = 0
  while (kills < plan.kills || living.length > 0) {
    const isLast = kills >= plan.kills
    const missing = isLast ? 0 : plan.together - living.length
    const fresh = await Promise.all(Array.from({ length: missing }, () => begin(plan.first + begun++, disturb, dice)))
    living.push(...fresh)
    for (const process of crew) openAll(process, fresh)
    while (crew.length < plan.beside) {
      const process = await startProcess(times)
      crew.push(process)
      openAll(process, living)
    }
    if (isLast) await Promise.all(living.map(({ story, bot }) => endOf(story, bot)))
    else await setTimeout(dice.gap(meanGap))
    const [victim, ...others] = dice.shuffled(crew)
    const atWork = new Set(living.filter(({ isOver }) => !isOver && !isLast).map(({ bot }) => bot))
    await victim?.kill((bot) => atWork.has(bot))
    crew = others
    kills += atWork.size
    for (const one of living) if (one.isOver || isLast) await conclude(one, tell)
    living = living.filter(({ isOver }) => !isOver && !isLast)
  }
  for (const process of crew) await process.kill(() => false)
}

/** Whether or not they come to listen before the process is ended. */
function openAll(process: BotsProcess, all: readonly Living[]): void {
  for (const { bot } of all)
    void hasOpen(bot)
      .then((resumes) => process.open(bot, resumes))
      .catch(() => undefined)
}

async function hasOpen({ store }: BotUnderTest): Promise<boolean> {
  const open = await store.db
    .selectFrom('restart_requests')
    .select('id')
    .where('state', 'in', openStates)
    .executeTakeFirst()
  return open !== undefined
}

async function begin(number: number, disturb: ReturnType<typeof disturbedBy>, dice: Dice): Promise<Living> {
  const bot = await startBotUnderTest({ number, disturb })
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

async function conclude({ bot, asked }: Living, tell: Tell): Promise<void> {
  const finding = await check(bot, asked, true)
  await tell({ ...finding, at: atRandom, kills: bot.kills() }, bot)
}
