// Drives a SQLite file for Kysely, so that many commits share one write to the disk, and the process does other work meanwhile.
// Each transaction is a savepoint within an outer one; whatever is ready while the one before is on its way to the disk joins
// it, and nobody hears that something was done, or reads it, before it is there.
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

/** Brings what was committed onto the disk; rejects where it may not be there. */
export type ToDisk = () => Promise<void>

/** For a database that commits without waiting for the disk (`synchronous = NORMAL` with a WAL). */
export const sqliteDialect = (sqlite: Sqlite.Database, toDisk: ToDisk): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => sqliteDriver(sqlite, toDisk),
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

function sqliteDriver(sqlite: Sqlite.Database, toDisk: ToDisk): Driver {
  const run = runner(sqlite)
  /** Those who share the outer transaction that is open, and those whose transaction is on its way to the disk. */
  let group: Group | undefined
  let leaving: Group | undefined
  /** What was committed after something that did not reach the disk may be lost with it. */
  let broken: Error | undefined
  let lastTurn = Promise.resolve()
  let atWork = 0

  /** The outer transaction. Its lock is taken before anything is written, since a write that fails for it stays open in the
   * driver until its memory is collected, and keeps everything that follows from being committed. */
  async function join(since: number): Promise<Group> {
    // An error like that of a full disk ends the outer transaction with all that is in it.
    if (group && !sqlite.inTransaction) giveUp(new Error('the transaction was given up by the database'))
    if (group) return group
    while (!lock()) {
      if (performance.now() - since > patienceMs)
        throw Object.assign(new Error('the database file is locked'), { code: 'SQLITE_BUSY' })
      await setTimeout(lookMs)
    }
    group = newGroup()
    closeSoon()
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

  /** Once everything that is ready in this round of the event loop, and in the next, has joined. */
  function closeSoon(): void {
    setImmediate(() => setImmediate(close))
  }

  /**
   * Comes again when the last one who is at work has ended, and when the group before is on the disk. Always in a turn of
   * its own of the event loop, so that whoever joins has begun to write by then.
   */
  function close(): void {
    if (!group || atWork > 0 || leaving) return
    try {
      if (broken) throw broken
      sqlite.exec('commit')
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec('rollback')
      giveUp(errorOf(error))
      return
    }
    leaving = group
    group = undefined
    void seeOff(leaving)
  }

  async function seeOff({ settle }: Group): Promise<void> {
    try {
      await toDisk()
      settle(undefined)
    } catch (error) {
      broken = errorOf(error)
      settle(broken)
    }
    leaving = undefined
    // Not now: somebody may be between joining and the first write.
    setImmediate(close)
  }

  function giveUp(error: Error): void {
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
    if (broken) {
      leave()
      throw broken
    }
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
    const joined = group ?? leaving
    const result = run<R>(query)
    connection.leave()
    try {
      await joined?.onDisk
      return result
    } catch {
      return readAnew(query)
    }
  }

  /** Nobody else ends this turn where it fails. */
  async function readAnew<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const connection = await takeTurn()
    try {
      return await connection.executeQuery<R>(query)
    } finally {
      connection.leave()
    }
  }

  async function end(connection: Connection, how: string): Promise<void> {
    const joined = group
    try {
      sqlite.exec(how)
    } finally {
      connection.inTransaction = false
      atWork--
      closeSoon()
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
      await lastTurn
      await (group ?? leaving)?.onDisk.catch(() => undefined)
      // The driver keeps the file open until its statements are collected, so SQLite's own checkpoint would come late or never.
      sqlite.pragma('wal_checkpoint(TRUNCATE)')
      sqlite.close()
    },
  }
}

const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error('the commit failed'))

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
