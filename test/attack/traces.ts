// What deeds leave behind, to be held against each other: records, messages and calls without their ids and times.
import { sql } from 'kysely'
import { people } from '../../src/sandbox/tenant.ts'
import type { Database } from '../../src/store/tables.ts'
import { chatOf, helpdeskChannel, secondTierChannel, type TestBot } from '../helpers/bot.ts'

const places = [...Object.values(people).map(chatOf), helpdeskChannel, secondTierChannel]

/** What one can tell a deed by, without ids and times: a line for each record, message and call, the same ones in one order. */
export async function tracesOf(bot: TestBot, db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ trace: string }>`
    select 'session of ' || person_id || ' at ' || json_extract(place, '$.at') || ', step ' || step as trace from sessions
    union all select 'restart of ' || cloud_pc_name || ' ' || state from restart_requests
    union all select 'ticket of ' || requester_name || ' ' || state || ' ' || severity || ', version ' || version from tickets
    union all select 'event ' || kind || ' by ' || actor_name from ticket_events
    union all select 'done ' || act from audit where outcome = 'done'
    union all select 'waits ' || lane from outbox
  `.execute(db)
  const messages = places.flatMap(({ id }) => bot.connector.messages(id).map(() => `message in ${id}`))
  const calls = bot.gate.posts.map((id) => `restart call for ${id}`)
  return [...rows.map(({ trace }) => trace), ...messages, ...calls].sort()
}

/** Those that came since. */
export function without(all: readonly string[], those: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const one of those) left.set(one, (left.get(one) ?? 0) + 1)
  return all.filter((one) => {
    const count = left.get(one) ?? 0
    left.set(one, count - 1)
    return count <= 0
  })
}
