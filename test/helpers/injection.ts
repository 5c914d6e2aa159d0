// Makes one call of a port fail, or every call from one on: the n-th to Graph, to the channel or to the store.
import type { World } from '../../src/flows/world.ts'

export const sides = ['graph', 'channel', 'store'] as const
export type Side = (typeof sides)[number]

export type Injection = {
  /** Calls so far, by side. */
  readonly counts: Record<Side, number>
  heal(): void
}

const ports: Readonly<Record<Side, readonly (keyof World)[]>> = {
  graph: ['devices', 'people'],
  channel: ['notifier'],
  store: ['store', 'sessions', 'requests', 'tickets', 'outbox', 'cards', 'brakes', 'conversations', 'unmatched'],
}

/** What a call that fails comes to: a port of Graph or the channel says so, the store's throws. */
const failures: Readonly<Record<string, unknown>> = {
  ownedBy: { ok: false, failure: { kind: 'unreachable', status: undefined, requestId: undefined } },
  // Nobody knows whether it arrived: the worst answer.
  restart: { kind: 'ambiguous', failure: { kind: 'unreachable', status: 503, requestId: undefined } },
  progress: { kind: 'unreadable', failure: { kind: 'unreachable', status: 503, requestId: undefined } },
  isHelpdesk: 'unknown',
  helpdesk: [],
  post: { kind: 'failed', failure: { status: 503, code: undefined, retryAfterMs: undefined, sent: 'maybe' } },
  update: { kind: 'failed', failure: { status: 503, code: undefined, retryAfterMs: undefined, sent: 'maybe' } },
}

/** Counts the calls of a world, and lets call `n` of `side` fail: once, or for ever. */
export function inject(
  world: World,
  fault?: { readonly side: Side; readonly n: number; readonly forEver: boolean },
): Injection {
  const counts: Record<Side, number> = { graph: 0, channel: 0, store: 0 }
  let healed = false
  const fails = (side: Side): boolean => {
    counts[side]++
    if (healed || fault?.side !== side) return false
    return fault.forEver ? counts[side] >= fault.n : counts[side] === fault.n
  }
  for (const side of sides)
    for (const port of ports[side]) Object.assign(world, { [port]: failing(world[port], () => fails(side)) })
  return {
    counts,
    heal: () => {
      healed = true
    },
  }
}

function failing(port: unknown, fails: () => boolean): unknown {
  if (typeof port !== 'object' || port === null) return port
  return Object.fromEntries(
    Object.entries(port).map(([name, call]: [string, unknown]) => [
      name,
      typeof call === 'function' ? broken(name, call as (...values: unknown[]) => unknown, fails) : call,
    ]),
  )
}

function broken(name: string, call: (...values: unknown[]) => unknown, fails: () => boolean) {
  return (...values: unknown[]): unknown => {
    if (!fails()) return call(...values)
    return name in failures ? Promise.resolve(failures[name]) : Promise.reject(new Error('the database is locked'))
  }
}
