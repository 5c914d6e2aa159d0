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
  'new card clicked',
  'stranger clicks',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** How probable each kind is wherever it can happen; one that is missing never happens. */
export type FaultRates = { readonly [Kind in FaultKind]?: number }

/** One place where a fault can happen, by how often it could have happened before; `forEver`: from there on. */
export type Injection = { readonly kind: FaultKind; readonly nth: number; readonly forEver: boolean }

export type Faults = {
  /** Does it happen here? */
  readonly happen: (kind: FaultKind) => boolean
  /** From now on nothing goes wrong any more. */
  readonly heal: () => void
  readonly counts: ReadonlyMap<FaultKind, number>
  /** In how many places each kind could have happened. */
  readonly places: ReadonlyMap<FaultKind, number>
}

/** With an injection nothing else goes wrong. */
export function startFaults(rates: FaultRates, randomFor: (purpose: string) => Random, injection?: Injection): Faults {
  const streams = new Map<FaultKind, Random>()
  const counts = new Map<FaultKind, number>()
  const places = new Map<FaultKind, number>()
  let healed = false
  const streamOf = (kind: FaultKind): Random => {
    const stream = streams.get(kind) ?? randomFor(kind)
    streams.set(kind, stream)
    return stream
  }
  return {
    happen(kind) {
      if (healed) return false
      const place = (places.get(kind) ?? 0) + 1
      places.set(kind, place)
      if (!(injection ? isHere(injection, kind, place) : isDrawn(kind))) return false
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      return true
    },
    heal() {
      healed = true
    },
    counts,
    places,
  }

  function isDrawn(kind: FaultKind): boolean {
    const rate = rates[kind]
    return rate !== undefined && streamOf(kind).chance(rate)
  }
}

const isHere = ({ kind, nth, forEver }: Injection, asked: FaultKind, place: number): boolean =>
  asked === kind && (forEver ? place >= nth : place === nth)
