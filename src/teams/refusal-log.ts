// Counts what was refused at the door, and says it in the log: at once where it is news, then as a number, so that whoever is
// refused a million times does not fill the disk with it.
import type { Log, Metrics } from '../flows/ports.ts'
import type { ActivityRefusal } from './activity-gate.ts'
import type { TokenRefusal } from './token-gate.ts'

export type DoorRefusal = TokenRefusal | ActivityRefusal | 'too-much'

const everyMs = 10_000

export function refusalLog(log: Log, metrics: Metrics): (why: DoorRefusal, now: number) => void {
  const kept = new Map<DoorRefusal, { readonly saidAt: number; unsaid: number }>()
  return (why, now) => {
    metrics.refused(why)
    const last = kept.get(why)
    if (last && now - last.saidAt < everyMs) {
      last.unsaid++
      return
    }
    kept.set(why, { saidAt: now, unsaid: 0 })
    const times = (last?.unsaid ?? 0) + 1
    // Signed by the channel, and of another time than this machine's.
    if (why === 'out-of-time') log.error({ event: 'clock-differs-from-channel', times }, undefined)
    else log.warn({ event: 'refused-at-door', why, times })
  }
}
