// Passwords in tables, whose name stands at the head of their column: in PowerShell, in Markdown, and out of a sheet.
import { isMixed, isStrong } from './labels.ts'
import type { Mask } from './mask.ts'

const head = '(?:password|passwort|kennwort)'
/** A line that holds it and has another below. */
const sign = /(?:password|passwort|kennwort)(?:[ |][^\n]{0,120})?\n/i
/** So many columns may stand before it, and so many rows below are read. */
const mostBefore = 5
const mostRows = 4

/** Rows from which something was taken out already. */
const done = String.raw`(?:[^\n\p{Co}]{0,300}\p{Co}[^\n]{0,300}\n){0,${mostRows}}`
const value = String.raw`(?<value>[^\s|\p{Co}]{5,200})`

type Table = (before: number) => string

/** Columns lie under each other, with a line of hyphens below their names. */
const printed: Table = (before) => {
  const cells = String.raw`(?:[^\s|]{1,80} {1,80}){${before}}`
  return String.raw`^${cells}${head}(?: [^\n]{0,120})?\n-{3,80}(?: {1,80}-{1,80}){0,12}\n${done}${cells}${value}`
}

const markdown: Table = (before) => {
  const cells = String.raw`\|?(?:[^|\n]{1,80}\|){${before}} {0,20}`
  return String.raw`^${cells}(?:\p{L}{1,12} )?${head} {0,20}(?:\|[^\n]{0,100})?\n[|:]{0,2} ?[:-]-[-|: ]{1,300}\n${done}${cells}${value}`
}

/** Of a sheet only spaces are left, so that the first of its names has to tell that it is one. */
const sheet: Table = (before) =>
  String.raw`^(?=(?:user(?:name)?|login|logon|account|name|host|server|computer(?:name)?|vm|pc|e-?mail|upn|benutzer(?:name)?|konto|rechner|system|dienst|service) )(?:[\p{L}-]{1,20} ){${before}}${head}(?: [\p{L}-]{1,20}){0,4}\n${done}(?:\S{1,100} ){${before}}${value}(?=[ \n]|$)`

const tablesOf = (table: Table, fits: (value: string) => boolean): Mask[] =>
  Array.from({ length: mostBefore + 1 }, (_, before) => ({
    shows: 'password',
    leak: 'password',
    sign,
    pattern: new RegExp(table(before), 'gimu'),
    fits,
  }))

/** One match is one row: each mask is tried for one row after the other. */
export const tables: readonly Mask[] = Array.from({ length: mostRows }, () => [
  ...tablesOf(printed, isStrong),
  ...tablesOf(markdown, isStrong),
  ...tablesOf(sheet, isMixed),
]).flat()
