// The audit against real databases: what is added stays, and what is tampered with is found.
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { sql } from 'kysely'
import { auditActs, beginning } from '../../src/core/audit.ts'
import { appendAudit, auditIn, type KnownEntry } from '../../src/store/audit.ts'
import type { AuditTable, Database } from '../../src/store/tables.ts'
import { anEntry, append, aStory, dropGuards } from '../helpers/audit-entries.ts'
import { ada, aTime, hugo } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

async function entriesIn(db: Database, span: { since?: Date; until?: Date } = {}): Promise<KnownEntry[]> {
  const entries: KnownEntry[] = []
  for await (const entry of auditIn(db).entries(span)) entries.push(entry)
  return entries
}

const rowsIn = (db: Database): Promise<AuditTable[]> => db.selectFrom('audit').selectAll().orderBy('seq').execute()

onEveryStore('the audit', (open) => {
  let temporary: TemporaryStore
  let db: Database

  beforeEach(async () => {
    temporary = await open()
    db = temporary.db
  })
  afterEach(() => temporary.remove())

  it('gives back every entry as it was added, in order, with its number and hash', async () => {
    await append(db, ...aStory)
    const hashes = (await rowsIn(db)).map(({ hash }) => hash)
    assert.deepEqual(
      await entriesIn(db),
      aStory.map((entry, index) => ({ ...entry, seq: index + 1, hash: hashes[index] })),
    )
  })

  it('takes every act that there is', async () => {
    await append(db, ...auditActs.map((act) => anEntry({ act })))
    assert.deepEqual(
      (await entriesIn(db)).map(({ act }) => act),
      auditActs,
    )
  })

  it('is one chain from its beginning, however many entries come at once', async () => {
    await db.transaction().execute((transaction) => appendAudit(transaction, aStory))
    await db.transaction().execute((transaction) => appendAudit(transaction, []))
    await append(db, anEntry())
    const rows = await rowsIn(db)
    assert.deepEqual(
      rows.map(({ seq, previous_hash }) => [seq, previous_hash]),
      rows.map((_, index) => [index + 1, rows[index - 1]?.hash ?? beginning]),
    )
    assert.deepEqual(await auditIn(db).verify(), { intact: true, count: 6, lastHash: rows[5]?.hash })
  })

  it('holds nobody’s id: each person has a key of their own, made by chance', async () => {
    await append(db, ...aStory)
    const people = await db.selectFrom('audit_people').selectAll().execute()
    assert.deepEqual(people.map(({ person_id }) => person_id).toSorted(), [ada.id, hugo.id])
    for (const { key } of people) assert.match(key, /^[\w-]{22}$/)
    const text = JSON.stringify(await rowsIn(db))
    for (const { id } of [ada, hugo]) assert.ok(!text.includes(id))
    const keys = new Map(people.map(({ person_id, key }) => [person_id, key]))
    const rows = await rowsIn(db)
    assert.deepEqual(
      rows.map((row) => row.actor_key),
      [keys.get(ada.id), keys.get(ada.id), keys.get(hugo.id), 'reconnect', keys.get(hugo.id)],
    )
    assert.equal(rows[4]?.subject_id, keys.get(ada.id))
  })

  it('stays intact, and says “forgotten”, when a person is not known any more', async () => {
    await append(db, ...aStory)
    await db.deleteFrom('audit_people').where('person_id', '=', ada.id).execute()
    assert.equal((await auditIn(db).verify()).intact, true)
    const entries = await entriesIn(db)
    assert.deepEqual(
      entries.map(({ actor }) => actor),
      ['forgotten', 'forgotten', hugo.id, 'reconnect', hugo.id],
    )
    assert.deepEqual(entries[4]?.subject, { kind: 'person', id: 'forgotten' })
  })

  it('gives the entries of a span of time, its beginning included', async () => {
    await append(db, ...aStory)
    const seqs = async (span: { since?: Date; until?: Date }) => (await entriesIn(db, span)).map(({ seq }) => seq)
    assert.deepEqual(await seqs({ since: aTime(1), until: aTime(3) }), [2, 3])
    assert.deepEqual(await seqs({ since: aTime(3) }), [4, 5])
    assert.deepEqual(await seqs({ until: aTime(1) }), [1])
  })

  it('is read whole when it is longer than a page', async () => {
    const many = Array.from({ length: 1203 }, (_, second) => anEntry({ at: aTime(second) }))
    await db.transaction().execute(async (transaction) => {
      for (let from = 0; from < many.length; from += 200) await appendAudit(transaction, many.slice(from, from + 200))
    })
    assert.deepEqual(
      (await entriesIn(db)).map(({ seq, at }) => [seq, at]),
      many.map(({ at }, index) => [index + 1, at]),
    )
    const finding = await auditIn(db).verify()
    assert.deepEqual(finding.intact && finding.count, 1203)
  })

  it('takes no entry outside of a transaction, and keeps none whose transaction fails', async () => {
    await assert.rejects(appendAudit(db, [anEntry()]), /in the transaction of what it tells/)
    await append(db, anEntry())
    const failing = db.transaction().execute(async (transaction) => {
      await appendAudit(transaction, [anEntry({ actor: hugo.id })])
      throw new Error('no')
    })
    await assert.rejects(failing, /^Error: no$/)
    await append(db, anEntry())
    const finding = await auditIn(db).verify()
    assert.deepEqual(finding.intact && finding.count, 2)
  })

  it('is one unbroken chain after two processes have written at once', async function () {
    this.timeout(60_000)
    const writer = path.join(import.meta.dirname, '../helpers/append-audit.ts')
    const writers = [1, 2].map(() =>
      fork(writer, [JSON.stringify(temporary.location), '60'], { execArgv: ['--import', 'tsx'] }),
    )
    const ends = writers.map((child) => once(child, 'exit'))
    await Promise.all(writers.map((child) => once(child, 'message')))
    for (const child of writers) child.send('go')
    assert.deepEqual(
      (await Promise.all(ends)).map(([code]) => code as unknown),
      [0, 0],
    )
    const finding = await auditIn(db).verify()
    assert.deepEqual(finding.intact && finding.count, 120)
  })
})

