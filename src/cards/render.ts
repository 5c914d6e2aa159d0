// From screens to Adaptive Cards: templates are read once, and a missing or broken one stops the start.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Template } from 'adaptivecards-templating'
import { type Button, type Row, type Screen, type ScreenKind, type ScreenOf, screenKinds } from '../core/screens.ts'
import { encode, takesInput, textInput } from './actions.ts'
import { defuse, escapeMarkdown, tame } from './plain.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type CardJson = { readonly [key: string]: Json }
export type Renderer = (screen: Screen) => CardJson

/** Reads the template of every screen in `folder`. Throws when one is missing or is not JSON. */
export async function loadRenderer(folder: string): Promise<Renderer> {
  const read = async (kind: ScreenKind) => [kind, await readFile(path.join(folder, `${kind}.json`), 'utf8')] as const
  const texts = await Promise.all(screenKinds.map(read))
  const templates = compilingOnce(() => new Map(texts.map(([kind, text]) => [kind, new Template(JSON.parse(text))])))
  return (screen) => {
    const template = templates.get(screen.kind)
    if (!template) throw new Error(`no template for the screen "${screen.kind}"`)
    const card = finishCard(template.expand({ $root: templateData(screen) }) as CardJson)
    return 'refresh' in screen ? { ...card, refresh: refreshOf(screen.refresh) } : card
  }
}

/** What stands in many templates is compiled for one of them: that takes most of reading them. */
function compilingOnce<T>(makeTemplates: () => T): T {
  const compile = Template.parseInterpolatedString.bind(Template)
  const compiled = new Map<string, ReturnType<typeof compile>>()
  Template.parseInterpolatedString = (text) => {
    const expression = compiled.get(text) ?? compile(text)
    compiled.set(text, expression)
    return expression
  }
  try {
    return makeTemplates()
  } finally {
    Template.parseInterpolatedString = compile
  }
}

/** It has no fallback: a client that cannot execute keeps the card that everybody sees. */
const refreshOf = ({ action, viewers }: ScreenOf<'ticket-channel'>['refresh']): CardJson => ({
  action: { type: 'Action.Execute', verb: action.verb, data: encode({ title: '', action }) },
  userIds: viewers,
})

/** The screen as templates read it: text is tamed, and each button becomes its title, verb, data and looks. */
function templateData(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return key === momentField ? value : tame(value)
  if (Array.isArray(value)) return value.map((entry) => templateData(entry))
  if (typeof value !== 'object' || value === null) return value
  if (isButton(value)) return buttonData(value)
  if (isRow(value)) return rowData(value)
  const data: Record<string, unknown> = {}
  for (const [field, entry] of Object.entries(value)) data[field] = templateData(entry, field)
  return data
}

/** The one field whose date macros are our own. */
const momentField = 'when'

const isButton = (value: object): value is Button => 'action' in value && 'title' in value

const buttonData = (button: Button) => ({
  title: tame(button.title),
  verb: button.action.verb,
  data: encode(button),
  inputs: takesInput(button.action.verb) ? 'auto' : 'none',
  textInput: textInput(button.action.verb),
  style: positiveVerbs.includes(button.action.verb) ? 'positive' : 'default',
})

/** What a card is there for, where one of its buttons stands out. */
const positiveVerbs: readonly string[] = [
  'approve',
  'choose-device',
  'confirm-restart',
  'open-topic',
  'restart',
  'send-machine',
  'send-ticket',
  'take',
]

/** Beside a longer label there is no room for a value on a phone. */
const longestBeside = 14

const isRow = (value: object): value is Row => 'label' in value && 'value' in value

const rowData = ({ label, value }: Row) => ({
  label: tame(label),
  value: tame(value),
  beside: label.length <= longestBeside,
  below: label.length > longestBeside,
})

/** A card, or a part of one, that nobody else holds yet. */
type FreshCard = Record<string, Json>

/** A copy of the card with all the parts of it finished. */
function finishCard(card: CardJson): CardJson {
  const finished: FreshCard = {}
  for (const [key, value] of Object.entries(card))
    // It helps whoever edits a template, and no client.
    if (key !== '$schema') finished[key] = finishValue(value)
  if (typeof card['type'] === 'string') finishers[card['type']]?.(finished)
  return finished
}

/**
 * What holds for every card: text that a client reads as Markdown is escaped, and each Action.Execute has an
 * Action.Submit with the same data for clients that cannot execute.
 */
const finishers: Readonly<Record<string, (card: FreshCard) => void>> = {
  AdaptiveCard: (card) => {
    changeText(card, 'fallbackText', defuse)
    changeText(card, 'speak', defuse)
  },
  TextBlock: (card) => {
    changeText(card, 'text', escapeMarkdown)
  },
  'Input.ChoiceSet': (card) => {
    for (const choice of choicesOf(card)) changeText(choice, 'title', defuse)
  },
  'Action.Execute': (card) => {
    card['fallback'] = { ...without(card, 'verb'), type: 'Action.Submit' }
  },
}

function changeText(card: FreshCard, key: string, change: (text: string) => string): void {
  const text = card[key]
  if (typeof text === 'string') card[key] = change(text)
}

function without(card: CardJson, unwanted: string): CardJson {
  const kept: FreshCard = {}
  for (const [key, value] of Object.entries(card)) if (key !== unwanted) kept[key] = value
  return kept
}

/** Fresh as well, since they are parts of the card. */
function choicesOf({ choices = [] }: FreshCard): FreshCard[] {
  return isList(choices) ? choices.filter((choice): choice is FreshCard => isCard(choice)) : []
}

function finishValue(value: Json): Json {
  if (isList(value)) return value.map(finishValue)
  return isCard(value) ? finishCard(value) : value
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isCard = (value: Json): value is CardJson => typeof value === 'object' && value !== null && !isList(value)
