// The brake in the database: each pull and each lift is a row, and the last one counts.
import { type Brake, neverPulled } from '../core/policy/brake.ts'
import type { Brakes } from '../flows/ports.ts'
import { isDuplicate } from './driver-error.ts'
import { fromJson, toJson } from './json.ts'
import { personOrUndefined } from './person-or-undefined.ts'
import type { Database } from './tables.ts'

export const brakesIn = (db: Database): Brakes => ({
  async current() {
    const row = await db.selectFrom('brake').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst()
    if (!row) return neverPulled
    return {
      version: row.version,
      why: row.why === null ? undefined : fromJson(row.why),
      at: new Date(row.at),
      by: personOrUndefined(row.by_id, row.by_name),
    }
  },
})

/** False when somebody else pulled or lifted it first. */
export async function saveBrake(db: Database, { version, why, at, by }: Brake): Promise<boolean> {
  try {
    await db
      .insertInto('brake')
      .values({
        version,
        why: why ? toJson(why) : null,
        at: at.getTime(),
        by_id: by?.id ?? null,
        by_name: by?.name ?? null,
      })
      .execute()
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}
