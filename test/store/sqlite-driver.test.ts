// Many commits in one write to the disk: each is all or nothing by itself, and done only when it is on the disk.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Kysely, sql } from 'kysely'
import Sqlite from 'libsql'
import { sqliteDialect } from '../../src/store/sqlite-driver.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'

describe('transactions that come together', () => {
  let temporary: TemporaryDatabase
  let other: Sqlite.Database

  beforeEach(async () => {
    temporary = await temporaryDatabase()
    other = new Sqlite(temporary.file)
  })
  afterEach(async () => {
    other.close()
    await temporary.remove()
  })

  const welcome = (db: typeof temporary.db, id: string) =>
    sql`insert into welcomes (person_id) values (${id})`.execute(db)
  /** What another program finds on the disk. */
  const onDisk = () =>
    other
      .prepare('select person_id as id from welcomes')
      .all()
      .map((row) => (row as { id: string }).id)

  it('are kept or taken back each by itself', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `person-${at}`)
    const fails = (at: number) => at % 7 === 3
    const results = await Promise.allSettled(
      ids.map((id, at) =>
        inTransaction(temporary.db, async (transaction) => {
          await welcome(transaction, id)
          if (fails(at)) throw new Error('changed my mind')
        }),
      ),
    )
    assert.deepEqual(
      results.map(({ status }) => status),
      ids.map((_, at) => (fails(at) ? 'rejected' : 'fulfilled')),
    )
    assert.deepEqual(onDisk().sort(), ids.filter((_, at) => !fails(at)).sort())
  })

  it('are on the disk, each of them, before anybody hears of it', async () => {
    const ids = Array.from({ length: 40 }, (_, at) => `person-${at}`)
    await Promise.all(
      ids.map(async (id, at) => {
        if (at % 2) await welcome(temporary.db, id)
        else await inTransaction(temporary.db, (transaction) => welcome(transaction, id))
        assert.ok(onDisk().includes(id))
      }),
    )
  })

  it('show nobody what is not on the disk yet', async () => {
    const writing = inTransaction(temporary.db, (transaction) => welcome(transaction, 'ada'))
    const reading = sql<{ person_id: string }>`select person_id from welcomes`
      .execute(temporary.db)
      .then(({ rows }) => {
        for (const { person_id } of rows) assert.ok(onDisk().includes(person_id))
        return rows.length
      })
    await Promise.all([writing, reading])
    assert.equal(await reading, 1)
  })

  it('see what those before them did', async () => {
    const counts = await Promise.all(
      ['a', 'b', 'c'].map((id) =>
        inTransaction(temporary.db, async (transaction) => {
          await welcome(transaction, id)
          const { rows } = await sql`select * from welcomes`.execute(transaction)
          return rows.length
        }),
      ),
    )
    assert.deepEqual(counts, [1, 2, 3])
  })

  it('wait for another program that writes, and come to their end after it', async () => {
    other.exec('begin immediate')
    const waiting = ['a', 'b'].map((id) => inTransaction(temporary.db, (transaction) => welcome(transaction, id)))
    setTimeout(() => other.exec('rollback'), 60)
    await Promise.all(waiting)
    assert.deepEqual(onDisk().sort(), ['a', 'b'])
  })

  it('are refused together, and leave nothing behind, when the disk is full', async () => {
    await sql`pragma max_page_count = 1`.execute(temporary.db)
    const big = 'x'.repeat(100_000)
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((id) => inTransaction(temporary.db, (transaction) => welcome(transaction, id + big))),
    )
    assert.ok(results.every(({ status }) => status === 'rejected'))
    await sql`pragma max_page_count = 1000000`.execute(temporary.db)
    await inTransaction(temporary.db, (transaction) => welcome(transaction, 'later'))
    assert.deepEqual(onDisk(), ['later'])
  })
})

