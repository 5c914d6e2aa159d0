// Reads from Graph: the small retry rule, the schema at the door, one log event per call.
import type { z } from 'zod'
import { type CallResult, callResultOf } from '../core/call-result.ts'
import { retryAfterMs } from '../core/retry-after.ts'
import type { GraphFailure, Log, Metrics } from '../flows/ports.ts'
import type { Answer, Call, Exchange, Rule } from './client.ts'
import type { Deadline, Wait } from './deadline.ts'
import { type Broken, failureOfStatus } from './errors.ts'
import { readWaitMs } from './retry.ts'

export type Reading<T> =
  | { readonly ok: true; readonly value: T; readonly status: number; readonly requestId: string | undefined }
  | { readonly ok: false; readonly failure: GraphFailure }

export type Read = <T>(call: Call, schema: z.ZodType<T>, rule: Rule, deadline: Deadline) => Promise<Reading<T>>

export type ReadOptions = {
  readonly exchange: Exchange
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => Date
  readonly random: () => number
  readonly wait: Wait
}

export function graphRead({ exchange, log, metrics, now, random, wait }: ReadOptions): Read {
  return async (call, schema, rule, deadline) => {
    const startedAt = now()
    for (let attempt = 1; ; attempt++) {
      const reply = await exchange(call, deadline.signal, rule.mostBytes)
      const reading = judge(reply, schema)
      const pause = reading.ok || attempt >= rule.attempts ? undefined : pauseAfter(reading.failure, reply, attempt)
      if (pause === undefined || pause >= deadline.left()) {
        noteCall({ log, metrics }, call.name, startedAt, now(), outcomeOf(reading), attempt)
        return reading
      }
      await wait(pause, deadline.signal)
    }
  }

  function pauseAfter(failure: GraphFailure, reply: Answer | Broken, attempt: number): number | undefined {
    if (failure.kind !== 'throttled' && failure.kind !== 'unreachable') return undefined
    const retryAfter = reply.kind === 'answer' ? retryAfterMs(reply.retryAfter, now()) : undefined
    return readWaitMs(attempt, retryAfter, random)
  }
}

function judge<T>(reply: Answer | Broken, schema: z.ZodType<T>): Reading<T> {
  if (reply.kind === 'broken') return { ok: false, failure: reply.failure }
  const { status, requestId, body } = reply
  if (status !== 200) return { ok: false, failure: failureOfStatus(status, requestId) }
  if (body.kind === 'lost') return { ok: false, failure: { kind: 'unreachable', status, requestId } }
  const shape = schema.safeParse(body.kind === 'json' ? body.value : undefined)
  if (!shape.success) return { ok: false, failure: { kind: 'unclear', status, requestId } }
  return { ok: true, value: shape.data, status, requestId }
}

export type CallOutcome = {
  readonly outcome: string
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly well: boolean
}

const outcomeOf = (reading: Reading<unknown>): CallOutcome =>
  reading.ok
    ? { outcome: 'ok', status: reading.status, requestId: reading.requestId, well: true }
    : {
        outcome: reading.failure.kind,
        status: reading.failure.status,
        requestId: reading.failure.requestId,
        well: false,
      }

/** One line and one count for each call. */
export function noteCall(
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
  call: string,
  startedAt: Date,
  endedAt: Date,
  { outcome, status, requestId, well }: CallOutcome,
  attempts: number,
): void {
  const ms = endedAt.getTime() - startedAt.getTime()
  metrics.graphCall(call, resultOf(well, status), ms / 1000)
  log[well ? 'info' : 'warn']({ event: 'graph', call, outcome, status, ms, requestId, attempts })
}

/** An answer that came well and says nothing is no good one. */
function resultOf(well: boolean, status: number | undefined): CallResult {
  const result = callResultOf(status)
  return result === 'ok' && !well ? 'unclear' : result
}
