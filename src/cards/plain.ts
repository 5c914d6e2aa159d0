// Text that stays text: what people and other systems wrote must not come alive on a card, nor hide there.

// Control characters, marks that turn the reading order, and marks that nobody sees. Tabs, line ends, the joiners that
// emoji and some scripts need, and the visible signs of Arabic and Syriac stay.
const unseen = /(?![\t\n\u200c\u200d\u0600-\u0605\u06dd\u070f])[\p{Cc}\p{Cf}\p{Cs}]/gu
const foreignMacro = /\{\{(?=(?:DATE|TIME)\()/g

/** Most texts are of these characters alone, and that is seen sooner. */
const plain = /^[ -~\t\n]*$/

/** The text without anything unseen, and with nothing that a client takes for a date to fill in. */
export function tame(text: string): string {
  const seen = plain.test(text) ? text : text.replace(unseen, '')
  return seen.includes('{{') ? seen.replace(foreignMacro, '{ {') : seen
}

const moment = String.raw`\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?:, ?(?:COMPACT|SHORT|LONG))?\)`
const clientMacro = new RegExp(String.raw`\{\{(?:DATE|TIME)${moment}\}\}`, 'g')

/** The text with everything escaped that a client could read as Markdown, a link or a mention. For TextBlocks. */
export function escapeMarkdown(text: string): string {
  if (!text.includes('{{')) return escapePart(text)
  // The client's own date macros have to reach it as they are.
  const macros = text.match(clientMacro) ?? []
  return text
    .split(clientMacro)
    .map(escapePart)
    .reduce((joined, part, index) => `${joined}${macros[index - 1] ?? ''}${part}`)
}

// Of one line each: a pattern that ran on over empty lines would take quadratic time.
const escapePart = (part: string): string =>
  part
    .replace(/[\\`*_[\]~<>|]|&(?=#?\w{1,31};)/g, (character) => `\\${character}`)
    .replace(/^([^\S\n\r\u2028\u2029]*)([#+=-])(?=\s|$|\2)/gm, '$1\\$2')
    .replace(/^([^\S\n\r\u2028\u2029]*\d+)([.)])(?=\s|$)/gm, '$1\\$2')

/** The text without links and tags, for places that some clients read as Markdown and others show as it is. */
export const defuse = (text: string): string =>
  text
    .replace(/\](?=[([])/g, '] ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
