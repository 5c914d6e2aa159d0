// The card templates, and the sample data that lies beside them.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { loadRenderer, type Renderer } from '../../src/cards/render.ts'
import type { Screen } from '../../src/core/screens.ts'

export const cardsFolder = path.resolve(import.meta.dirname, '..', '..', 'cards')
const ending = '.data.json'

/** `name` is the file's: the kind, and after a dot the case if there are several. */
export type Sample = { readonly name: string; readonly kind: string; readonly screen: Screen }

const files = readdirSync(cardsFolder).sort()

export const samples: readonly Sample[] = files.filter((file) => file.endsWith(ending)).map(readSample)

export const templateKinds: readonly string[] = files
  .filter((file) => file.endsWith('.json') && !file.endsWith(ending))
  .map((file) => path.basename(file, '.json'))

/** A template as it is written. */
export const readTemplate = (kind: string): unknown =>
  JSON.parse(readFileSync(path.join(cardsFolder, `${kind}.json`), 'utf8')) as unknown

/** The templates as the bot reads them. */
export const loadCards = (): Promise<Renderer> => loadRenderer(cardsFolder)

function readSample(file: string): Sample {
  const name = file.slice(0, -ending.length)
  const screen = JSON.parse(readFileSync(path.join(cardsFolder, file), 'utf8')) as Screen
  return { name, kind: name.split('.')[0] ?? '', screen }
}

export function sample(name: string): Screen {
  const found = samples.find((one) => one.name === name)
  if (!found) throw new Error(`no sample "${name}"`)
  return found.screen
}
