// Reads an Adaptive Card as a person does: its words, its buttons, and what a client sends when one is pressed.
import type { CardJson } from './connector.ts'

/** Every text on the card, in order, as it is shown: escapes are gone. */
export function wordsOf(card: CardJson | undefined): string {
  const words: string[] = []
  visit(card, (element) => {
    for (const field of ['text', 'label'] as const)
      if (typeof element[field] === 'string') words.push(element[field].replace(/\\([\\`*_[\]~<>|#+.)-])/g, '$1'))
  })
  return words.join('\n')
}

/** The titles of the buttons that stand under the card; forms that open under it included. */
export const buttonsOf = (card: CardJson | undefined): string[] =>
  listOf(card?.['actions']).map(({ title }) => String(title))

/** What is written in the card's fields before anybody types. */
export function fieldsOf(card: CardJson | undefined): Readonly<Record<string, unknown>> {
  const inputs: CardJson[] = []
  visit(card, (element) => {
    if (isInput(element)) inputs.push(element)
  })
  return Object.fromEntries(inputs.map(({ id, value }) => [String(id), value]))
}

/** The choices of a field, by title. */
export function choicesOf(card: CardJson | undefined, field: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  visit(card, (element) => {
    if (element['id'] !== field) return
    for (const { title, value } of listOf(element['choices'])) found[String(title)] = String(value)
  })
  return found
}

export type PressOptions = {
  /** `submit` is what a client does that cannot execute. */
  readonly as?: 'execute' | 'submit'
  /** Sends what a client's own checks would have held back. */
  readonly unchecked?: boolean
}

export type Inputs = Readonly<Record<string, string>>

/** The data that a client sends for a button, inputs merged in; throws when a person could not have pressed it. */
export function pressed(card: CardJson | undefined, title: string, inputs: Inputs, { as, unchecked }: PressOptions) {
  const found = find(card, title, [])
  if (!found) throw new Error(`no button "${title}" on the card; there are: ${buttonsOf(card).join(', ')}`)
  const { button, fields } = found
  const executes = as !== 'submit'
  const action = executes ? button : (button['fallback'] as CardJson)
  if (action['type'] !== (executes ? 'Action.Execute' : 'Action.Submit')) throw new Error(`"${title}" cannot be ${as}`)
  const data = { ...(action['data'] as object) }
  if (action['associatedInputs'] === 'none') return { verb: button['verb'], title, data }
  if (!unchecked) checkFields(fields, inputs)
  const given = Object.fromEntries(fields.map(({ id, value }) => [String(id), value ?? '']))
  return { verb: button['verb'], title, data: { ...data, ...given, ...inputs } }
}

function checkFields(fields: readonly CardJson[], inputs: Inputs): void {
  for (const name of Object.keys(inputs))
    if (!fields.some(({ id }) => id === name)) throw new Error(`the card has no field "${name}"`)
  for (const { id, value, isRequired, regex } of fields) {
    const given = inputs[String(id)] ?? (typeof value === 'string' ? value : '')
    if (isRequired === true && given === '') throw new Error(`the field "${String(id)}" is empty`)
    if (typeof regex === 'string' && !new RegExp(regex).test(given)) throw new Error(`"${given}" is refused`)
  }
}

/** The button, with the fields that go along with it: those of its own card and of the cards around it. */
function find(card: CardJson | undefined, title: string, around: readonly CardJson[]): Found | undefined {
  const fields = [...around]
  visit(card?.['body'], (element) => {
    if (isInput(element)) fields.push(element)
  })
  const actions = listOf(card?.['actions'])
  const button = actions.find((action) => action['type'] === 'Action.Execute' && action['title'] === title)
  if (button) return { button, fields }
  for (const action of actions) {
    const inner = action['type'] === 'Action.ShowCard' ? find(action['card'] as CardJson, title, fields) : undefined
    if (inner) return inner
  }
  return undefined
}

type Found = { readonly button: CardJson; readonly fields: readonly CardJson[] }

const isInput = ({ type }: CardJson): boolean => typeof type === 'string' && type.startsWith('Input.')

const listOf = (value: unknown): readonly CardJson[] => (Array.isArray(value) ? (value as CardJson[]) : [])

/** The element and everything in it. The data of buttons and what stands in for them is no part of what is seen. */
function visit(value: unknown, see: (element: CardJson) => void): void {
  if (Array.isArray(value)) {
    for (const entry of value) visit(entry, see)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const element = value as CardJson
  see(element)
  for (const [name, entry] of Object.entries(element)) if (name !== 'data' && name !== 'fallback') visit(entry, see)
}
