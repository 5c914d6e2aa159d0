// A click tells which message it was made on; what stands there is looked up by that alone.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index cards_activity on cards (activity_id)`.execute(db)
}
