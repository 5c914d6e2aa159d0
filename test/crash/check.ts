// What must be true of a bot once everything has come to an end, however often its process was ended before.
import { ownerOf, isOpen, type RestartOwner, type RestartRequest } from '../../src/core/restart-request.ts'
import { restartCard, ticketCard } from '../../src/core/outbox.ts'
import { showRestart } from '../../src/core/show-restart.ts'
import * as texts from '../../src/core/texts.ts'
import { auditIn } from '../../src/store/audit.ts'
import { cardsIn } from '../../src/store/cards.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { wordsOf } from '../helpers/card-reading.ts'
import type { CardJson, Message } from '../helpers/connector.ts'
import { chatOf, helpdeskChannel } from '../helpers/bot.ts'
import type { BotUnderTest } from './bot-under-test.ts'
import type { Asked } from './story.ts'

export type Finding = {
  readonly restarts: number
  /** Reboots that Graph accepted beyond the one that a person had confirmed. */
  readonly duplicates: number
  /** Confirmed, and neither carried out nor ended as it should be. */
  readonly lost: number
  /** Who has to look, for each that nobody can tell the end of. */
  readonly unknown: readonly RestartOwner[]
  readonly duplicateCards: number
  /** Every promise that was broken, the counted ones too, in words. */
  readonly faults: readonly string[]
}

/** `disturbed`: Graph was made to fail, so that a restart may fail as well. */
export async function check(bot: BotUnderTest, all: readonly Asked[], disturbed: boolean): Promise<Finding> {
  const each = await Promise.all(all.map((asked) => checkOne(bot, asked, disturbed)))
  const duplicateCards = Math.max(0, repeated(bot, all))
  const faults = [...(await checkStore(bot)), ...each.flatMap((one) => one.faults)]
  if (duplicateCards > bot.kills()) faults.push(`${duplicateCards} duplicate cards after ${bot.kills()} kills`)
  return {
    restarts: all.length,
    duplicates: sum(each.map((one) => one.duplicates)),
    lost: sum(each.map((one) => one.lost)),
    unknown: each.flatMap((one) => one.unknown),
    duplicateCards,
    faults,
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

async function checkStore({ store }: BotUnderTest): Promise<string[]> {
  const faults: string[] = []
  const audit = await auditIn(store.db).verify()
  if (!audit.intact) faults.push(`the audit is ${audit.fault} at ${audit.seq}`)
  const owed = await store.db.selectFrom('outbox').select('name').execute()
  if (owed.length > 0) faults.push(`still owed: ${owed.map(({ name }) => name).join(', ')}`)
  return faults
}

type One = Pick<Finding, 'duplicates' | 'lost' | 'unknown' | 'faults'>

async function checkOne(bot: BotUnderTest, asked: Asked, disturbed: boolean): Promise<One> {
  const request = await requestsIn(bot.store.db).find(asked.requestId)
  const reboots = bot.sandbox.reboots().filter(({ cloudPcId }) => cloudPcId === asked.cloudPcId).length
  const duplicates = Math.max(0, reboots - 1)
  const faults = duplicates > 0 ? [`Graph accepted ${reboots} reboots`] : []
  if (!request) return { duplicates, lost: 1, unknown: [], faults: [...faults, 'there is no request'] }
  const lost = lostWhy(request, reboots, disturbed)
  return {
    duplicates,
    lost: lost === undefined ? 0 : 1,
    unknown: request.state === 'unknown' ? [ownerOf(request)] : [],
    faults: [
      ...faults,
      ...(lost === undefined ? [] : [lost]),
      ...(await checkPosts(bot, request)),
      ...(await checkCards(bot, request)),
    ],
  }
}

/** Why the restart is lost; undefined where it is not. */
function lostWhy(request: RestartRequest, reboots: number, disturbed: boolean): string | undefined {
  const { state, reason, refusal } = request
  const is = `it is ${state} (${reason ?? refusal?.rule ?? ''})`
  if (isOpen(request)) return is
  if (state === 'unknown') return undefined
  if (state === 'done') return reboots === 0 ? 'it is done, and Graph accepted no reboot' : undefined
  if (reboots > 0) return `${is}, and Graph accepted a reboot`
  return disturbed ? undefined : is
}

/** An entry may stand there for a POST that never left; a POST without its entry may not. */
async function checkPosts(bot: BotUnderTest, { id, cloudPc }: RestartRequest): Promise<string[]> {
  const posts = bot.gate.posts.filter((one) => one === cloudPc.id).length
  const { entries } = await bot.store.db
    .selectFrom('audit')
    .select((row) => row.fn.countAll().as('entries'))
    .where('act', '=', 'restart-sent')
    .where('subject_id', '=', id)
    .executeTakeFirstOrThrow()
  const unsent = Number(entries) - posts
  return unsent < 0 || unsent > bot.kills() ? [`${posts} POSTs left, and the audit has ${entries}`] : []
}

/** The person reads how it ended, and so does the helpdesk where it was asked or has to look. */
async function checkCards(bot: BotUnderTest, request: RestartRequest): Promise<string[]> {
  const faults: string[] = []
  const own = await cardNamed(bot, restartCard(request.id))
  const { title } = showRestart(request, undefined, undefined) as { title: string }
  if (!own?.includes(title)) faults.push(`the person’s card does not say “${title}”`)
  const asks = request.state === 'unknown' && ownerOf(request) === 'helpdesk'
  if (request.ticketId !== undefined || asks) {
    const ticket = await cardNamed(bot, ticketCard(request.ticketId ?? `${request.id}.h`, 'helpdesk'))
    const words = asks
      ? texts.restart.helpdesk(request.cloudPc.name, 'unclear-answer')
      : texts.restartStates[request.state]
    if (!ticket?.includes(words)) faults.push(`the helpdesk’s card does not say “${words}”`)
  }
  return faults
}

/** What the card of this name says. */
async function cardNamed({ store, connector }: BotUnderTest, name: string): Promise<string | undefined> {
  const place = await cardsIn(store.db).find(name)
  if (!place) return undefined
  const { conversation } = JSON.parse(place.conversation) as { conversation: { id: string } }
  return wordsOf(connector.message(conversation.id, place.activityId).card)
}

/** Messages that offer the buttons of one session or ticket beside the first that does. */
function repeated({ connector }: BotUnderTest, all: readonly Asked[]): number {
  const places = new Set([helpdeskChannel.id, ...all.map(({ person }) => chatOf(person).id)])
  return sum(
    [...places].map((place) => {
      const owners = connector.messages(place).flatMap((message) => ownerIn(message) ?? [])
      return owners.length - new Set(owners).size
    }),
  )
}

/** The session or ticket that the buttons of a message belong to. */
function ownerIn({ card }: Message): string | undefined {
  const actions = (card?.['actions'] ?? []) as CardJson[]
  return actions
    .map(({ data }) => (data as { id?: string; nonce?: string } | undefined) ?? {})
    .find(({ nonce }) => nonce)?.id
}
