// The life of a restart request: its states, who owns each and for how long, and the moves between them. Pure.
import type { Person } from './people.ts'
import type { RestartRefusal } from './session.ts'

export const restartStates = [
  'requested',
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
  'expired',
] as const
export type RestartState = (typeof restartStates)[number]

export type RestartOwner = 'bot' | 'helpdesk' | 'requester' | 'nobody'

type Life = {
  /** Who has to act next. */
  readonly owner: RestartOwner
  readonly next: readonly RestartState[]
}

const lives: Readonly<Record<RestartState, Life>> = {
  requested: { owner: 'bot', next: ['awaiting-approval', 'approved', 'declined', 'failed', 'withdrawn', 'expired'] },
  'awaiting-approval': { owner: 'helpdesk', next: ['approved', 'declined', 'withdrawn', 'expired'] },
  // Back to waiting for approval: the brake was pulled before it could be sent. Declined: somebody thought better of it.
  approved: { owner: 'bot', next: ['sending', 'awaiting-approval', 'declined', 'failed', 'withdrawn', 'expired'] },
  // Back to approved: Graph said "later", was not reached at all, or never heard of it.
  sending: { owner: 'bot', next: ['sent', 'approved', 'failed', 'unknown'] },
  sent: { owner: 'bot', next: ['restarting', 'done', 'failed', 'unknown'] },
  restarting: { owner: 'bot', next: ['done', 'failed', 'unknown'] },
  done: { owner: 'nobody', next: [] },
  failed: { owner: 'nobody', next: [] },
  // Nobody knows whether it restarted: a person has to look.
  unknown: { owner: 'helpdesk', next: [] },
  declined: { owner: 'nobody', next: [] },
  withdrawn: { owner: 'nobody', next: [] },
  // Whoever asked may ask again.
  expired: { owner: 'requester', next: [] },
}

/** An accepted restart whose end nobody saw is settled by whoever can try to connect. */
export const ownerOf = ({ state, reason }: Pick<RestartRequest, 'state' | 'reason'>): RestartOwner =>
  state === 'unknown' && reason === 'not-confirmed' ? 'requester' : lives[state].owner

/** The states that may follow; none after an end. */
export const nextStates = (state: RestartState): readonly RestartState[] => lives[state].next

/** States in which no second request for the same Cloud PC may exist. */
export const openStates: readonly RestartState[] = restartStates.filter((state) => lives[state].next.length > 0)

/** States that a restart has come to, or may have come to: they count for the cool-down and the daily cap. */
export const spentStates: readonly RestartState[] = ['approved', 'sending', 'sent', 'restarting', 'done', 'unknown']

/** Why a request ended, or waits, as it does; the sentence for it is in texts.ts. */
export const restartReasons = [
  'no-right',
  'not-signed-in',
  'not-found',
  'removed',
  'reassigned',
  /** Another action was under way. Where that was a restart, it is followed instead. */
  'busy',
  'graph-unreachable',
  'unclear-answer',
  'not-confirmed',
  'action-failed',
  'not-allowed-any-more',
  /** Too long ago for the work on the machine to be as it was. */
  'consent-too-old',
  'approval-too-late',
] as const
export type RestartReason = (typeof restartReasons)[number]

/** Why a person has to look at an end; a busy Cloud PC and changed facts are for the requester alone. */
const reasonsForHelpdesk: readonly RestartReason[] = [
  'no-right',
  'not-signed-in',
  'not-found',
  'removed',
  'reassigned',
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
  /** Who approved or declined it; nobody where the bot's rules did. */
  readonly decidedBy: Person | undefined
  readonly reason: RestartReason | undefined
  /** The rule that forbade it, where one did. */
  readonly refusal: RestartRefusal | undefined
  /** How often the POST was tried; each try is one POST. */
  readonly attempts: number
  readonly createdAt: Date
  /** When it came into this state; where it waits there because Graph tells no facts, when that began. */
  readonly since: Date
  /** When the last POST left; when the restart began that was joined instead. */
  readonly sentAt: Date | undefined
  /** When the bot looks at this request next; undefined when it has nothing to do. */
  readonly dueAt: Date | undefined
}

export type RestartChange = Partial<
  Pick<RestartRequest, 'reason' | 'refusal' | 'attempts' | 'since' | 'sentAt' | 'dueAt' | 'decidedBy' | 'ticketId'>
>

const second = 1000
const minute = 60 * second

