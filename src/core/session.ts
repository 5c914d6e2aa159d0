// A person's way from a pasted text to an end. Every card of the way carries the session's id, nonce and step;
// a click counts only on the step that is stored, so an old card or a double click changes nothing.
import type { Product } from './catalog.ts'
import type { Evidence } from './match/decide.ts'
import type { ActionUnderWay, CloudPc } from './cloud-pc.ts'
import type { Person } from './people.ts'

export type Answer = { readonly questionId: string; readonly choice: number | 'unknown' }

/** Where in the way a session is. What the person sees follows from it; `from` is where Back leads. */
export type Place =
  | { readonly at: 'unmatched'; readonly nearest: readonly string[] }
  | { readonly at: 'choosing'; readonly candidates: readonly Candidate[]; readonly disagree: boolean }
  | { readonly at: 'topics' }
  | { readonly at: 'question'; readonly questionId: string }
  | { readonly at: 'solution'; readonly solutionIds: readonly string[] }
  | { readonly at: 'runbook'; readonly page: number }
  | { readonly at: 'devices'; readonly devices: readonly CloudPc[]; readonly from?: Place }
  | { readonly at: 'confirm'; readonly device: CloudPc; readonly needsApproval: boolean; readonly from?: Place }
  | { readonly at: 'machine'; readonly why: 'asked' | 'no-cloud-pc'; readonly from?: Place }
  | { readonly at: 'refused'; readonly refusal: RestartRefusal; readonly from?: Place }
  | { readonly at: 'restart'; readonly requestId: string }
  | { readonly at: 'help-form'; readonly from?: Place }
  | { readonly at: 'ticket'; readonly ticketId: string }
  | { readonly at: 'solved' }
  | { readonly at: 'cancelled' }

export type Candidate = { readonly symptomId: string; readonly evidence: readonly Evidence[] }

/** Why a restart was refused, with what the sentence needs. */
export type RestartRefusal =
  | { readonly rule: 'not-yours' | 'under-way' | 'waits-for-approval' | 'lookup-failed' }
  /** Graph lets the bot look nothing up; `ticket` is what the helpdesk got, if it was reached. */
  | { readonly rule: 'no-access'; readonly ticket: number | undefined }
  | { readonly rule: 'status'; readonly status: CloudPc['status'] }
  | { readonly rule: 'action-under-way'; readonly action: ActionUnderWay }
  | { readonly rule: 'cool-down'; readonly minutes: number }
  | { readonly rule: 'daily-cap'; readonly cap: number }

/** Is the reason one that goes away by itself within minutes, so that trying again makes sense? */
export const passes = ({ rule }: RestartRefusal): boolean => rule === 'lookup-failed' || rule === 'action-under-way'

export type Session = {
  readonly id: string
  readonly nonce: string
  readonly person: Person
  readonly step: number
  readonly place: Place
  readonly symptomId: string | undefined
  readonly evidence: readonly Evidence[]
  /** The pasted text, redacted and cut. */
  readonly excerpt: string
  readonly answers: readonly Answer[]
  /** Solutions that were shown, in order. */
  readonly shown: readonly string[]
  readonly product: Product | undefined
  /** A helpdesk member gets the runbook. */
  readonly runbook: boolean
  readonly createdAt: Date
}

/** The session at the form for the helpdesk, from where it can come back. */
export const openHelpForm = (session: Session): Session =>
  session.place.at === 'help-form'
    ? advance(session, session.place)
    : advance(session, { at: 'help-form', from: session.place })

/** Where Back leads to from a form, a choice or a refusal; undefined where the way began there. */
export const cameFrom = ({ place }: Session): Place | undefined => ('from' in place ? place.from : undefined)

/** Where Back shall lead to from a step that is taken now: a form, a choice or a refusal is passed over. */
export const backFrom = (session: Session): Place | undefined =>
  stepsAside.includes(session.place.at) ? cameFrom(session) : session.place

const stepsAside: readonly Place['at'][] = ['devices', 'confirm', 'machine', 'refused', 'help-form']

/** The session where it came from; undefined when it came from nowhere. */
export function goBack(session: Session): Session | undefined {
  const from = cameFrom(session)
  return from && advance(session, from)
}

/** Has the person come to an end with it? */
export const isOver = ({ place }: Session): boolean => ['ticket', 'solved', 'cancelled'].includes(place.at)

/** The next step of a session. */
export const advance = (session: Session, place: Place, change: Partial<Session> = {}): Session => ({
  ...session,
  ...change,
  place,
  step: session.step + 1,
})
