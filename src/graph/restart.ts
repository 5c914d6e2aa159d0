// The one call that changes something: the reboot POST, sent once, and what each answer to it means.
import { retryAfterMs } from '../core/retry-after.ts'
import type { Log, Metrics, RestartAnswer } from '../flows/ports.ts'
import type { Answer, Exchange, Rule } from './client.ts'
import { withDeadline } from './deadline.ts'
import { type Broken, failureOfStatus } from './errors.ts'
import { isGuid, rebootPath } from './paths.ts'
import { noteCall } from './read.ts'

export type RestartOptions = {
  readonly exchange: Exchange
  readonly rule: Rule
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => Date
}

export function graphRestart({ exchange, rule, log, metrics, now }: RestartOptions) {
  return async (cloudPcId: string): Promise<RestartAnswer> => {
    if (!isGuid(cloudPcId)) return { kind: 'refused', failure: failureWithoutCall('not-found') }
    const startedAt = now()
    const call = { name: 'reboot', method: 'POST', path: rebootPath(cloudPcId) } as const
    const reply = await withDeadline(rule.deadlineMs, ({ signal }) => exchange(call, signal, rule.mostBytes))
    const answer = restartAnswer(reply, now())
    const { status, requestId } = reply.kind === 'answer' ? reply : reply.failure
    const well = answer.kind === 'accepted'
    noteCall({ log, metrics }, call.name, startedAt, now(), { outcome: answer.kind, status, requestId, well }, 1)
    return answer
  }
}

/** Only what is known not to have restarted anything is `refused` or `later`; every doubt is `ambiguous`. */
function restartAnswer(reply: Answer | Broken, now: Date): RestartAnswer {
  if (reply.kind === 'broken') {
    const { sent, failure } = reply
    if (sent) return { kind: 'ambiguous', failure }
    return failure.kind === 'not-signed-in' ? { kind: 'refused', failure } : { kind: 'later', waitMs: undefined }
  }
  const { status, requestId, retryAfter, body } = reply
  const failure = failureOfStatus(status, requestId)
  if (status === 204) return body.kind === 'none' ? { kind: 'accepted' } : { kind: 'ambiguous', failure }
  if (status === 429) return { kind: 'later', waitMs: retryAfterMs(retryAfter, now) }
  // 408 is a gateway that stopped waiting: the request may have got through.
  const isRefusal = status >= 400 && status < 500 && status !== 408
  return { kind: isRefusal ? 'refused' : 'ambiguous', failure }
}

const failureWithoutCall = (kind: 'not-found') => ({ kind, status: undefined, requestId: undefined })
