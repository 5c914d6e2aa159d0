// The data of every button, on a card of every kind that there is, changed in one place and sent by whoever has no such button:
// the owner of the card, somebody else, a member of the helpdesk. What none of them sees to press, none of them can do.
import { type ScreenKind, screenKinds } from '../../src/core/screens.ts'
import * as texts from '../../src/core/texts.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { openDatabase } from '../../src/store/db.ts'
import type { Database } from '../../src/store/tables.ts'
import { chatOf, helpdeskChannel, inThread, secondTierChannel, startBot, type TestBot } from '../helpers/bot.ts'
import { parseExposition } from '../helpers/exposition.ts'
import { type AttackedCard, everyKind } from './card-kinds.ts'
import { clickersOf, type Mutated, mutationsOf, verbCount } from './card-mutations.ts'
import { isSame, moved, putBack, type Watched, watchedRows, writes } from './store-watch.ts'
import type { Outcome, Scale } from './outcome.ts'
import { atOnce } from './raw.ts'

/** Between two looks at the store. */
const mostInBatch = 60
/** Of those that may move the owner's session on, so that the next ones are not for a card of before. */
const mostMoving = 4
const mostAtOnce = 20

type Tally = {
  sent: number
  /** The data was that of some button of the bot. */
  understood: number
  refused: number
  changes: number
  worstMs: number
  readonly faults: string[]
}

type Attacked = { readonly bot: TestBot; readonly db: Database; readonly tally: Tally; before: Watched }

export async function cardData(_: unknown, { seed, requests }: Scale): Promise<Outcome> {
  const perKind = perKindOf(requests)
  const bot = await startBot({ withIdentity: true, metrics: true, channels: ['helpdesk', 'second tier'] })
  const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
  const { db } = database
  const tally: Tally = { sent: 0, understood: 0, refused: 0, changes: 0, worstMs: 0, faults: [] }
  const notes: string[] = []
  try {
    const cards = await everyKind(bot)
    const tickets = await db.selectFrom('tickets').select(['id', 'requester_id']).execute()
    const mutations = mutationsOf(cards, new Map(tickets.map(({ id, requester_id }) => [id, requester_id])))
    // What waits for somebody is to be seen in the outbox.
    bot.hold()
    const attacked: Attacked = { bot, db, tally, before: await watchedRows(db) }
    const turns = await turnsOf(bot)
    for (const kind of screenKinds) {
      const { sent, understood } = tally
      const ofKind = cards.filter((card) => card.kind === kind)
      for (const card of ofKind)
        for (const [at, clicker] of clickersOf(card).entries()) {
          const most = Math.ceil(perKind / ofKind.length / clickersOf(card).length)
          await attack(attacked, card, clicker, mutations(card, clicker, seed + at), most)
        }
      notes.push(noteOf(kind, ofKind.length, tally.sent - sent, tally.understood - understood))
    }
    const ran = (await turnsOf(bot)) - turns
    if (ran !== tally.sent) tally.faults.push(`${ran} turns for ${tally.sent} clicks: some were not judged`)
    await control(attacked, cards)
  } finally {
    await database.close()
    await bot.stop()
  }
  return {
    name: 'data of buttons, mutated',
    requests: tally.sent,
    refused: tally.refused,
    letIn: tally.changes,
    effects: tally.changes,
    worstMs: tally.worstMs,
    note: [
      `every kind of card with each of the ${verbCount} verbs, none of them turned away for being too many:`,
      ...notes,
    ].join('\n  '),
    faults: tally.faults,
  }
}

/** Ten thousand by default, and far fewer in a small helping: there are many kinds. */
const perKindOf = (requests: number): number => Math.round(requests < 20_000 ? requests / 8 : requests / 2)

const noteOf = (kind: ScreenKind, cards: number, sent: number, understood: number): string =>
  `${kind.padEnd(14)} ${sent} sent, ${understood} of them in the form of an action, ${cards === 1 ? '1 card' : `${cards} cards`}`

/** In batches after each of which the store is as before. */
async function attack(
  attacked: Attacked,
  card: AttackedCard,
  clicker: SandboxPerson,
  mutations: Iterable<Mutated>,
  most: number,
): Promise<void> {
  let left = Math.max(most, verbCount)
  let batch: Mutated[] = []
  for (const one of mutations) {
    batch.push(one)
    left--
    const moving = card.owners.includes(clicker) ? batch.filter(({ action }) => action !== undefined).length : 0
    if (moving < mostMoving && batch.length < mostInBatch && left > 0) continue
    await judge(attacked, card, clicker, batch)
    if (left === 0) return
    batch = []
  }
}

