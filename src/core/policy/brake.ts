// When restarts go wrong, or one error floods in, a restart for everybody who asks is the wrong cure: the brake stops the
// automatic ones, and each needs an approval until the helpdesk lifts it.
import type { Person } from '../people.ts'
import type { RestartRequest } from '../restart-request.ts'

/** `failing`: of the last `restarts` that ended, `failures` did not go well. `flood`: so many people met one error. */
export type BrakeReason =
  | { readonly rule: 'failing'; readonly failures: number; readonly restarts: number }
  | { readonly rule: 'flood'; readonly symptomId: string; readonly people: number }

/** The brake as it was pulled or lifted last. */
export type Brake = {
  /** Counts the pulls and lifts; 0 before the first. */
  readonly version: number
  /** Undefined while automatic restarts are allowed. */
  readonly why: BrakeReason | undefined
  readonly at: Date
  /** Who lifted it; the bot pulls it by itself. */
  readonly by: Person | undefined
}

export const neverPulled: Brake = { version: 0, why: undefined, at: new Date(0), by: undefined }

export type BrakeRules = {
  /** Only what happened within this many minutes counts. */
  readonly windowMinutes: number
  /** So many of the last `failingOf` restarts went wrong. */
  readonly failures: number
  readonly failingOf: number
  /** So many people asked for a restart because of the same symptom. */
  readonly floodPeople: number
}

export const brakeRules: BrakeRules = { windowMinutes: 60, failures: 3, failingOf: 5, floodPeople: 10 }

const minute = 60_000

/** Why the brake has to be pulled now; undefined where it need not be. `requests`: what moved in the window, in any order. */
export function whyBrake(
  requests: readonly RestartRequest[],
  brake: Brake,
  now: Date,
  rules: BrakeRules = brakeRules,
): BrakeReason | undefined {
  // What was there when a person lifted the brake was known to them.
  const begin = Math.max(now.getTime() - rules.windowMinutes * minute, brake.why ? 0 : brake.at.getTime())
  const moved = requests.filter(({ since }) => since.getTime() > begin)
  // People come in a flood when they ask: the helpdesk may approve at once what they asked for over hours.
  const asked = requests.filter(({ createdAt }) => createdAt.getTime() > begin)
  return failing(moved, rules) ?? flood(asked, rules)
}

function failing(requests: readonly RestartRequest[], { failures, failingOf }: BrakeRules): BrakeReason | undefined {
  const ended = requests
    .filter(hasTold)
    .sort((a, b) => b.since.getTime() - a.since.getTime())
    .slice(0, failingOf)
  const wrong = ended.filter(wentWrong).length
  return wrong >= failures ? { rule: 'failing', failures: wrong, restarts: ended.length } : undefined
}

/** Has it said anything about how restarts go? One that was never sent has not. */
const hasTold = (request: RestartRequest): boolean => request.state === 'done' || wentWrong(request)

const wentWrong = ({ state, reason }: RestartRequest): boolean =>
  (state === 'failed' && (reason === 'action-failed' || reason === 'graph-unreachable')) ||
  (state === 'unknown' && reason === 'unclear-answer')

function flood(requests: readonly RestartRequest[], { floodPeople }: BrakeRules): BrakeReason | undefined {
  const people = new Map<string, Set<string>>()
  for (const { symptomId, person } of requests)
    if (symptomId !== undefined) people.set(symptomId, (people.get(symptomId) ?? new Set()).add(person.id))
  const [worst] = [...people].sort(([, a], [, b]) => b.size - a.size)
  return worst && worst[1].size >= floodPeople
    ? { rule: 'flood', symptomId: worst[0], people: worst[1].size }
    : undefined
}
