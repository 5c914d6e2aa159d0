// Who belongs to the helpdesk, as Graph tells it. No answer is never a yes.
import type { Person } from '../core/people.ts'
import type { People } from '../flows/ports.ts'
import type { Rules } from './client.ts'
import { withDeadline } from './deadline.ts'
import { groupMembersPath, isGuid, memberGroupsPath } from './paths.ts'
import type { Read } from './read.ts'
import { groupMembersShape, memberGroupsShape } from './shapes.ts'

const keepMs = 60_000
const mostKept = 1_000
/** More would not fit on a card. */
const mostOffered = 20
const userType = '#microsoft.graph.user'

export type PeopleOptions = {
  readonly read: Read
  readonly rules: Rules
  readonly helpdeskGroupId: string
  readonly now: () => Date
}

export function graphPeople({ read, rules, helpdeskGroupId, now }: PeopleOptions): People {
  const kept = new Map<string, { readonly answer: 'yes' | 'no'; readonly until: number }>()
  let members: { readonly people: readonly Person[]; readonly until: number } | undefined

  return {
    async isHelpdesk(personId, when) {
      if (!isGuid(personId)) return 'no'
      const key = personId.toLowerCase()
      const known = when === 'now' ? undefined : kept.get(key)
      if (known && now().getTime() < known.until) return known.answer
      const answer = await ask(personId)
      kept.delete(key)
      if (answer !== 'unknown') keep(key, answer)
      return answer
    },
    async helpdesk() {
      if (members && now().getTime() < members.until) return members.people
      const people = await list()
      // An answer that did not come is not kept for long, so that a card a little later has it.
      members = { people: people ?? members?.people ?? [], until: now().getTime() + (people ? keepMs : keepMs / 6) }
      return members.people
    },
  }

  async function list(): Promise<Person[] | undefined> {
    const call = { name: 'members', method: 'GET', path: groupMembersPath(helpdeskGroupId) } as const
    const page = await withDeadline(rules.membership.deadlineMs, (deadline) =>
      read(call, groupMembersShape, rules.membership, deadline),
    )
    if (!page.ok) return undefined
    return page.value.value
      .flatMap(({ '@odata.type': type, id, displayName }) =>
        type === userType && isGuid(id) ? [{ id, name: displayName ?? '' }] : [],
      )
      .sort((a, b) => a.name.localeCompare(b.name))
      .slice(0, mostOffered)
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
