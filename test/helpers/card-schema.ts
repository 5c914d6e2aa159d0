// The Adaptive Card 1.5 schema as Microsoft publishes it, ready to check a card against.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'

const testFolder = path.resolve(import.meta.dirname, '..')
const draft06 = path.resolve(testFolder, '..', 'node_modules', 'ajv', 'dist', 'refs', 'json-schema-draft-06.json')

const readJson = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>

const schema = readJson(path.join(testFolder, 'schemas', 'adaptive-card-1.5.0.json'))
// `id` is what later drafts call $id.
delete schema['id']
const ajv = new Ajv({ strict: false, validateFormats: false })
ajv.addMetaSchema(readJson(draft06))
const check = ajv.compile({ ...schema, $id: 'http://adaptivecards.io/schemas/adaptive-card.json' })

/** What the schema has against a card, a line each. */
export function schemaFaults(card: unknown): string[] {
  if (check(card)) return []
  return (check.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`)
}
