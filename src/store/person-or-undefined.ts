// A person from two columns that are both empty when there is nobody.
import type { Person } from '../core/people.ts'

export const personOrUndefined = (id: string | null, name: string | null): Person | undefined =>
  id === null || name === null ? undefined : { id, name }
