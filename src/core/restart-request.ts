// The life of a restart request: its states, who owns each, and the moves between them. Pure.
import type { CardPlace, Person } from './people.ts'

export const restartStates = [
  'awaiting-approval',
  'approved',
  'sending',
  'sent',
  'restarting',
  'done',
  'failed',
  'unknown',
  'declined',
  'withdrawn',
] as const
export type RestartState = (typeof restartStates)[number]

/** Who has to act next while a request is in a state; nobody in an end state. */
export const ownerOf: Readonly<Record<RestartState, 'helpdesk' | 'bot' | 'nobody'>> = {
  'awaiting-approval': 'helpdesk',
  approved: 'bot',
  sending: 'bot',
  sent: 'bot',
  restarting: 'bot',
  done: 'nobody',
  failed: 'nobody',
  unknown: 'helpdesk',
  declined: 'nobody',
  withdrawn: 'nobody',
}

const moves: Readonly<Record<RestartState, readonly RestartState[]>> = {
  'awaiting-approval': ['approved', 'declined', 'withdrawn'],
  // back to approved: Graph said "later", or was not reached at all
  approved: ['sending', 'failed', 'withdrawn'],
  sending: ['sent', 'approved', 'failed', 'unknown'],
  sent: ['restarting', 'done', 'failed', 'unknown'],
  restarting: ['done', 'failed', 'unknown'],
  done: [],
  failed: [],
  unknown: [],
  declined: [],
  withdrawn: [],
}

/** States in which no second request for the same Cloud PC may exist. */
export const openStates: readonly RestartState[] = ['awaiting-approval', 'approved', 'sending', 'sent', 'restarting']

/** States that a restart has come to, or may have come to: they count for the cool-down and the daily cap. */
export const spentStates: readonly RestartState[] = ['approved', 'sending', 'sent', 'restarting', 'done', 'unknown']

/** Why a request ended, or waits, as it does; the sentence for it is in texts.ts. */
export type RestartReason =
  | 'no-right'
  | 'not-signed-in'
  | 'not-found'
  | 'busy'
  | 'graph-unreachable'
  | 'unclear-answer'
  | 'not-confirmed'
  | 'action-failed'
  | 'not-allowed-any-more'
  /** Too long ago for the work on the machine to be as it was. */
  | 'consent-too-old'

/** Ends that a person has to look at; a busy Cloud PC and changed facts are for the requester alone. */
export const reasonsForHelpdesk: readonly RestartReason[] = [
  'no-right',
  'not-signed-in',
  'not-found',
  'graph-unreachable',
  'action-failed',
  'unclear-answer',
]

export type RestartRequest = {
  readonly id: string
  readonly nonce: string
  /** Counts the moves; a move is saved only onto the version that it was made from. */
  readonly version: number
  readonly state: RestartState
  readonly person: Person
  readonly cloudPc: { readonly id: string; readonly name: string }
  readonly sessionId: string
  readonly symptomId: string | undefined
  readonly ticketId: string | undefined
  /** Who approved or declined it. */
  readonly decidedBy: Person | undefined
  readonly reason: RestartReason | undefined
  /** How often the POST was tried; each try is one POST. */
  readonly attempts: number
  readonly createdAt: Date
  /** When the last POST left. */
  readonly sentAt: Date | undefined
  /** When the bot looks at this request next; undefined when it has nothing to do. */
  readonly dueAt: Date | undefined
  /** The requester's card, which is updated in place. */
  readonly card: CardPlace | undefined
}

export type RestartChange = Partial<
  Pick<RestartRequest, 'reason' | 'attempts' | 'sentAt' | 'dueAt' | 'decidedBy' | 'ticketId' | 'card'>
>

/** Until it is being sent, the requester may take it back. */
export const isWithdrawable = ({ state }: Pick<RestartRequest, 'state'>): boolean =>
  state === 'awaiting-approval' || state === 'approved'

export const isOpen = (request: RestartRequest): boolean => openStates.includes(request.state)

/** The request after a move. Throws on a move that the table does not have: that is a fault in the bot. */
export function moveRestart(request: RestartRequest, to: RestartState, change: RestartChange = {}): RestartRequest {
  if (!moves[request.state].includes(to))
    throw new Error(`illegal move of a restart request: ${request.state} to ${to}`)
  return { ...request, reason: undefined, dueAt: undefined, ...change, state: to, version: request.version + 1 }
}

/** The request with its state kept and something else changed. */
export const amendRestart = (request: RestartRequest, change: RestartChange): RestartRequest => ({
  ...request,
  ...change,
  version: request.version + 1,
})
