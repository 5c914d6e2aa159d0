// The catalog as it ships, read once for all tests that work on it. Read without waiting, so that tests can be made from it.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import {
  type Catalog,
  type Parsed,
  parseContext,
  parseDocuments,
  parseNeighbours,
  parseSymptom,
  type Symptom,
} from '../../src/core/catalog.ts'

export const catalogFolder = path.resolve(import.meta.dirname, '../../catalog')

const others = ['context.yaml', 'documents.yaml', 'neighbours.yaml']

export const realCatalog: Catalog = {
  symptoms: readdirSync(catalogFolder)
    .filter((file) => file.endsWith('.yaml') && !others.includes(file))
    .sort()
    .map((file) => read(file, parseSymptom)),
  neighbours: read('neighbours.yaml', parseNeighbours),
  context: read('context.yaml', parseContext),
  documents: read('documents.yaml', parseDocuments),
}

function read<T>(file: string, parser: (input: unknown) => Parsed<T>): T {
  const parsed = parser(parse(readFileSync(path.join(catalogFolder, file), 'utf8')))
  if (parsed.ok) return parsed.value
  throw new Error(`${file}: ${parsed.faults.map(({ field, problem }) => `${field}: ${problem}`).join('; ')}`)
}

export function realSymptom(id: string): Symptom {
  const symptom = realCatalog.symptoms.find((entry) => entry.id === id)
  if (!symptom) throw new Error(`no symptom "${id}" in the catalog`)
  return symptom
}
