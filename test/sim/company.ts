// Who works here, and which Cloud PCs they have: one has none, one has two, and one of the helpdesk has one as well.
import type { Person } from '../../src/core/people.ts'
import type { Tenant } from './far-graph.ts'

const person = (number: number, name: string): Person => ({
  id: `${String(number).padStart(8, '0')}-aaaa-4aaa-8aaa-aaaaaaaaaaaa`,
  name,
})

export const employees: readonly Person[] = [person(1, 'Ana Asker'), person(2, 'Eve Errand'), person(3, 'Ido Idle')]
export const helpdesk: readonly Person[] = [person(11, 'Ben Busy'), person(12, 'Cleo Calm')]
const everybody = [...employees, ...helpdesk]

const cloudPc = (number: number, owner: Person | undefined) =>
  owner ? [{ id: `${String(number).padStart(8, '0')}-cccc-4ccc-8ccc-cccccccccccc`, name: `PC-${number}`, owner }] : []

const [ana, eve] = employees
const [ben] = helpdesk

export const tenant: Tenant = {
  people: everybody,
  helpdesk,
  cloudPcs: [...cloudPc(1, ana), ...cloudPc(2, eve), ...cloudPc(3, eve), ...cloudPc(4, ben)],
}
