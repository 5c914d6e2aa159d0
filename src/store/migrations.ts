// All migrations by name. They run in the order of their names; a new one is added at the end, an old one never changes.
import type { Migration } from 'kysely'
import * as first from '../../migrations/0001-first.ts'
import * as unmatched from '../../migrations/0002-unmatched.ts'
import * as outbox from '../../migrations/0003-outbox.ts'
import * as audit from '../../migrations/0004-audit.ts'
import * as cardPlaces from '../../migrations/0005-card-places.ts'
import * as cardActivities from '../../migrations/0006-card-activities.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-unmatched': unmatched,
  '0003-outbox': outbox,
  '0004-audit': audit,
  '0005-card-places': cardPlaces,
  '0006-card-activities': cardActivities,
}
