// Every call to Graph, to the channel and to the store fails in turn, once and for ever, during the whole life of a restart
// and its ticket; whatever fails, nothing is restarted twice, nothing is lost, and no card is left untrue.
import assert from 'node:assert/strict'
import { isOpen, ownerOf, type RestartRequest } from '../../src/core/restart-request.ts'
import { cloudPcs, people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { auditIn } from '../../src/store/audit.ts'
import { openDatabase } from '../../src/store/db.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot } from '../helpers/bot.ts'
import { buttonsOf, wordsOf } from '../helpers/card-reading.ts'
import { inject, type Injection, type Side, sides } from '../helpers/injection.ts'
import { policyError } from '../helpers/ways.ts'

const { ana, ben } = people
const words = (held: Held) => wordsOf(held.card)

/** Presses as a person does: again, when something went wrong; undefined when the button does not come. */
async function press(bot: TestBot, person: SandboxPerson, held: Held | undefined, title: RegExp, inputs = {}) {
  const found = held && buttonsOf(held.card).find((one) => title.test(one))
  if (!held || found === undefined) return undefined
  for (let attempt = 0; attempt < 3; attempt++) {
    const seen = await bot.press(person, held, found, inputs).catch(() => undefined)
    if (seen && !/Something went wrong/.test(words(seen))) return seen
  }
  return undefined
}

const newest = (bot: TestBot, where: typeof helpdeskChannel): Held | undefined =>
  bot.connector.messages(where.id).length > 0 ? bot.lastCard(where) : undefined

/** Asked for, approved, sent, done; the ticket taken, answered, resolved, reopened and resolved again. */
async function story(bot: TestBot): Promise<void> {
  await bot.say(ana, policyError).catch(() => undefined)
  let own = newest(bot, chatOf(ana))
  while (own && buttonsOf(own.card).includes('I don’t know')) own = await press(bot, ana, own, /^I don’t know$/)
  const asked = await press(bot, ana, own, /^Restart my Cloud PC$/)
  await press(bot, ana, asked, /^Restart .* now$/)
  await press(bot, ben, newest(bot, helpdeskChannel), /^Take$/)
  await press(bot, ben, newest(bot, helpdeskChannel), /^Approve restart$/)
  await bot.settle().catch(() => undefined)
  await press(bot, ben, newest(bot, helpdeskChannel), /^Reply$/, { 'text-reply': 'Better?' })
  await press(bot, ben, newest(bot, helpdeskChannel), /^Resolve$/)
  await press(bot, ana, newest(bot, chatOf(ana)), /^No, reopen it$/)
  await press(bot, ben, newest(bot, helpdeskChannel), /^Resolve$/)
  await bot.settle().catch(() => undefined)
}

const name = (side: Side): string => (side === 'channel' ? 'the channel' : side === 'store' ? 'the store' : 'Graph')

describe('whatever fails', function () {
  this.timeout(15 * 60_000)
  let points: Injection['counts']

  async function run(fault?: Parameters<typeof inject>[1]): Promise<{ counts: Injection['counts']; problem: string }> {
    const bot = await startBot()
    try {
      const injection = inject(bot.world(), fault)
      await story(bot)
      injection.heal()
      // What is tried again is tried within this.
      for (let round = 0; round < 12; round++) {
        bot.advance(60_000)
        await bot.upkeep()
        await bot.settle()
      }
      return { counts: injection.counts, problem: await problemOf(bot) }
    } catch (error) {
      return { counts: { graph: 0, channel: 0, store: 0 }, problem: error instanceof Error ? error.message : 'threw' }
    } finally {
      await bot.stop()
    }
  }

  it('is counted: how often a restart and its ticket call Graph, the channel and the store', async () => {
    const { counts, problem } = await run()
    assert.equal(problem, '')
    points = counts
    for (const side of sides) assert.ok(counts[side] > 10, `${side}: ${counts[side]}`)
    process.stdout.write(`injection points: Graph ${counts.graph}, channel ${counts.channel}, store ${counts.store}\n`)
  })

  for (const side of sides)
    for (const forEver of [false, true])
      it(`in every call to ${name(side)}, ${forEver ? 'from then on' : 'once'}, nothing is restarted twice, lost or untrue`, async () => {
        const problems: string[] = []
        for (let n = 1; n <= points[side]; n++) {
          const { problem } = await run({ side, n, forEver })
          if (problem !== '') problems.push(`call ${n}: ${problem}`)
        }
        assert.deepEqual(problems, [])
      })
})

/** What is wrong after all has healed; nothing, if all is well. */
async function problemOf(bot: TestBot): Promise<string> {
  const reboots = bot.sandbox.reboots().length
  if (reboots > 1) return `${reboots} reboots`
  const requests = await bot.world().requests.since(new Date(0), { cloudPcId: cloudPcs.ana.id })
  // What waits for a person is theirs, and ends by itself after hours.
  const open = requests.find((request) => isOpen(request) && ownerOf(request) === 'bot')
  if (open) return `a request is left ${open.state}`
  if (requests.some((request) => request.state === 'unknown' && ownerOf(request) === 'nobody')) return 'nobody owns it'
  if (reboots > 0 && !requests.some(mayHaveRestarted)) return 'it restarted, and the request does not say so'
  const waiting = await bot.world().outbox.nextDue()
  if (waiting) return `something waits in the outbox until ${waiting.toISOString()}`
  return (await untrueCard(bot, requests)) ?? (await brokenAudit(bot)) ?? ''
}

const mayHaveRestarted = ({ state }: RestartRequest): boolean => state === 'done' || state === 'unknown'

/** The helpdesk's newest card of the ticket shows what the store holds. */
async function untrueCard(bot: TestBot, requests: readonly RestartRequest[]): Promise<string | undefined> {
  const { tickets } = await bot.world().tickets.list({ which: 'of-requester', personId: ana.id }, 0, 9)
  for (const ticket of tickets) {
    const card = newest(bot, helpdeskChannel)
    if (!card || !words(card).includes(`Ticket ${ticket.number}`))
      return `ticket ${ticket.number} is not in the channel`
    const last = ticket.events.at(-1)
    if (last && !words(card).includes(last.actor.name))
      return `the channel does not show the last act on ${ticket.number}`
  }
  const [latest] = requests
  const shown = newest(bot, chatOf(ana))
  return latest && !shown ? 'the requester has no card' : undefined
}

async function brokenAudit(bot: TestBot): Promise<string | undefined> {
  const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
  try {
    return (await auditIn(database.db).verify()).intact ? undefined : 'the audit is broken'
  } finally {
    await database.close()
  }
}
