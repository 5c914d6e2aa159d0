// What the helpdesk needs and no mask may take for something else: codes, ids, times, versions, the registry.
import type { Mask } from './mask.ts'

const kept = (pattern: RegExp): Mask => ({ shows: undefined, pattern })

/** What could stand in the domain of an address too, as anna@0xcafe.example: the address is masked as one, or not at all. */
const alone = ({ source, flags }: RegExp): Mask =>
  kept(new RegExp(`${source}(?<!(?:[@＠]|%40|[([]at[)\\]]\\s?)[\\p{L}\\p{N}.-]{0,100})`, `${flags}u`))

export const keptAsTheyAre: readonly Mask[] = [
  alone(/(?<![\da-f])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?![\da-f])/gi),
  // Nor in front of one's @.
  alone(/\b[0o]x[\da-f]{1,16}\b(?![\w.]{0,64}[@＠])/gi),
  // Times: of the web, of logs and of people.
  kept(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\s?(?:Z|UTC|[+-]\d\d:?\d\d))?/g),
  alone(/(?<![\d./-])(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)(?![\d/-])/g),
  kept(/(?<![\w:])\d{1,2}:\d\d(?::\d\d){0,2}(?:[.,]\d{1,9})?(?![\w:])/g),
  // A number with four parts is a version where it says so, and where a part is too large for an address.
  alone(/\b(?:version|ver\.?|build|release|client|agent|app|v)[:\s]{0,3}\d{1,5}(?:\.\d{1,5}){1,4}\b/gi),
  alone(/(?<![\d.])(?=[\d.]{0,24}\d{4})\d{1,5}(?:\.\d{1,5}){3}(?!\.?\d)/g),
  // A path of the registry is written like an account of a domain, and says what is wrong.
  kept(/\bHK(?:LM|CU|CR|U|CC|EY_[A-Z_]{5,20}):?(?:\\(?!S-1-(?:5-21|12-1)-)[\w. {}-]{1,80}){1,16}/g),
  kept(
    /\b(?:NT AUTHORITY|NT SERVICE|NT VIRTUAL MACHINE|BUILTIN|Window Manager|Font Driver Host|IIS|APPLICATION PACKAGE AUTHORITY)\\[\w -]{1,40}/gi,
  ),
  alone(/(?<!\d)(?:127\.0\.0\.1|0\.0\.0\.0|255(?:\.\d{1,3}){3})(?![\d.]*\d)/g),
]
