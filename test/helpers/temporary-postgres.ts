// A store in a database of its own on the PostgreSQL server that test/run.ts has started, for one test.
import { randomBytes } from 'node:crypto'
import { Pool } from 'pg'
import { type TemporaryStore, temporaryStore } from './temporary-store.ts'

/** Set by test/run.ts, for the processes that it starts. */
export const postgresVariable = 'TEST_POSTGRES_URL'

export type TemporaryPostgres = TemporaryStore & {
  readonly url: string
  /** The number of connections of this store that the server has ended. */
  disconnect(): Promise<number>
  /** Runs SQL as the owner of the server, outside of the store. */
  administer(sql: string): Promise<void>
}

let administrators: Pool | undefined

function administratorsOf(server: string): Pool {
  const pool = new Pool({ connectionString: `${server}postgres`, max: 1, allowExitOnIdle: true })
  // An idle connection that the server ends when it stops is no fault.
  pool.on('error', () => undefined)
  return pool
}

export async function temporaryPostgres(): Promise<TemporaryPostgres> {
  const server = process.env[postgresVariable]
  if (server === undefined) throw new Error('test/run.ts starts the server')
  const pool = (administrators ??= administratorsOf(server))
  const name = `test_${randomBytes(8).toString('hex')}`
  const url = server + name
  await pool.query(`create database ${name}`)
  const store = await temporaryStore({ kind: 'postgres', url }, async () => {
    await pool.query(`drop database ${name} with (force)`)
  })
  return {
    ...store,
    url,
    async disconnect() {
      const ended = await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        name,
      ])
      return ended.rows.length
    },
    async administer(sql) {
      await pool.query(sql.replaceAll('DATABASE', name))
    },
  }
}
