// The data of every button on the cards that a conversation gives, changed in one place and sent by whoever has no such button:
// the owner of the card, somebody else, a member of the helpdesk. What none of them sees to press, none of them can do.
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { sql } from 'kysely'
import { decode, plainSessionVerbs, plainTicketVerbs } from '../../src/cards/actions.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { openDatabase } from '../../src/store/db.ts'
import type { Database } from '../../src/store/tables.ts'
import { type Held, inThread, startBot, type TestBot } from '../helpers/bot.ts'
import { askForApproval, endedSession, fileTicket, policyError, toConfirm, toSolution } from '../helpers/ways.ts'
import { edited, edits, value } from './mutate.ts'
import type { Outcome, Scale } from './outcome.ts'

const { ana, ben, deniz, emil, fatima, goran, hana } = people

type Data = Readonly<Record<string, unknown>>
type Button = { readonly data: Data; readonly inputs: Data }
type Card = {
  readonly name: string
  readonly held: Held
  /** The first is whose card it is. */
  readonly clickers: readonly SandboxPerson[]
  /** Who filed the ticket that it shows: they may withdraw it, wherever they see it. */
  readonly owner?: SandboxPerson
}

/** Everything that can be done, as a word that a button might be made to say. */
const verbs = [
  ...plainSessionVerbs,
  ...plainTicketVerbs,
  ...['answer', 'pick', 'page', 'open-topic', 'choose-device', 'send-machine', 'send-ticket'],
  ...['decline', 'reply', 'comment', 'note', 'escalate', 'urgency', 'assign', 'command', 'list'],
]

/** What stands for work done or rights used. A person's own session, and where its cards are, may go on by any button of theirs. */
const records = ['restart_requests', 'tickets', 'ticket_events', 'channels', 'brake', 'on_call', 'welcomes']

export async function cardData(_: unknown, { seed, requests }: Scale): Promise<Outcome> {
  const perCard = Math.max(25, Math.round(requests / 40))
  const bot = await startBot({ withIdentity: true })
  const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
  const faults: string[] = []
  let sent = 0
  let refused = 0
  let worstMs = 0
  let changes = 0
  try {
    const cards = await cardsOf(bot)
    const strange = new Set(
      cards.flatMap(({ held }) => buttonsOn(held.card).flatMap(({ data }) => Object.values(data))),
    )
    for (const [at, card] of cards.entries()) {
      const buttons = buttonsOn(card.held.card)
      const mutation = fc.record({
        button: fc.nat(buttons.length - 1),
        clicker: fc.nat(card.clickers.length - 1),
        change: fc.oneof(
          fc.record({ name: fc.constant('verb'), fresh: fc.constantFrom(...verbs) }),
          fc.record({
            name: fc.constantFrom('id', 'nonce', 'step', 'choice', 'device', 'assignee'),
            fresh: fc.oneof(fc.constantFrom(...strange), value),
          }),
          edits(2),
        ),
      })
      let before = await protectedRows(database.db)
      for (const one of fc.sample(mutation, { numRuns: perCard, seed: seed + at })) {
        const button = buttons[one.button]
        const clicker = card.clickers[one.clicker]
        if (!button || !clicker) throw new Error('a button that is not there')
        const whole = { ...button.data, ...button.inputs }
        const data =
          'name' in one.change ? { ...whole, [one.change.name]: one.change.fresh } : edited(whole, one.change)
        const action = decode(data)
        // What their own card lets them do anyway is no attack.
        const own = cards.filter(({ clickers }) => clickers[0] === clicker).flatMap(({ held }) => buttonsOn(held.card))
        const isOwnTicket = clicker === card.owner && action?.on === 'ticket' && action.act.verb === 'withdraw'
        if (isOwnTicket) continue
        if (action && own.some(({ data, inputs }) => isSameButton(action, decode({ ...data, ...inputs })))) continue
        const began = performance.now()
        const { status, body } = await click(bot, clicker, card.held, data)
        worstMs = Math.max(worstMs, performance.now() - began)
        sent++
        if (status === 200) refused++
        else faults.push(`${card.name}: ${status} for ${JSON.stringify(data)}`)
        if (JSON.stringify(body).includes('Something went wrong'))
          faults.push(`${card.name}: failed for ${JSON.stringify(data)}`)
        const after = await protectedRows(database.db)
        if (!isDeepStrictEqual(after, before)) {
          changes++
          faults.push(`${card.name}: ${clicker.givenName} changed something by ${JSON.stringify(data)}`)
        }
        before = after
        // Nobody is in a hurry.
        bot.advance(2000)
      }
    }
  } finally {
    await database.close()
    await bot.stop()
  }
  return {
    name: 'data of buttons, mutated',
    requests: sent,
    refused,
    letIn: changes,
    effects: changes,
    worstMs,
    faults,
  }
}

