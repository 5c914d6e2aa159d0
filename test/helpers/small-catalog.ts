// Symptoms as short as the catalog's schema lets them be, and catalogs of them.
import { type Catalog, type Neighbour, parseSymptom, type Symptom } from '../../src/core/catalog.ts'

const sources = [{ document: 'a-document', heading: 'A heading' }]

/** A solution as a content file writes it; `change` overrides or adds fields. */
export const plainSolution = (id: string, change: object = {}): object => ({
  id,
  title: `Title of ${id}`,
  audience: 'employee',
  summary: `Summary of ${id}.`,
  steps: [`First step of ${id}.`, `Second step of ${id}.`],
  cures: ['reason'],
  restart: 'no',
  sources,
  ...change,
})

const plainSymptom = (id: string): object => ({
  id,
  title: `Title of ${id}`,
  products: ['windows-365'],
  metBy: 'employee',
  approval: 'none',
  signatures: { texts: [`words of ${id}`], lookAlikes: ['first', 'second', 'third'].map((one) => `${one} like ${id}`) },
  examples: ['first', 'second', 'third', 'fourth', 'fifth'].map((one) => `${one} example of ${id}`),
  causes: [{ id: 'reason', text: `Reason of ${id}.`, sources }],
  solutions: [plainSolution('fix')],
})

/** A symptom; `change` overrides or adds fields as a content file writes them. Throws when the schema refuses it. */
export function aSymptom(id: string, change: object = {}): Symptom {
  const parsed = parseSymptom({ ...plainSymptom(id), ...change })
  if (!parsed.ok) throw new Error(parsed.faults.map(({ field, problem }) => `${field}: ${problem}`).join('\n'))
  return parsed.value
}

export const aCatalog = (symptoms: readonly Symptom[], neighbours: readonly Neighbour[] = []): Catalog => ({
  symptoms,
  neighbours,
  context: { ours: ['our house'], foreign: ['the embassy'] },
  documents: [{ id: 'a-document', title: 'A document', date: '2024-01-01', headings: ['A heading'] }],
})
