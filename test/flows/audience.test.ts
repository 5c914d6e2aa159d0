// The same paste by an employee and by a member of the helpdesk.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import type { Symptom } from '../../src/core/catalog.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { type Held, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { endedSession, toSolution, vmError } from '../helpers/ways.ts'

const { ana, ben, chiara } = people
/** Only administrators meet this one. */
const healthCheck = 'DNS can resolve Active Directory domain check failed'

describe('a member of the helpdesk', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const symptom = (id: string): Symptom => {
    const found = bot.world().catalog.symptoms.find((one) => one.id === id)
    assert.ok(found)
    return found
  }

  /** Every part of the runbook, read one after another. */
  async function readAll(first: Held): Promise<string> {
    const read = new Map([[0, words(first)]])
    let held = first
    for (;;) {
      const next = buttonsOf(held.card)
        .map((title) => Number(/^Part (\d+) of/.exec(title)?.[1] ?? 0) - 1)
        .find((part) => part >= 0 && !read.has(part))
      if (next === undefined) return [...read.values()].join('\n')
      const title = buttonsOf(held.card).find((one) => one.startsWith(`Part ${next + 1} of`)) ?? ''
      held = await bot.press(ben, held, title)
      read.set(next, words(held))
    }
  }

  const runbooks = [
    [endedSession, 'session-ended-0x3'],
    [vmError, 'rdp-unreachable'],
    [healthCheck, 'anc-dns'],
  ] as const
  for (const [text, id] of runbooks)
    it(`gets the whole runbook of ${id} at once, with causes, every step and every command`, async () => {
      const first = await bot.say(ben, text)
      const { title, causes, solutions } = symptom(id)
      assert.ok(words(first).startsWith(title))
      for (const { text: cause } of causes) assert.ok(words(first).includes(cause), cause)
      const all = await readAll(first)
      for (const solution of solutions) {
        assert.ok(all.includes(solution.title), solution.title)
        for (const step of solution.steps) {
          assert.ok(all.includes(typeof step === 'string' ? step : step.text), JSON.stringify(step))
          const lines = typeof step === 'string' ? [] : step.command.code.split('\n')
          for (const line of lines) assert.ok(all.includes(line.trim()), line)
        }
        if (solution.overtaken) assert.ok(all.includes(texts.runbook.overtaken(solution.overtaken)))
      }
    })

  it('can restart his own Cloud PC from the runbook', async () => {
    const asked = await bot.press(ben, await bot.say(ben, endedSession), 'Restart my Cloud PC')
    assert.match(words(asked), /^Restart CPC-BEN-01\?/)
  })

  it('is treated as an employee while Graph cannot tell that he is one', async () => {
    bot.sandbox.faults.set('check', { status: 503 }, 3)
    assert.match(words(await bot.say(chiara, endedSession)), /How often does it happen\?/)
  })
})

describe('an employee', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  it('who meets an error of administrators is led to the helpdesk, and sees no step of it', async () => {
    const solution = await toSolution(bot, ana, healthCheck)
    assert.ok(words(solution).includes(texts.adminSymptom))
    const { solutions } = bot.world().catalog.symptoms.find(({ id }) => id === 'anc-dns') ?? { solutions: [] }
    assert.ok(solutions.length > 0)
    for (const { title, summary } of solutions) {
      assert.ok(!words(solution).includes(title))
      assert.ok(!words(solution).includes(summary))
    }
    assert.ok(buttonsOf(solution.card).includes('Get help'))
    assert.ok(!buttonsOf(solution.card).includes('Restart my Cloud PC'))
  })

  it('sees overtaken advice nowhere', async () => {
    const { catalog } = bot.world()
    const topics = await bot.press(ana, await bot.say(ana, 'help'), 'Browse topics')
    assert.ok(topics)
    for (const { id, title, solutions } of catalog.symptoms.filter((one) => one.solutions.some((s) => s.overtaken))) {
      const list = await bot.say(ana, 'topics')
      let held = await bot.press(ana, list, 'Open', { symptomId: id })
      while (buttonsOf(held.card).includes('I don’t know')) held = await bot.press(ana, held, 'I don’t know')
      assert.ok(words(held).startsWith(title))
      for (const solution of solutions.filter((one) => one.overtaken)) {
        assert.ok(!words(held).includes(solution.title), `${id}: ${solution.title}`)
        assert.ok(!words(held).includes(solution.summary), `${id}: ${solution.summary}`)
      }
    }
  })
})
