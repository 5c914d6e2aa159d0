// Drives a SQLite file for Kysely, so that many commits share one write to the disk. Each transaction is a savepoint within an
// outer one; whatever is ready meanwhile joins it, and nobody hears that something was done before it is on the disk.
import { setTimeout } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type Sqlite from 'libsql'
import { codeOf } from './driver-error.ts'

export const sqliteDialect = (sqlite: Sqlite.Database): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => sqliteDriver(sqlite),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

/** How long the file may be locked by another program before a write is given up, and how often that is looked at. */
const patienceMs = 2000
const lookMs = 20

const writes = /^\s*(?:insert|update|delete|replace)\b/i

type Connection = DatabaseConnection & {
  readonly since: number
  inTransaction: boolean
  /** Lets the next one have its turn; does nothing the second time. */
  readonly leave: () => void
}

type Group = { readonly onDisk: Promise<void>; readonly settle: (error: Error | undefined) => void }

function sqliteDriver(sqlite: Sqlite.Database): Driver {
  const run = runner(sqlite)
  let group: Group | undefined
  let lastTurn = Promise.resolve()
  let atWork = 0

  /** The outer transaction. Its lock is taken before anything is written, since a write that fails for it stays open in the
   * driver until its memory is collected, and keeps everything that follows from being committed. */
  async function join(since: number): Promise<Group> {
    // An error like that of a full disk ends the outer transaction with all that is in it.
    if (group && !sqlite.inTransaction) settle(new Error('the transaction was given up by the database'))
    if (group) return group
    while (!lock()) {
      if (performance.now() - since > patienceMs)
        throw Object.assign(new Error('the database file is locked'), { code: 'SQLITE_BUSY' })
      await setTimeout(lookMs)
    }
    group = newGroup()
    // Those who begin in this round of the event loop are ready to write in the next.
    setImmediate(() => setImmediate(close))
    return group
  }

  function lock(): boolean {
    try {
      sqlite.exec('begin immediate')
      return true
    } catch (error) {
      if (codeOf(error)?.startsWith('SQLITE_BUSY')) return false
      throw error
    }
  }

  /** Comes once everything that was ready has joined. */
  function close(): void {
    if (atWork > 0) {
      setImmediate(close)
      return
    }
    if (!group) return
    try {
      sqlite.exec('commit')
      settle(undefined)
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec('rollback')
      settle(error instanceof Error ? error : new Error('the commit failed'))
    }
  }

  function settle(error: Error | undefined): void {
    group?.settle(error)
    group = undefined
  }

  async function takeTurn(): Promise<Connection> {
    const since = performance.now()
    const before = lastTurn
    let leave = (): void => undefined
    lastTurn = new Promise((resolve) => {
      leave = resolve
    })
    await before
    const connection: Connection = {
      since,
      inTransaction: false,
      leave,
      executeQuery: (query) => execute(connection, query),
      streamQuery: () => {
        throw new Error('nothing is read in a stream')
      },
    }
    return connection
  }

  async function execute<R>(connection: Connection, query: CompiledQuery): Promise<QueryResult<R>> {
    if (connection.inTransaction) return run<R>(query)
    if (!writes.test(query.sql)) return read(connection, query)
    const joined = await join(connection.since)
    const result = run<R>(query)
    connection.leave()
    await joined.onDisk
    return result
  }

  /** What is read may be news that is still to reach the disk; if it does not, it is read anew. */
  async function read<R>(connection: Connection, query: CompiledQuery): Promise<QueryResult<R>> {
    const joined = group
    const result = run<R>(query)
    connection.leave()
    try {
      await joined?.onDisk
      return result
    } catch {
      return (await takeTurn()).executeQuery(query)
    }
  }

  async function end(connection: Connection, how: string): Promise<void> {
    const joined = group
    try {
      sqlite.exec(how)
    } finally {
      connection.inTransaction = false
      atWork--
      connection.leave()
    }
    await joined?.onDisk
  }

  const own = (connection: DatabaseConnection) => connection as Connection
  return {
    init: () => Promise.resolve(),
    acquireConnection: takeTurn,
    async beginTransaction(connection) {
      const mine = own(connection)
      await join(mine.since)
      sqlite.exec('savepoint one')
      mine.inTransaction = true
      atWork++
    },
    commitTransaction: (connection) => end(own(connection), 'release one'),
    rollbackTransaction: (connection) => end(own(connection), 'rollback to one; release one'),
    releaseConnection(connection) {
      own(connection).leave()
      return Promise.resolve()
    },
    async destroy() {
      // After all that was begun, the last of which is still to reach the disk.
      const { leave } = await takeTurn()
      leave()
      await group?.onDisk.catch(() => undefined)
      // The driver keeps the file open until its statements are collected, so SQLite's own checkpoint would come late or never.
      sqlite.pragma('wal_checkpoint(TRUNCATE)')
      sqlite.close()
    },
  }
}

function newGroup(): Group {
  let settle: Group['settle'] = () => undefined
  const onDisk = new Promise<void>((resolve, reject) => {
    settle = (error) => {
      if (error === undefined) resolve()
      else reject(error)
    }
  })
  // Nobody may be left to hear it.
  onDisk.catch(() => undefined)
  return { onDisk, settle }
}

/** More different queries than there are in the code. */
const mostPrepared = 500

/** Preparing a query takes as long as answering it, and there are few different ones. */
function runner(sqlite: Sqlite.Database) {
  const prepared = new Map<string, { readonly statement: Sqlite.Statement; readonly answersRows: boolean }>()

  function prepare(text: string) {
    const known = prepared.get(text)
    if (known) return known
    const statement = sqlite.prepare(text)
    const one = { statement, answersRows: statement.reader }
    if (prepared.size >= mostPrepared) prepared.clear()
    prepared.set(text, one)
    return one
  }

  return <R>({ sql, parameters }: CompiledQuery): QueryResult<R> => {
    const { statement, answersRows } = prepare(sql)
    // What the query asks for is known to whoever wrote it.
    if (answersRows) return { rows: statement.all([...parameters]) as R[] }
    const { changes, lastInsertRowid } = statement.run([...parameters])
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] }
  }
}
