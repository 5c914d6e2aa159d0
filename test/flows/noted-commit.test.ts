// The worker is woken for what it has to do, and for nothing else.
import assert from 'node:assert/strict'
import { type Change, putNewSession, putRequest } from '../../src/core/change.ts'
import { notedCommit } from '../../src/flows/noted-commit.ts'
import { commitIn } from '../../src/store/commit.ts'
import { aRequest, aSession, aTime } from '../helpers/builders.ts'
import { temporaryDatabase, type TemporaryDatabase } from '../helpers/temporary-database.ts'

describe('a commit', () => {
  let database: TemporaryDatabase
  let noted: number
  let commit: (...changes: Change[]) => Promise<boolean>

  beforeEach(async () => {
    database = await temporaryDatabase()
    noted = 0
    const store = notedCommit(
      commitIn(database.db, () => aTime()),
      () => noted++,
    )
    commit = async (...changes) => (await store.commit(changes)).ok
  })
  afterEach(() => database.remove())

  it('of a restart request is work for the worker', async () => {
    assert.ok(await commit(putRequest(aRequest())))
    assert.equal(noted, 1)
  })

  it('of a session is none', async () => {
    assert.ok(await commit(putNewSession(aSession())))
    assert.equal(noted, 0)
  })

  it('that somebody else was faster than is none', async () => {
    await commit(putRequest(aRequest()))
    assert.equal(await commit(putRequest(aRequest())), false)
    assert.equal(noted, 1)
  })
})
