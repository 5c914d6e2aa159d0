// What the channel brings in any order: a click on a card whose id the bot does not know yet, an edit or a deletion before
// what was edited, an arrival after the first words, a removal before an arrival. It comes to the same in the end.
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { openDatabase } from '../../src/store/db.ts'
import type { Database } from '../../src/store/tables.ts'
import { chatOf, type Held, helpdeskChannel, inThread, spoken, startBot, type TestBot } from '../helpers/bot.ts'
import { buttonsOf, pressed } from '../helpers/card-reading.ts'
import type { ConnectorWatch } from '../helpers/connector.ts'
import { endedSession, toSolution } from '../helpers/ways.ts'
import type { Outcome, Scale } from './outcome.ts'
import { putBack, watchedRows, type Watched } from './store-watch.ts'
import { tracesOf, without } from './traces.ts'

const { ana, ben, goran } = people

type Event = { readonly name: string; readonly happen: () => Promise<unknown> }
/** `begin` leads up to six events that can come in any order. */
type Story = {
  readonly name: string
  /** What comes of it exactly once, as its trace begins. */
  readonly once: string
  begin(): Promise<readonly Event[]>
}
type Stage = { readonly bot: TestBot; readonly db: Database; readonly before: Watched; readonly beganAt: number }

export async function orders(_: unknown, { seed, requests }: Scale): Promise<Outcome> {
  const gate = startGate()
  const bot = await startBot({ withIdentity: true, watch: gate.watch })
  const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
  const faults: string[] = []
  const notes: string[] = []
  let sent = 0
  let effects = 0
  let worstMs = 0
  try {
    bot.hold()
    bot.gate.answerPosts((response) => {
      response.statusCode = 204
      response.end()
    })
    // Goran's ticket waits to be posted, and Ana is not known yet.
    const form = await bot.press(goran, await toSolution(bot, goran, endedSession), 'Get help')
    await bot.press(goran, form, 'Send to the helpdesk')
    const stage = {
      bot,
      db: database.db,
      before: await watchedRows(database.db),
      beganAt: bot.world().clock.now().getTime(),
    }
    for (const story of [restarted(bot, gate), taken(bot, gate), arrived(bot)]) {
      const first = await play(stage, story, (events) => events)
      const times = first.effect.filter((trace) => trace.startsWith(story.once)).length
      if (times !== 1) faults.push(`${story.name}: ${story.once} ${times} times`)
      const all = requests < 20_000 ? someOrders(seed, requests / 50) : everyOrder(6)
      for (const order of all) {
        const played = await play(stage, story, (events) => order.flatMap((at) => events[at] ?? []))
        sent += order.length
        worstMs = Math.max(worstMs, played.ms)
        if (isDeepStrictEqual(played.effect, first.effect)) continue
        effects++
        faults.push(`${story.name}: ${played.names.join(', ')}: ${played.effect.join()}, not ${first.effect.join()}`)
      }
      notes.push(`${story.name}: ${all.length} orders of 6 events, all with the same end`)
    }
  } finally {
    await database.close()
    await bot.stop()
  }
  return {
    name: 'events in any order',
    requests: sent,
    refused: 0,
    letIn: effects,
    effects,
    worstMs,
    note: notes.join('\n  '),
    faults,
  }
}

async function play(
  { bot, db, before, beganAt }: Stage,
  story: Story,
  order: (events: readonly Event[]) => readonly Event[],
): Promise<{ readonly effect: readonly string[]; readonly names: readonly string[]; readonly ms: number }> {
  const traces = await tracesOf(bot, db)
  const began = performance.now()
  const events = order(await story.begin())
  for (const { happen } of events) await happen()
  await bot.work()
  const effect = without(await tracesOf(bot, db), traces)
  const ms = performance.now() - began
  await putBack(db, before, await watchedRows(db))
  bot.advance(beganAt - bot.world().clock.now().getTime())
  return { effect, names: events.map(({ name }) => name), ms }
}

