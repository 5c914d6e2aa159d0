// What every card has to keep to, whatever it shows: the limits of Teams, and what makes a card usable for everybody.
import type { CardJson, Json } from '../../src/cards/render.ts'

export type Found = { readonly path: string; readonly value: Json }

/** Every value in a card with its path, the card itself first. */
export function valuesOf(value: Json, path = ''): Found[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [{ path, value }, ...inner.flatMap(([key, entry]) => valuesOf(entry, path === '' ? key : `${path}.${key}`))]
}

export const isObject = (value: Json): value is CardJson =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every object in a card whose type is one of these. */
export const elements = (card: CardJson, ...types: readonly string[]): (Found & { readonly value: CardJson })[] =>
  valuesOf(card).flatMap(({ path, value }) =>
    isObject(value) && types.some((type) => value['type'] === type) ? [{ path, value }] : [],
  )

type Rule = (card: CardJson) => readonly string[]

const longestJson = 28 * 1024
// In UTF-16, as JavaScript and Teams count characters; Teams itself takes about twice as much.
const mostCharacters = 24 * 1024
const mostActions = 6
const inputTypes = ['Input.Text', 'Input.ChoiceSet', 'Input.Toggle', 'Input.Date', 'Input.Time', 'Input.Number']
const dataKeys = ['verb', 'id', 'nonce', 'step', 'choice']

const given = (value: Json | undefined): boolean => typeof value === 'string' && value.trim() !== ''
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [])

const size: Rule = (card) => {
  const json = JSON.stringify(card)
  const bytes = Buffer.byteLength(json, 'utf8')
  return [
    ...(bytes < longestJson ? [] : [`is ${bytes} bytes of JSON`]),
    ...(json.length <= mostCharacters ? [] : [`is ${json.length} characters`]),
  ]
}

const head: Rule = (card) => [
  ...(card['type'] === 'AdaptiveCard' && card['version'] === '1.5' ? [] : ['is not an Adaptive Card 1.5']),
  ...['fallbackText', 'speak'].filter((key) => !given(card[key])).map((key) => `has no ${key}`),
]

/** The client sends this by itself: nobody presses it, and a client that cannot execute does without. */
const refreshAction = 'refresh.action'

const pressable = (card: CardJson, ...types: readonly string[]) =>
  elements(card, ...types).filter(({ path }) => path !== refreshAction)

const actions: Rule = (card) => [
  // Those under the card, under a form that it opens, or in a row of its body: each row has room for as many.
  ...elements(card, 'AdaptiveCard', 'ActionSet')
    .map(({ path, value }) => ({ path, count: list(value['actions']).length }))
    .filter(({ count }) => count > mostActions)
    .map(({ path, count }) => `${path} has ${count} actions`.trim()),
  ...pressable(card, 'Action.Execute', 'Action.ShowCard', 'Action.ToggleVisibility', 'Action.OpenUrl')
    .filter(({ value }) => !given(value['title']))
    .map(({ path }) => `${path} has no title`),
  ...pressable(card, 'Action.Execute').flatMap(({ path, value }) => fallbackFaults(path, value)),
  ...elements(card, 'Action.Execute').flatMap(({ path, value }) => executeFaults(path, value)),
]

function fallbackFaults(path: string, { data, fallback }: CardJson): string[] {
  const submit = isObject(fallback ?? null) ? (fallback as CardJson) : {}
  return submit['type'] === 'Action.Submit' && JSON.stringify(submit['data']) === JSON.stringify(data)
    ? []
    : [`${path} has no Action.Submit with the same data to fall back to`]
}

function executeFaults(path: string, { verb, data }: CardJson): string[] {
  const keys = isObject(data ?? null) ? Object.keys(data as CardJson) : []
  return [
    ...(given(verb) ? [] : [`${path} has no verb`]),
    ...(keys.length > 0 ? [] : [`${path} carries no data`]),
    ...keys.filter((key) => !dataKeys.includes(key)).map((key) => `${path} carries ${key}`),
  ]
}

const inputs: Rule = (card) =>
  elements(card, ...inputTypes).flatMap(({ path, value }) => [
    ...(given(value['id']) ? [] : [`${path} has no id`]),
    ...(given(value['label']) ? [] : [`${path} has no label`]),
    ...(value['isRequired'] !== true || given(value['errorMessage']) ? [] : [`${path} has no errorMessage`]),
  ])

/** Fields of one id would overwrite each other, also where they stand in different forms of a card. */
const inputIds: Rule = (card) => {
  const ids = elements(card, ...inputTypes).map(({ value }) => value['id'])
  return ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `has ${JSON.stringify(id)} on two inputs`)
}

const texts: Rule = (card) => [
  ...elements(card, 'TextBlock')
    .filter(({ value }) => value['wrap'] !== true)
    .map(({ path }) => `${path} does not wrap`),
  ...elements(card, 'Image')
    .filter(({ value }) => !given(value['altText']))
    .map(({ path }) => `${path} has no altText`),
]

// Some clients paint good and warning text in colours that cannot be read on white; a container's style is safe.
const colours: Rule = (card) =>
  elements(card, 'TextBlock', 'TextRun')
    .filter(({ value }) => value['color'] !== undefined && value['selectAction'] === undefined)
    .map(({ path }) => `${path} has a colour of its own`)

const rules: readonly Rule[] = [size, head, actions, inputs, inputIds, texts, colours]

/** What is wrong with a card, a line each. */
export const faultsOf = (card: CardJson): string[] => rules.flatMap((rule) => rule(card))
