// Notes when something was committed that the worker has to do, so that nobody wakes it for nothing.
import type { Change } from '../core/change.ts'
import type { Commit } from './ports.ts'

export const notedCommit = (store: Commit, note: () => void): Commit => ({
  commit: async (changes) => {
    const saved = await store.commit(changes)
    if (saved.ok && changes.some(isWork)) note()
    return saved
  },
  delivered: async (waiting, fence, delivered) => {
    const saved = await store.delivered(waiting, fence, delivered)
    if (saved.ok && delivered.changes.some(isWork)) note()
    return saved
  },
})

const isWork = ({ put }: Change): boolean => put === 'request' || put === 'delivery'
