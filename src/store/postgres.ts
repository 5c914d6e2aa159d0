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
import type { Pool, PoolClient } from 'pg'
import type { OpenDatabase } from './location.ts'
import { migrate } from './migrate.ts'
import { cannotOpen, explain } from './postgres-error.ts'
import type { Database } from './tables.ts'

type Limits = {
  readonly connections: number
  /** How long a connection may take, made anew or waited for. */
  readonly connectMs: number
  /** How long a statement may take before the server ends it. */
  readonly answerMs: number
  /** How long a connection may be in use before it is given up: the server says nothing, not even that. */
  readonly silenceMs: number
}
const usual: Limits = { connections: 10, connectMs: 2000, answerMs: 5000, silenceMs: 6000 }
/** One connection, which keeps the lock; and time for those who came before, and for large tables. */
const migrating: Limits = { connections: 1, connectMs: 2000, answerMs: 10 * 60_000, silenceMs: 11 * 60_000 }

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

const connect = (url: string, limits: Limits, onLost: (error: Error) => void): Database =>
  new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PostgresDriver({ pool: () => poolOf(url, limits, onLost) }),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new QueryCompiler(),
    },
  })

async function poolOf(url: string, limits: Limits, onLost: (error: Error) => void): Promise<PostgresPool> {
  // Most bots have a SQLite file, and start sooner without it.
  const { Pool, TypeOverrides, types } = await import('pg')
  // Times and counts are bigint, and far below what a number holds exactly.
  const parsers = new TypeOverrides()
  parsers.setTypeParser(types.builtins.INT8, Number)
  const pool = new Pool({
    connectionString: withPassword(url),
    max: limits.connections,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.answerMs,
    idle_in_transaction_session_timeout: limits.answerMs,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'reconnect',
    // What the store relies on, see transaction.ts, whatever is usual for this role.
    options: '-c default_transaction_isolation=read\\ committed',
    types: parsers,
  })
  // A connection that breaks is an error of its client, at work or idle, and one that nobody hears would end the process.
  // It may come several times, and the pool repeats it for idle clients.
  pool.on('connect', (client) => client.once('error', onLost).on('error', () => undefined))
  pool.on('error', () => undefined)
  giveUpSilentOnes(pool, limits.silenceMs)
  return pool
}

/** Where a password is wanted and there is none, the driver leaves the connection open; a wrong one the server refuses. */
function withPassword(url: string): string {
  const address = new URL(url)
  address.password ||= 'none'
  return address.href
}

/** The connection is destroyed, since nobody knows what the server would still do there. */
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
export function nameOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `PostgreSQL database ${decodeURIComponent(pathname.slice(1))} on ${decodeURIComponent(hostname)}:${port || '5432'}`
}
