// What can go wrong, how often it does in this run, and how often it did.
import type { Random } from './random.ts'

export const faultKinds = [
  'process killed',
  'process stands still',
  'store busy',
  'store full',
  'store answer lost',
  'store slow',
  'graph cannot be read',
  'graph refuses the restart',
  'graph says later',
  'graph answer lost, restarted',
  'graph answer lost, not restarted',
  'graph hangs, restarted',
  'graph hangs, not restarted',
  'graph list lags',
  'graph list unreadable',
  'restart fails',
  'restart never ends',
  'cloud pc changes hands',
  'membership unknown',
  'membership changes',
  'teams answer lost',
  'teams lost on the way',
  'teams away',
  'teams throttles',
  'teams busy',
  'teams broken',
  'teams too big',
  'teams blocked',
  'teams refuses',
  'teams conversation gone',
  'card deleted',
  'click repeated',
  'old card clicked',
  'stranger clicks',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** How probable each kind is wherever it can happen; one that is missing never happens. */
export type FaultRates = { readonly [Kind in FaultKind]?: number }

export type Faults = {
  /** Does it happen here? */
  readonly happen: (kind: FaultKind) => boolean
  /** From now on nothing goes wrong any more. */
  readonly heal: () => void
  readonly counts: ReadonlyMap<FaultKind, number>
}

export function startFaults(rates: FaultRates, randomFor: (purpose: string) => Random): Faults {
  const streams = new Map<FaultKind, Random>()
  const counts = new Map<FaultKind, number>()
  let healed = false
  const streamOf = (kind: FaultKind): Random => {
    const stream = streams.get(kind) ?? randomFor(kind)
    streams.set(kind, stream)
    return stream
  }
  return {
    happen(kind) {
      const rate = rates[kind]
      if (healed || rate === undefined || !streamOf(kind).chance(rate)) return false
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      return true
    },
    heal() {
      healed = true
    },
    counts,
  }
}
