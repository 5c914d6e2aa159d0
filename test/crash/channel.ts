// The channel's side of a bot that may be gone at any moment: an activity that gets no 200 is sent again, with the same
// and with a new id.
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { SandboxPerson } from '../../src/sandbox/tenant.ts'
import { chatOf, envelope, type Held, inThread, spoken, type Where } from '../helpers/bot.ts'
import { type Inputs, pressed, type PressOptions } from '../helpers/card-reading.ts'
import type { CardJson } from '../helpers/connector.ts'
import type { BotUnderTest } from './bot-under-test.ts'
import type { Click } from './kill-points.ts'

const pause = 25

/** Types a text, and waits until the bot has taken it. */
export async function say(
  bot: BotUnderTest,
  person: SandboxPerson,
  text: string,
  where = chatOf(person),
): Promise<void> {
  await deliver(bot, 'talk', person, where, spoken(text, where))
}

/** Presses a button, and waits until the bot has taken it; answers the card that came back, if one did. */
export async function press(
  bot: BotUnderTest,
  click: Click,
  person: SandboxPerson,
  held: Held,
  title: string,
  how: PressOptions & { readonly inputs?: Inputs } = {},
): Promise<Held> {
  const action = pressed(held.card, title, how.inputs ?? {}, how)
  const activity =
    how.as === 'submit'
      ? { type: 'message', value: action.data }
      : {
          type: 'invoke',
          name: 'adaptiveCard/action',
          value: { action: { type: 'Action.Execute', ...action }, trigger: 'manual' },
        }
  const body = await deliver(bot, click, person, inThread(held), { ...activity, replyToId: held.id })
  return { ...held, card: body?.value }
}

type Body = { readonly value?: CardJson } | undefined

async function deliver(
  bot: BotUnderTest,
  click: Click,
  person: SandboxPerson,
  where: Where,
  content: object,
): Promise<Body> {
  const activity = { ...envelope(person, where, bot.connector.url, new Date()), ...content }
  for (let tries = 1; ; tries++) {
    const body = await attempt(bot, click, activity)
    if (body.taken) {
      if (tries > 1) await attempt(bot, click, { ...activity, id: randomUUID() })
      return body.value
    }
    await setTimeout(pause)
  }
}

/** Taken, where the bot answered with 200. */
async function attempt(
  bot: BotUnderTest,
  click: Click,
  activity: object,
): Promise<{ readonly taken: true; readonly value: Body } | { readonly taken: false }> {
  const url = await bot.url()
  try {
    const { status, text } = await post(`${url}/api/messages`, JSON.stringify(activity), () =>
      bot.pass({ on: 'click', click, when: 'half sent' }),
    )
    if (status !== 200) return { taken: false }
    void bot.pass({ on: 'click', click, when: 'answered' })
    return { taken: true, value: text === '' ? undefined : (JSON.parse(text) as Body) }
  } catch {
    // The process ended meanwhile, or another one has not begun yet.
    return { taken: false }
  }
}

function post(
  url: string,
  body: string,
  halfSent: () => Promise<void>,
): Promise<{ readonly status: number; readonly text: string }> {
  const half = Math.floor(body.length / 2)
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' }
    const sent = request(url, { method: 'POST', agent: false, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (text += part))
      answer.on('error', reject)
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text })
      })
    })
    sent.on('error', reject)
    sent.write(body.slice(0, half), () => {
      void halfSent().then(() => sent.end(body.slice(half)))
    })
  })
}
