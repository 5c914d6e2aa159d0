// `reconnect build`: the bot with its libraries as a few files, since loading hundreds of them takes most of a start. What
// stands in catalog/, cards/ and .env is still read at each start.
import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build } from 'esbuild'
import { root } from '../root.ts'

/** Writes what is to be started with Node.js alone; a folder right below that of the installation, so that it finds the rest. */
export async function buildBot(folder: string, entries: readonly string[]): Promise<void> {
  await rm(path.join(root, folder), { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: [...entries],
    outdir: folder,
    bundle: true,
    // What is imported only where it is wanted stays in files of its own.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
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
    logLevel: 'warning',
  })
}
