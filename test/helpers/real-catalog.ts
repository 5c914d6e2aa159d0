// The catalog as it ships, read once for all tests that work on it.
import path from 'node:path'
import { describeFault, readCatalog } from '../../src/catalog-files.ts'
import type { Symptom } from '../../src/core/catalog.ts'

export const catalogFolder = path.resolve(import.meta.dirname, '../../catalog')

const reading = await readCatalog(catalogFolder)
if (!reading.ok) throw new Error(['The catalog is broken.', ...reading.faults.map(describeFault)].join('\n'))

export const realCatalog = reading.catalog

export function realSymptom(id: string): Symptom {
  const symptom = realCatalog.symptoms.find((entry) => entry.id === id)
  if (!symptom) throw new Error(`no symptom "${id}" in the catalog`)
  return symptom
}
