// Teams as the bot meets it: conversations that hold cards, and all that can become of a message on its way there.
import type { CardPlace } from '../../src/core/people.ts'
import type { PostAnswer, SendFailure, UpdateAnswer } from '../../src/flows/ports.ts'
import type { Screen } from '../../src/core/screens.ts'
import type { FaultKind } from './faults.ts'
import type { Run } from './run.ts'
import { waitFor, wire } from './wire.ts'

export type Card = {
  readonly place: CardPlace
  /** What it has shown since when, the newest last. */
  readonly faces: { readonly at: number; readonly screen: Screen }[]
  deleted: boolean
}

export type FarTeams = {
  post(conversation: string, screen: Screen): Promise<PostAnswer>
  update(place: CardPlace, screen: Screen): Promise<UpdateAnswer>
  /** All that were ever posted. */
  readonly cards: readonly Card[]
  /** Cards that stand in this conversation. */
  standing(conversation: string): readonly Card[]
  /** Whoever writes from a conversation does not block the bot there. */
  unblock(conversation: string): void
  heal(): void
}

const hour = 3_600_000
/** As long as the bot waits for the connector, in src/app.ts. */
const sendDeadline = 8_000

export function startTeams(run: Run, shown: (card: Card, screen: Screen) => void): FarTeams {
  const { time, faults } = run
  const random = run.randomFor('teams')
  const cards: Card[] = []
  const blocked = new Set<string>()
  const gone = new Set<string>()

  /** Why the message does not arrive, or nobody hears that it did; undefined where all is well. */
  async function trouble(conversation: string, isUpdate: boolean): Promise<Trouble | undefined> {
    await wire(run, random)
    if (!blocked.has(conversation) && faults.happen('teams blocked')) blocked.add(conversation)
    if (!gone.has(conversation) && faults.happen('teams conversation gone')) gone.add(conversation)
    if (blocked.has(conversation)) return no(403, random.pick(blockedCodes))
    if (gone.has(conversation)) return no(404, 'ConversationNotFound')
    const kind = outcomes.find((one) => faults.happen(one))
    switch (kind) {
      case undefined:
        return undefined
      case 'teams answer lost':
        await waitFor(run, sendDeadline)
        return {
          arrives: true,
          failure: { ...nothingHeard, sent: 'maybe', status: random.pick([undefined, 502, 504]) },
        }
      case 'teams lost on the way':
        await waitFor(run, random.between(0, sendDeadline))
        return { arrives: false, failure: { ...nothingHeard, sent: 'maybe' } }
      case 'teams away':
        return { arrives: false, failure: { ...nothingHeard, code: 'ECONNREFUSED' } }
      case 'teams throttles': {
        const retryAfterMs = random.chance(0.3) ? undefined : random.spread(1_000, hour)
        return { arrives: false, failure: { status: 429, code: undefined, retryAfterMs, sent: 'no' } }
      }
      case 'teams busy':
        return no(412, 'PreconditionFailed')
      case 'teams broken':
        return { arrives: random.chance(0.3), failure: { ...nothingHeard, sent: 'maybe', status: 500 } }
      case 'teams too big':
        return no(413, 'MessageSizeTooBig')
      case 'teams refuses':
        return isUpdate ? no(400, 'BadSyntax') : no(random.pick([400, 401]), undefined)
    }
  }

  function show(card: Card, screen: Screen): void {
    card.faces.push({ at: time.now(), screen })
    run.trace(`teams: ${card.place.activityId} in ${card.place.conversation} shows "${screen.title}"`)
    shown(card, screen)
  }

  return {
    cards,
    async post(conversation, screen) {
      const found = await trouble(conversation, false)
      if (found && !found.arrives) return failed(found.failure)
      const place = { conversation, activityId: `card-${cards.length + 1}` }
      const card: Card = { place, faces: [], deleted: false }
      cards.push(card)
      show(card, screen)
      await wire(run, random)
      return found ? failed(found.failure) : { kind: 'sent', place }
    },
    async update(place, screen) {
      const found = await trouble(place.conversation, true)
      const card = cards.find((one) => one.place.activityId === place.activityId)
      if (card && !card.deleted && faults.happen('card deleted')) {
        run.trace(`teams: ${place.activityId} is deleted`)
        card.deleted = true
      }
      if (found && !found.arrives) return failed(found.failure)
      if (!card || card.deleted) return failed(no(404, 'ActivityNotFound').failure)
      show(card, screen)
      await wire(run, random)
      return found ? failed(found.failure) : { kind: 'sent' }
    },
    standing: (conversation) => cards.filter(({ place, deleted }) => !deleted && place.conversation === conversation),
    unblock: (conversation) => {
      blocked.delete(conversation)
    },
    heal: () => {
      blocked.clear()
      gone.clear()
    },
  }
}

type Trouble = { readonly arrives: boolean; readonly failure: SendFailure }

const outcomes = [
  'teams answer lost',
  'teams lost on the way',
  'teams away',
  'teams throttles',
  'teams busy',
  'teams broken',
  'teams too big',
  'teams refuses',
] as const satisfies readonly FaultKind[]

const blockedCodes = ['ConversationBlockedByUser', 'BotDisabledByAdmin', 'MessageWritesBlocked']

const nothingHeard: SendFailure = { status: undefined, code: undefined, retryAfterMs: undefined, sent: 'no' }

const no = (status: number, code: string | undefined): Trouble => ({
  arrives: false,
  failure: { status, code, retryAfterMs: undefined, sent: 'no' },
})

const failed = (failure: SendFailure): { kind: 'failed'; failure: SendFailure } => ({ kind: 'failed', failure })
