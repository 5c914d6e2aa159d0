// `reconnect audit` as an administrator runs it, against a database that a bot has written.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { appendAudit } from '../../src/store/audit.ts'
import { forget } from '../../src/store/forget.ts'
import { anEntry, append, aStory, dropGuards } from '../helpers/audit-entries.ts'
import { ada, aTime, hugo } from '../helpers/builders.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'
import { projectRoot, reconnect } from './run-reconnect.ts'

describe('reconnect audit', function () {
  this.timeout(60_000)
  let temporary: TemporaryDatabase
  beforeEach(async () => {
    temporary = await temporaryDatabase()
    await append(temporary.db, ...aStory)
  })
  afterEach(() => temporary.remove())

  const audit = (...words: string[]) => reconnect(['audit', ...words, '--database', temporary.file])
  const hashOfEntry = async (seq: number): Promise<string> => {
    const row = await temporary.db.selectFrom('audit').select('hash').where('seq', '=', seq).executeTakeFirstOrThrow()
    return row.hash
  }

  describe('verify', () => {
    it('says that the chain is intact, how long it is and what its last hash is', async () => {
      const { code, out, err } = await audit('verify')
      assert.deepEqual([code, out, err], [0, `Intact: 5 entries. Last hash: ${await hashOfEntry(5)}\n`, ''])
    })

    it('says where it is broken, and how', async () => {
      await dropGuards(temporary.db)
      await temporary.db.updateTable('audit').set({ outcome: 'done' }).where('seq', '=', 2).execute()
      const changed = await audit('verify')
      assert.deepEqual([changed.code, changed.out], [1, 'Not intact. Entry 2 is not what was written.\n'])
      await temporary.db.deleteFrom('audit').where('seq', '=', 1).execute()
      const missing = await audit('verify')
      assert.deepEqual([missing.code, missing.out], [1, 'Not intact. Entry 1 is missing.\n'])
    })

    it('finds the hash of an earlier run, or says that it is not there any more', async () => {
      const noted = await hashOfEntry(5)
      const [, found = ''] = (await audit('verify', '--expect', noted.toUpperCase())).out.split('\n')
      assert.equal(found, 'The expected hash is that of entry 5: up to there, all is as it was.')
      await dropGuards(temporary.db)
      await temporary.db.deleteFrom('audit').where('seq', '>', 3).execute()
      await temporary.db.updateTable('counters').set({ value: 3 }).where('name', '=', 'audit').execute()
      assert.equal((await audit('verify')).code, 0)
      const { code, out } = await audit('verify', '--expect', noted)
      assert.match(out, /^Intact: 3 entries\..*\nThe expected hash is not there: .*cut off or written anew\.\n$/)
      assert.equal(code, 1)
    })

    it('refuses what is no hash, and a database that is not there', async () => {
      const { code, err } = await audit('verify', '--expect', 'abc')
      assert.match(err, /^--expect has a value that cannot be used\. Cure: /)
      assert.equal(code, 1)
      const nowhere = await reconnect(['audit', 'verify', '--database', 'nowhere.sqlite'])
      assert.match(nowhere.err, /^There is no database nowhere\.sqlite\. Cure: /)
      assert.equal(nowhere.code, 1)
    })
  })

  describe('export', () => {
    it('prints an entry a line, with people as they are known', async () => {
      const { code, out } = await audit('export')
      const lines = out.trimEnd().split('\n')
      assert.equal(code, 0)
      assert.equal(lines.length, 5)
      assert.deepEqual(JSON.parse(lines[1] ?? ''), {
        seq: 2,
        at: aTime(1).toISOString(),
        actor: ada.id,
        act: 'restart-approved',
        outcome: 'refused',
        rule: 'own-ticket',
        subject: { kind: 'restart', id: 'request-1' },
        surface: 'chat',
        hash: await hashOfEntry(2),
      })
      const actors = lines.map((line) => (JSON.parse(line) as { actor: string }).actor)
      assert.deepEqual(actors, [ada.id, ada.id, hugo.id, 'reconnect', hugo.id])
    })

    it('does not tell who it was once they are forgotten', async () => {
      await forget(temporary.db, ada.id, { at: aTime(9), now: false })
      const { out } = await audit('export')
      assert.ok(!out.includes(ada.id))
      assert.match(out, /^\{"seq":1,"at":"[^"]+","actor":"forgotten","act":"restart-requested"/)
    })

    it('prints the days that are wanted, both included', async () => {
      const day = (number: number) => new Date(Date.UTC(2026, 2, number))
      const lastMoment = new Date(day(12).getTime() - 1)
      await append(temporary.db, ...[day(10), lastMoment, day(12)].map((at) => anEntry({ at })))
      const seqs = async (...words: string[]) =>
        Array.from((await audit('export', ...words)).out.matchAll(/"seq":(\d+)/g), ([, seq]) => Number(seq))
      assert.deepEqual(await seqs('--since', '2026-03-10', '--until', '2026-03-11'), [6, 7])
      assert.deepEqual(await seqs('--since', '2026-03-12'), [8])
      assert.deepEqual(await seqs('--until', '2026-03-09'), [1, 2, 3, 4, 5])
    })

    it('refuses what is no day', async () => {
      for (const words of [
        ['--since', 'yesterday'],
        ['--until', '2026-02-30'],
      ]) {
        const { code, err } = await audit('export', ...words)
        assert.match(err, /^--(since|until) has a value that cannot be used\. Cure: give a day such as 2026-03-31\.\n$/)
        assert.equal(code, 1)
      }
    })

    it('ends quietly when its reader has seen enough', async () => {
      const many = Array.from({ length: 300 }, () => anEntry())
      await temporary.db.transaction().execute(async (transaction) => {
        for (let round = 0; round < 10; round++) await appendAudit(transaction, many)
      })
      const command = path.join(projectRoot, 'bin', 'reconnect.js')
      const child = spawn(process.execPath, [command, 'audit', 'export', '--database', temporary.file])
      let complaints = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
      child.stdout.once('data', () => child.stdout.destroy())
      const [code] = (await once(child, 'close')) as [number | null]
      assert.deepEqual([code, complaints], [0, ''])
    })
  })
})
