// Erases a person's data, all of it or none: their own records go, their tickets keep number, states and times, and in the
// records of others nobody can tell any more who it was.
import { type AuditEntry, botActor } from '../core/audit.ts'
import { type ForgetRefusal, refuseForgetting, somebody, withoutTexts } from '../core/erasure.ts'
import { personLane, restartCard, ticketCard } from '../core/outbox.ts'
import { openStates, type RestartState } from '../core/restart-request.ts'
import { liveStates, type TicketState } from '../core/ticket.ts'
import { appendAudit } from './audit.ts'
import { forgetCard } from './cards.ts'
import { eraseMentions, tracesOf } from './erase-mentions.ts'
import { fromJson, toJson } from './json.ts'
import type { Database } from './tables.ts'
import { inTransaction } from './transaction.ts'

export type Erased = {
  readonly sessions: number
  readonly unmatchedTexts: number
  readonly conversations: number
  readonly restarts: number
  /** Emptied; number, states and times are kept. */
  readonly tickets: number
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
    const open = await openWork(transaction, personId)
    const refusal = refuseForgetting(
      { restarts: open.restarts, tickets: open.tickets.map(({ number }) => number) },
      now,
    )
    if (refusal) return { ok: false, refusal }
    for (const ticket of open.tickets) await withdraw(transaction, ticket.id, at)
    const erased = await erase(transaction, personId)
    const known = Object.values(erased).some((count) => count > 0)
    if (known) await appendAudit(transaction, entriesFor(personId, open, at))
    await transaction.deleteFrom('audit_people').where('person_id', '=', personId).execute()
    return { ok: true, erased }
  })
}

/** Changes nothing, but whoever wants to change these rows waits from here on; SQLite lets only one write at all. */
async function hold(transaction: Database, personId: string): Promise<void> {
  await transaction
    .updateTable('tickets')
    .set((row) => ({ version: row.ref('version') }))
    .where('requester_id', '=', personId)
    .execute()
  await transaction
    .updateTable('restart_requests')
    .set((row) => ({ version: row.ref('version') }))
    .where('person_id', '=', personId)
    .execute()
}

type Open = {
  readonly restarts: readonly { readonly id: string; readonly cloudPc: string; readonly state: RestartState }[]
  readonly tickets: readonly { readonly id: string; readonly number: number; readonly state: TicketState }[]
}

const openWork = async (transaction: Database, personId: string): Promise<Open> => ({
  restarts: await transaction
    .selectFrom('restart_requests')
    .select(['id', 'cloud_pc_name as cloudPc', 'state'])
    .where('person_id', '=', personId)
    .where('state', 'in', openStates)
    .orderBy('position')
    .execute(),
  tickets: await transaction
    .selectFrom('tickets')
    .select(['id', 'number', 'state'])
    .where('requester_id', '=', personId)
    .where('state', 'in', liveStates)
    .orderBy('number')
    .execute(),
})

async function withdraw(transaction: Database, ticketId: string, at: Date): Promise<void> {
  const { version } = await transaction
    .updateTable('tickets')
    .set((row) => ({ state: 'withdrawn', version: row('version', '+', 1) }))
    .where('id', '=', ticketId)
    .returning('version')
    .executeTakeFirstOrThrow()
  await transaction
    .insertInto('ticket_events')
    .values((row) => ({
      ticket_id: ticketId,
      position: row
        .selectFrom('ticket_events')
        .select((event) => event.fn.count<number>('position').as('position'))
        .where('ticket_id', '=', ticketId),
      version,
      at: at.getTime(),
      actor_id: somebody.id,
      actor_name: somebody.name,
      kind: 'withdrawn',
      text: '',
    }))
    .execute()
}

async function erase(transaction: Database, personId: string): Promise<Erased> {
  // Their names are known only as long as their own records are there.
  const traces = await tracesOf(transaction, personId)
  const own = async (table: 'sessions' | 'unmatched_texts' | 'personal_conversations' | 'welcomes') => {
    const { numDeletedRows } = await transaction
      .deleteFrom(table)
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  }
  await removeDeliveries(transaction, personId)
  const { numDeletedRows: restarts } = await transaction
    .deleteFrom('restart_requests')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  return {
    sessions: await own('sessions'),
    unmatchedTexts: await own('unmatched_texts'),
    conversations: (await own('personal_conversations')) + (await own('welcomes')),
    restarts: Number(restarts),
    tickets: await emptyTickets(transaction, personId),
    mentions: await eraseMentions(transaction, traces),
    auditEntries: await countEntries(transaction, personId),
  }
}

/** What waits to be sent to them, where their restarts are shown, and what they pressed. */
async function removeDeliveries(transaction: Database, personId: string): Promise<void> {
  const lane = personLane(personId)
  await transaction.deleteFrom('outbox').where('lane', '=', lane).execute()
  await transaction.deleteFrom('sends').where('lane', '=', lane).execute()
  await transaction.deleteFrom('clicks').where('person_id', '=', personId).execute()
  await transaction.deleteFrom('teams_ids').where('person_id', '=', personId).execute()
  await transaction.deleteFrom('on_call').where('person_id', '=', personId).execute()
  const restarts = await transaction
    .selectFrom('restart_requests')
    .select('id')
    .where('person_id', '=', personId)
    .execute()
  for (const { id } of restarts) await forgetCard(transaction, restartCard(id))
}

async function emptyTickets(transaction: Database, personId: string): Promise<number> {
  const tickets = await transaction
    .selectFrom('tickets')
    .select(['id', 'facts'])
    .where('requester_id', '=', personId)
    .execute()
  for (const { id, facts } of tickets) {
    await transaction
      .updateTable('tickets')
      .set({
        requester_id: somebody.id,
        requester_name: somebody.name,
        facts: toJson(withoutTexts(fromJson(facts))),
      })
      .where('id', '=', id)
      .execute()
    await transaction.updateTable('ticket_events').set({ text: '' }).where('ticket_id', '=', id).execute()
    // Where they saw it, in their own chat.
    await forgetCard(transaction, ticketCard(id, 'requester'))
  }
  return tickets.length
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

function entriesFor(personId: string, open: Open, at: Date): AuditEntry[] {
  const entry = {
    at,
    actor: botActor,
    outcome: 'done',
    rule: undefined,
    before: undefined,
    after: undefined,
    surface: 'cli',
  } as const
  return [
    ...open.tickets.map(({ id, state }): AuditEntry => ({
      ...entry,
      act: 'ticket-withdrawn',
      subject: { kind: 'ticket', id },
      before: state,
      after: 'withdrawn',
    })),
    ...open.restarts.map(({ id, state }): AuditEntry => ({
      ...entry,
      act: 'restart-withdrawn',
      subject: { kind: 'restart', id },
      before: state,
      after: 'withdrawn',
    })),
    { ...entry, act: 'forgotten', subject: { kind: 'person', id: personId } },
  ]
}
