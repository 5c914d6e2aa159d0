// Erases a person's data, all of it or none: their own records go, their tickets keep number, states and times, and in the
// records of others nobody can tell any more who it was.
import { type AuditEntry, botActor } from '../core/audit.ts'
import { type ForgetRefusal, refuseForgetting, somebody, withoutTexts } from '../core/erasure.ts'
import { leaveWork, type Work } from '../core/leave-work.ts'
import { personLane, restartCard, ticketCard } from '../core/outbox.ts'
import { isOpen, openStates } from '../core/restart-request.ts'
import { isLive } from '../core/ticket.ts'
import { appendAudit } from './audit.ts'
import { forgetCards } from './cards.ts'
import { entriesOf, writeState } from './commit.ts'
import { eraseMentions, tracesOf } from './erase-mentions.ts'
import { fromJson, toJson } from './json.ts'
import { requestsIn } from './requests.ts'
import type { Database } from './tables.ts'
import { ticketsIn } from './tickets.ts'
import { inTransaction } from './transaction.ts'

export type Erased = {
  readonly sessions: number
  readonly unmatchedTexts: number
  readonly conversations: number
  /** That waited to be sent to them, or were sent within the hour. */
  readonly messages: number
  readonly clicks: number
  readonly onCall: number
  readonly restarts: number
  /** Emptied; number, states and times are kept. */
  readonly tickets: number
  /** Tickets of others that they had, and that wait for somebody else now. */
  readonly handedBack: number
  /** Places in what stays where they were named. */
  readonly mentions: number
  /** Audit entries that no longer say who it was. */
  readonly auditEntries: number
}

export type Forgetting =
  { readonly ok: true; readonly erased: Erased } | { readonly ok: false; readonly refusal: ForgetRefusal }

/** `now`: withdraws what the person still has under way, as far as it can be withdrawn. */
export function forget(
  db: Database,
  personId: string,
  { at, now }: { readonly at: Date; readonly now: boolean },
): Promise<Forgetting> {
  return inTransaction(db, async (transaction) => {
    await hold(transaction, personId)
    const work = await workOf(transaction, personId)
    const refusal = refuseForgetting(
      {
        restarts: work.restarts.map(({ cloudPc, state }) => ({ cloudPc: cloudPc.name, state })),
        tickets: work.filed.map(({ number }) => number),
      },
      now,
    )
    if (refusal) return { ok: false, refusal }
    const left = leaveWork(work, at)
    await writeState(transaction, left, at)
    const erased = { ...(await erase(transaction, personId)), handedBack: work.taken.length }
    const known = Object.values(erased).some((count) => count > 0)
    // Behind all else, as src/store/commit.ts does.
    if (known) await appendAudit(transaction, [...entriesOf(left), forgottenEntry(personId, at)])
    await transaction.deleteFrom('audit_people').where('person_id', '=', personId).execute()
    return { ok: true, erased }
  })
}

/** Changes nothing, but whoever wants to change these rows waits from here on; SQLite lets only one write at all. */
async function hold(transaction: Database, personId: string): Promise<void> {
  await transaction
    .updateTable('tickets')
    .set((row) => ({ version: row.ref('version') }))
    .where((row) => row.or([row('requester_id', '=', personId), row('owner_id', '=', personId)]))
    .execute()
  await transaction
    .updateTable('restart_requests')
    .set((row) => ({ version: row.ref('version') }))
    .where('person_id', '=', personId)
    .execute()
}

/** The oldest first. */
async function workOf(transaction: Database, personId: string): Promise<Work> {
  const tickets = ticketsIn(transaction)
  const all = Number.MAX_SAFE_INTEGER
  const filed = await tickets.list({ which: 'of-requester', personId }, 0, all)
  const taken = await tickets.list({ which: 'of-owner', personId }, 0, all)
  const restarts = await requestsIn(transaction).since(new Date(0), { personId })
  return {
    filed: filed.tickets.filter(isLive).reverse(),
    taken: taken.tickets.filter(({ requester }) => requester.id !== personId),
    restarts: restarts.filter(isOpen).reverse(),
  }
}

