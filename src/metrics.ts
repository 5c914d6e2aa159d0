// What is counted, as Prometheus reads it. Each app has a registry of its own.
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { callResults } from './core/call-result.ts'
import { openStates, restartStates } from './core/restart-request.ts'
import { liveStates } from './core/ticket.ts'
import type { Metrics } from './flows/ports.ts'
import { keptAWhile } from './kept-a-while.ts'
import { counter, histogram } from './metric-families.ts'

/** What is open in the store; a state that is left out has none. */
export type Open = {
  readonly waiting: number
  readonly oldestSeconds: number
  readonly requests: ReadonlyMap<string, number>
  readonly tickets: ReadonlyMap<string, number>
  readonly brakePulled: boolean
}

export type MetricsBook = {
  readonly metrics: Metrics
  readonly contentType: string
  /** Says how to find out what is open, whenever somebody wants to know. */
  watch(readOpen: () => Promise<Open>): void
  /** Everything in the text format of Prometheus. */
  text(): Promise<string>
}

/** However often Prometheus asks, the store is read no more often. */
const usualKeepMs = 5_000

type MetricsOptions = {
  /** Memory, event loop and garbage collection as well, of which a process has one. */
  readonly ownProcess: boolean
  readonly keepMs?: number
}

const turnKinds = ['message', 'invoke', 'installation', 'other'] as const
const graphCalls = ['user', 'list', 'detail', 'cloud-pc', 'results', 'reboot', 'check', 'members'] as const
const deeds = ['post', 'update', 'typing'] as const
const endStates = restartStates.filter((state) => !openStates.includes(state))

export function createMetrics({ ownProcess, keepMs = usualKeepMs }: MetricsOptions): MetricsBook {
  const registry = new Registry()
  const registers = [registry]
  if (ownProcess) collectDefaultMetrics({ register: registry, prefix: 'reconnect_' })

  const turns = counter(registry, 'turns_total', 'Activities that the bot took up.', [
    ['kind', turnKinds],
    ['outcome', ['done', 'failed']],
  ])
  const turnSeconds = histogram(registry, 'turn_duration_seconds', 'How long a turn took.', [['kind', turnKinds]])
  const matches = counter(registry, 'matches_total', 'Pasted texts by what the matcher made of them.', [
    ['outcome', ['match', 'choices', 'none']],
  ])
  const restarts = counter(registry, 'restarts_ended_total', 'Restart requests by the state they ended in.', [
    ['state', endStates],
  ])
  const calls = counter(registry, 'graph_calls_total', 'Calls of Graph; tries again belong to one call.', [
    ['call', graphCalls],
    ['result', callResults],
  ])
  const callSeconds = histogram(registry, 'graph_call_duration_seconds', 'How long a call of Graph took.', [
    ['call', graphCalls],
  ])
  const sends = counter(registry, 'connector_requests_total', 'Requests to the channel.', [
    ['deed', deeds],
    ['result', callResults],
  ])
  const sendSeconds = histogram(registry, 'connector_request_duration_seconds', 'How long the channel took.', [
    ['deed', deeds],
  ])
  const refusals = counter(registry, 'refused_total', 'Requests that the door refused.', [['why', []]])
  const shed = counter(registry, 'shed_total', 'Requests turned away since there were too many.', [])

  const gauge = (name: string, help: string) => new Gauge({ name: `reconnect_${name}`, help, registers })
  const gaugeByState = (name: string, help: string) =>
    new Gauge({ name: `reconnect_${name}`, help, registers, labelNames: ['state'] })
  const waiting = gauge('outbox_waiting', 'Messages that wait to be delivered.')
  const oldest = gauge('outbox_oldest_seconds', 'Age of the oldest message that waits; 0 where none does.')
  const requests = gaugeByState('restarts_open', 'Open restart requests.')
  const tickets = gaugeByState('tickets_open', 'Tickets that nobody has closed.')
  const brake = gauge('brake_pulled', '1 while automatic restarts are stopped.')
  const storeUp = gauge('store_up', '1 where the store answered; without an answer nothing of the store is told.')

  function showOpen(open: Open | undefined): void {
    storeUp.set(open ? 1 : 0)
    // What was true some time ago must not pass for what is.
    for (const one of [waiting, oldest, brake]) one.remove()
    for (const one of [requests, tickets]) one.reset()
    if (!open) return
    waiting.set(open.waiting)
    oldest.set(open.oldestSeconds)
    brake.set(open.brakePulled ? 1 : 0)
    for (const state of openStates) requests.set({ state }, open.requests.get(state) ?? 0)
    for (const state of liveStates) tickets.set({ state }, open.tickets.get(state) ?? 0)
  }

  let readOpen: () => Promise<Open | undefined> = () => Promise.resolve(undefined)
  return {
    metrics: {
      turn: (kind, outcome, seconds) => {
        turns(kind, outcome).inc()
        turnSeconds(kind).observe(seconds)
      },
      matched: (outcome) => {
        matches(outcome).inc()
      },
      restartEnded: (state) => {
        restarts(state).inc()
      },
      graphCall: (call, result, seconds) => {
        calls(call, result).inc()
        callSeconds(call).observe(seconds)
      },
      sent: (deed, result, seconds) => {
        sends(deed, result).inc()
        sendSeconds(deed).observe(seconds)
      },
      refused: (why) => {
        refusals(why).inc()
      },
      shed: () => {
        shed().inc()
      },
    },
    contentType: registry.contentType,
    watch: (read) => {
      readOpen = keptAWhile(read, keepMs)
    },
    text: async () => {
      showOpen(await readOpen())
      return registry.metrics()
    },
  }
}
