// What Graph's list of actions tells of restarts: some time after they began, and not always how they end.
import type { GraphActionResult } from '../../src/graph/shapes.ts'
import type { Random } from './random.ts'
import type { Run } from './run.ts'

export type Action = {
  readonly startedAt: number
  seenAt: number
  readonly endsAt: number
  endSeenAt: number
  readonly fails: boolean
}

const minute = 60_000
const day = 24 * 60 * minute

export type FarActions = {
  /** It restarts now. */
  readonly act: (cloudPcId: string) => Action
  /** Whoever heard an unclear answer may not go by the list, which can lag for longer than they look. */
  readonly stayUnseen: (cloudPcId: string) => void
  /** The actions on it as the list shows them now. */
  readonly listed: (cloudPcId: string) => GraphActionResult[]
}

export function actionsOf({ time, faults }: Run, random: Random): FarActions {
  const actions = new Map<string, Action[]>()
  const of = (cloudPcId: string): Action[] => actions.get(cloudPcId) ?? []

  return {
    act(cloudPcId: string): Action {
      const startedAt = time.now()
      const lag = faults.happen('graph list lags') ? random.between(1_000, minute) : random.between(0, 1_000)
      const lasts = faults.happen('restart never ends') ? day : random.spread(5_000, 90_000)
      const endsAt = startedAt + lasts
      const action = {
        startedAt,
        seenAt: startedAt + lag,
        endsAt,
        endSeenAt: Math.max(startedAt + lag, endsAt + random.between(0, 5_000)),
        fails: faults.happen('restart fails'),
      }
      actions.set(cloudPcId, [...of(cloudPcId), action])
      return action
    },

    stayUnseen(cloudPcId: string): void {
      for (const action of of(cloudPcId)) {
        if (action.seenAt <= time.now() || !faults.happen('graph list lags')) continue
        action.seenAt = time.now() + random.spread(minute, 10 * minute)
        action.endSeenAt = Math.max(action.seenAt, action.endSeenAt)
      }
    },

    listed: (cloudPcId: string): GraphActionResult[] =>
      of(cloudPcId)
        .filter(({ seenAt }) => seenAt <= time.now())
        .map(({ startedAt, endSeenAt, fails }) => ({
          actionName: 'Reboot',
          actionState: endSeenAt > time.now() ? 'active' : fails ? 'failed' : 'done',
          startDateTime: new Date(startedAt).toISOString(),
        })),
  }
}
