// From a pasted text to an end, as the person sees it.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf, choicesOf, wordsOf } from '../helpers/card-reading.ts'
import { endedSession, toSolution } from '../helpers/ways.ts'

const { ana } = people

describe('a pasted error', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const paste = (text: string) => bot.say(ana, text)
  const press = (held: Held, title: string, inputs = {}) => bot.press(ana, held, title, inputs)

  for (const as of ['execute', 'submit'] as const)
    it(`leads through a question to a solution, back, through "I don't know", to an end, by ${as}`, async () => {
      const go = (held: Held, title: string) => bot.press(ana, held, title, {}, { as })
      const question = await paste(endedSession)
      assert.match(words(question), /How often does it happen\?/)
      assert.deepEqual(buttonsOf(question.card), ['Just this once', 'Again and again', 'I don’t know', 'Get help'])

      const solution = await go(question, 'Again and again')
      assert.match(words(solution), /Restart your Cloud PC/)
      assert.doesNotMatch(words(solution), /Wait a minute, then connect again/)
      assert.deepEqual(buttonsOf(solution.card), ['Restart my Cloud PC', 'It works now', 'Get help', 'Back'])

      const again = await go(solution, 'Back')
      assert.match(words(again), /How often does it happen\?/)
      const wider = await go(again, 'I don’t know')
      assert.match(words(wider), /Wait a minute, then connect again/)
      assert.match(words(await go(wider, 'It works now')), new RegExp(texts.solved.title))
    })

  it('is answered with one card, which every click replaces', async () => {
    const question = await paste(endedSession)
    const solution = await press(question, 'Just this once')
    assert.equal(bot.connector.messages(chatOf(ana).id).length, 1)
    assert.deepEqual(bot.now(question).card, solution.card)
  })

  it('is shown with what it was matched by', async () => {
    const expected = 'Matched by error code 0x3 and the words “The remote PC ended your session.”'
    const question = await paste(endedSession)
    assert.ok(words(question).includes(expected))
    assert.ok(words(await press(question, 'Just this once')).includes(expected))
  })

  it('is known in spite of the slips of a text recognizer', async () => {
    const slipped = await paste('The rernote PC ended vour sessi0n. Err0r code: Ox3')
    assert.match(words(slipped), /The remote PC ended your session \(0x3\)/)
  })

  it('is one of several when the text fits several, each with its reason, and the choice leads on', async () => {
    const choice = await paste('error during health check DNS')
    const { match } = bot.world()
    const result = match('error during health check DNS')
    assert.equal(result.outcome, 'choices')
    assert.match(words(choice), new RegExp(texts.choose.body))
    assert.deepEqual(buttonsOf(choice.card).slice(-2), ['None of these', 'Get help'])
    assert.equal(buttonsOf(choice.card).length, result.candidates.length + 2)
    assert.match(words(choice), /Matched by the words/)

    const [first = ''] = buttonsOf(choice.card)
    assert.match(words(await press(choice, first)), new RegExp(first.slice(0, 40)))
  })

  it('that fits none of the choices is honestly unknown', async () => {
    const none = await press(await paste('error during health check DNS'), 'None of these')
    assert.match(words(none), new RegExp(texts.unknown.title))
    assert.deepEqual(buttonsOf(none.card), ['Browse topics', 'Get help'])
  })
})

