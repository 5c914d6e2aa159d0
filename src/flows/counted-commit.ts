// Counts the restarts that came to an end, whoever ended them: all of them pass through here.
import type { Change } from '../core/change.ts'
import { isOpen } from '../core/restart-request.ts'
import type { Commit, Metrics } from './ports.ts'

export const countedCommit = (store: Commit, metrics: Metrics): Commit => ({
  commit: async (changes) => {
    const saved = await store.commit(changes)
    if (saved.ok) count(changes, metrics)
    return saved
  },
  delivered: (waiting, fence, delivered) => store.delivered(waiting, fence, delivered),
})

function count(changes: readonly Change[], metrics: Metrics): void {
  for (const change of changes)
    if (change.put === 'request' && !isOpen(change.request)) metrics.restartEnded(change.request.state)
}
