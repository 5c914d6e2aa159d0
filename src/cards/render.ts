// From screens to Adaptive Cards: templates are read once, and a missing or broken one stops the start.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Template } from 'adaptivecards-templating'
import { type Button, type Screen, type ScreenKind, screenKinds } from '../core/screens.ts'
import { encode, takesInput, textInput } from './actions.ts'
import { escapeMarkdown } from './plain.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type CardJson = { readonly [key: string]: Json }
export type Renderer = (screen: Screen) => CardJson

/** Reads the template of every screen in `folder`. Throws when one is missing or is not JSON. */
export async function loadRenderer(folder: string): Promise<Renderer> {
  const templates = new Map<ScreenKind, Template>()
  for (const kind of screenKinds) {
    const text = await readFile(path.join(folder, `${kind}.json`), 'utf8')
    templates.set(kind, new Template(JSON.parse(text)))
  }
  return (screen) => {
    const template = templates.get(screen.kind)
    if (!template) throw new Error(`no template for the screen "${screen.kind}"`)
    return finishCard(template.expand({ $root: templateData(screen) }) as CardJson)
  }
}

/** The screen as templates read it: each button becomes its title, verb and data. */
function templateData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(templateData)
  if (typeof value !== 'object' || value === null) return value
  if (isButton(value)) return buttonData(value)
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, templateData(entry)]))
}

const isButton = (value: object): value is Button => 'action' in value && 'title' in value

const buttonData = (button: Button) => ({
  title: button.title,
  verb: button.action.verb,
  data: encode(button),
  inputs: takesInput(button.action.verb) ? 'auto' : 'none',
  textInput: textInput(button.action.verb),
})

/**
 * Two things that hold for every card: text shown as Markdown is escaped, and each Action.Execute has an
 * Action.Submit with the same data for clients that cannot execute.
 */
function finishCard(card: CardJson): CardJson {
  const finished = Object.fromEntries(Object.entries(card).map(([key, value]) => [key, finishValue(value)]))
  if (card['type'] === 'TextBlock' && typeof card['text'] === 'string') return { ...finished, text: escapeMarkdown(card['text']) }
  if (card['type'] === 'FactSet') return finished
  if (card['type'] !== 'Action.Execute') return finished
  const { title = '', data = {}, associatedInputs = 'auto' } = finished
  return { ...finished, fallback: { type: 'Action.Submit', title, data, associatedInputs } }
}

function finishValue(value: Json): Json {
  if (isList(value)) return value.map(finishValue)
  return typeof value === 'object' && value !== null ? finishCard(value) : value
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
