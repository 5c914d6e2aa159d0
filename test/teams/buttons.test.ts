// What comes back from a client, honest or not, and the screen that answers it.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf, type Inputs, wordsOf } from '../helpers/card-reading.ts'
import type { CardJson } from '../helpers/connector.ts'
import { endedSession, fileTicket, policyError, toConfirm, toSolution, vmError } from '../helpers/ways.ts'

const { ana, ben, deniz } = people

/** The data of the first button of a card. */
const dataOf = ({ card }: Held): object => (card?.['actions'] as { data: object }[])[0]?.data ?? {}

describe('a button', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => {
    assert.doesNotMatch(bot.lines.join(''), /turn-failed/)
    return bot.stop()
  })

  /** Sends data as a client might that is not ours, both ways; answers what is shown each time. */
  async function forge(person: SandboxPerson, data: unknown, replyToId?: string): Promise<string[]> {
    const value = { action: { type: 'Action.Execute', verb: 'x', data }, trigger: 'manual' }
    const target = replyToId === undefined ? {} : { replyToId }
    const { status, body } = await bot.send(person, chatOf(person), {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value,
      ...target,
    })
    assert.equal(status, 200)
    await bot.send(person, chatOf(person), { type: 'message', value: data, ...target })
    const answer = body as { type: string; value: CardJson }
    assert.equal(answer.type, 'application/vnd.microsoft.card.adaptive')
    return [wordsOf(answer.value), words(bot.lastCard(chatOf(person)))]
  }

  it('of an old card shows where things stand now, and changes nothing', async () => {
    const question = await bot.say(ana, endedSession)
    const solution = await bot.press(ana, question, 'Again and again')
    const late = await bot.press(ana, question, 'Just this once')
    assert.deepEqual(late.card, solution.card)
    assert.deepEqual(bot.now(question).card, solution.card)
  })

  it('of an old card changes nothing even where the same question is open again', async () => {
    const question = await bot.say(ana, endedSession)
    const again = await bot.press(ana, await bot.press(ana, question, 'Again and again'), 'Back')
    assert.deepEqual((await bot.press(ana, question, 'Just this once')).card, again.card)
    assert.match(words(await bot.press(ana, again, 'Just this once')), /Wait a minute/)
  })

  it('of a card whose restart is over shows how it ended', async () => {
    const asked = await toConfirm(bot, ana)
    await bot.press(ana, asked, 'Restart CPC-ANA-01 now')
    await bot.settle()
    assert.match(words(await bot.press(ana, asked, 'Restart CPC-ANA-01 now')), /CPC-ANA-01 has restarted/)
    assert.equal(bot.gate.posts.length, 1)
  })

  const ref = { id: 'no-such-session', nonce: 'no-such-nonce', step: 1 }
  const junk: [string, unknown][] = [
    ['nothing', {}],
    ['null', null],
    ['a word', 'answer'],
    ['a number', 7],
    ['a list', [ref]],
    ['an unknown verb', { ...ref, verb: 'format-disk' }],
    ['a verb that is no text', { ...ref, verb: { toString: 'answer' } }],
    ['a verb of the language', { ...ref, verb: 'constructor' }],
    ['a verb without a reference', { verb: 'answer', choice: 0 }],
    ['a step that is none', { ...ref, step: -1, verb: 'back' }],
    ['a step in parts', { ...ref, step: 1.5, verb: 'back' }],
    ['a step in words', { ...ref, step: 'one', verb: 'back' }],
    ['an id as long as a book', { ...ref, id: 'x'.repeat(10_000), verb: 'back' }],
    ['an id that is a query', { ...ref, id: "' or 1=1 --", verb: 'back' }],
    ['an unknown session', { ...ref, verb: 'back' }],
    ['an unknown ticket', { ...ref, verb: 'take' }],
    ['an unknown ticket to show', { ...ref, verb: 'show-ticket' }],
    ['an unknown command', { verb: 'command', id: 'help', choice: 'shutdown' }],
    ['a choice without measure', { ...ref, verb: 'answer', choice: 1e9 }],
    ['a prototype', JSON.parse('{"__proto__":{"verb":"back"},"constructor":{"prototype":{"x":1}}}')],
    ['a text as long as a book', { ...ref, verb: 'reply', 'text-reply': 'x'.repeat(100_000) }],
  ]
  for (const [name, data] of junk)
    it(`that sends ${name} gets the screen for cards that cannot be used`, async () => {
      for (const shown of await forge(ana, data)) assert.match(shown, new RegExp(texts.expired.title))
    })

  const invokes: [string, object, number][] = [
    ['of another kind', { name: 'task/fetch', value: { data: {} } }, 501],
    ['without a name', { value: { action: { data: {} } } }, 501],
    ['without a value', { name: 'adaptiveCard/action' }, 200],
    ['without an action', { name: 'adaptiveCard/action', value: { trigger: 'manual' } }, 200],
    ['whose action is a word', { name: 'adaptiveCard/action', value: { action: 'back' } }, 200],
  ]
  for (const [name, invoke, status] of invokes)
    it(`${name} is answered with ${status}`, async () => {
      const answer = await bot.send(ana, chatOf(ana), { type: 'invoke', ...invoke })
      assert.equal(answer.status, status)
      if (status === 200) assert.match(JSON.stringify(answer.body), new RegExp(texts.expired.title))
    })

  it('of somebody else’s session is refused, whoever the data claims to be', async () => {
    const question = await bot.say(ana, endedSession)
    const claims = { person: ana, personId: ana.id, from: { aadObjectId: ana.id }, aadObjectId: ana.id }
    for (const data of [dataOf(question), { ...dataOf(question), ...claims }])
      for (const shown of await forge(deniz, data)) assert.match(shown, new RegExp(texts.notYours.title))
    assert.deepEqual(bot.now(question).card, question.card)
  })

  it('of a session with another nonce is refused', async () => {
    const question = await bot.say(ana, endedSession)
    const data = { ...dataOf(question), nonce: 'guessed' }
    for (const shown of await forge(ana, data)) assert.match(shown, new RegExp(texts.expired.title))
    assert.match(words(await bot.press(ana, question, 'Just this once')), /Wait a minute/)
  })

  it('that claims to be the helpdesk in its data may do nothing for that', async () => {
    const { helpdesk } = await fileTicket(bot)
    const data = { ...dataOf(helpdesk), verb: 'take', isHelpdesk: true, person: ben, actor: ben }
    await bot.send(deniz, helpdeskChannel, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { data } },
      replyToId: helpdesk.id,
    })
    assert.deepEqual(bot.now(helpdesk).card, helpdesk.card)
  })

  const misplaced: [string, object][] = [
    ['a restart that was never asked about', { verb: 'confirm-restart' }],
    ['a Cloud PC that was never listed', { verb: 'choose-device', device: 'c10dbc00-0000-4000-8000-000000000001' }],
    ['a ticket without the form', { verb: 'send-ticket', 'text-send-ticket': 'x', severity: 'normal' }],
    ['a machine without the form', { verb: 'send-machine', product: 'azure-vm', machine: 'vm-1' }],
    ['an answer that there is not', { verb: 'answer', choice: 19 }],
    ['a choice that there is not', { verb: 'pick', choice: 19 }],
    ['a part of a runbook', { verb: 'page', choice: 1 }],
    ['a way back from the beginning', { verb: 'back' }],
    ['a topic that there is not', { verb: 'open-topic', symptomId: 'no-such-symptom' }],
  ]
  for (const [name, act] of misplaced)
    it(`that sends ${name} shows the current question again`, async () => {
      const question = await bot.say(ana, endedSession)
      for (const shown of await forge(ana, { ...dataOf(question), choice: undefined, ...act }, question.id))
        assert.match(shown, /How often does it happen\?/)
      assert.equal(bot.connector.messages(helpdeskChannel.id).length, 1)
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [])
    })

  it('that asks for a part that a runbook does not have shows the part that is open', async () => {
    const runbook = await bot.say(ben, endedSession)
    for (const shown of await forge(ben, { ...dataOf(runbook), verb: 'page', choice: 20 }, runbook.id))
      assert.equal(shown, words(runbook))
  })

  it('that sets up the helpdesk by its data is held to the same rules', async () => {
    const data = { verb: 'command', id: 'help', choice: 'set-up-helpdesk' }
    for (const shown of await forge(ana, data)) assert.doesNotMatch(shown, /All set/)
    assert.match((await bot.world().conversations.channel('helpdesk')) ?? '', /19:helpdesk@/)
  })
})

