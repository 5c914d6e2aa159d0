// Error codes in a text: evidence of their own, on one spelling.

/** The spelling under which a code is compared: 0x0003 and OX3 are 0x3; names lose their case. */
export function canonicalCode(code: string): string {
  const lower = code.trim().toLowerCase()
  const hex = /^[0o]x([0-9a-f]{1,10})$/.exec(lower)?.[1]
  return hex === undefined ? lower : `0x${hex.replace(/^0+(?=.)/, '')}`
}

const hexadecimal = /\b[0o]x[0-9a-f]{1,10}\b/g
const named = /\b(?:aadsts\d{4,7}|[a-z]+(?:_[a-z0-9]+)+|[a-z][a-z0-9]{11,100})\b/g
// A bare number is a code only right after a word that says so.
const numbered =
  /(?:(?<!\p{L})(?:error|code|error\s?code|fehler|fehlercode|erreur|código|codigo|erro)|エラー|コード|错误代码|代码)[^\p{L}\p{N}]{0,6}(\d{3,10})\b/gu
// What a dialog shows beside its code: the same few numbers for many errors.
const extended =
  /(?:extended\s+error\s+code|erweiterter\s+fehlercode|code\s+d'erreur\s+étendu|código\s+de\s+error\s+extendido)\W{0,4}[0o]x[0-9a-f]{1,10}\b/g
const meansNothing = new Set(['0x0'])

/**
 * The codes in a cleaned text, each once, in order. A name counts only when `known` lists it:
 * any long word could be one.
 */
export function codesIn(cleaned: string, known: ReadonlySet<string>): string[] {
  const lower = cleaned.toLowerCase().replace(extended, ' ')
  const found = [
    ...Array.from(lower.matchAll(hexadecimal), (match) => match[0]),
    ...Array.from(lower.matchAll(named), (match) => match[0]).filter((name) => known.has(name)),
    ...Array.from(lower.matchAll(numbered), (match) => match[1] ?? ''),
  ].map(canonicalCode)
  return [...new Set(found)].filter((code) => !meansNothing.has(code))
}
