// What stands between the name of a secret and the secret itself, and what a secret behind a name looks like.
import { isCode } from './secret-shapes.ts'
import { isRemark } from './words.ts'

/** Opens a value, in prose, code and Markdown. */
export const open = String.raw`["'„“”«‘\x60*「『（(\[]`

/** Signs that assign, in prose, code, JSON, YAML, XML, the registry and addresses. */
export const assigned = String.raw`(?:\s{0,2}\([^()\n]{1,40}\))?(?:\s(?:is|ist|est|es|è|lautet))?[….]{0,3}["'\x60*\]]{0,4}\s{0,20}(?:[:=：＝]{1,2}|[=-]>|→|%3d|>(?:\s{0,20}<value>)?(?=\S)|\svalue\s?=|\n\s{0,20}value:|REG_SZ\s)`
export const gap = String.raw`[^\S\n]{0,12}${open}{0,3}[^\S\n]?`

/** A sign that ends most values belongs to one when more of it follows directly, and no next field. */
export const plain = String.raw`(?:[^\s,;&"'<>|«»„“”「」『』（），。；、\p{Co}]|[,;&](?![\s,;&]|$|[\w .-]{1,30}=))`
export const quoted = String.raw`\s{0,12}["'„“”«‘「『]\s?(?<value>[^"'“”»’」』\n\p{Co}]{1,200})(?=\s?["'“”»’」』])`

/** A word of the sentence or a code of the error, and no secret. */
export const isNone = (value: string): boolean => isRemark(value) || isCode(value)

/** "Password: same as always": a small word with more behind it is a sentence. */
export const isGiven = (value: string, behind: string): boolean =>
  !isNone(value) && !(/^\p{Ll}{1,40}$/u.test(value) && /^[^\S\n]\p{Ll}/u.test(behind))

/** As a password looks and a word does not: letters with a digit or a sign among them. */
export function isStrong(value: string): boolean {
  const trimmed = value.replace(/[.,!?)\]…]{1,200}$/, '')
  return (
    trimmed.length >= 5 &&
    /\p{L}/u.test(trimmed) &&
    /[\d!@#$%^&*+=?~_]/.test(trimmed) &&
    !/['’]|:\/\/|@[\p{L}\d-]{1,60}\.\p{L}/u.test(trimmed) &&
    !isNone(trimmed)
  )
}

/** Three of small letters, capitals, digits and signs: where a word with a digit may be the name of a machine. */
export const isMixed = (value: string): boolean =>
  isStrong(value) &&
  [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d\s._-]/u].filter((kind) => kind.test(value.replace(/[.,!?)\]…]{1,200}$/, '')))
    .length >= 3

/** Labels are written in capitals as well. */
export const pattern = (source: string): RegExp => new RegExp(source, 'giu')
