// A thousand clicks on one button at the same time have one effect.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { cloudPcs, people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { auditIn } from '../../src/store/audit.ts'
import { openDatabase } from '../../src/store/db.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot } from '../helpers/bot.ts'
import { buttonsOf, wordsOf } from '../helpers/card-reading.ts'
import { askForApproval, fileTicket, toConfirm } from '../helpers/ways.ts'

const { ana, ben, chiara } = people
const clicks = 1000

describe('a thousand clicks at the same time', function () {
  this.timeout(120_000)
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
    bot.hold()
  })
  afterEach(() => bot.stop())

  /** Everybody in turn presses the button on the card as it was. */
  const pressAll = (pressers: readonly SandboxPerson[], held: Held, title: string): Promise<Held[]> =>
    Promise.all(
      Array.from({ length: clicks }, (_, at) => bot.press(pressers[at % pressers.length] ?? ana, held, title)),
    )

  async function entries(act: string): Promise<number> {
    const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
    let count = 0
    for await (const entry of auditIn(database.db).entries({}))
      if (entry.act === act && entry.outcome === 'done') count++
    assert.equal((await auditIn(database.db).verify()).intact, true)
    await database.close()
    return count
  }

  it('on “Restart now” file one request and send one restart', async () => {
    const asked = await toConfirm(bot, ana)
    const title = buttonsOf(asked.card).find((one) => one.startsWith('Restart ')) ?? ''
    const seen = await pressAll([ana], asked, title)
    for (const one of seen) assert.match(wordsOf(one.card), /^⏳/)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.equal(await entries('restart-requested'), 1)
    assert.match(wordsOf(bot.lastCard(chatOf(ana)).card), /has restarted/)
  })

  it('on “Take”, by two people, have one owner, and the other reads who it was', async () => {
    const { helpdesk } = await prepared(() => fileTicket(bot))
    const seen = await pressAll([ben, chiara], helpdesk, 'Take')
    await bot.work()
    const owner = /Owner\n(.*)/.exec(wordsOf(bot.now(helpdesk).card))?.[1] ?? ''
    assert.match(owner, /Ben Okafor|Chiara Rossi/)
    const late = seen.filter(({ card }) => wordsOf(card).includes(`${owner} was first: took it`))
    assert.equal(late.length, clicks / 2)
    assert.equal(await entries('ticket-taken'), 1)
  })

  it('on “Approve restart”, by two people, approve it once and send one restart', async () => {
    const { helpdesk } = await prepared(() => askForApproval(bot))
    await pressAll([ben, chiara], helpdesk, 'Approve restart')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    assert.equal(await entries('restart-approved'), 1)
  })

  it('on “Send to the helpdesk” file one ticket, posted once', async () => {
    const form = await bot.say(ana, 'get help')
    const seen = await pressAll([ana], form, texts.buttons.sendTicket)
    for (const one of seen) assert.match(wordsOf(one.card), /^Ticket 1001/)
    await bot.work()
    assert.equal(bot.connector.messages(helpdeskChannel.id).length, 2)
    assert.equal(await entries('ticket-filed'), 1)
  })

  /** The way to the card, with its deliveries. */
  async function prepared<T>(way: () => Promise<T>): Promise<T> {
    await bot.stop()
    bot = await startBot()
    const result = await way()
    bot.hold()
    assert.equal(bot.connector.messages(helpdeskChannel.id).length, 2)
    return result
  }
})
