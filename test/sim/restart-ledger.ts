// What is known of every restart: what the store says, what was sent, what Graph carried out. Holds I1, and of I2 that each
// request which is open is looked at in time.
import type { Change } from '../../src/core/change.ts'
import type { RestartRules } from '../../src/core/policy/restart.ts'
import { deadlineOf, isOpen, type RestartRequest, type RestartTimes } from '../../src/core/restart-request.ts'
import type { BotProcess } from './bot-process.ts'
import { content } from './content.ts'
import type { SimDatabase } from './database.ts'
import type { FarGraph, Post, PostWatch } from './far-graph.ts'
import type { Run } from './run.ts'

export type RestartLedger = PostWatch & {
  committed(process: BotProcess, changes: readonly Change[]): void
  /** The POSTs that left. */
  posts(): number
}

type Limits = { readonly rules: RestartRules; readonly times: RestartTimes }
type Sending = {
  readonly id: string
  readonly person_id: string
  readonly symptom_id: string | null
  readonly decided_by_id: string | null
  readonly created_at: number
}
type Wait = { readonly process: BotProcess; readonly toldAt: number; readonly until: number; noted: boolean }
type Accepted = { readonly at: number; readonly requestId: string | undefined; readonly fails: boolean }

const minute = 60_000
const day = 24 * 60 * minute
const atOnce = 5_000
/** Between reading the facts and the POST: some calls, and a machine that stands still. */
const oldestFact = 15_000
const oldestFactWhereItStoodStill = 75_000
/** A send that was noted, and left a machine that stood still only then. */
const lateSend = 60_000
/** A round comes when it is due, a machine stands still, a lease has to end. */
const lateLook = 60_000

export function watchRestarts(
  run: Run,
  { rows }: SimDatabase,
  graph: () => FarGraph,
  { rules, times }: Limits,
  ended: (request: RestartRequest) => void,
): RestartLedger {
  const { time } = run
  const accepted = new Map<string, Accepted[]>()
  const waits = new Map<string, Wait>()
  let posts = 0

  function left(cloudPcId: string, process: BotProcess): string | undefined {
    posts += 1
    const [sending] = rows<Sending>(sendingNow, cloudPcId)
    if (!sending) {
      run.broken('I1', `a POST left for ${cloudPcId}, and no request of it is being sent`)
      return undefined
    }
    const { id } = sending
    const stoodStill = process.wentOnAt() > time.now() - oldestFactWhereItStoodStill
    const since = time.now() - (stoodStill ? oldestFactWhereItStoodStill : oldestFact)
    const why = whyNotToSend(sending, cloudPcId, since)
    if (why) run.broken('I1', `the POST for request ${id} left, and ${why}`)
    const wait = waits.get(id)
    if (wait?.noted && time.now() < wait.until)
      run.broken('retry-after', `the POST for request ${id} left ${wait.until - time.now()} ms too soon`)
    return id
  }

  /** The facts that it was sent on were read since then. */
  function whyNotToSend(sending: Sending, cloudPcId: string, since: number): string | undefined {
    const now = time.now()
    const approval = content.catalog.symptoms.find(({ id }) => id === sending.symptom_id)?.approval
    const decider = sending.decided_by_id
    const owners = graph().ownersSince(cloudPcId, since)
    if (!owners.includes(sending.person_id)) return 'the person does not own it'
    if (approval === 'helpdesk' && decider === null) return 'nobody approved it'
    if (decider === null && isBraked(since)) return 'the brake is pulled, and nobody approved it'
    if (decider === null && wasDeclined(sending.id, cloudPcId, since)) return 'a person declined the one before'
    if (decider === sending.person_id) return 'the requester approved it'
    if (decider !== null && !graph().wasHelpdeskSince(decider, since)) return 'a stranger approved it'
    return now > sending.created_at + times.consent + lateSend ? 'the consent is too old' : undefined
  }

  /** Was it pulled all the time since then? */
  function isBraked(since: number): boolean {
    const [brake] = rows<{ why: string | null; at: number }>('select why, at from brake order by version desc limit 1')
    return brake !== undefined && brake.why !== null && brake.at < since
  }

  /** Had a person said no, by then, to the last restart of it within a day that a person decided on? */
  function wasDeclined(id: string, cloudPcId: string, since: number): boolean {
    const [latest] = rows<{ state: string; since: number }>(decidedBefore, cloudPcId, id, time.now() - day)
    return latest?.state === 'declined' && latest.since < since
  }

  function taken({ requestId, cloudPcId, acted, fails }: Post): void {
    if (!acted) return
    const before = accepted.get(cloudPcId) ?? []
    if (before.some((one) => one.requestId === requestId))
      run.broken('I1', `request ${String(requestId)} restarts it twice`)
    const soonest = time.now() - rules.cooldownMinutes * minute + lateSend
    const near = before.find((one) => one.requestId !== requestId && !one.fails && one.at > soonest)
    if (near)
      run.broken(
        'I1',
        `request ${String(requestId)} restarts it ${time.now() - near.at} ms after ${String(near.requestId)}`,
      )
    accepted.set(cloudPcId, [...before, { at: time.now(), requestId, fails }])
  }

  function committed(process: BotProcess, request: RestartRequest): void {
    run.trace(
      `${process.name}: request ${request.id} is ${request.state}${request.reason ? `, ${request.reason}` : ''}`,
    )
    const wait = waits.get(request.id)
    // Whoever was told to wait, and could note it at once, has to.
    const isAtOnce = wait?.process === process && time.now() < wait.toldAt + atOnce
    if (isAtOnce && request.state === 'approved') wait.noted = true
    if (request.state === 'sending' && request.reason === 'unclear-answer') graph().stayUnseen(request.cloudPc.id)
    if (!isOpen(request)) {
      ended(request)
      return
    }
    const deadline = deadlineOf(request, times)
    // An approval may come after the deadline, which then is at once.
    const end = Math.max(deadline?.at.getTime() ?? 0, time.now())
    if (!deadline || !request.dueAt || request.dueAt.getTime() > end + lateLook)
      run.broken('I2', `request ${request.id} is ${request.state}, and nobody looks at it in time`)
  }

  return {
    left,
    taken,
    toldToWait(requestId, process, until) {
      if (requestId !== undefined) waits.set(requestId, { process, toldAt: time.now(), until, noted: false })
    },
    committed(process, changes) {
      for (const change of changes) if (change.put === 'request') committed(process, change.request)
    },
    posts: () => posts,
  }
}

const sendingNow = `select id, person_id, symptom_id, decided_by_id, created_at from restart_requests
  where cloud_pc_id = ? and state = 'sending'`

const decidedBefore = `select state, since from restart_requests
  where cloud_pc_id = ? and id <> ? and decided_by_id is not null and coalesce(sent_at, created_at) >= ?
  order by created_at desc, position desc limit 1`
