// The first words, once for each person.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { chatOf, helpdeskChannel, startBot, type TestBot } from '../helpers/bot.ts'
import { buttonsOf, wordsOf } from '../helpers/card-reading.ts'
import { fileTicket } from '../helpers/ways.ts'

const { ana, ben, emil } = people

const installed = { type: 'installationUpdate', action: 'add' }
const joined = { type: 'conversationUpdate', membersAdded: [{ id: '28:reconnect', name: 'Reconnect' }] }

describe('the welcome', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const arrive = (person: SandboxPerson, activity: object) => bot.send(person, chatOf(person), activity)
  const messages = (person: SandboxPerson) => bot.connector.messages(chatOf(person).id)

  it('is one card, though Teams tells of the arrival in two ways and twice', async () => {
    for (const activity of [installed, joined, installed, joined]) await arrive(ana, activity)
    assert.equal(messages(ana).length, 1)
    const welcome = bot.lastCard(chatOf(ana))
    assert.match(wordsOf(welcome.card), new RegExp(texts.welcome.title.replace('?', '\\?')))
    for (const example of texts.welcome.examples) assert.ok(wordsOf(welcome.card).includes(example))
    assert.deepEqual(buttonsOf(welcome.card), ['Restart my Cloud PC', 'Browse topics', 'Get help', 'What can you do?'])
  })

  it('is one card, though both ways arrive at the same time', async () => {
    await Promise.all([installed, joined, installed, joined].map((activity) => arrive(ana, activity)))
    assert.equal(messages(ana).length, 1)
  })

  it('is given to each person', async () => {
    for (const person of [ana, emil]) await arrive(person, installed)
    for (const person of [ana, emil]) assert.equal(messages(person).length, 1)
  })

  it('is not given on the way out', async () => {
    await arrive(ana, { type: 'installationUpdate', action: 'remove' })
    await arrive(ana, { type: 'conversationUpdate', membersRemoved: [{ id: '28:reconnect' }] })
    assert.equal(messages(ana).length, 0)
    await arrive(ana, installed)
    assert.equal(messages(ana).length, 1)
  })

  it('comes again on request', async () => {
    await arrive(ana, installed)
    await bot.say(ana, 'hello')
    assert.equal(messages(ana).length, 2)
  })

  it('is enough to reach the person from the helpdesk later', async () => {
    await arrive(ana, installed)
    await bot.say(ana, 'something unknown', helpdeskChannel)
    await fileTicket(bot)
    await bot.press(ben, bot.lastCard(helpdeskChannel), 'Take')
    assert.match(wordsOf(bot.lastCard(chatOf(ana)).card), /Ben Okafor took it/)
  })
})
