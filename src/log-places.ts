// Where an error happened: the places in its stack that are files of this installation. Nothing else of a stack is told,
// since whoever writes an error's message can write lines into it that look like places.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './root.ts'

const plain = (text: string): string => text.replaceAll('\\', '/')
/** How a path inside of this installation begins: in modules of ours, and in those of CommonJS. */
const beginnings = [pathToFileURL(root).href, plain(root)].map((start) => `${start}/`)

const place = /^([\w@.+/-]{1,150})(:\d{1,6}:\d{1,6})$/
/** Libraries tell of sources that they do not bring along; the library itself is here. */
const library = /^node_modules\/(?:@[\w.-]+\/)?[\w.-]+/
const most = 6
const longestStack = 20_000

/** As "src/flows/deliver.ts:28:9", the innermost first. */
export function placesOf({ message, stack = '' }: { readonly message: string; readonly stack?: string }): string[] {
  const begins = stack.indexOf(message)
  const behindMessage = begins < 0 ? stack : stack.slice(begins + message.length)
  const places: string[] = []
  for (const line of behindMessage.slice(0, longestStack).split('\n')) {
    const found = placeIn(line)
    if (found !== undefined && places.push(found) === most) break
  }
  return places
}

function placeIn(line: string): string | undefined {
  const text = plain(line)
  if (!text.startsWith('    at ')) return undefined
  for (const beginning of beginnings) {
    const begins = text.lastIndexOf(beginning)
    const [, file = '', at = ''] =
      begins < 0 ? [] : (place.exec(text.slice(begins + beginning.length).replace(/\)$/, '')) ?? [])
    const here = [file, library.exec(file)?.[0] ?? ''].find(isHere)
    if (here !== undefined) return here + at
  }
  return undefined
}

const known = new Set<string>()

function isHere(file: string): boolean {
  if (file === '' || file.includes('..')) return false
  if (!known.has(file) && existsSync(path.join(root, file))) known.add(file)
  return known.has(file)
}
