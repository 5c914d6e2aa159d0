// `reconnect forget`: erases a person's data, and says what was erased or why it can not be yet.
import * as z from 'zod'
import type { ForgetRefusal } from '../core/erasure.ts'
import { type Erased, forget } from '../store/forget.ts'
import { withDatabase } from './with-database.ts'

const objectId = z.guid().toLowerCase()

/** `now`: withdraws what is still open. Answers the exit code. */
export async function forgetPerson(where: string | undefined, given: string, now: boolean): Promise<number> {
  const { data: personId } = objectId.safeParse(given)
  if (personId === undefined) {
    console.error(`${given} is no object id. Cure: give the one that the Entra admin center shows for this person.`)
    return 1
  }
  return withDatabase(where, async (db, name) => {
    const forgetting = await forget(db, personId, { at: new Date(), now })
    if (!forgetting.ok) {
      console.error(`Nothing was erased. ${reasonOf(forgetting.refusal)}`)
      return 1
    }
    const lines = linesOf(forgetting.erased).filter(([count]) => count > 0)
    if (lines.length === 0) {
      console.log(`Nothing is stored about this person in ${name}.`)
      return 0
    }
    console.log('Forgotten:')
    for (const [count, what] of lines) console.log(`  ${count} ${what}`)
    console.log('Cards that stand in Teams, logs and backups are not changed by this.')
    return 0
  })
}

const linesOf = (erased: Erased): [number, string][] => [
  [erased.sessions, 'sessions deleted'],
  [erased.unmatchedTexts, 'texts that the catalog did not know deleted'],
  [erased.conversations, 'chats, welcomes and Teams ids deleted'],
  [erased.messages, 'messages, waiting or just sent, deleted'],
  [erased.clicks, 'button presses deleted'],
  [erased.onCall, 'on-call notes deleted'],
  [erased.restarts, 'restart requests deleted'],
  [erased.tickets, 'tickets emptied'],
  [erased.handedBack, 'tickets of others handed back'],
  [erased.mentions, 'mentions replaced in what stays'],
  [erased.auditEntries, 'audit entries that no longer say who it was'],
]

function reasonOf(refusal: ForgetRefusal): string {
  switch (refusal.reason) {
    case 'restart-under-way':
      return `${refusal.cloudPcs.join(', ')}: a restart is under way, and it can not be taken back. Cure: try again once it has ended.`
    case 'open-work': {
      const tickets = refusal.tickets.map((number) => `ticket ${number}`)
      const restarts = refusal.cloudPcs.map((name) => `a restart of ${name}`)
      return `Still open: ${[...tickets, ...restarts].join(', ')}. Cure: see to it first, or withdraw it with --now.`
    }
  }
}
