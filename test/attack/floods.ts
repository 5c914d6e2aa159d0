// More than anybody sends: a thousand people at once, one person without end, more than there is room for, and at last the
// signal to end in the middle of it. Whoever is not heard is told to come again, and nobody is lost.
import { slow } from '../../src/core/texts.ts'
import { somebody, typed } from './activities.ts'
import type { Outcome, Scale } from './outcome.ts'
import { type Answered, atOnce, post } from './raw.ts'
import { type UnderAttack, until } from './under-attack.ts'

const say = (bot: UnderAttack, person: string, text = 'help'): Promise<Answered> =>
  post(bot.port, [bot.genuine], JSON.stringify(typed(bot.connector.url, person, text)))
const repliesTo = (bot: UnderAttack, person: string): number => bot.connector.messages(`a:${person}`).length
/** Without the word that it takes longer than usual, which a person gets beside the answer. */
const answersTo = (bot: UnderAttack, person: string): number =>
  bot.connector.messages(`a:${person}`).filter((message) => !JSON.stringify(message).includes(slow.title)).length
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

/** Also those who are more than there is room for: they come again, as the channel does. */
export async function manyPeople(bot: UnderAttack): Promise<Outcome> {
  const faults: string[] = []
  const crowd = upTo(3000).map((at) => somebody(500_000 + at))
  let shed = 0
  let reset = 0
  let worstMs = 0
  await Promise.all(
    crowd.map(async (person) => {
      for (let tries = 0; tries < 60; tries++) {
        const { status, head, ms } = await say(bot, person)
        worstMs = Math.max(worstMs, ms)
        if (status === 200) return
        shed++
        // The answer may be overtaken by the end of its connection, of which a part of the request was not read.
        if (status === 0) reset++
        else if (status !== 503 || !/\r\nRetry-After: \d+/i.test(head)) faults.push(`somebody got ${status}`)
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
      faults.push('somebody was never heard')
    }),
  )
  const patient = () => crowd.filter((person) => repliesTo(bot, person) > answersTo(bot, person)).length
  const answered = () => crowd.filter((person) => answersTo(bot, person) === 1).length
  if (!(await until(() => answered() === crowd.length))) {
    const unheard = crowd.filter((person) => answersTo(bot, person) === 0).length
    faults.push(`${unheard} were not answered, ${crowd.length - answered() - unheard} more than once`)
  }
  return {
    name: `${crowd.length} people at once`,
    requests: crowd.length + shed,
    refused: shed,
    letIn: 0,
    effects: 0,
    worstMs,
    note: `${answered()} answered, each once, and ${patient()} told before that it takes longer; turned away ${shed} times, ${shed - reset} of these with 503 and when to come again`,
    faults,
  }
}

export async function onePerson(bot: UnderAttack, { requests }: Scale): Promise<Outcome> {
  const faults: string[] = []
  const count = Math.max(200, Math.round(requests / 2))
  const rude = somebody(600_000)
  let worstMs = 0
  let polite = 0
  const began = performance.now()
  await atOnce(upTo(count), 50, async (at) => {
    const { status } = await say(bot, rude)
    if (status !== 200) faults.push(`the channel got ${status}`)
    if (at % 50 !== 0) return
    const other = somebody(610_000 + at)
    const { ms } = await say(bot, other)
    worstMs = Math.max(worstMs, ms)
    if (await until(() => repliesTo(bot, other) === 1)) polite++
  })
  const others = Math.ceil(count / 50)
  if (polite < others) faults.push(`${others - polite} others were not answered`)
  const replies = repliesTo(bot, rude)
  // Forty at once, one more each 1.5 s, and each time that it is too much again, one word about it.
  const most = 41 + 2 * Math.ceil((performance.now() - began) / 1500)
  if (replies > most) faults.push(`one person got ${replies} replies`)
  return {
    name: `one person with ${count} messages`,
    requests: count,
    refused: count - replies,
    letIn: 0,
    effects: 0,
    worstMs,
    note: `${replies} replies; meanwhile ${polite} of ${others} others were answered`,
    faults,
  }
}

/** The last attack: the process ends. */
export async function terminated(bot: UnderAttack): Promise<Outcome> {
  const faults: string[] = []
  const crowd = upTo(100).map((at) => somebody(700_000 + at))
  const before = bot.connector.arrived('post')
  const answers = crowd.map(async (person) => ({ person, status: (await say(bot, person)).status }))
  await until(() => bot.connector.arrived('post') > before)
  const began = performance.now()
  const code = await bot.terminate()
  const ms = performance.now() - began
  const all = await Promise.all(answers)
  const taken = all.filter(({ status }) => status === 200)
  const lost = taken.filter(({ person }) => answersTo(bot, person) !== 1).length
  if (code !== 0 || ms > 10_000) faults.push(`it ended with ${String(code)} after ${ms.toFixed(0)} ms`)
  if (lost > 0) faults.push(`${lost} were taken and not answered`)
  if (all.some(({ status }) => ![0, 200, 503].includes(status))) faults.push('somebody got another answer')
  return {
    name: 'SIGTERM in the middle of 100 turns',
    requests: crowd.length,
    refused: crowd.length - taken.length,
    letIn: 0,
    effects: lost,
    worstMs: ms,
    note: `ended with ${String(code)}; ${taken.length} were taken, and ${lost} of these lost`,
    faults,
  }
}
