// What an attack may not move in the store, read before and after it, and put back so that each one meets the same store.
import { sql } from 'kysely'
import { personLane } from '../../src/core/outbox.ts'
import type { SandboxPerson } from '../../src/sandbox/tenant.ts'
import type { Database } from '../../src/store/tables.ts'
import { chatOf } from '../helpers/bot.ts'

type Row = Readonly<Record<string, unknown>>
/** Is it the clicker's own, so that a click of theirs may change it? */
type IsOwn = (row: Row, clicker: SandboxPerson) => boolean

const nobodys: IsOwn = () => false

/**
 * The rule: what stands for work done or rights used changes for nobody, and of all else only what is the clicker's own. Their
 * own sessions may go on, their own cards be told again and stand elsewhere, and nothing waits to be sent to anybody else.
 */
const watched: Readonly<Record<string, IsOwn>> = {
  restart_requests: nobodys,
  tickets: nobodys,
  ticket_events: nobodys,
  channels: nobodys,
  brake: nobodys,
  on_call: nobodys,
  welcomes: nobodys,
  sends: nobodys,
  sessions: (row, { id }) => row['person_id'] === id,
  clicks: (row, { id }) => row['person_id'] === id,
  outbox: (row, clicker) => row['lane'] === personLane(clicker.id) && !pointsElsewhere(row, clicker),
  cards: (row, clicker) => stands(row) === chatOf(clicker).id,
  personal_conversations: (row, { id }) => row['person_id'] === id,
}

const stands = (row: Row): unknown =>
  (JSON.parse(String(row['conversation'])) as { readonly conversation?: { readonly id?: unknown } }).conversation?.id

/** What would shrink another one's card is not the clicker's own, whoever is told so. */
function pointsElsewhere(row: Row, clicker: SandboxPerson): boolean {
  const { place } = JSON.parse(String(row['shown'])) as { readonly place?: Row }
  return place !== undefined && stands(place) !== chatOf(clicker).id
}

/** Every row of what is watched, and how far the audit goes. */
export type Watched = { readonly rows: ReadonlyMap<string, readonly Row[]>; readonly audited: number }

export async function watchedRows(db: Database): Promise<Watched> {
  const rows = new Map<string, readonly Row[]>()
  for (const table of Object.keys(watched)) {
    const found = await sql<Row>`select * from ${sql.table(table)}`.execute(db)
    rows.set(
      table,
      found.rows.map((row) => ({ ...row })),
    )
  }
  const last = await sql<{ seq: number | null }>`select max(seq) as seq from audit`.execute(db)
  return { rows, audited: last.rows[0]?.seq ?? 0 }
}

/** Is anything another one, own or not? */
export const isSame = (before: Watched, after: Watched): boolean =>
  JSON.stringify([...before.rows]) === JSON.stringify([...after.rows])

/** The tables in which something changed that is not the clicker's own; `audit` where a deed was noted as done. */
export async function moved(
  db: Database,
  before: Watched,
  after: Watched,
  clicker: SandboxPerson,
): Promise<readonly string[]> {
  const rest = ({ rows }: Watched, table: string, isOwn: IsOwn): string =>
    JSON.stringify(rows.get(table)?.filter((row) => !isOwn(row, clicker)))
  const tables = Object.entries(watched)
    .filter(([table, isOwn]) => rest(before, table, isOwn) !== rest(after, table, isOwn))
    .map(([table]) => table)
  const done = await sql`select seq from audit where seq > ${before.audited} and outcome = 'done'`.execute(db)
  return done.rows.length > 0 ? [...tables, 'audit'] : tables
}

/** Grows with whatever anybody else writes, so that nothing need be read where nothing was written. */
export async function writes(db: Database): Promise<number> {
  const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(db)
  return rows[0]?.data_version ?? 0
}

/** The audit alone stays: it can only grow. */
export async function putBack(db: Database, wanted: Watched, found: Watched): Promise<void> {
  const changed = [...wanted.rows].filter(
    ([table, all]) => JSON.stringify(found.rows.get(table)) !== JSON.stringify(all),
  )
  await db.transaction().execute(async (transaction) => {
    for (const [table] of changed.toReversed()) await sql`delete from ${sql.table(table)}`.execute(transaction)
    for (const [table, all] of changed) {
      if (all.length === 0) continue
      const columns = sql.join(Object.keys(all[0] ?? {}).map((column) => sql.ref(column)))
      const rows = sql.join(all.map((row) => sql`(${sql.join(Object.values(row))})`))
      await sql`insert into ${sql.table(table)} (${columns}) values ${rows}`.execute(transaction)
    }
  })
}
