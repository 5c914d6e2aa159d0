// Builds what is measured, as it runs in production: a few files, started with Node.js alone.
import path from 'node:path'
import { buildBot } from '../../src/cli/build.ts'
import { root } from '../../src/root.ts'

const folder = 'built-bench'

export type Side = 'bare-sdk' | 'reconnect'

/** Answers where each of them is. */
export async function buildSides(): Promise<(side: Side) => string> {
  await buildBot(folder, ['test/bench/bare-sdk.ts', 'test/bench/reconnect.ts'])
  return (side) => path.join(root, folder, `${side}.js`)
}
