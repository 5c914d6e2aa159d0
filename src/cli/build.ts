// `reconnect build`: the bot with its libraries as a few files, since loading hundreds of them takes most of a start, and the
// catalog as it is now. What stands in catalog/, cards/ and .env is still read at each start.
import { rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { brokenCatalog, readCatalog, type ReadCatalog } from '../catalog-files.ts'
import { root } from '../root.ts'

/**
 * Writes what is to be started with Node.js alone; a folder right below that of the installation, so that it finds the rest.
 * Throws where the catalog is broken. `all` parts of the libraries, or those that the bot has a use for.
 */
export async function buildBot(
  folder: string,
  entries: readonly string[],
  parts: 'used' | 'all' = 'used',
): Promise<void> {
  const kept = await wholeCatalog()
  await rm(path.join(root, folder), { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: [...entries],
    outdir: folder,
    entryNames: '[name]-whole',
    bundle: true,
    // What is imported only where it is wanted stays in files of its own.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
    // All of it is read at each start.
    minifyWhitespace: true,
    lineLimit: 160,
    // The SDK requires it, and a second copy would be loaded for the import of ours.
    alias: { '@azure/identity': createRequire(import.meta.url).resolve('@azure/identity') },
    // They look for what fits this machine from where they are themselves; the second may be missing.
    external: ['libsql', 'dtrace-provider'],
    // Most libraries are CommonJS and expect these names.
    banner: {
      js: [
        "import { createRequire as requireFrom } from 'node:module'",
        'const require = requireFrom(import.meta.url)',
        'const __filename = import.meta.filename',
        'const __dirname = import.meta.dirname',
      ].join('\n'),
    },
    plugins: [keeping(kept), ...(parts === 'used' ? [withoutTheUnused, oneOfEach] : [])],
    logLevel: 'warning',
  })
  for (const entry of entries) {
    const { name } = path.parse(entry)
    await writeFile(path.join(root, folder, `${name}.js`), starterOf(name))
  }
}

/** From 22.8 on Node.js keeps what it compiled for the next start, when it is told so before the first of it. */
const starterOf = (name: string): string => `import module from 'node:module'
module.enableCompileCache?.(import.meta.dirname + '/compiled')
await import('./${name}-whole.js')
`

async function wholeCatalog(): Promise<ReadCatalog> {
  const reading = await readCatalog(path.join(root, 'catalog'))
  if (!reading.ok) throw brokenCatalog(reading.faults)
  return { catalog: reading.catalog, digest: reading.digest }
}

/** Puts the catalog where the source has none. */
const keeping = (kept: ReadCatalog): Plugin => ({
  name: 'kept-catalog',
  setup: (build) => {
    // As JSON in a string, which is read faster than a literal.
    build.onLoad({ filter: /[\\/]src[\\/]kept-catalog\.ts$/ }, () => ({
      contents: `export const keptCatalog = JSON.parse(${JSON.stringify(JSON.stringify(kept))})`,
    }))
  },
})

/**
 * Parts of libraries that this bot has no use for, and that took a tenth of a start: what the SDK calls other bots with,
 * what expressions read XML and JSON paths with, and what restify serves files and forms with.
 */
const leftOut = /^(axios|fast-xml-parser|@xmldom\/xmldom|xpath|jspath)$/
const restifysPlugins = /[\\/]restify[\\/]lib[\\/]index\.js$/

const withoutTheUnused: Plugin = {
  name: 'without-the-unused',
  setup: (build) => {
    const empty = { path: 'empty', namespace: 'left-out' }
    build.onResolve({ filter: leftOut }, () => empty)
    build.onResolve({ filter: /^\.\/plugins$/ }, ({ importer }) => (restifysPlugins.test(importer) ? empty : undefined))
    build.onLoad({ filter: /^empty$/, namespace: empty.namespace }, () => ({ contents: 'module.exports = {}' }))
  },
}

/** Four of the SDK's packages bring the same one. */
const oneOfEach: Plugin = {
  name: 'one-of-each',
  setup: (build) => {
    build.onResolve({ filter: /^zod$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]bot/.test(importer) ? { path: sdkZod } : undefined,
    )
  },
}
const sdkZod = createRequire(createRequire(import.meta.url).resolve('botframework-schema')).resolve('zod')
