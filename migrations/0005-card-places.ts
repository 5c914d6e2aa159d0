// A card in Teams stands for one record at a time: the one that it has shown last. Where that is not known any more it is
// the ticket, which came after the restart that led to it.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    delete from cards where exists (
      select 1 from cards as other
      where other.conversation = cards.conversation and other.activity_id = cards.activity_id and other.name > cards.name
    )`.execute(db)
  await sql`create unique index cards_place on cards (conversation, activity_id)`.execute(db)
}
