// Reads the content files of catalog/ into a Catalog, naming file and field of each fault.
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { load, YAMLException } from 'js-yaml'
import { checkCatalog, type CatalogFault } from './core/catalog-check.ts'
import {
  type Catalog,
  type Parsed,
  parseContext,
  parseDocuments,
  parseNeighbours,
  parseSymptom,
  type Symptom,
} from './core/catalog.ts'

const documentsFile = 'documents.yaml'
const neighboursFile = 'neighbours.yaml'
const contextFile = 'context.yaml'
const otherFiles = [documentsFile, neighboursFile, contextFile]

export type CatalogReading =
  { readonly ok: true; readonly catalog: Catalog } | { readonly ok: false; readonly faults: readonly CatalogFault[] }

/** Reads and checks the catalog in `folder`. Throws only when the folder or a file cannot be read. */
export async function readCatalog(folder: string): Promise<CatalogReading> {
  const faults: CatalogFault[] = []
  const take = async <T>(file: string, parser: (input: unknown) => Parsed<T>): Promise<T | undefined> => {
    const parsed = await readContent(path.join(folder, file), parser)
    if (parsed.ok) return parsed.value
    faults.push(...parsed.faults.map((fault) => ({ file, ...fault })))
    return undefined
  }
  const symptoms: Symptom[] = []
  for (const file of await symptomFiles(folder)) {
    const symptom = await take(file, parseSymptom)
    if (!symptom) continue
    symptoms.push(symptom)
    if (file !== `${symptom.id}.yaml`)
      faults.push({ file, field: 'id', problem: `is "${symptom.id}"`, cure: 'name the file after the id' })
  }
  const neighbours = (await take(neighboursFile, parseNeighbours)) ?? []
  const documents = (await take(documentsFile, parseDocuments)) ?? []
  const context = (await take(contextFile, parseContext)) ?? { ours: [], foreign: [] }
  const catalog = { symptoms, neighbours, context, documents }
  // A file that does not parse would make every heading it tells look untold.
  if (faults.length === 0) faults.push(...checkCatalog(catalog))
  return faults.length === 0 ? { ok: true, catalog } : { ok: false, faults }
}

export const describeFault = ({ file, field, problem, cure }: CatalogFault): string =>
  `catalog/${file}: ${field}: ${problem}. Cure: ${cure}.`

async function symptomFiles(folder: string): Promise<string[]> {
  const files = await readdir(folder)
  return files.filter((file) => file.endsWith('.yaml') && !otherFiles.includes(file)).sort()
}

async function readContent<T>(file: string, parser: (input: unknown) => Parsed<T>): Promise<Parsed<T>> {
  const text = await readFile(file, 'utf8')
  try {
    return parser(load(text))
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const line = (error.mark?.line ?? 0) + 1
    return {
      ok: false,
      faults: [{ field: `line ${line}`, problem: error.reason, cure: 'correct the YAML' }],
    }
  }
}
