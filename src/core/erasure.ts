// What is left when a person is forgotten, or a text is too old to be kept. Pure; src/store does the erasing.
import { forgottenId, type Person } from './people.ts'
import { isWithdrawable, type RestartState } from './restart-request.ts'
import * as texts from './texts.ts'
import type { TicketFacts } from './ticket.ts'

/** Stands where a forgotten person stood. */
export const somebody: Person = { id: forgottenId, name: texts.formerColleague }

/** What a closed ticket still tells: which error it was and what was suggested, and nothing of the person. */
export const withoutTexts = (facts: TicketFacts): TicketFacts => ({
  ...facts,
  excerpt: '',
  answers: [],
  machine: undefined,
  devices: [],
})

/** What a person still has under way. */
export type OpenWork = {
  readonly restarts: readonly { readonly cloudPc: string; readonly state: RestartState }[]
  /** Numbers of tickets. */
  readonly tickets: readonly number[]
}

export type ForgetRefusal =
  /** Sent, or about to be: nobody can take it back. */
  | { readonly reason: 'restart-under-way'; readonly cloudPcs: readonly string[] }
  | { readonly reason: 'open-work'; readonly cloudPcs: readonly string[]; readonly tickets: readonly number[] }

/** Why the person can not be forgotten yet. `now`: what can be withdrawn is withdrawn. */
export function refuseForgetting({ restarts, tickets }: OpenWork, now: boolean): ForgetRefusal | undefined {
  const underWay = restarts.filter((restart) => !isWithdrawable(restart))
  if (underWay.length > 0) return { reason: 'restart-under-way', cloudPcs: underWay.map(({ cloudPc }) => cloudPc) }
  if (now || restarts.length + tickets.length === 0) return undefined
  return { reason: 'open-work', cloudPcs: restarts.map(({ cloudPc }) => cloudPc), tickets }
}

/** How a person is met in texts: by the Entra object id, and by every name they ever had. */
export type Traces = { readonly id: string; readonly names: readonly string[] }

/**
 * The text without the person. Where it is JSON, an object that holds the id, such as the sender in a conversation
 * reference, is left out whole; anywhere else id and names are replaced.
 */
export function withoutPerson(text: string, { id, names }: Traces): string {
  const traces = [id, ...names.filter((name) => name !== '').toSorted((a, b) => b.length - a.length)]
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${traces.map(literally).join('|')})(?![\\p{L}\\p{N}])`, 'gu')

  const cleanPlain = (part: string): string =>
    part.replace(whole, (found) => (found === id ? somebody.id : somebody.name))
  const cleanText = (part: string): string => {
    const value = objectIn(part)
    if (value === undefined) return cleanPlain(part)
    const rest = JSON.stringify(clean(value) ?? {})
    return rest === JSON.stringify(value) ? part : rest
  }
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return cleanText(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(clean).filter((one) => one !== undefined)
    const fields = Object.entries(value)
    return fields.some(([, field]) => field === id)
      ? undefined
      : Object.fromEntries(fields.map(([name, field]) => [cleanPlain(name), clean(field)]))
  }
  return cleanText(text)
}

const literally = (text: string): string => text.replaceAll(/[\^$.*+?()[\]{}|\\/]/g, String.raw`\$&`)

/** The object or list that the text is, if it is JSON of one. */
function objectIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
