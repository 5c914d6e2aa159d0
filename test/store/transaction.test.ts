// Transactions: all or nothing, and run again when the database gave one up for the sake of another.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { sessionsIn } from '../../src/store/sessions.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { aSession } from '../helpers/builders.ts'
import { addSession } from '../helpers/put.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

/** What the drivers throw, by its code. */
const thrown = (code: string) => Object.assign(new Error('from the database'), { code })

onEveryStore('a transaction', (open) => {
  let temporary: TemporaryStore

  beforeEach(async () => {
    temporary = await open()
  })
  afterEach(() => temporary.remove())

  it('answers what its work answers, and keeps what that did', async () => {
    const answer = await inTransaction(temporary.db, async (transaction) => {
      await addSession(transaction, aSession())
      return 'done'
    })
    assert.equal(answer, 'done')
    assert.deepEqual(await sessionsIn(temporary.db).find('session-1'), aSession())
  })

  it('keeps nothing of a work that fails, and does not run it again', async () => {
    let runs = 0
    const work = inTransaction(temporary.db, async (transaction) => {
      runs += 1
      await addSession(transaction, aSession())
      throw new Error('changed my mind')
    })
    await assert.rejects(work, /changed my mind/)
    assert.equal(runs, 1)
    assert.equal(await sessionsIn(temporary.db).find('session-1'), undefined)
  })

  for (const code of ['40001', '40P01', '23505']) {
    it(`is run again when it was given up with ${code}, and keeps the last run only`, async () => {
      const ids = ['first', 'second', 'third', 'fourth']
      const id = await inTransaction(temporary.db, async (transaction) => {
        const next = ids.shift() ?? 'fifth'
        await addSession(transaction, aSession({ id: next }))
        if (ids.length > 0) throw thrown(code)
        return next
      })
      assert.equal(id, 'fourth')
      const { rows } = await sql`select id from sessions`.execute(temporary.db)
      assert.deepEqual(rows, [{ id: 'fourth' }])
    })

    it(`is not run more than four times with ${code}`, async () => {
      let runs = 0
      const work = inTransaction(temporary.db, () => {
        runs += 1
        return Promise.reject(thrown(code))
      })
      await assert.rejects(work, { code })
      assert.equal(runs, 4)
    })
  }
})

onEveryStore('two transactions', (open) => {
  let temporary: TemporaryStore

  beforeEach(async () => {
    temporary = await open()
  })
  afterEach(() => temporary.remove())

  it('that stand in each other’s way both come to their end', async () => {
    for (const id of ['a', 'b']) await addSession(temporary.db, aSession({ id, excerpt: '' }))
    const append = (text: string, order: readonly string[], meet: () => Promise<void>) =>
      inTransaction(temporary.db, async (transaction) => {
        for (const id of order) {
          await transaction
            .updateTable('sessions')
            .set((row) => ({ excerpt: sql`${row.ref('excerpt')} || ${text}` }))
            .where('id', '=', id)
            .execute()
          await meet()
        }
      })
    const meet = temporary.location.kind === 'postgres' ? meeting(2) : () => Promise.resolve()
    await Promise.all([append('1', ['a', 'b'], meet), append('2', ['b', 'a'], meet)])
    const { rows } = await sql<{ excerpt: string }>`select excerpt from sessions`.execute(temporary.db)
    for (const { excerpt } of rows) assert.match(excerpt, /^(?:12|21)$/)
  })

  it('that count on one counter never get the same number', async () => {
    const next = () =>
      inTransaction(temporary.db, (transaction) =>
        transaction
          .updateTable('counters')
          .set((row) => ({ value: row('value', '+', 1) }))
          .returning('value')
          .executeTakeFirstOrThrow(),
      )
    const counted = await Promise.all([next(), next(), next(), next()])
    assert.deepEqual(counted.map(({ value }) => value).toSorted(), [1001, 1002, 1003, 1004])
  })
})

/** Each waits until so many have come; whoever comes later passes. */
function meeting(size: number): () => Promise<void> {
  let come = 0
  let open: () => void = () => undefined
  const everybody = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    come += 1
    if (come >= size) open()
    return everybody
  }
}