async function erase(transaction: Database, personId: string): Promise<Omit<Erased, 'handedBack'>> {
  // Their names are known only as long as their own records are there.
  const traces = await tracesOf(transaction, personId)
  const own = async (table: OwnTable): Promise<number> => {
    const { numDeletedRows } = await transaction
      .deleteFrom(table)
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  }
  return {
    messages: await removeMessages(transaction, personId),
    clicks: await own('clicks'),
    onCall: await own('on_call'),
    sessions: await own('sessions'),
    unmatchedTexts: await own('unmatched_texts'),
    conversations: (await own('personal_conversations')) + (await own('welcomes')) + (await own('teams_ids')),
    restarts: await removeRestarts(transaction, personId),
    tickets: await emptyTickets(transaction, personId),
    mentions: (await eraseApprovals(transaction, personId)) + (await eraseMentions(transaction, traces)),
    auditEntries: await countEntries(transaction, personId),
  }
}

/** Tables whose rows belong to one person each. */
type OwnTable =
  'sessions' | 'unmatched_texts' | 'personal_conversations' | 'welcomes' | 'teams_ids' | 'clicks' | 'on_call'

async function removeMessages(transaction: Database, personId: string): Promise<number> {
  const lane = personLane(personId)
  const waiting = await transaction.deleteFrom('outbox').where('lane', '=', lane).executeTakeFirstOrThrow()
  const sent = await transaction.deleteFrom('sends').where('lane', '=', lane).executeTakeFirstOrThrow()
  return Number(waiting.numDeletedRows + sent.numDeletedRows)
}

async function removeRestarts(transaction: Database, personId: string): Promise<number> {
  const removed = await transaction
    .deleteFrom('restart_requests')
    .where('person_id', '=', personId)
    .returning('id')
    .execute()
  // Where it was shown, in their own chat.
  await forgetCards(
    transaction,
    removed.map(({ id }) => restartCard(id)),
  )
  return removed.length
}

async function emptyTickets(transaction: Database, personId: string): Promise<number> {
  const tickets = await transaction
    .selectFrom('tickets')
    .select(['id', 'facts'])
    .where('requester_id', '=', personId)
    .execute()
  const ids = tickets.map(({ id }) => id)
  if (ids.length > 0)
    await transaction.updateTable('ticket_events').set({ text: '' }).where('ticket_id', 'in', ids).execute()
  // Where they saw them, in their own chat.
  await forgetCards(
    transaction,
    ids.map((id) => ticketCard(id, 'requester')),
  )
  for (const { id, facts } of tickets)
    await transaction
      .updateTable('tickets')
      .set({
        requester_id: somebody.id,
        requester_name: somebody.name,
        facts: toJson(withoutTexts(fromJson(facts))),
      })
      .where('id', '=', id)
      .execute()
  return tickets.length
}

/** The new version tells a worker that has such a restart in its hands, and would write the name back, to read it again. */
async function eraseApprovals(transaction: Database, personId: string): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('restart_requests')
    .set((row) => ({ decided_by_id: somebody.id, decided_by_name: somebody.name, version: row('version', '+', 1) }))
    .where('decided_by_id', '=', personId)
    .where('state', 'in', openStates)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

async function countEntries(transaction: Database, personId: string): Promise<number> {
  const { count } = await transaction
    .selectFrom('audit')
    .innerJoin('audit_people', (join) =>
      join.on((on) => on.or([on('key', '=', on.ref('actor_key')), on('key', '=', on.ref('subject_id'))])),
    )
    .where('person_id', '=', personId)
    .select((row) => row.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

const forgottenEntry = (personId: string, at: Date): AuditEntry => ({
  at,
  actor: botActor,
  act: 'forgotten',
  outcome: 'done',
  rule: undefined,
  subject: { kind: 'person', id: personId },
  before: undefined,
  after: undefined,
  surface: 'cli',
})
