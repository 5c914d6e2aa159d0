// Texts that try to become more than a text: a second line, an escape, a field, a frame of a stack, a format.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** In every one of them, so that none gets through unseen. */
export const mark = 'xEVILx'

const here = pathToFileURL(path.resolve(import.meta.dirname, '../..')).href

const kinds: readonly ((at: number) => string)[] = [
  (at) => `first ${mark}${at}\nsecond ${mark}\r\nthird`,
  (at) => `a\u2028${mark}${at}\u2029b\u0085c`,
  (at) => `\u001b[2J\u001b[1;31m${mark}${at}\u001b]0;title\u0007`,
  (at) => `"}{"event":"started","${mark}":${at}}`,
  (at) => `\\"},\n{"level":50,"event":"${mark}${at}"}\n`,
  (at) => `${mark}${at} ${'x'.repeat(at % 400 === 0 ? 100_000 : 300)}`,
  (at) => `\ud800${mark}${at}\udc00`,
  (at) => `__proto__ ${mark} ${at}`,
  (at) => `%s%n%o%j %c ${mark}${at}`,
  (at) => `boom\n    at ${mark} (/etc/${mark}.ts:${at + 1}:1)\n    at evil (node:${mark}:1:1)`,
  (at) => `boom\n    at ${mark} (${here}/src/${mark}.ts:${at + 1}:1)\n    at ${here}/src/${mark}:1:1`,
  (at) => Array.from({ length: 33 }, (_, code) => String.fromCharCode(code)).join('') + `${mark}${at}`,
  (at) => `turn-failed ${mark}${at}\tconsent password: hunter2`,
  (at) => `\u0000${mark}${at}\u007f\u009b31m\u202e\ufeff`,
]

export const hostileTexts = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => kinds[at % kinds.length]?.(at) ?? mark)
