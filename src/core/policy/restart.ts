// May this Cloud PC be restarted for this person now? Facts in, a decision with its rule out.
import type { ActionUnderWay, CloudPc } from '../cloud-pc.ts'
import { isOpen, type RestartRequest, spentStates } from '../restart-request.ts'
import type { RestartRefusal } from '../session.ts'

export type RestartRules = {
  /** No second restart of a Cloud PC within this many minutes. */
  readonly cooldownMinutes: number
  /** Restarts by one person in 24 hours. */
  readonly dailyCap: number
}

export type RestartFacts = {
  readonly now: Date
  /** The Cloud PC, as found among the person's own a moment ago; undefined when it is not theirs. */
  readonly device: CloudPc | undefined
  /** What Windows 365 does to it already, as far as Graph tells. */
  readonly actionUnderWay: ActionUnderWay | undefined
  /** Does the symptom want a helpdesk approval first, and is that still missing? */
  readonly approvalMissing: boolean
  /** The person's requests of the last 24 hours, without the one that is decided on. */
  readonly byPerson: readonly RestartRequest[]
  /** Requests for this Cloud PC of the last 24 hours, by anybody, without the one that is decided on. */
  readonly forDevice: readonly RestartRequest[]
}

export type RestartDecision =
  | { readonly status: 'allow' }
  | { readonly status: 'needs-approval' }
  | { readonly status: 'deny'; readonly refusal: RestartRefusal }

const minute = 60_000

/** The first rule that forbids the restart decides; then the approval rule; then it is allowed. */
export function decideRestart(facts: RestartFacts, rules: RestartRules): RestartDecision {
  const refusal = refusalOf(facts, rules)
  if (refusal) return { status: 'deny', refusal }
  return { status: facts.approvalMissing ? 'needs-approval' : 'allow' }
}

function refusalOf(
  { device, actionUnderWay, forDevice, byPerson, now }: RestartFacts,
  rules: RestartRules,
): RestartRefusal | undefined {
  if (!device) return { rule: 'not-yours' }
  // A failed set-up can be anything; a status that is not known must not lock people out.
  if (!['provisioned', 'failed', 'unknown'].includes(device.status)) return { rule: 'status', status: device.status }
  const open = forDevice.find(isOpen)
  if (open) return { rule: open.state === 'awaiting-approval' ? 'waits-for-approval' : 'under-way' }
  if (actionUnderWay) return { rule: 'action-under-way', action: actionUnderWay }
  const waited = forDevice.filter(isSpent).map((request) => (now.getTime() - startOf(request).getTime()) / minute)
  const latest = Math.min(...waited, Infinity)
  if (latest < rules.cooldownMinutes)
    return { rule: 'cool-down', minutes: Math.max(1, Math.ceil(rules.cooldownMinutes - latest)) }
  if (byPerson.filter(isSpent).length >= rules.dailyCap) return { rule: 'daily-cap', cap: rules.dailyCap }
  return undefined
}

/**
 * The approval that came too late for the consent: it holds for the same restart asked for again, once. `forDevice`: the
 * newest first.
 */
export function unusedApproval(
  { person, symptomId }: Pick<RestartRequest, 'person' | 'symptomId'>,
  [latest]: readonly RestartRequest[],
): RestartRequest | undefined {
  const same = latest?.person.id === person.id && latest.symptomId === symptomId
  return same && latest.reason === 'consent-too-old' && latest.decidedBy ? latest : undefined
}

/** Has a person said no to the last restart of this Cloud PC that a person decided on? `forDevice`: the newest first. */
export const wasDeclined = (forDevice: readonly RestartRequest[]): boolean =>
  forDevice.find(({ decidedBy }) => decidedBy !== undefined)?.state === 'declined'

const isSpent = ({ state }: RestartRequest): boolean => spentStates.includes(state)
const startOf = ({ sentAt, createdAt }: RestartRequest): Date => sentAt ?? createdAt
