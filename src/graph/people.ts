// Who belongs to the helpdesk, as Graph tells it. No answer is never a yes.
import type { People } from '../flows/ports.ts'
import type { Rules } from './client.ts'
import { withDeadline } from './deadline.ts'
import { isGuid, memberGroupsPath } from './paths.ts'
import type { Read } from './read.ts'
import { memberGroupsShape } from './shapes.ts'

const keepMs = 60_000
const mostKept = 1_000

export type PeopleOptions = {
  readonly read: Read
  readonly rules: Rules
  readonly helpdeskGroupId: string
  readonly now: () => Date
}

export function graphPeople({ read, rules, helpdeskGroupId, now }: PeopleOptions): People {
  const kept = new Map<string, { readonly answer: 'yes' | 'no'; readonly until: number }>()

  return {
    async isHelpdesk(personId) {
      if (!isGuid(personId)) return 'no'
      const key = personId.toLowerCase()
      const known = kept.get(key)
      if (known && now().getTime() < known.until) return known.answer
      const answer = await ask(personId)
      kept.delete(key)
      if (answer !== 'unknown') keep(key, answer)
      return answer
    },
  }

  async function ask(personId: string): Promise<'yes' | 'no' | 'unknown'> {
    const body = { groupIds: [helpdeskGroupId] }
    const call = { name: 'check', method: 'POST', path: memberGroupsPath(personId), body } as const
    const groups = await withDeadline(rules.membership.deadlineMs, (deadline) =>
      read(call, memberGroupsShape, rules.membership, deadline),
    )
    if (!groups.ok) return 'unknown'
    return groups.value.value.some((id) => id.toLowerCase() === helpdeskGroupId.toLowerCase()) ? 'yes' : 'no'
  }

  function keep(key: string, answer: 'yes' | 'no'): void {
    const [oldest] = kept.keys()
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
    kept.set(key, { answer, until: now().getTime() + keepMs })
  }
}
