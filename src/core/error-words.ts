// Which words of a page are an error's own: its texts, as quotations and set-apart stretches, and its codes.

/** A stretch of text, and the places in it that the page sets apart. */
export type Passage = {
  readonly text: string
  readonly spans: readonly { readonly from: number; readonly to: number }[]
  /** Is the whole of it set apart, as a quotation or a block of code? */
  readonly whole: boolean
}
/** Something that may be the text of an error, and what the page says just before it. */
type Candidate = { readonly text: string; readonly before: string }

const most = { text: 900, labelled: 4000 }

const part =
  /^(?:(?:possible|potential|probable|common|root|known|more|other|additional|related|next)\s+)*(?:causes?|symptoms?|solutions?|resolutions?|workarounds?|mitigations?|scenarios?|methods?|options?|reasons?|sources?|steps?|examples?|errors|issues|information|resources)\b/i
const task =
  /^(?:troubleshoot(?:ing)?|fix|resolv(?:e|ing)|check|verify|configure|enable|move|use|review|create|remove|manually|provide|contact|understand|learn|about|how|what|why|ways)\b/i
const advice =
  /^(?:if|to|note|tip|important|warning|make sure|ensure|verify|check|before|see|use|don't|do not|select|potential|possible)\b/i
const errorWords =
  /\b(?:\w+n't|cannot|not|unable|fail(?:s|ed|ure)?|denied|invalid|incorrect|wrong|oops|lost|ended|disconnected|terminated|timed out|blocked|refused|rejected|unauthorized|forbidden|missing|prevent(?:s|ed)?|problem|stopped|exceeded|unexpected|interrupted|locked|expired|unavailable|insufficient|unreachable|unsupported|crash(?:es|ed)?|corrupt(?:ed)?|too many|already|try again|error (?:has )?occurred|an error|(?:is|are) (?:currently )?no)\b|^no\b|\berror$/i
/** What leads up to an error's words: "an error that says, ", "the following message: ". */
const leadIn =
  /\b(?:errors?|messages?|says?|saying|reads?|reading|states?|stating)\b(?:[\s:,(]|\b(?:error|code|message|text|that|is|the|following|this|like|as|saying|says|reads|states)\b)*["'`]?$/i
const label = /^\W*(?:error (?:message|text|description)|message(?: text)?|error)\W*:\W*/i
const anyLabel = /^\W*[a-z][a-z ]{0,30}\W{0,2}:/i

export function isError(heading: string): boolean {
  if (part.test(heading)) return false
  if (codesIn(heading, true).length > 0 || quotesIn(heading).some(isErrorText)) return true
  return !task.test(heading) && !heading.endsWith('?') && errorWords.test(heading)
}

function isErrorText({ text, before }: Candidate): boolean {
  if (text.length > most.text || bare(text).split(' ').length < 3) return false
  return leadIn.test(before) || (errorWords.test(text) && !advice.test(text))
}

/** A text on one line; control characters have no place in a catalog file. */
export const squash = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()

const bare = (text: string): string => squash(text.replaceAll(/\berror\b|\bcode\b|\b[a-z]*\d\w*\b|[^\p{L}' ]/giu, ' '))

/** The error's words in a passage, from where they stand out best. */
export function errorTexts({ text, spans, whole }: Passage): string[] {
  const setApart = spans.map(({ from, to }) => ({ text: text.slice(from, to), before: before(text, from) }))
  const pieces = () => [...setApart, ...quotesIn(text)]
  const inFull = () => [{ text, before: '' }]
  for (const candidates of whole ? [() => labelled(text), inFull, pieces] : [pieces, () => labelled(text)]) {
    const found = candidates().map((one) => ({ ...one, text: unquoted(one.text) }))
    const errors = found.filter(isErrorText)
    if (errors.length > 0) return errors.map((one) => one.text)
  }
  return []
}

const before = (text: string, from: number): string => text.slice(Math.max(0, from - 80), from)

const quotesIn = (text: string): Candidate[] =>
  [...text.matchAll(/"([^"|]{10,900})"/g)].map(({ 1: inner = '', index }) => ({
    text: inner,
    before: before(text, index),
  }))

/** What stands behind "Error message:" and its like, up to the next such line. */
function labelled(text: string): Candidate[] {
  const lines = text.slice(0, most.labelled).split('\n')
  return lines.flatMap((line, index) => {
    if (!label.test(line)) return []
    const after = lines.slice(index + 1)
    const end = after.findIndex((other) => anyLabel.test(other))
    const words = [line.replace(label, ''), ...after.slice(0, end < 0 ? undefined : end)]
    return [{ text: words.join(' '), before: 'message: ' }]
  })
}

function unquoted(text: string): string {
  const words = squash(text).replace(/[,;:]$/, '')
  const inner = /^["'`](.*)["'`]$/.exec(words)?.[1]
  return inner === undefined || inner.includes('"') ? words : inner.trim().replace(/,$/, '')
}

/** The error's words in a heading, without "Error code 2607 - " and "Some message window: " before them. */
export function textsOfHeading(heading: string): string[] {
  const quoted = quotesIn(heading).filter(isErrorText)
  if (quoted.length > 0) return quoted.map(({ text }) => text)
  const words = heading
    .replace(/^[^:]{0,60}\bmessage(?: window)?: /i, '')
    .replace(
      /^(?:(?:error|issue|problem)\b)?(?: code| message)? ?(?:0x[\da-f]+|[a-z]*\d+)?(?:: | [-\u2013\u2014] )/i,
      '',
    )
  return bare(words).split(' ').length < 2 ? [] : [unquoted(words)]
}

/** The codes in a text. Where it is not `certain` that the text is about the error, small numbers may be anything else. */
export function codesIn(text: string, certain: boolean): string[] {
  const hex = certain ? /\b0x[\da-f]{1,16}\b/gi : /\b0x[8c][\da-f]{7}\b/gi
  const names = /\b[A-Za-z][a-z]+(?:[A-Z][a-z\d]+)+\b|\b[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\b/g
  const numbers = /\b(?:error|code)\b(?: code| number)?(?: is|:)? ?\(?(0x[\da-f]{1,16}|\d{3,10})\b/gi
  return [
    ...[...text.matchAll(hex), ...text.matchAll(/\bAADSTS\d{3,8}\b/gi)].map(([code]) => code),
    ...[...text.matchAll(numbers)].map(({ 1: code = '' }) => code),
    ...[...text.matchAll(names)].map(([name]) => name).filter((name) => namesError.test(name)),
  ]
}

const namesError =
  /^(?!(?:Get|Set)?(?:Last)?Error(?:Action|Variable|Code|Message|s)?$).*(?:Error|Fail|NotFound|NotAllowed|NotSupported|Denied|Invalid|Unavailable|Unreachable|Timeout|Expired|Missing|Exceeded|Mismatch|Unauthorized|Forbidden|Insufficient|ERR|_E_|FAIL|DENIED|INVALID|STATUS_)/
