// The channel brings the same again: several at once, after 15 and after 30 seconds, to the byte or under a new id. Whatever
// was done is done once, and each copy is answered as the first one was.
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { openDatabase } from '../../src/store/db.ts'
import type { Database } from '../../src/store/tables.ts'
import { chatOf, startBot, type TestBot } from '../helpers/bot.ts'
import { wordsOf } from '../helpers/card-reading.ts'
import type { CardJson } from '../helpers/connector.ts'
import { type Deed, everyDeed } from './deeds.ts'
import type { Outcome, Scale } from './outcome.ts'
import { putBack, watchedRows } from './store-watch.ts'
import { tracesOf, without } from './traces.ts'

type Copy = 'to the byte' | 'under a new id'
/** Copies that arrive together, so long after those before them. */
type Wave = { readonly afterMs: number; readonly copies: readonly Copy[] }

const copy = fc.constantFrom<Copy>('to the byte', 'under a new id')
const atOnce = fc.array(copy, { minLength: 2, maxLength: 4 })
const later = fc.record({
  afterMs: fc.constantFrom(15_000, 30_000),
  copies: fc.array(copy, { minLength: 1, maxLength: 4 }),
})
const waves: fc.Arbitrary<readonly Wave[]> = fc
  .tuple(atOnce, fc.array(later, { maxLength: 2 }))
  .map(([copies, rest]) => [{ afterMs: 0, copies }, ...rest])

/** Once, and nothing else: what the others are held against. */
const once: readonly Wave[] = [{ afterMs: 0, copies: ['to the byte'] }]

export async function repeats(_: unknown, { seed, requests }: Scale): Promise<Outcome> {
  const perDeed = Math.max(5, Math.round(requests / 1000))
  const bot = await startBot({ withIdentity: true, channels: ['helpdesk', 'second tier'] })
  const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
  const faults: string[] = []
  let sent = 0
  let orders = 0
  let effects = 0
  let worstMs = 0
  try {
    const deeds = await everyDeed(bot)
    const before = await watchedRows(database.db)
    const { clock } = bot.world()
    const began = clock.now().getTime()
    // Graph remembers nothing either.
    bot.gate.answerPosts((response) => {
      response.statusCode = 204
      response.end()
    })
    const play = async (deed: Deed, all: readonly Wave[]) => {
      const played = await inWaves(bot, database.db, deed, all)
      await putBack(database.db, before, await watchedRows(database.db))
      bot.advance(began - clock.now().getTime())
      worstMs = Math.max(worstMs, played.worstMs)
      return played
    }
    for (const deed of deeds) {
      const { effect } = await play(deed, once)
      if (effect.length === 0) faults.push(`${deed.name} has no effect at all`)
      for (const all of fc.sample(waves, { numRuns: perDeed, seed })) {
        const played = await play(deed, all)
        orders++
        sent += played.answers.length
        const isOnce = isDeepStrictEqual(played.effect, effect)
        if (!isOnce) effects++
        if (!isOnce)
          faults.push(`${deed.name}, ${JSON.stringify(all)}: ${played.effect.join()} instead of ${effect.join()}`)
        if (!played.isAlike) faults.push(`${deed.name}, ${JSON.stringify(all)}: ${[...new Set(played.answers)].join()}`)
      }
    }
    return {
      name: `${deeds.length} deeds, each brought again`,
      requests: sent,
      refused: sent - orders,
      letIn: effects,
      effects,
      worstMs,
      note: `${orders} orders of copies, ${effects} of them with more than one effect; all copies answered alike`,
      faults,
    }
  } finally {
    await database.close()
    await bot.stop()
  }
}

type Played = {
  readonly answers: readonly string[]
  readonly isAlike: boolean
  readonly effect: readonly string[]
  readonly worstMs: number
}

async function inWaves(bot: TestBot, db: Database, deed: Deed, all: readonly Wave[]): Promise<Played> {
  const before = await tracesOf(bot, db)
  const { clock } = bot.world()
  const newId = () => ({ id: clock.newId(), timestamp: clock.now().toISOString() })
  const first = newId()
  const answers: { readonly isSame: boolean; readonly text: string; readonly title: string }[] = []
  let worstMs = 0
  for (const { afterMs, copies } of all) {
    bot.advance(afterMs)
    await Promise.all(
      copies.map(async (how) => {
        const isSame = how === 'to the byte' || !deed.hasNonce
        const began = performance.now()
        const { status, body } = await bot.send(deed.person, deed.where, {
          ...deed.activity,
          ...(isSame ? first : newId()),
        })
        worstMs = Math.max(worstMs, performance.now() - began)
        answers.push({ isSame, text: `${status} ${JSON.stringify(body)}`, title: `${status} ${titleOf(body)}` })
      }),
    )
  }
  await bot.work()
  const toByte = new Set(answers.filter(({ isSame }) => isSame).map(({ text }) => text))
  const titles = new Set(answers.map(({ title }) => title))
  const told = answers.filter(({ isSame }) => !isSame).map(() => `message in ${chatOf(deed.person).id}`)
  const effect = without(await tracesOf(bot, db), before)
  return {
    answers: answers.map(({ title }) => title),
    isAlike: toByte.size <= 1 && titles.size === 1,
    // A client that cannot execute reads the answer to a click in the clicker's own chat.
    effect: isSubmit(deed) ? without(effect, told) : effect,
    worstMs,
  }
}

const isSubmit = ({ activity, hasNonce }: Deed): boolean =>
  hasNonce && 'type' in activity && activity.type === 'message'

/** To the byte an answer is the same. Under a new id it is the card as it stands by then. */
const titleOf = (body: unknown): string => {
  const { value } = (body ?? {}) as { readonly value?: CardJson }
  return wordsOf(value).split('\n')[0] ?? ''
}