type Step = readonly [SandboxPerson, string, Inputs?] | ((bot: TestBot) => Promise<Held>)

const ways: Record<string, readonly Step[]> = {
  'choosing between symptoms': [
    (bot) => bot.say(ana, 'error during health check DNS'),
    [ana, 'None of these'],
    [ana, 'Browse topics'],
  ],
  'opening a topic': [
    (bot) => bot.say(ana, 'topics'),
    [ana, 'Open', { symptomId: 'session-ended-0x3' }],
    [ana, 'Just this once'],
    [ana, 'Back'],
    [ana, 'I don’t know'],
  ],
  'choosing a Cloud PC and thinking better of it': [
    (bot) => bot.say(deniz, 'restart'),
    [deniz, 'Continue', { device: 'c10dbc00-0000-4000-8000-000000000004' }],
    [deniz, 'Back'],
    [deniz, 'Cancel'],
  ],
  'not wanting a restart after all': [
    (bot) => toSolution(bot, ana, endedSession),
    [ana, 'Restart my Cloud PC'],
    [ana, 'Back'],
    [ana, 'Restart my Cloud PC'],
    [ana, 'Get help'],
    [ana, 'Back'],
    [ana, 'Back'],
    [ana, 'It works now'],
  ],
  'typing that a restart is wanted, and not wanting it': [(bot) => toConfirm(bot, ana), [ana, 'Not now']],
  'naming another machine and thinking better of it': [
    (bot) => bot.say(deniz, 'restart'),
    [deniz, 'Another machine'],
    [deniz, 'Back'],
    [deniz, 'Cancel'],
  ],
  'filing, commenting and withdrawing a ticket': [
    (bot) => toSolution(bot, ana, endedSession),
    [ana, 'Get help'],
    [ana, 'Send to the helpdesk', { 'text-send-ticket': 'please', severity: 'high' }],
    [ana, 'Add a comment', { 'text-comment': 'hello?' }],
    [ana, 'Withdraw'],
  ],
  'asking for a machine': [
    (bot) => toSolution(bot, ana, vmError),
    [ana, 'Ask for a restart'],
    [ana, 'Send restart request', { product: 'azure-vm', machine: 'vm-1' }],
  ],
  'opening a ticket from the list': [
    async (bot) => {
      await fileTicket(bot)
      return bot.say(ana, 'my requests')
    },
    [ana, 'Ticket 1001'],
  ],
  'asking for approval and taking it back': [
    (bot) => toSolution(bot, ana, policyError),
    [ana, 'Restart my Cloud PC'],
    [ana, 'Ask to restart CPC-ANA-01'],
    [ana, 'Cancel'],
  ],
  'saying that the restart did not help': [
    async (bot) => {
      await bot.press(ana, await toConfirm(bot, ana), 'Restart CPC-ANA-01 now')
      await bot.settle()
      return bot.lastCard(chatOf(ana))
    },
    [ana, 'No, get help'],
    [ana, 'Back'],
  ],
  'turning the parts of a runbook': [
    (bot) => bot.say(ben, vmError),
    [ben, 'Part 2 of'],
    [ben, 'Part 1 of'],
    [ben, 'Get help'],
  ],
}

