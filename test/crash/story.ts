// A person has their Cloud PC restarted, and the helpdesk allows it where it is asked, whatever becomes of the bot meanwhile.
import { setTimeout } from 'node:timers/promises'
import { isOpen, type RestartRequest } from '../../src/core/restart-request.ts'
import * as texts from '../../src/core/texts.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { outboxIn } from '../../src/store/outbox.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { chatOf, type Held, helpdeskChannel } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { isConfirm, policyError } from '../helpers/ways.ts'
import type { BotUnderTest } from './bot-under-test.ts'
import { press, say } from './channel.ts'

const second = 1000

export type Wanted = {
  readonly person: SandboxPerson
  /** Which one, where the person has several. */
  readonly cloudPcId: string
  readonly approval: boolean
  /** How the person's client sends a click. */
  readonly as: 'execute' | 'submit'
}

/** A card that asks for the confirmation, and the request that comes of it. */
export type Asked = Wanted & { readonly held: Held; readonly requestId: string }

const { next: chooseButton, unknown: unknownButton, restart: restartButton, approve: approveButton } = texts.buttons

/** From the first words to the card that asks whether it shall be restarted. */
export async function ask(bot: BotUnderTest, wanted: Wanted): Promise<Asked> {
  const { person, cloudPcId, approval } = wanted
  const words = approval ? policyError : 'restart'
  let held: Held | undefined
  for (;;) {
    const buttons = buttonsOf(held?.card)
    const title = held && buttons.find(isConfirm)
    if (held && title !== undefined) return { ...wanted, held, requestId: requestOf(held, title) }
    const next = [chooseButton, unknownButton, restartButton].find((one) => buttons.includes(one))
    if (held && next !== undefined) {
      const inputs = next === chooseButton ? { device: cloudPcId } : {}
      held = await press(bot, 'talk', person, held, next, { inputs })
    } else {
      await say(bot, person, words)
      held = newest(bot, person)
    }
  }
}

const newest = ({ connector }: BotUnderTest, person: SandboxPerson): Held => {
  const where = chatOf(person)
  const { id, card } = connector.lastMessage(where.id)
  return { where, id, card }
}

/** The session and the step that the button stands for make the id of the request. */
function requestOf({ card }: Held, title: string): string {
  const actions = (card?.['actions'] ?? []) as { title: string; data: { id: string; step: number } }[]
  const data = actions.find((action) => action.title === title)?.data
  return `${data?.id ?? ''}.${data?.step ?? ''}`
}

/** From the confirmation to the end of the restart, with every card that is owed sent. */
export async function goThrough(bot: BotUnderTest, asked: Asked): Promise<void> {
  const { person, held, requestId, as } = asked
  const title = buttonsOf(held.card).find(isConfirm) ?? ''
  await press(bot, 'confirm', person, held, title, { as })
  const requests = requestsIn(bot.store.db)
  const outbox = outboxIn(bot.store.db)
  for (;;) {
    const next = bot.news()
    const request = await requests.find(requestId)
    if (request?.state === 'awaiting-approval') await approve(bot, request)
    if (request && !isOpen(request) && (await outbox.nextDue()) === undefined) return
    await next
  }
}

/** Somebody of the helpdesk presses the button on the newest card that has it, if there is one yet. */
async function approve(bot: BotUnderTest, { person }: RestartRequest): Promise<void> {
  const card = bot.connector
    .messages(helpdeskChannel.id)
    .findLast(({ card }) => buttonsOf(card).includes(approveButton))
  const colleague = person.id === people.ben.id ? people.chiara : people.ben
  if (card) await press(bot, 'approve', colleague, { where: helpdeskChannel, ...card }, approveButton)
}

/** Somebody of the helpdesk shows the bot the channel for its cards. */
export async function setUp(bot: BotUnderTest): Promise<void> {
  // Refused while Graph does not say who is of the helpdesk.
  while ((await conversationsIn(bot.store.db).channel('helpdesk')) === undefined)
    await say(bot, people.ben, 'set up helpdesk here', helpdeskChannel)
}

/** Longer than anything is waited for: a bot of which nothing is seen for so long does nothing any more. */
const patience = 90_000

/** Resolves at the end of the story, or when it is clear that there is none. */
export async function endOf(story: Promise<unknown>, bot: BotUnderTest): Promise<void> {
  const over = story.then(() => true)
  while (bot.quietMs() < patience) if (await Promise.race([over, setTimeout(second, false)])) return
}
