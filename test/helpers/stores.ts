// The stores that the same sentences hold for: SQLite always, PostgreSQL where test/run.ts has started a server.
import { postgresVariable, temporaryPostgres } from './temporary-postgres.ts'
import { temporaryDatabase } from './temporary-database.ts'
import type { TemporaryStore } from './temporary-store.ts'

type Store = { readonly name: string; temporary(): Promise<TemporaryStore> }

const sqlite: Store = { name: 'SQLite', temporary: temporaryDatabase }
const postgres: Store = { name: 'PostgreSQL', temporary: temporaryPostgres }
const stores = process.env[postgresVariable] === undefined ? [sqlite] : [sqlite, postgres]

/** The same tests on every store; each opens its own. */
export function onEveryStore(what: string, tests: (temporary: Store['temporary']) => void): void {
  for (const store of stores)
    describe(`${what} on ${store.name}`, () => {
      tests(() => store.temporary())
    })
}
