// `reconnect catalog …`
import { stat } from 'node:fs/promises'
import { type CatalogReading, describeFault, readCatalog } from '../catalog-files.ts'

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
  const { symptoms, neighbours, documents } = reading.catalog
  console.log(
    `The catalog is sound: ${symptoms.length} symptoms, ${neighbours.length} neighbours, ${documents.length} documents.`,
  )
  return 0
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