describe('a text that is no known error', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  it('is called unknown, with topics and the helpdesk as ways on', async () => {
    const unknown = await bot.say(ana, 'the coffee machine on the third floor is cold')
    assert.match(words(unknown), new RegExp(texts.unknown.title))
    assert.ok(words(unknown).includes(texts.unknown.noGuesses))
    assert.deepEqual(buttonsOf(unknown.card), ['Browse topics', 'Get help'])
  })

  it('is shown with the nearest guesses, and a guess can be taken', async () => {
    const { match, catalog } = bot.world()
    const text = [
      'Since our VPN software updated itself last week it does not connect any more',
      'MATLAB says that it is unable to connect to the license server',
      'There is no available IP address in the subnet of the gateway',
    ].find((one) => {
      const result = match(one)
      return result.outcome === 'none' && result.nearest.length > 0
    })
    assert.ok(text, 'none of these texts has a guess any more: find one that does')
    const result = match(text)
    assert.equal(result.outcome, 'none')
    const unknown = await bot.say(ana, text)
    assert.match(words(unknown), /Is it (?:this one|one of these)\?/)
    const [guess = ''] = buttonsOf(unknown.card)
    const title = catalog.symptoms.find(({ id }) => id === result.nearest[0]?.symptomId)?.title ?? ''
    assert.equal(guess, texts.shorten(title, 60))
    assert.ok(words(await bot.press(ana, unknown, guess)).startsWith(title))
  })

  it('leads by way of the topics to every symptom of the catalog', async () => {
    const topics = await bot.press(ana, await bot.say(ana, 'nothing I know'), 'Browse topics')
    const choices = choicesOf(topics.card, 'symptomId')
    assert.equal(Object.keys(choices).length, bot.world().catalog.symptoms.length)
    const opened = await bot.press(ana, topics, 'Open', { symptomId: choices['The logon attempt failed'] ?? '' })
    assert.match(words(opened), /^The logon attempt failed/)
    assert.doesNotMatch(words(opened), /Matched by/)
  })

  it('leads to the helpdesk with the text, and says that the catalog does not have it', async () => {
    const form = await bot.press(ana, await bot.say(ana, 'the coffee machine is cold'), 'Get help')
    assert.ok(words(form).includes(texts.helpForm.noSymptom))
    assert.ok(words(form).includes('the coffee machine is cold'))
  })

  const wordless: [string, object][] = [
    ['an empty message', { type: 'message', text: '' }],
    ['blanks', { type: 'message', text: '  \n ' }],
    ['a picture without a word', { type: 'message', attachments: [{ contentType: 'image/png', contentUrl: 'x' }] }],
    ['a picture with an empty text', { type: 'message', text: '', attachments: [{ contentType: 'image/png' }] }],
    ['a message without anything', { type: 'message' }],
  ]
  for (const [name, activity] of wordless)
    it(`is asked for in words when it is ${name}`, async () => {
      await bot.send(ana, chatOf(ana), activity)
      const answer = bot.lastCard(chatOf(ana))
      assert.ok(words(answer).includes(texts.unknown.empty), words(answer))
      assert.deepEqual(buttonsOf(answer.card), ['Browse topics', 'Get help'])
    })

  it('stays plain text on every card that quotes it', async () => {
    const hostile = 'boom [click](https://evil.example) **bold** <at>Everyone</at> ${title} {{DATE(x)}}'
    const form = await bot.press(ana, await bot.say(ana, hostile), 'Get help')
    const runs = JSON.stringify(form.card).match(/\{"type":"TextRun","text":"boom[^}]*/g)
    assert.equal(runs?.length, 1)
    assert.doesNotMatch(JSON.stringify(form.card), /<at>/)
  })
})

describe('a symptom without an answer for the employee', () => {
  it('is told what the helpdesk will do, and never the steps of an administrator', async () => {
    const bot = await startBot()
    try {
      const solution = await toSolution(bot, ana, 'The logon attempt failed')
      const { catalog } = bot.world()
      const symptom = catalog.symptoms.find(({ id }) => id === 'logon-attempt-failed')
      assert.ok(wordsOf(solution.card).includes(texts.solution.helpdeskDoes))
      const others = symptom?.solutions.filter(({ audience }) => audience !== 'employee') ?? []
      assert.ok(others.length > 0)
      for (const { summary, steps } of others) {
        assert.ok(wordsOf(solution.card).includes(summary))
        for (const step of steps) {
          const text = typeof step === 'string' ? step : step.command.code
          assert.ok(!wordsOf(solution.card).includes(text), text)
        }
      }
    } finally {
      await bot.stop()
    }
  })
})
