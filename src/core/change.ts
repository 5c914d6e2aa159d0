// What one commit writes: all of it or nothing. Flows gather facts, the core decides, and what follows is a list of these.
import type { AuditEntry } from './audit.ts'
import type { Delivery } from './outbox.ts'
import type { CardPlace, ChannelKind, Person } from './people.ts'
import type { Brake } from './policy/brake.ts'
import type { RestartRequest } from './restart-request.ts'
import type { Session } from './session.ts'
import type { NewTicket, Ticket } from './ticket.ts'

/**
 * A request or ticket of version 0 is new; any other is saved onto the version before it, and a session onto the step.
 * `fence` is the lease under which a worker moves a request: without it the lease does not matter.
 */
export type Change =
  | { readonly put: 'session'; readonly session: Session; readonly isNew: boolean }
  | { readonly put: 'request'; readonly request: RestartRequest; readonly fence?: number }
  | { readonly put: 'ticket'; readonly ticket: NewTicket }
  /** The channel is reminded of it, once until something happens to it. */
  | { readonly put: 'reminded'; readonly ticket: Ticket }
  | { readonly put: 'brake'; readonly brake: Brake }
  | {
      readonly put: 'channel'
      readonly kind: ChannelKind
      readonly conversation: string
      readonly by: Person
      readonly at: Date
    }
  | { readonly put: 'on-call'; readonly kind: ChannelKind; readonly person: Person; readonly since: Date }
  | { readonly put: 'card'; readonly name: string; readonly place: CardPlace }
  | { readonly put: 'delivery'; readonly delivery: Delivery }
  | { readonly put: 'audit'; readonly entry: AuditEntry }
  /** A button counts once for each card that it stands on, however often the channel brings the click. */
  | { readonly put: 'click'; readonly nonce: string; readonly action: string; readonly person: Person }

/** `conflict` names what somebody else had changed, filed or clicked before. */
export type Committed = { readonly ok: true } | { readonly ok: false; readonly conflict: Change['put'] }

export const putDelivery = (delivery: Delivery): Change => ({ put: 'delivery', delivery })
export const putSession = (session: Session): Change => ({ put: 'session', session, isNew: false })
export const putNewSession = (session: Session): Change => ({ put: 'session', session, isNew: true })
export const putTicket = (ticket: NewTicket): Change => ({ put: 'ticket', ticket })
export const putRequest = (request: RestartRequest, fence?: number): Change =>
  fence === undefined ? { put: 'request', request } : { put: 'request', request, fence }

export const putCard = (name: string, place: CardPlace | undefined): Change[] =>
  place ? [{ put: 'card', name, place }] : []
