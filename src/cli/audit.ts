// `reconnect audit …`: is the list of who did what still what was written, and what does it say?
import { once } from 'node:events'
import * as z from 'zod'
import type { ChainFault } from '../core/audit.ts'
import { auditIn } from '../store/audit.ts'
import { withDatabase } from './with-database.ts'

const hash = z
  .string()
  .toLowerCase()
  .regex(/^[\da-f]{64}$/)
const day = z.iso.date()
const dayMs = 24 * 60 * 60_000

/** Prints whether the chain is intact, and whether the hash of an earlier run is still in it; answers the exit code. */
export function verifyAudit(where: string | undefined, expected: string | undefined): Promise<number> {
  const wanted = hash.optional().safeParse(expected)
  if (!wanted.success)
    return refuse('--expect has a value that cannot be used. Cure: give a last hash that this command once printed.')
  return withDatabase(where, async (db) => {
    const audit = auditIn(db)
    const finding = await audit.verify()
    if (!finding.intact) {
      console.log(`Not intact. ${faults[finding.fault](finding.seq)}`)
      return 1
    }
    const { count, lastHash } = finding
    if (count === 0) console.log('Intact: nothing has been written yet.')
    else console.log(`Intact: ${count === 1 ? '1 entry' : `${count} entries`}. Last hash: ${lastHash}`)
    if (wanted.data === undefined) return 0
    const seq = await audit.numberOf(wanted.data)
    console.log(
      seq === undefined
        ? 'The expected hash is not there: since it was printed, entries were cut off or written anew.'
        : `The expected hash is that of entry ${seq}: up to there, all is as it was.`,
    )
    return seq === undefined ? 1 : 0
  })
}

const faults: Readonly<Record<ChainFault, (seq: number) => string>> = {
  missing: (seq) => `Entry ${seq} is missing.`,
  inserted: (seq) => `Entry ${seq} does not follow the entry before it: one of the two was put there.`,
  'out-of-order': (seq) => `Entry ${seq} was written under another number.`,
  changed: (seq) => `Entry ${seq} is not what was written.`,
}

/** Prints the entries of these days, both included, one a line; answers the exit code. */
export function exportAudit(
  where: string | undefined,
  days: { readonly since?: string; readonly until?: string },
): Promise<number> {
  for (const [name, value] of Object.entries(days))
    if (!day.safeParse(value).success)
      return refuse(`--${name} has a value that cannot be used. Cure: give a day such as 2026-03-31.`)
  const { since, until } = days
  return withDatabase(where, async (db) => {
    const span = {
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(Date.parse(until) + dayMs) }),
    }
    for await (const { seq, at, ...entry } of auditIn(db).entries(span)) {
      const more = process.stdout.write(`${JSON.stringify({ seq, at, ...entry })}\n`)
      if (!more) await once(process.stdout, 'drain')
    }
    return 0
  })
}

function refuse(problem: string): Promise<number> {
  console.error(problem)
  return Promise.resolve(1)
}
