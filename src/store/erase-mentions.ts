// Takes a person out of the records that stay: as requester, owner, author or decider, and in texts and conversations.
import { sql } from 'kysely'
import { somebody, type Traces, withoutPerson } from '../core/erasure.ts'
import type { Database } from './tables.ts'

/** Where a person stands with id and name. */
const roles = [
  ['sessions', 'person_id', 'person_name'],
  ['restart_requests', 'person_id', 'person_name'],
  ['restart_requests', 'decided_by_id', 'decided_by_name'],
  ['tickets', 'requester_id', 'requester_name'],
  ['tickets', 'owner_id', 'owner_name'],
  ['ticket_events', 'actor_id', 'actor_name'],
  ['ticket_events', 'to_id', 'to_name'],
  ['brake', 'by_id', 'by_name'],
  ['on_call', 'person_id', 'person_name'],
  ['channels', 'set_by_id', 'set_by_name'],
] as const

/** Where a person can be named. A conversation reference, of a card or a channel, tells who set it up. */
const texts = [
  ['sessions', 'excerpt'],
  ['unmatched_texts', 'text'],
  ['ticket_events', 'text'],
  ['tickets', 'facts'],
  ['cards', 'conversation'],
  ['outbox', 'shown'],
  ['channels', 'conversation'],
] as const

/** The person as the records know them: by id, and by every name that they ever had. */
export async function tracesOf(db: Database, id: string): Promise<Traces> {
  const names = new Set<string>()
  for (const [table, idColumn, nameColumn] of roles) {
    const { rows } = await sql<{ name: string }>`select distinct ${sql.ref(nameColumn)} as name from ${sql.table(table)}
      where ${sql.ref(idColumn)} = ${id} and ${sql.ref(nameColumn)} <> ''`.execute(db)
    for (const { name } of rows) names.add(name)
  }
  return { id, names: [...names] }
}

/** Answers in how many places the person was replaced. */
export async function eraseMentions(transaction: Database, traces: Traces): Promise<number> {
  let places = 0
  for (const [table, idColumn, nameColumn] of roles) {
    const { numAffectedRows } = await sql`update ${sql.table(table)}
      set ${sql.ref(idColumn)} = ${somebody.id}, ${sql.ref(nameColumn)} = ${somebody.name}
      where ${sql.ref(idColumn)} = ${traces.id}`.execute(transaction)
    places += Number(numAffectedRows ?? 0)
  }
  for (const [table, column] of texts) places += await eraseTexts(transaction, table, column, traces)
  return places
}

async function eraseTexts(transaction: Database, table: string, column: string, traces: Traces): Promise<number> {
  const [from, text] = [sql.table(table), sql.ref(column)]
  // A name as it stands in a text, and as it stands in JSON.
  const needles = [traces.id, ...traces.names.flatMap((name) => [name, JSON.stringify(name).slice(1, -1)])]
  // Unlike "like", this knows no wildcards and takes every character for itself on both databases.
  const holdsOne = needles.map((needle) => sql`replace(${text}, ${needle}, '') <> ${text}`)
  const { rows } = await sql<{ text: string }>`select distinct ${text} as text from ${from}
    where ${sql.join(holdsOne, sql` or `)}`.execute(transaction)
  let places = 0
  for (const row of rows) {
    const rest = withoutPerson(row.text, traces)
    // A longer name that begins like theirs is somebody else's.
    if (rest === row.text) continue
    const { numAffectedRows } = await sql`update ${from} set ${text} = ${rest} where ${text} = ${row.text}`.execute(
      transaction,
    )
    places += Number(numAffectedRows ?? 0)
  }
  return places
}