async function judge(
  attacked: Attacked,
  card: AttackedCard,
  clicker: SandboxPerson,
  batch: readonly Mutated[],
): Promise<void> {
  const { tally } = attacked
  const tables = await movedBy(attacked, clicker, () =>
    atOnce(batch, mostAtOnce, (one) => click(attacked, card, clicker, one)),
  )
  if (tables.length === 0) return
  tally.changes++
  const one = batch.length === 1 ? batch[0] : await culprit(attacked, card, clicker, batch)
  const what = one ? JSON.stringify(one.data) : `some of ${batch.length} at once`
  tally.faults.push(`${card.kind} ${card.name}: ${clicker.givenName} changed ${tables.join(', ')} by ${what}`)
}

/** What was moved that is not the clicker's own; the store is as before then. */
async function movedBy(
  attacked: Attacked,
  clicker: SandboxPerson,
  act: () => Promise<void>,
): Promise<readonly string[]> {
  const { bot, db, before } = attacked
  const written = await writes(db)
  const faces = facesOf(bot)
  await act()
  const faced = facesOf(bot) === faces ? [] : ['a card that everybody sees']
  if ((await writes(db)) === written) return faced
  const after = await watchedRows(db)
  const tables = await moved(db, before, after, clicker)
  if (!isSame(before, after)) await putBack(db, before, after)
  attacked.before = { ...before, audited: after.audited }
  return [...faced, ...tables]
}

/** How often a card in a channel was replaced by another one: what waits to be shown there is held back meanwhile. */
const facesOf = ({ connector }: TestBot): number =>
  [helpdeskChannel, secondTierChannel]
    .flatMap(({ id }) => connector.messages(id))
    .reduce((sum, one) => sum + one.updates, 0)

/** The first that does it by itself. */
async function culprit(
  attacked: Attacked,
  card: AttackedCard,
  clicker: SandboxPerson,
  batch: readonly Mutated[],
): Promise<Mutated | undefined> {
  for (const one of batch)
    if ((await movedBy(attacked, clicker, () => click(attacked, card, clicker, one))).length > 0) return one
  return undefined
}

async function click(
  { bot, tally }: Attacked,
  { kind, name, held }: AttackedCard,
  clicker: SandboxPerson,
  { data, action }: Mutated,
): Promise<void> {
  const value = { action: { type: 'Action.Execute', verb: 'x', data }, trigger: 'manual' }
  const activity = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: held.id }
  // Nobody is in another person's chat, but everybody can be in the channel.
  const where = held.where.type === 'personal' ? chatOf(clicker) : inThread(held)
  const began = performance.now()
  const { status, body } = await bot.send(clicker, where, activity)
  tally.worstMs = Math.max(tally.worstMs, performance.now() - began)
  tally.sent++
  if (action) tally.understood++
  const told = JSON.stringify(body)
  const wrong = [
    ...(status === 200 ? [] : [`answered with ${status}`]),
    ...(told.includes(texts.failed('').title) ? ['failed'] : []),
    ...(told.includes(texts.tooMuch.title) ? ['turned away as too much'] : []),
  ]
  if (wrong.length === 0) tally.refused++
  for (const one of wrong) tally.faults.push(`${kind} ${name}: ${one}: ${JSON.stringify(data)}`)
}

async function turnsOf(bot: TestBot): Promise<number> {
  const { value } = parseExposition(await bot.scrape())
  return value('reconnect_turns_total{kind="invoke",outcome="done"}') ?? 0
}

/** A button that stands there is seen to change what is watched: whoever sees nothing would see this not either. */
async function control(attacked: Attacked, cards: readonly AttackedCard[]): Promise<void> {
  const { bot, db, before, tally } = attacked
  const open = cards.find(({ kind, name }) => kind === 'ticket-channel' && name === 'open')
  if (!open) throw new Error('no open ticket')
  await bot.press(people.ben, open.held, texts.buttons.take)
  const tables = await moved(db, before, await watchedRows(db), people.ben)
  const expected = ['tickets', 'ticket_events', 'outbox', 'audit']
  if (!expected.every((table) => tables.includes(table)))
    tally.faults.push(`a true click was seen only in ${tables.join()}`)
}
