// One commit: all changes in one transaction, or none of them. State and the messages that it causes stand or fall together.
import type { AuditEntry } from '../core/audit.ts'
import type { Change, Committed } from '../core/change.ts'
import type { Commit, Delivered } from '../flows/ports.ts'
import { appendAudit } from './audit.ts'
import { saveBrake } from './brake.ts'
import { forgetCard, saveCard } from './cards.ts'
import { closeConversation, conversationsIn } from './conversations.ts'
import { endDelivery, postNoMore, putDelivery } from './outbox.ts'
import { saveRequest } from './requests.ts'
import { saveSession } from './sessions.ts'
import type { Database } from './tables.ts'
import { isNewest, noteReminded, saveTicket } from './tickets.ts'
import { inTransaction } from './transaction.ts'

/** Ends a transaction without a trace. */
class Conflict extends Error {
  readonly on: Change['put']
  constructor(on: Change['put']) {
    super(`${on} was changed by somebody else`)
    this.on = on
  }
}

export function commitIn(db: Database, now: () => Date): Commit {
  return {
    commit: (changes) =>
      attempt(db, async (transaction) => {
        await writeAll(transaction, changes, now())
      }),

    delivered: (waiting, fence, delivered) =>
      attempt(db, async (transaction) => {
        // First, so that a sender whose lease has ended writes nothing.
        if (!(await endDelivery(transaction, waiting, fence, now()))) throw new Conflict('delivery')
        await noteDelivered(transaction, waiting.name, delivered)
        await writeAll(transaction, delivered.changes, now())
      }),
  }
}

async function attempt(db: Database, work: (transaction: Database) => Promise<void>): Promise<Committed> {
  try {
    await inTransaction(db, work)
    return { ok: true }
  } catch (error) {
    if (error instanceof Conflict) return { ok: false, conflict: error.on }
    throw error
  }
}

/** The audit comes last: whoever adds to it keeps all others from adding until the transaction ends. */
async function writeAll(db: Database, changes: readonly Change[], now: Date): Promise<void> {
  await writeState(db, changes, now)
  await appendAudit(db, entriesOf(changes))
}

/** All but the audit entries. Throws where somebody else came first. */
export async function writeState(db: Database, changes: readonly Change[], now: Date): Promise<void> {
  for (const change of changes) if (!(await written(db, change, now))) throw new Conflict(change.put)
}

export const entriesOf = (changes: readonly Change[]): AuditEntry[] =>
  changes.flatMap((change) => (change.put === 'audit' ? change.entry : []))

function written(db: Database, change: Change, now: Date): Promise<boolean> {
  switch (change.put) {
    case 'session':
      return saveSession(db, change.session, change.isNew)
    case 'request':
      return saveRequest(db, change.request, change.fence)
    case 'ticket':
      return saveTicket(db, change.ticket)
    case 'reminded':
      return noteReminded(db, change.ticket)
    case 'brake':
      return saveBrake(db, change.brake)
    case 'channel':
      return done(conversationsIn(db).setChannel(change.kind, change.conversation, change.by, change.at))
    case 'on-call':
      return done(conversationsIn(db).setOnCall(change.kind, change.person, change.since))
    case 'card':
      return done(saveCard(db, change.name, change.place))
    case 'delivery':
      return done(putDelivery(db, change.delivery, now))
    case 'audit':
      return Promise.resolve(true)
    case 'click':
      return saveClick(db, change, now)
  }
}

const done = async (work: Promise<void>): Promise<true> => {
  await work
  return true
}

/** False when this button of this card was pressed before. */
async function saveClick(
  db: Database,
  { nonce, action, person }: Extract<Change, { put: 'click' }>,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('clicks')
    .values({ nonce, action, person_id: person.id, at: now.getTime() })
    .onConflict((conflict) => conflict.columns(['nonce', 'action']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

async function noteDelivered(db: Database, name: string, { place, told, closed }: Delivered): Promise<void> {
  if (place === 'gone') await forgetCard(db, name)
  else if (place) await saveCard(db, name, place)
  if (told && (await isNewest(db, told))) await postNoMore(db, name)
  if (closed) await closeConversation(db, closed)
}
