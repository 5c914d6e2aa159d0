// Texts that the catalog did not know, against real databases.
import assert from 'node:assert/strict'
import { unmatchedIn } from '../../src/store/unmatched.ts'
import { aTime } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

onEveryStore('unmatched texts', (open) => {
  let temporary: TemporaryStore
  beforeEach(async () => {
    temporary = await open()
  })
  afterEach(() => temporary.remove())

  const text = (id: string, at: Date) => ({ id, personId: 'ana', text: `text of ${id}`, at })

  it('come back newest first, as many as are wanted', async () => {
    const unmatched = unmatchedIn(temporary.db)
    for (const [at, id] of ['a', 'b', 'c'].entries()) await unmatched.add(text(id, aTime(at)))
    assert.deepEqual(await unmatched.newest(2), [text('c', aTime(2)), text('b', aTime(1))])
  })

  it('are kept once a session', async () => {
    const unmatched = unmatchedIn(temporary.db)
    await unmatched.add(text('a', aTime(0)))
    await unmatched.add({ ...text('a', aTime(1)), text: 'another' })
    assert.deepEqual(await unmatched.newest(9), [text('a', aTime(0))])
  })
})
