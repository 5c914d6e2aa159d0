// A database that tells of each query before it is asked.
import type { RootOperationNode } from 'kysely'
import type { Database } from '../../src/store/tables.ts'

/** `hear` is told the kind of the query, and may throw in its place. */
export const hearing = (db: Database, hear: (query: RootOperationNode['kind']) => void): Database =>
  db.withPlugin({
    transformQuery: ({ node }) => {
      hear(node.kind)
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  })
