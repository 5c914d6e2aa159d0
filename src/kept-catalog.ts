// The catalog as it was when the bot was built (src/cli/build.ts), so that a start need not check again what nobody has
// changed. A bot that runs from its source has none.
import type { ReadCatalog } from './catalog-files.ts'

export const keptCatalog: ReadCatalog | undefined = undefined
