// Everything a flow works with: the catalog, the matcher and the ports, handed in once by src/app.ts.
import type { Doer } from '../core/audited.ts'
import type { Catalog, Symptom } from '../core/catalog.ts'
import type { Matcher } from '../core/match/decide.ts'
import type { RestartRules } from '../core/policy/restart.ts'
import type { Redactor } from '../core/redact/redact.ts'
import type { RestartTimes } from '../core/restart-request.ts'
import type { CardPlace, Person } from '../core/people.ts'
import type { Screen } from '../core/screens.ts'
import type {
  Brakes,
  Cards,
  Clock,
  Commit,
  Conversations,
  Devices,
  Log,
  Metrics,
  Notifier,
  Outbox,
  People,
  Requests,
  Retention,
  Sessions,
  Tickets,
  Unmatched,
} from './ports.ts'
import type { Pace } from './pace.ts'

export type World = {
  readonly catalog: Catalog
  readonly match: Matcher
  /** Whatever a person wrote goes through it before it is kept or shown to anybody else. */
  readonly redactor: Redactor
  readonly rules: RestartRules
  /** How long a restart request may stay where it is. */
  readonly times: RestartTimes
  readonly pace: Pace
  readonly store: Commit
  readonly sessions: Sessions
  readonly requests: Requests
  readonly tickets: Tickets
  readonly outbox: Outbox
  readonly cards: Cards
  readonly brakes: Brakes
  readonly retention: Retention
  readonly conversations: Conversations
  readonly unmatched: Unmatched
  readonly devices: Devices
  readonly people: People
  readonly notifier: Notifier
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Lets the worker look at what is due now instead of at its next round. */
  readonly wake: () => void
}

/** A click, as the channel vouches for it. `card` is the card that was clicked, where the channel says so. */
export type Click = {
  readonly person: Person
  readonly card: CardPlace | undefined
  readonly surface: 'chat' | 'channel'
}

export const doerOf = ({ person, surface }: Click): Doer => ({ id: person.id, surface })

/**
 * What a click is answered with. A refusal is for the clicker alone; what happened is for everybody who sees the card,
 * who get it with the answer, or from the outbox where the card belongs to a record that others change as well.
 * `message` comes below it as a card of its own. `settle` is to be called once the screen stands in place of a card that
 * the outbox keeps up to date: a change that came meanwhile is shown again.
 */
export type Answer = {
  readonly screen: Screen
  readonly audience: 'everybody' | 'clicker' | 'outbox'
  readonly message?: Screen
  readonly settle?: () => Promise<void>
}

export const toEverybody = (screen: Screen): Answer => ({ screen, audience: 'everybody' })
export const byOutbox = (screen: Screen): Answer => ({ screen, audience: 'outbox' })
export const toClicker = (screen: Screen): Answer => ({ screen, audience: 'clicker' })

export const symptomOf = (world: World, id: string | undefined): Symptom | undefined =>
  world.catalog.symptoms.find((symptom) => symptom.id === id)
