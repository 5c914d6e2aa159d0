// A person is forgotten while the bot runs: what others see of it, and what the bot no longer does.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { openDatabase } from '../../src/store/db.ts'
import { forget } from '../../src/store/forget.ts'
import { type AuditNews, openAudit } from '../helpers/audit-news.ts'
import { chatOf, helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { askForApproval, fileTicket } from '../helpers/ways.ts'

const { ana, ben, chiara } = people

describe('when a person is forgotten', () => {
  let bot: TestBot
  let audit: AuditNews

  beforeEach(async () => {
    bot = await startBot()
    audit = await openAudit(bot)
  })
  afterEach(async () => {
    await audit.close()
    await bot.stop()
  })

  /** As the command does, in a process of its own; then the bot goes on. */
  async function drop({ id }: SandboxPerson): Promise<void> {
    const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
    const forgetting = await forget(database.db, id, { at: bot.world().clock.now(), now: true })
    await database.close()
    assert.ok(forgetting.ok)
    await bot.work()
  }

  it('their ticket and restart are withdrawn, the helpdesk’s card says so, and they are written to no more', async () => {
    const { own, helpdesk } = await askForApproval(bot)
    const [before, inChat] = [bot.now(own).card, bot.connector.messages(chatOf(ana).id).length]
    await drop(ana)
    assert.match(words(bot.now(helpdesk)), /^Ticket 1001: restart to approve\nWithdrawn/)
    assert.doesNotMatch(words(bot.now(helpdesk)), new RegExp(ana.name))
    assert.deepEqual(buttonsOf(bot.now(helpdesk).card), [])
    assert.match(words(await bot.press(ben, helpdesk, 'Approve restart')), /Former colleague was first: withdrew it/)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    assert.deepEqual(bot.now(own).card, before)
    assert.equal(bot.connector.messages(chatOf(ana).id).length, inChat)
    assert.match(words(await bot.press(ana, own, 'Cancel')), new RegExp(texts.expired.title))
  })

  it('the ticket that they had waits for somebody else, and both cards say so', async () => {
    const { helpdesk } = await fileTicket(bot)
    await bot.press(ben, helpdesk, 'Take')
    const told = bot.lastCard(chatOf(ana))
    assert.match(words(told), /Ben Okafor is working on it/)
    await drop(ben)
    assert.match(words(bot.now(helpdesk)), /\nOpen\n[^]*Owner\nNobody yet/)
    assert.match(words(bot.now(told)), /^Ticket 1001[^]*\nOpen\n/)
    for (const card of [helpdesk, told]) assert.doesNotMatch(words(bot.now(card)), new RegExp(ben.name))
    assert.match(words(await bot.press(chiara, bot.now(helpdesk), 'Take')), /Owner\nYou|Owner\nChiara Rossi/)
  })

  it('the channel that they had set up still gets tickets', async () => {
    await drop(ben)
    await fileTicket(bot)
    assert.match(words(bot.lastCard(helpdeskChannel)), /^Ticket 1001: help wanted/)
    await bot.press(chiara, bot.lastCard(helpdeskChannel), 'Take')
    assert.match(words(bot.lastCard(chatOf(ana))), /Chiara Rossi took it/)
  })

  it('a restart that they approved and that was not sent yet is not sent', async () => {
    const { helpdesk } = await askForApproval(bot)
    await bot.press(ben, helpdesk, 'Approve restart')
    await drop(ben)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    assert.ok(words(bot.lastCard(chatOf(ana))).includes(texts.restart.failures['not-allowed-any-more']))
  })

  it('the audit says that somebody was, and no longer who did what', async () => {
    const { helpdesk } = await fileTicket(bot)
    await bot.press(ben, helpdesk, 'Take')
    await drop(ben)
    assert.deepEqual(await audit.news(), [
      'forgotten, channel: channel-set on helpdesk, not-set-up to set-up',
      'Ana, chat: ticket-filed on ticket 1001, nothing to open',
      'forgotten, channel: ticket-taken on ticket 1001, open to taken',
      'Reconnect, cli: ticket-released on ticket 1001, taken to open',
      'Reconnect, cli: forgotten on forgotten, nothing',
    ])
  })
})