/** The same deed on the same record; what was typed or chosen beside it is for the person to say. */
function isSameButton(action: NonNullable<ReturnType<typeof decode>>, other: ReturnType<typeof decode>): boolean {
  if (!other || action.on !== other.on) return false
  if ('act' in action && 'act' in other)
    return action.act.verb === other.act.verb && isDeepStrictEqual(action.ref, other.ref)
  return isDeepStrictEqual(action, other)
}

async function cardsOf(bot: TestBot): Promise<readonly Card[]> {
  const question = await bot.say(deniz, endedSession)
  const solution = await toSolution(bot, emil, policyError)
  const confirm = await toConfirm(bot, fatima)
  const form = await bot.press(goran, await toSolution(bot, goran, endedSession), 'Get help')
  const approval = await askForApproval(bot, ana)
  const ticket = await fileTicket(bot, { person: hana })
  const list = await bot.say(ben, 'tickets')
  return [
    { name: 'question', held: question, clickers: [deniz, ana, ben] },
    { name: 'solution', held: solution, clickers: [emil, ana, ben] },
    { name: 'confirmation', held: confirm, clickers: [fatima, deniz, ben] },
    { name: 'help form', held: form, clickers: [goran, deniz, ben] },
    { name: 'waiting restart', held: approval.own, clickers: [ana, deniz, ben] },
    { name: 'approval', held: bot.now(approval.helpdesk), clickers: [ben, ana, deniz], owner: ana },
    { name: 'own ticket', held: ticket.own, clickers: [hana, deniz, ben] },
    { name: 'helpdesk ticket', held: bot.now(ticket.helpdesk), clickers: [ben, hana, deniz], owner: hana },
    { name: 'list', held: list, clickers: [ben, deniz, ana] },
  ]
}

function click(bot: TestBot, person: SandboxPerson, held: Held, data: unknown) {
  const action = { type: 'Action.Execute', verb: 'x', data }
  const activity = {
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action, trigger: 'manual' },
    replyToId: held.id,
  }
  return bot.send(person, inThread(held), activity)
}

async function protectedRows(db: Database): Promise<unknown> {
  const all = records.map(async (table) => (await sql<Data>`select * from ${sql.table(table)}`.execute(db)).rows)
  const { rows: done } = await sql<Data>`select * from audit where outcome = 'done'`.execute(db)
  return structuredClone([...(await Promise.all(all)), done])
}

/** Every button of a card, with its fields filled in. */
function buttonsOn(card: unknown): Button[] {
  const found: Data[] = []
  const inputs: Record<string, unknown> = {}
  visit(card, (element) => {
    if (element['type'] === 'Action.Execute' && typeof element['data'] === 'object') found.push(element['data'] as Data)
    if (String(element['type']).startsWith('Input.')) inputs[String(element['id'])] = element['value'] ?? 'Some words.'
  })
  return found.map((data) => ({ data, inputs }))
}

function visit(whole: unknown, see: (element: Data) => void): void {
  if (typeof whole !== 'object' || whole === null) return
  if (!Array.isArray(whole)) see(whole as Data)
  for (const inner of Object.values(whole)) visit(inner, see)
}
