// A store on a PostgreSQL server: a pool of connections that gives up on a server which says nothing, and migrating in turn.
import {
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  type PostgresPool,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import { Pool, type PoolClient, TypeOverrides, types } from 'pg'
import type { OpenDatabase } from './location.ts'
import { migrate } from './migrate.ts'
import { cannotOpen, explain } from './postgres-error.ts'
import type { Database } from './tables.ts'

type Limits = {
  readonly connections: number
  /** How long a connection may take, made anew or waited for. */
  readonly connectMs: number
  /** How long the server may take for a statement; all that is done on a connection at one go gets a second more. */
  readonly answerMs: number
}
const usual: Limits = { connections: 10, connectMs: 2000, answerMs: 5000 }
/** One connection, which keeps the lock; and time for those before in the queue, and for large tables. */
const migrating: Limits = { connections: 1, connectMs: 2000, answerMs: 10 * 60_000 }

/** Times and counts are bigint, and far below what a number holds exactly. */
const parsers = new TypeOverrides()
parsers.setTypeParser(types.builtins.INT8, Number)

/** Throws an Error that tells the operator what to do, without the password, when the database cannot be used. */
export async function openPostgres(
  url: string,
  onLost: (error: Error) => void,
  limits: Partial<Limits> = {},
): Promise<OpenDatabase> {
  await migrateInTurn(url)
  const db = connect(url, { ...usual, ...limits }, onLost)
  return { db, readTime: () => readTime(db), close: () => db.destroy() }
}

async function migrateInTurn(url: string): Promise<void> {
  const name = nameOf(url)
  // Whatever breaks here reaches the one who waits for it.
  const db = connect(url, migrating, () => undefined)
  try {
    await takeTurn(db, name)
    await migrate(db, name)
  } catch (error) {
    throw explain(name, error)
  } finally {
    await db.destroy()
  }
}

/** Any number that nobody else locks: "reco" in ASCII. */
const turn = 0x72_65_63_6f

/** Nobody else migrates until this connection is closed. Kysely's own lock comes after the look for newer migrations. */
async function takeTurn(db: Database, name: string): Promise<void> {
  try {
    await sql`select pg_advisory_lock(${sql.lit(turn)})`.execute(db)
  } catch (error) {
    throw cannotOpen(name, error)
  }
}

async function readTime(db: Database): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the server did not tell the time')
  return row.ms
}

const connect = (url: string, limits: Limits, onLost: (error: Error) => void): Database => {
  const pool = poolOf(url, limits, onLost)
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PostgresDriver({ pool }),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new QueryCompiler(),
    },
  })
}

function poolOf(
  url: string,
  { connections, connectMs, answerMs }: Limits,
  onLost: (error: Error) => void,
): PostgresPool {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    statement_timeout: answerMs,
    idle_in_transaction_session_timeout: answerMs,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'reconnect',
    // What the store relies on, see transaction.ts, whatever is usual for this role.
    options: '-c default_transaction_isolation=read\\ committed',
    types: parsers,
  })
  // A connection that breaks is an error of its client, at work or idle, and one that nobody hears would end the process.
  pool.on('connect', (client) => client.on('error', onLost))
  // The pool repeats the errors of idle clients.
  pool.on('error', () => undefined)
  giveUpSilentOnes(pool, answerMs + 1000)
  return pool
}

/** A server that says nothing is given up with its connection: nobody knows what it would still do there. */
function giveUpSilentOnes(pool: Pool, ms: number): void {
  const timers = new Map<PoolClient, NodeJS.Timeout>()
  pool.on('acquire', (client) => {
    timers.set(
      client,
      setTimeout(() => client.connection.stream.destroy(), ms),
    )
  })
  pool.on('release', (_error, client) => {
    clearTimeout(timers.get(client))
    timers.delete(client)
  })
}

/** PostgreSQL's text holds no NUL, but what people send may: it becomes what half a surrogate pair becomes. */
class QueryCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    super.appendValue(typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value)
  }
}

/** What messages call the database: all of its address but role and password. */
function nameOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `PostgreSQL database ${decodeURIComponent(pathname.slice(1))} on ${decodeURIComponent(hostname)}:${port || '5432'}`
}