describe('a transaction that is on its way to the disk', () => {
  let folder: string
  let sqlite: Sqlite.Database
  let db: Kysely<unknown>
  /** One for each time that the driver asked for the disk, in order. */
  let waiting: { readonly arrive: () => void; readonly fail: (error: Error) => void }[]

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reconnect-driver-'))
    sqlite = new Sqlite(path.join(folder, 'file.db'))
    sqlite.pragma('journal_mode = WAL')
    sqlite.exec('create table words (word text)')
    waiting = []
    const toDisk = () =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ arrive: resolve, fail: reject })
      })
    db = new Kysely({ dialect: sqliteDialect(sqlite, toDisk) })
  })
  afterEach(async () => {
    const closed = db.destroy()
    while (waiting.length > 0) {
      waiting.shift()?.arrive()
      await oneRound()
    }
    await closed
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  })

  const say = (word: string) => sql`insert into words values (${word})`.execute(db)
  const heard = () =>
    sql<{ word: string }>`select word from words`.execute(db).then(({ rows }) => rows.map(({ word }) => word))
  /** Far more than everything that needs no disk takes. */
  const someRounds = async () => {
    for (let at = 0; at < 20; at++) await oneRound()
  }
  const oneRound = () => setImmediate()

  it('is neither told nor read before it is there', async () => {
    const news: string[] = []
    const saying = say('one').then(() => news.push('told'))
    await someRounds()
    const reading = heard().then((words) => news.push(...words))
    await someRounds()
    assert.deepEqual([waiting.length, news], [1, []])
    waiting.shift()?.arrive()
    await Promise.all([saying, reading])
    assert.deepEqual(news.sort(), ['one', 'told'])
  })

  it('lets the next ones gather, and they leave together once it is there', async () => {
    const first = say('one')
    await someRounds()
    const later = Promise.all([
      say('two'),
      say('three'),
      inTransaction(db, (transaction) => sql`insert into words values ('four')`.execute(transaction)),
    ])
    await someRounds()
    assert.equal(waiting.length, 1)
    waiting.shift()?.arrive()
    await first
    await someRounds()
    assert.equal(waiting.length, 1)
    waiting.shift()?.arrive()
    await later
    assert.deepEqual(await heard(), ['one', 'two', 'three', 'four'])
  })

  it('takes nobody along who comes in the moment in which the one before arrives', async () => {
    for (let moment = 0; moment < 40; moment++) {
      const before = [say('one')]
      await someRounds()
      before.push(say('two'))
      await someRounds()
      const done: string[] = []
      const word = `at ${moment}`
      const late = [
        say(word).then(() => done.push('written')),
        inTransaction(db, (transaction) => sql`insert into words values (${word})`.execute(transaction)).then(() =>
          done.push('in a transaction'),
        ),
      ]
      for (let step = 0; step < moment; step++) await Promise.resolve()
      waiting.shift()?.arrive()
      await someRounds()
      assert.deepEqual([done, waiting.length], [[], 1], word)
      while (waiting.length > 0) {
        waiting.shift()?.arrive()
        await someRounds()
      }
      await Promise.all([...before, ...late])
    }
  })

  it('is refused where it does not get there, with all that comes after it', async () => {
    const first = say('one')
    await someRounds()
    const second = say('two')
    await someRounds()
    waiting.shift()?.fail(new Error('the disk is gone'))
    await assert.rejects(first, /the disk is gone/)
    await assert.rejects(second, /the disk is gone/)
    await assert.rejects(say('three'), /the disk is gone/)
    await assert.rejects(heard(), /the disk is gone/)
    assert.equal(waiting.length, 0)
    assert.deepEqual(sqlite.prepare('select word from words').pluck().all(), ['one'])
  })

  it('that is refused keeps nobody waiting, where what was read of it cannot be read anew', async () => {
    sqlite.pragma('foreign_keys = ON')
    sqlite.exec(`create table parents (id integer primary key);
      create table children (parent integer references parents (id) deferrable initially deferred)`)
    const writing = inTransaction(db, async (transaction) => {
      await sql`create table late (word text)`.execute(transaction)
      // Nobody minds an orphan before the commit.
      await sql`insert into children values (1)`.execute(transaction)
    })
    const reading = sql`select word from late`.execute(db)
    const results = await Promise.allSettled([writing, reading])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    await someRounds()
    const news: string[] = []
    void heard().then(() => news.push('read'))
    await someRounds()
    assert.deepEqual(news, ['read'])
  })
})
