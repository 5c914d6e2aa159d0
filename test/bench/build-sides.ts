// Builds what is measured, as it runs in production: a few files, started with Node.js and the flags of `npm run start:built`.
import path from 'node:path'
import { buildBot } from '../../src/cli/build.ts'
import { root } from '../../src/root.ts'

export type Side = 'bare-sdk' | 'reconnect'
const folders: Readonly<Record<Side, string>> = { 'bare-sdk': 'built-bench-sdk', reconnect: 'built-bench' }

/** Answers where each of them is. */
export async function buildSides(): Promise<(side: Side) => string> {
  await buildBot(folders['bare-sdk'], ['test/bench/bare-sdk.ts'], 'all')
  await buildBot(folders.reconnect, ['test/bench/reconnect.ts'])
  return (side) => path.join(root, folders[side], `${side}.js`)
}
