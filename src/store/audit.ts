// The audit in the database: entries are added in the transaction of what they tell, and read in order, page by page.
import { createHash, randomBytes } from 'node:crypto'
import {
  type AuditEntry,
  type AuditLink,
  beginning,
  botActor,
  canonicalText,
  type ChainedEntry,
  type ChainFinding,
  peopleIn,
  toChained,
  verifyChain,
} from '../core/audit.ts'
import { forgottenId } from '../core/people.ts'
import { inPages } from './in-pages.ts'
import type { AuditTable, Database } from './tables.ts'

/** Adds entries behind the last one. All others who want to add wait until this transaction has ended. */
export async function appendAudit(transaction: Database, entries: readonly AuditEntry[]): Promise<void> {
  if (!transaction.isTransaction) throw new Error('an audit entry is written in the transaction of what it tells')
  if (entries.length === 0) return
  const last = await takeNumbers(transaction, entries.length)
  const keyOf = await keysFor(transaction, [...new Set(entries.flatMap(peopleIn))])
  let seq = last - entries.length
  let previousHash = await hashAt(transaction, seq)
  const rows = entries.map((entry) => {
    seq += 1
    const row = rowOf(seq, previousHash, toChained(entry, keyOf))
    previousHash = row.hash
    return row
  })
  await transaction.insertInto('audit').values(rows).execute()
}

export const hashOf = (previousHash: string, seq: number, entry: ChainedEntry): string =>
  createHash('sha256')
    .update(canonicalText(previousHash, seq, entry))
    .digest('hex')

/** Answers the last of the numbers taken. The row stays locked, so what was written before is known from here on. */
async function takeNumbers(transaction: Database, count: number): Promise<number> {
  const { value } = await transaction
    .updateTable('counters')
    .set((row) => ({ value: row('value', '+', count) }))
    .where('name', '=', 'audit')
    .returning('value')
    .executeTakeFirstOrThrow()
  return value
}

/** An entry that is gone is found by `verify`; the bot goes on working. */
async function hashAt(db: Database, seq: number): Promise<string> {
  const row = await db.selectFrom('audit').select('hash').where('seq', '=', seq).executeTakeFirst()
  return row?.hash ?? beginning
}

/** Gives a key to each person who has none yet. */
async function keysFor(transaction: Database, personIds: readonly string[]): Promise<(personId: string) => string> {
  const keys = new Map<string, string>()
  if (personIds.length > 0) {
    await transaction
      .insertInto('audit_people')
      .values(personIds.map((id) => ({ person_id: id, key: randomBytes(16).toString('base64url') })))
      .onConflict((conflict) => conflict.column('person_id').doNothing())
      .execute()
    const rows = await transaction.selectFrom('audit_people').selectAll().where('person_id', 'in', personIds).execute()
    for (const { person_id, key } of rows) keys.set(person_id, key)
  }
  return (personId) => {
    const key = keys.get(personId)
    if (key === undefined) throw new Error('a person of the audit has no key')
    return key
  }
}

/** An entry for people to read: `forgottenId` stands where nobody knows any more who it was. */
export type KnownEntry = AuditEntry & { readonly seq: number; readonly hash: string }

export type Audit = {
  /** Entries from `since` on and before `until`, the oldest first. */
  entries(span: { readonly since?: Date; readonly until?: Date }): AsyncGenerator<KnownEntry, void>
  verify(): Promise<ChainFinding>
  /** The number of the entry that has this hash. */
  numberOf(hash: string): Promise<number | undefined>
}

export const auditIn = (db: Database): Audit => ({
  entries({ since, until }) {
    let known = db
      .selectFrom('audit')
      .leftJoin('audit_people as actors', 'actors.key', 'audit.actor_key')
      .leftJoin('audit_people as subjects', (join) =>
        join.onRef('subjects.key', '=', 'audit.subject_id').on('audit.subject_kind', '=', 'person'),
      )
      .selectAll('audit')
      .select(['actors.person_id as actor_id', 'subjects.person_id as subject_person_id'])
      .orderBy('seq')
    if (since) known = known.where('at', '>=', since.getTime())
    if (until) known = known.where('at', '<', until.getTime())
    const read = (after: number, most: number) => known.where('seq', '>', after).limit(most).execute()
    return mapped(inPages(read, seqOf), knownOf)
  },

  async verify() {
    // Read first: what is added meanwhile may be there, but what was counted has to be.
    const { value } = await db
      .selectFrom('counters')
      .select('value')
      .where('name', '=', 'audit')
      .executeTakeFirstOrThrow()
    const all = db.selectFrom('audit').selectAll().orderBy('seq')
    const read = (after: number, most: number) => all.where('seq', '>', after).limit(most).execute()
    return verifyChain(mapped(inPages(read, seqOf), linkOf), hashOf, value)
  },

  async numberOf(hash) {
    const row = await db.selectFrom('audit').select('seq').where('hash', '=', hash).executeTakeFirst()
    return row?.seq
  },
})

const seqOf = ({ seq }: AuditTable): number => seq

async function* mapped<From, To>(from: AsyncIterable<From>, change: (one: From) => To): AsyncGenerator<To, void> {
  for await (const one of from) yield change(one)
}

const rowOf = (seq: number, previousHash: string, entry: ChainedEntry): AuditTable => ({
  seq,
  at: entry.at,
  actor_key: entry.actor,
  act: entry.act,
  outcome: entry.outcome,
  rule: entry.rule ?? null,
  subject_kind: entry.subject.kind,
  subject_id: entry.subject.id,
  before_state: entry.before ?? null,
  after_state: entry.after ?? null,
  surface: entry.surface,
  previous_hash: previousHash,
  hash: hashOf(previousHash, seq, entry),
})

const linkOf = (row: AuditTable): AuditLink => ({
  seq: row.seq,
  previousHash: row.previous_hash,
  hash: row.hash,
  entry: chainedOf(row),
})

const chainedOf = (row: AuditTable): ChainedEntry => ({
  at: row.at,
  actor: row.actor_key,
  act: row.act,
  outcome: row.outcome,
  rule: row.rule ?? undefined,
  subject: { kind: row.subject_kind, id: row.subject_id },
  before: row.before_state ?? undefined,
  after: row.after_state ?? undefined,
  surface: row.surface,
})

type KnownRow = AuditTable & { readonly actor_id: string | null; readonly subject_person_id: string | null }

const knownOf = (row: KnownRow): KnownEntry => ({
  ...chainedOf(row),
  seq: row.seq,
  at: new Date(row.at),
  actor: row.actor_key === botActor ? botActor : (row.actor_id ?? forgottenId),
  subject: {
    kind: row.subject_kind,
    id: row.subject_kind === 'person' ? (row.subject_person_id ?? forgottenId) : row.subject_id,
  },
  hash: row.hash,
})
