// Reads the content files of catalog/ into a Catalog, naming file and field of each fault.
import { createHash } from 'node:crypto'
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

/** A catalog without a fault, and the digest of the files that it stands in. */
export type ReadCatalog = { readonly catalog: Catalog; readonly digest: string }
export type CatalogReading =
  ({ readonly ok: true } & ReadCatalog) | { readonly ok: false; readonly faults: readonly CatalogFault[] }

type ContentFile = { readonly name: string; readonly text: string }

/**
 * Reads and checks the catalog in `folder`; one that was `kept` is taken as it is while the files are still the same.
 * Throws only when the folder or a file cannot be read.
 */
export async function readCatalog(folder: string, kept?: ReadCatalog): Promise<CatalogReading> {
  const files = await readFiles(folder)
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('base64')
  if (kept?.digest === digest) return { ok: true, ...kept }
  const { catalog, faults } = catalogOf(files)
  return faults.length === 0 ? { ok: true, catalog, digest } : { ok: false, faults }
}

function catalogOf(files: readonly ContentFile[]): { readonly catalog: Catalog; readonly faults: CatalogFault[] } {
  const faults: CatalogFault[] = []
  const take = <T>({ name, text }: ContentFile, parser: (input: unknown) => Parsed<T>): T | undefined => {
    const parsed = parseContent(text, parser)
    if (parsed.ok) return parsed.value
    faults.push(...parsed.faults.map((fault) => ({ file: name, ...fault })))
    return undefined
  }
  const takeNamed = <T>(name: string, parser: (input: unknown) => Parsed<T>): T | undefined =>
    files
      .filter((file) => file.name === name)
      .map((file) => take(file, parser))
      .at(0)
  const symptoms: Symptom[] = []
  for (const file of files.filter(({ name }) => !otherFiles.includes(name))) {
    const symptom = take(file, parseSymptom)
    if (!symptom) continue
    symptoms.push(symptom)
    if (file.name !== `${symptom.id}.yaml`)
      faults.push({ file: file.name, field: 'id', problem: `is "${symptom.id}"`, cure: 'name the file after the id' })
  }
  const neighbours = takeNamed(neighboursFile, parseNeighbours) ?? []
  const documents = takeNamed(documentsFile, parseDocuments) ?? []
  const context = takeNamed(contextFile, parseContext) ?? { ours: [], foreign: [] }
  const catalog = { symptoms, neighbours, context, documents }
  // A file that does not parse would make every heading it tells look untold.
  if (faults.length === 0) faults.push(...checkCatalog(catalog))
  return { catalog, faults }
}

/** What stops a start, or a build. */
export const brokenCatalog = (faults: readonly CatalogFault[]): Error =>
  new Error(['The catalog is broken.', ...faults.map(describeFault)].join('\n'))

export const describeFault = ({ file, field, problem, cure }: CatalogFault): string =>
  `catalog/${file}: ${field}: ${problem}. Cure: ${cure}.`

/** Symptoms in the order of their names, then the rest. */
async function readFiles(folder: string): Promise<ContentFile[]> {
  const symptoms = (await readdir(folder)).filter((name) => name.endsWith('.yaml') && !otherFiles.includes(name)).sort()
  return Promise.all(
    [...symptoms, ...otherFiles].map(async (name) => ({ name, text: await readFile(path.join(folder, name), 'utf8') })),
  )
}

function parseContent<T>(text: string, parser: (input: unknown) => Parsed<T>): Parsed<T> {
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
