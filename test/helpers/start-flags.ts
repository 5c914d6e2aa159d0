// How Node.js is told to start the bot, by what is measured and by what is attacked.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../src/root.ts'

/** The flags of `npm run start:built`. */
export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<'start:built', string>>
  }
  return scripts['start:built'].split(' ').filter((word) => word.startsWith('--'))
}
