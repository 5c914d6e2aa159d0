// What only a server can do: serve several at once, be away, say nothing, refuse.
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { Client } from 'pg'
import { moveRestart } from '../../src/core/restart-request.ts'
import { record } from '../../src/core/ticket.ts'
import { people } from '../../src/sandbox/tenant.ts'
import type { OpenDatabase } from '../../src/store/location.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { startBot } from '../helpers/bot.ts'
import { ada, aRequest, aSession, aTicket, aTime } from '../helpers/builders.ts'
import { startMuteProxy } from '../helpers/mute-proxy.ts'
import { addSession, fileOrSave, saveRestart } from '../helpers/put.ts'
import { guardedRole } from '../helpers/postgres-server.ts'
import { type TemporaryPostgres, temporaryPostgres } from '../helpers/temporary-postgres.ts'
import { askForApproval } from '../helpers/ways.ts'

describe('a store on PostgreSQL', () => {
  let temporary: TemporaryPostgres
  /** What was opened beside it, to be closed. */
  let others: OpenDatabase[]

  beforeEach(async () => {
    temporary = await temporaryPostgres()
    others = []
  })
  afterEach(async () => {
    for (const other of others) await other.close()
    await temporary.remove()
  })

  async function open(
    url: string,
    limits: Parameters<typeof openPostgres>[2] = {},
    onLost: (error: Error) => void = () => undefined,
  ): Promise<Database> {
    const other = await openPostgres(url, onLost, limits)
    others.push(other)
    return other.db
  }

  describe('with several pools', () => {
    let pools: readonly Database[]
    beforeEach(async () => {
      pools = [temporary.db, await open(temporary.url)]
    })

    /** The same for each pool, four times over, at once. */
    const often = <T>(act: (db: Database, count: number) => Promise<T>): Promise<T[]> =>
      Promise.all([...pools, ...pools, ...pools, ...pools].map(act))

    it('takes one of many moves of a restart from one version', async () => {
      const request = aRequest()
      await saveRestart(temporary.db, request)
      const saved = await often((db, count) =>
        saveRestart(db, moveRestart(request, 'sending', aTime(), { attempts: 1, sentAt: aTime(count) })),
      )
      assert.equal(saved.filter(Boolean).length, 1)
      const sentAt = aTime(saved.indexOf(true))
      assert.deepEqual((await requestsIn(temporary.db).find(request.id))?.sentAt, sentAt)
    })

    it('takes one of many changes of a ticket, with its event alone', async () => {
      const ticket = aTicket()
      await fileOrSave(temporary.db, ticket)
      const replies = Array.from({ length: 8 }, (_, count) =>
        record(ticket, { at: aTime(count), actor: ada, kind: 'reply', text: `reply ${count}` }),
      )
      const saved = await often((db, count) => fileOrSave(db, replies[count] ?? ticket))
      assert.equal(saved.filter(Boolean).length, 1)
      assert.deepEqual(await ticketsIn(temporary.db).find(ticket.id), replies[saved.indexOf(true)])
    })

    it('takes one of many open restarts of a Cloud PC', async () => {
      const added = await often((db, count) => saveRestart(db, aRequest({ id: `request-${count}` })))
      assert.equal(added.filter(Boolean).length, 1)
    })

    it('gives every ticket a number of its own', async () => {
      const numbers = await often(async (db, count) => {
        await fileOrSave(db, aTicket({ id: `ticket-${count}` }))
        return (await ticketsIn(db).find(`ticket-${count}`))?.number
      })
      assert.deepEqual(
        numbers.toSorted(),
        Array.from({ length: 8 }, (_, count) => 1001 + count),
      )
    })
  })

  it('gives back times and counts as numbers, and leaves other pools as they are', async () => {
    const select = 'select count(*) as count, max(8640000000000000::bigint) as time'
    const { rows } = await sql.raw(select).execute(temporary.db)
    assert.deepEqual(rows, [{ count: 1, time: 8.64e15 }])
    const other = new Client(temporary.url)
    await other.connect()
    assert.deepEqual((await other.query(select)).rows, [{ count: '1', time: '8640000000000000' }])
    await other.end()
  })

  it('is asked to read what is committed, whatever is usual there', async () => {
    await temporary.administer("alter database DATABASE set default_transaction_isolation = 'serializable'")
    const db = await open(temporary.url)
    const { rows } = await sql`show transaction_isolation`.execute(db)
    assert.deepEqual(rows, [{ transaction_isolation: 'read committed' }])
  })

  it('carries the whole bot, from an error to the approval of a restart and its end', async () => {
    const bot = await startBot({ database: temporary.location })
    const { helpdesk } = await askForApproval(bot)
    await bot.press(people.ben, helpdesk, 'Approve restart')
    await bot.restart()
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
    await bot.stop()
  })

  describe('whose server goes away', () => {
    let db: Database
    let lost: number
    /** Resolves when so many connections have been lost. */
    let hasLost: (count: number) => Promise<void>
    beforeEach(async () => {
      lost = 0
      let hear: () => void = () => undefined
      hasLost = async (count) => {
        while (lost < count)
          await new Promise<void>((resolve) => {
            hear = resolve
          })
      }
      db = await open(temporary.url, {}, () => {
        lost += 1
        hear()
      })
      await temporary.close()
      await Promise.all(['1', '2', '3'].map((id) => addSession(db, aSession({ id }))))
    })

    it('works on with new connections, and tells of those that it lost', async () => {
      const ended = await temporary.disconnect()
      assert.ok(ended > 1)
      await hasLost(ended)
      assert.equal((await sessionsIn(db).find('1'))?.id, '1')
    })

    it('fails what was asked meanwhile, and works again when the server is back', async () => {
      await temporary.administer('alter database DATABASE allow_connections false')
      await hasLost(await temporary.disconnect())
      await assert.rejects(sessionsIn(db).find('1'))
      await temporary.administer('alter database DATABASE allow_connections true')
      assert.equal((await sessionsIn(db).find('1'))?.id, '1')
    })

    it('keeps nothing of a transaction that it lost while nothing was asked', async () => {
      const work = inTransaction(db, async (transaction) => {
        await addSession(transaction, aSession({ id: 'lost' }))
        await hasLost(await temporary.disconnect())
        await sessionsIn(transaction).find('lost')
      })
      await assert.rejects(work)
      assert.equal(await sessionsIn(db).find('lost'), undefined)
    })

    it('fails a question that it was still waiting for', async () => {
      const question = sql`select pg_terminate_backend(pg_backend_pid()), pg_sleep(60)`.execute(db)
      await assert.rejects(question, { code: '57P01' })
      await hasLost(1)
      assert.equal((await sessionsIn(db).find('1'))?.id, '1')
    })
  })

  it('ends a statement that takes too long', async () => {
    const db = await open(temporary.url, { answerMs: 50 })
    await assert.rejects(sql`select pg_sleep(60)`.execute(db), { code: '57014' })
  })

  it('gives up a server that says nothing, and works again when it speaks', async () => {
    const proxy = await startMuteProxy(Number(new URL(temporary.url).port))
    const url = new URL(temporary.url)
    url.port = `${proxy.port}`
    const db = await open(url.href, { connections: 1, silenceMs: 200 })
    await addSession(db, aSession())
    proxy.mute()
    const work = inTransaction(db, async (transaction) => {
      await addSession(transaction, aSession({ id: 'lost' }))
    })
    await assert.rejects(work)
    proxy.speak()
    assert.equal(await sessionsIn(db).find('lost'), undefined)
    assert.deepEqual(await sessionsIn(db).find('session-1'), aSession())
    for (const other of others.splice(0)) await other.close()
    await proxy.stop()
  })

  describe('that cannot be opened', () => {
    const { name, password } = guardedRole
    before(async () => {
      const any = await temporaryPostgres()
      await any.administer(`create role ${name} login password '${password}'`)
      await any.remove()
    })

    const refusals: [string, (url: URL) => void, RegExp][] = [
      ['the password is wrong', (url) => (url.password = 'unmistakable-guess'), /\(28P01\).*refuses.*password/],
      ['there is no password', (url) => (url.password = ''), /\(28P01\).*refuses.*password/],
      ['the role is unknown', (url) => (url.username = 'nobody'), /\(28000\).*does not let this role in/],
      ['the role has no rights', () => undefined, /\(42501\).*lacks rights/],
      ['there is no such database', (url) => (url.pathname = '/elsewhere'), /elsewhere on .* \(3D000\).*Create it/],
      ['nobody listens', (url) => (url.port = '1'), /127\.0\.0\.1:1 .*\(ECONNREFUSED\).*Nobody answers/],
      ['the server knows no TLS', (url) => (url.search = 'sslmode=verify-full'), /cannot be opened\. Check .*sslmode/],
      [
        'a file is not there',
        (url) => (url.search = 'sslmode=verify-full&sslrootcert=/nowhere.pem'),
        /\(ENOENT\).*files/,
      ],
    ]
    for (const [what, change, message] of refusals)
      it(`says so, and what to do, when ${what}, and never the password`, async () => {
        const url = new URL(temporary.url)
        Object.assign(url, { username: name, password })
        change(url)
        await assert.rejects(
          openPostgres(url.href, () => undefined),
          (error: Error) => {
            assert.match(error.message, /^The PostgreSQL database \S+ on 127\.0\.0\.1:\d+ cannot be opened/)
            assert.match(error.message, message)
            assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /unmistakable/)
            return true
          },
        )
      })

    it('says so when the server takes connections and says nothing', async () => {
      const proxy = await startMuteProxy(Number(new URL(temporary.url).port))
      proxy.mute()
      const url = new URL(temporary.url)
      url.port = `${proxy.port}`
      await assert.rejects(
        openPostgres(url.href, () => undefined),
        /cannot be opened\. Check that a server answers/,
      )
      await proxy.stop()
    })
  })
})