/** Ana asks for a restart, and confirms it, perhaps before the bot heard where its question stands. */
const restarted = (bot: TestBot, gate: Gate): Story => ({
  name: 'restart',
  once: 'restart call for ',
  async begin() {
    const asked = gate.close(bot)
    const question = { id: bot.world().clock.newId() }
    const turn = bot.send(ana, chatOf(ana), { ...spoken('restart', chatOf(ana)), ...question })
    await asked
    const held = bot.lastCard(chatOf(ana))
    const title = buttonsOf(held.card).find((one) => one.startsWith('Restart ')) ?? ''
    return [
      { name: 'heard', happen: () => gate.open(turn) },
      clicked(bot, ana, held, title),
      clicked(bot, ana, held, title),
      {
        name: 'edited',
        happen: () => bot.send(ana, chatOf(ana), { type: 'messageUpdate', text: 'restart', ...question }),
      },
      { name: 'deleted', happen: () => bot.send(ana, chatOf(ana), { type: 'messageDelete', ...question }) },
      joined(bot),
    ]
  },
})

/** Ben takes a ticket, perhaps before the bot heard where its card stands. */
const taken = (bot: TestBot, gate: Gate): Story => ({
  name: 'ticket',
  once: 'event taken by ',
  async begin() {
    const posted = gate.close(bot)
    const work = bot.work()
    await posted
    const held = bot.lastCard(helpdeskChannel)
    return [
      { name: 'heard', happen: () => gate.open(work) },
      clicked(bot, ben, held, 'Take'),
      clicked(bot, ben, held, 'Take'),
      { name: 'edited', happen: () => bot.send(goran, chatOf(goran), { type: 'messageUpdate', text: endedSession }) },
      { name: 'deleted', happen: () => bot.send(goran, chatOf(goran), { type: 'messageDelete' }) },
      joined(bot),
    ]
  },
})

/** Ana gets the bot, in all the words that the channel has for it. */
const arrived = (bot: TestBot): Story => ({
  name: 'arrival',
  once: 'message in chat-Ana',
  begin() {
    const message = { id: bot.world().clock.newId() }
    const send = (name: string, activity: object): Event => ({
      name,
      happen: () => bot.send(ana, chatOf(ana), activity),
    })
    const added = { type: 'installationUpdate', action: 'add' }
    return Promise.resolve([
      send('added', added),
      send('added', added),
      send('removed', { type: 'installationUpdate', action: 'remove' }),
      joined(bot),
      send('edited', { type: 'messageUpdate', text: 'restart', ...message }),
      send('deleted', { type: 'messageDelete', ...message }),
    ])
  },
})

const joined = (bot: TestBot): Event => ({
  name: 'joined',
  happen: () => bot.send(ana, chatOf(ana), { type: 'conversationUpdate', membersAdded: [{ id: '28:reconnect' }] }),
})

function clicked(bot: TestBot, person: SandboxPerson, held: Held, title: string): Event {
  const action = { type: 'Action.Execute', ...pressed(held.card, title, {}, {}) }
  const value = { action, trigger: 'manual' }
  const activity = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: held.id }
  return { name: 'clicked', happen: () => bot.send(person, inThread(held), activity) }
}

type Gate = ReturnType<typeof startGate>

/** The channel shows a message, and does not say so before the gate is opened. */
function startGate() {
  let opened = Promise.resolve()
  let letThrough = (): void => undefined
  const watch: ConnectorWatch = (deed, _, when) => (deed === 'post' && when === 'answers' ? opened : Promise.resolve())
  return {
    watch,
    /** For the next message alone; resolves once that one stands. */
    close(bot: TestBot): Promise<void> {
      opened = new Promise((resolve) => {
        letThrough = resolve
      })
      return bot.connector.next('post').then(() => {
        opened = Promise.resolve()
      })
    },
    async open(waits: Promise<unknown>): Promise<void> {
      letThrough()
      await waits
    },
  }
}

const someOrders = (seed: number, count: number): readonly (readonly number[])[] =>
  fc.sample(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), {
    numRuns: Math.max(5, Math.round(count)),
    seed,
  })

/** 720 of six. */
function everyOrder(count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]]
  return everyOrder(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, at) => [...order.slice(0, at), count - 1, ...order.slice(at)]),
  )
}