onEveryStore('the guard of the audit', (open) => {
  let temporary: TemporaryStore
  let db: Database
  beforeEach(async () => {
    temporary = await open()
    db = temporary.db
    await append(db, ...aStory)
  })
  afterEach(() => temporary.remove())

  it('refuses to change, delete or replace an entry, and every entry stays as it was', async () => {
    const before = await rowsIn(db)
    const [first] = before
    assert.ok(first)
    const refused = { message: /the audit is append-only/ }
    await assert.rejects(db.updateTable('audit').set({ outcome: 'refused' }).where('seq', '=', 2).execute(), refused)
    await assert.rejects(db.updateTable('audit').set({ seq: 9 }).where('seq', '=', 5).execute(), refused)
    await assert.rejects(db.deleteFrom('audit').where('seq', '=', 5).execute(), refused)
    await assert.rejects(db.deleteFrom('audit').execute(), refused)
    await assert.rejects(
      db
        .insertInto('audit')
        .values(first)
        .onConflict((conflict) => conflict.column('seq').doUpdateSet({ outcome: 'refused' }))
        .execute(),
      refused,
    )
    await assert.rejects(db.replaceInto('audit').values(first).execute())
    assert.deepEqual(await rowsIn(db), before)
  })
})

onEveryStore('tampering with the audit', (open) => {
  let temporary: TemporaryStore
  let db: Database
  beforeEach(async () => {
    temporary = await open()
    db = temporary.db
    await append(db, ...aStory)
    await dropGuards(db)
  })
  afterEach(() => temporary.remove())

  const setCount = (value: number) =>
    db.updateTable('counters').set({ value }).where('name', '=', 'audit').executeTakeFirstOrThrow()

  it('is found for every byte of every text of every entry', async function () {
    this.timeout(120_000)
    const rows = await rowsIn(db)
    let flips = 0
    for (const row of rows)
      // In a transaction, so that nothing is written to the disk each time; a server ends one that takes long.
      await db.transaction().execute(async (transaction) => {
        for (const [column, value] of Object.entries(row) as [string, unknown][]) {
          if (typeof value !== 'string') continue
          const set = (text: string) =>
            sql`update audit set ${sql.ref(column)} = ${text} where seq = ${row.seq}`.execute(transaction)
          for (let at = 0; at < value.length; at++) {
            const bytes = Buffer.from(value)
            bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
            await set(bytes.toString())
            const finding = await auditIn(transaction).verify()
            assert.ok(!finding.intact && finding.seq === row.seq, `entry ${row.seq}, ${column}, byte ${at}`)
            flips += 1
          }
          await set(value)
        }
      })
    assert.equal((await auditIn(db).verify()).intact, true)
    assert.ok(flips > 900, `${flips} flips`)
  })

  it('is found where something becomes nothing or nothing becomes something, and in times and numbers', async () => {
    const changes: Partial<AuditTable>[] = [{ rule: '' }, { before_state: '' }, { after_state: null }]
    for (const change of [...changes, { at: aTime().getTime() + 1 }]) {
      const [first] = await rowsIn(db)
      await db.updateTable('audit').set(change).where('seq', '=', 1).execute()
      assert.deepEqual(await auditIn(db).verify(), { intact: false, seq: 1, fault: 'changed' })
      assert.ok(first)
      await db.updateTable('audit').set(first).where('seq', '=', 1).execute()
    }
    assert.equal((await auditIn(db).verify()).intact, true)
    await db.updateTable('audit').set({ seq: 0 }).where('seq', '=', 1).execute()
    assert.deepEqual(await auditIn(db).verify(), { intact: false, seq: 0, fault: 'inserted' })
  })

  it('is found when an entry is deleted, wherever it was', async () => {
    for (const row of await rowsIn(db)) {
      await db.deleteFrom('audit').where('seq', '=', row.seq).execute()
      assert.deepEqual(await auditIn(db).verify(), { intact: false, seq: row.seq, fault: 'missing' })
      await db.insertInto('audit').values(row).execute()
    }
  })

  it('is found when two entries have changed places', async () => {
    for (const [from, to] of [
      [2, 99],
      [3, 2],
      [99, 3],
    ] as const)
      await db.updateTable('audit').set({ seq: to }).where('seq', '=', from).execute()
    assert.deepEqual(await auditIn(db).verify(), { intact: false, seq: 2, fault: 'out-of-order' })
  })

  it('at the end, with the count set back, is found by a hash that was noted before, and only by that', async () => {
    const rows = await rowsIn(db)
    const [noted, cut] = [rows[2]?.hash ?? '', rows[4]?.hash ?? '']
    assert.equal(await auditIn(db).numberOf(cut), 5)
    await db.deleteFrom('audit').where('seq', '>', 3).execute()
    await setCount(3)
    assert.deepEqual(await auditIn(db).verify(), { intact: true, count: 3, lastHash: noted })
    assert.equal(await auditIn(db).numberOf(noted), 3)
    assert.equal(await auditIn(db).numberOf(cut), undefined)
  })

  it('does not keep the bot from writing on, and stays found', async () => {
    await db.deleteFrom('audit').where('seq', '=', 5).execute()
    await append(db, anEntry(), anEntry())
    assert.deepEqual(
      (await rowsIn(db)).map(({ seq }) => seq),
      [1, 2, 3, 4, 6, 7],
    )
    assert.deepEqual(await auditIn(db).verify(), { intact: false, seq: 5, fault: 'missing' })
  })
})
