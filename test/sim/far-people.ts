// Who belongs to the helpdesk, as Graph tells it: members come and go, and sometimes it does not answer.
import type { Person } from '../../src/core/people.ts'
import type { People } from '../../src/flows/ports.ts'
import type { Tenant } from './far-graph.ts'
import { type History, longestUnchanged, valuesSince } from './history.ts'
import type { Random } from './random.ts'
import type { Run } from './run.ts'
import { wire } from './wire.ts'

export type FarPeople = {
  readonly people: People
  /** The same people, at once and whatever goes wrong. */
  readonly peopleNow: People
  /** Did they belong to the helpdesk at some time since then? */
  wasHelpdeskSince(personId: string, since: number): boolean
}

export function peopleOf(run: Run, { people, helpdesk }: Tenant, random: Random): FarPeople {
  const { time, faults } = run
  const members = new Map<string, History<boolean>>(
    people.map(({ id }) => [id, [{ from: time.now(), value: helpdesk.some((one) => one.id === id) }]]),
  )
  const isMember = ({ id }: Pick<Person, 'id'>): boolean => members.get(id)?.at(-1)?.value ?? false

  function change({ id, name }: Person): void {
    const was = isMember({ id })
    run.trace(`graph: ${name} ${was ? 'leaves' : 'joins'} the helpdesk`)
    members.get(id)?.push({ from: time.now(), value: !was })
  }

  return {
    people: {
      async isHelpdesk(personId) {
        await wire(run, random)
        if (faults.happen('membership unknown')) return 'unknown'
        if (faults.happen('membership changes')) {
          const one = helpdesk.find(({ id }) => id === personId) ?? random.pick(helpdesk)
          time.at(time.now() + random.spread(1, longestUnchanged), () => {
            change(one)
          })
        }
        return isMember({ id: personId }) ? 'yes' : 'no'
      },
      async helpdesk() {
        await wire(run, random)
        return people.filter(isMember)
      },
    },
    peopleNow: {
      isHelpdesk: (personId) => Promise.resolve(isMember({ id: personId }) ? 'yes' : 'no'),
      helpdesk: () => Promise.resolve(people.filter(isMember)),
    },
    wasHelpdeskSince: (personId, since) => valuesSince(members.get(personId) ?? [], since).includes(true),
  }
}
