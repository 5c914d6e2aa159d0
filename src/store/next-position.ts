// The place of a new row behind all others of its table. Two rows may share one: it only breaks ties of created_at.
import { type RawBuilder, sql } from 'kysely'

export const nextPosition = (table: 'sessions' | 'restart_requests' | 'outbox'): RawBuilder<number> =>
  sql<number>`(select coalesce(max(position), 0) + 1 from ${sql.table(table)})`