describe('a client that submits instead of executing', () => {
  let bot: TestBot

  afterEach(() => bot.stop())

  /** The words of every screen on the way. */
  async function walk(name: string, steps: readonly Step[], as: 'execute' | 'submit'): Promise<string[]> {
    bot = await startBot()
    let held: Held | undefined
    const seen: string[] = []
    for (const step of steps) {
      if (typeof step === 'function') held = await step(bot)
      else {
        const [person, start, inputs = {}] = step
        const title = buttonsOf(held?.card).find((one) => one.startsWith(start)) ?? start
        assert.ok(held)
        const answered = await bot.press(person, held, title, inputs, { as })
        held = bot.now(answered)
        // A moment later the card says that the helpdesk has been told, or that the restart was taken back.
        const goesOn = /passing/.test(words(answered)) || name.endsWith('taking it back')
        if (!goesOn) assert.deepEqual(held.card, answered.card)
      }
      seen.push(words(held))
    }
    return seen
  }

  for (const [name, steps] of Object.entries(ways))
    it(`sees the same when ${name}`, async () => {
      const executed = await walk(name, steps, 'execute')
      await bot.stop()
      assert.deepEqual(await walk(name, steps, 'submit'), executed)
      for (const [at, screen] of executed.entries()) assert.notEqual(screen, executed[at + 1])
    })
})
