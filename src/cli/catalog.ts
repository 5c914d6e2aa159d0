// `reconnect catalog …`
import { stat } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { type CatalogReading, describeFault, readCatalog } from '../catalog-files.ts'
import type { Catalog } from '../core/catalog.ts'
import { matcherFor } from '../core/match/decide.ts'
import { hardTexts } from '../core/match/hard-texts.ts'

/** Prints every fault of the catalog in `folder`; answers the exit code. */
export async function catalogCheck(folder: string): Promise<number> {
  const reading = await readFolder(folder)
  if (typeof reading === 'string') {
    console.error(reading)
    return 1
  }
  if (!reading.ok) {
    reading.faults.forEach((fault) => {
      console.log(describeFault(fault))
    })
    console.log(reading.faults.length === 1 ? '1 fault' : `${reading.faults.length} faults`)
    return 1
  }
  const slowest = longestMatch(reading.catalog)
  if (slowest.milliseconds > mostMilliseconds) {
    console.log(
      `A text of 32 kB takes ${slowest.milliseconds.toFixed(0)} ms: "${slowest.text.slice(0, 40)}…". Cure: undo the last change to the matcher or the catalog that made it so.`,
    )
    return 1
  }
  const { symptoms, neighbours, documents } = reading.catalog
  console.log(
    `The catalog is sound: ${symptoms.length} symptoms, ${neighbours.length} neighbours, ${documents.length} documents.`,
  )
  return 0
}

/** Ten times what it takes, and a small part of what anything worse than linear would take. */
const mostMilliseconds = 200

/** The slowest of the hard texts, each at its best of three. */
function longestMatch(catalog: Catalog): { readonly text: string; readonly milliseconds: number } {
  const match = matcherFor(catalog)
  const timeOf = (text: string): number => {
    const start = performance.now()
    match(text)
    return performance.now() - start
  }
  return hardTexts(catalog)
    .map((text) => ({ text, milliseconds: Math.min(timeOf(text), timeOf(text), timeOf(text)) }))
    .reduce((slowest, one) => (one.milliseconds > slowest.milliseconds ? one : slowest))
}

/** The reading, or in words why nothing could be read. */
async function readFolder(folder: string): Promise<CatalogReading | string> {
  try {
    if (!(await stat(folder)).isDirectory())
      return `${folder} is no folder. Cure: name the folder that holds the catalog.`
    return await readCatalog(folder)
  } catch (error) {
    if (!(error instanceof Error && 'path' in error)) throw error
    return `${String(error.path)} cannot be read. Cure: name a folder that holds a whole catalog.`
  }
}