/** How long a request may stay where it is, in milliseconds. */
export const times = {
  /** After "Restart now" it may be sent this long: later, there may be new work on the machine. */
  consent: 15 * minute,
  /** After this the helpdesk's silence is told to the requester. */
  approval: 8 * 60 * minute,
  /** A send whose outcome is unclear is looked for this long. Graph's list of actions may lag by a minute. */
  unclear: 2 * minute,
  /** An accepted restart is followed this long. */
  followed: 8 * minute,
  /** Between two looks at an accepted restart. */
  look: 3 * second,
  /** Between two looks for a restart whose answer is unclear. */
  lookForUnclear: 15 * second,
  /** The answer to a POST is waited for this long before anybody else looks at the request. */
  answer: 13 * second,
  /** Before facts that could not be read are read again. */
  readAgain: 5 * second,
  /** Facts without which it cannot be sent are read again this long. */
  unread: 30 * second,
  /** A restart that began no longer ago than this is joined instead of sent again. */
  joined: 10 * minute,
} as const
export type RestartTimes = { readonly [Name in keyof typeof times]: number }

export type Deadline = { readonly at: Date; readonly to: RestartState; readonly reason: RestartReason }

/** When the state ends by itself, and how; undefined in an end. Every state that is open has one. */
export function deadlineOf(request: RestartRequest, limits: RestartTimes = times): Deadline | undefined {
  const after = (from: Date, ms: number, to: RestartState, reason: RestartReason): Deadline => ({
    at: new Date(from.getTime() + ms),
    to,
    reason,
  })
  const { state, createdAt, since, sentAt } = request
  switch (state) {
    case 'requested':
    case 'approved':
      return after(createdAt, limits.consent, 'expired', 'consent-too-old')
    case 'awaiting-approval':
      return after(since, limits.approval, 'expired', 'approval-too-late')
    case 'sending':
      return after(sentAt ?? since, limits.unclear, 'unknown', 'unclear-answer')
    case 'sent':
    case 'restarting':
      return after(followedFrom(request), limits.followed, 'unknown', 'not-confirmed')
    case 'done':
    case 'failed':
    case 'unknown':
    case 'declined':
    case 'withdrawn':
    case 'expired':
      return undefined
  }
}

/** A restart that was joined may have begun before anybody asked for it. */
const followedFrom = ({ createdAt, since, sentAt = since }: RestartRequest): Date =>
  sentAt < createdAt ? createdAt : sentAt

/** Windows 365 asked to wait so long that a person may be quicker. */
export const waitsLong = ({ since, dueAt = since }: Pick<RestartRequest, 'since' | 'dueAt'>): boolean =>
  dueAt.getTime() - since.getTime() > 10 * minute

/** Has it come to an end that a person has to look at? */
export const isForHelpdesk = ({ state, reason }: Pick<RestartRequest, 'state' | 'reason'>): boolean =>
  ['failed', 'unknown'].includes(state) && reason !== undefined && reasonsForHelpdesk.includes(reason)

/** Until it is being sent, the requester may take it back. */
export const isWithdrawable = ({ state }: Pick<RestartRequest, 'state'>): boolean =>
  nextStates(state).includes('withdrawn')

/** Until it is being sent, the helpdesk may forbid it, though one of them has approved it. */
export const isDeclinable = ({ state }: Pick<RestartRequest, 'state'>): boolean =>
  nextStates(state).includes('declined')

export const isOpen = ({ state }: RestartRequest): boolean => openStates.includes(state)

/** It has restarted, or nobody knows: only the requester can say whether that helped. */
export const mayHaveHelped = ({ state }: RestartRequest): boolean => state === 'done' || state === 'unknown'

/** The request after a move. Throws on a move that the table does not have: that is a fault in the bot. */
export function moveRestart(
  request: RestartRequest,
  to: RestartState,
  now: Date,
  change: RestartChange = {},
): RestartRequest {
  if (!nextStates(request.state).includes(to))
    throw new Error(`illegal move of a restart request: ${request.state} to ${to}`)
  return {
    ...request,
    reason: undefined,
    dueAt: undefined,
    ...change,
    state: to,
    since: now,
    version: request.version + 1,
  }
}

/** The request with its state kept and something else changed. */
export const amendRestart = (request: RestartRequest, change: RestartChange): RestartRequest => ({
  ...request,
  ...change,
  version: request.version + 1,
})
