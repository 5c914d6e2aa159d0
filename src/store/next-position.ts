// The place of a new row behind all others of its table. Rows that are written at the same moment do not see each other and
// may share one; who needs an order between them breaks the tie by their names.
import { type RawBuilder, sql } from 'kysely'

export const nextPosition = (table: 'sessions' | 'restart_requests' | 'outbox'): RawBuilder<number> =>
  sql<number>`(select coalesce(max(position), 0) + 1 from ${sql.table(table)})`
