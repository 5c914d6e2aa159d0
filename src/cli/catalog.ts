// `reconnect catalog …`
import { describeFault, readCatalog } from '../catalog-files.ts'

/** Prints every fault of the catalog in `folder`; answers the exit code. */
export async function catalogCheck(folder: string): Promise<number> {
  const reading = await readCatalog(folder)
  if (!reading.ok) {
    reading.faults.forEach((fault) => {
      console.log(describeFault(fault))
    })
    console.log(`${reading.faults.length} faults`)
    return 1
  }
  const { symptoms, neighbours, documents } = reading.catalog
  console.log(`The catalog is sound: ${symptoms.length} symptoms, ${neighbours.length} neighbours, ${documents.length} documents.`)
  return 0
}
