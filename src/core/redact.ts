// Masks what a paste should not carry any further: addresses, names of accounts, secrets. Error codes and
// correlation ids stay, since the helpdesk needs them.

const longestExcerpt = 800

const masks: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{0,2000})?/g, '[token]'],
  [/-----BEGIN [A-Z ]{3,40}-----[^-]{0,8000}(?:-----END [A-Z ]{3,40}-----)?/g, '[key]'],
  [
    /\b(password|passwd|pwd|passphrase|secret|api[_-]?key|accountkey|sharedaccesskey|sig|token)(\s{0,3}[:=]\s{0,3})(?!is\b)[^\s,;&"']{3,500}/gi,
    '$1$2[secret]',
  ],
  [/\b(?:\d{6}-){7}\d{6}\b/g, '[recovery key]'],
  [/[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g, '[address]'],
  [/\\\\[\w.-]{1,64}\\[^\s"']{1,200}/g, '[share]'],
  [/\b[A-Za-z][\w-]{1,20}\\[\w.-]{2,64}\b/g, '[account]'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g, '[ip]'],
  [/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b/gi, '[ip]'],
  [/\+?\d{1,3}[\s-]\(?\d{2,4}\)?[\s-]\d{3,4}[\s-]?\d{3,4}\b/g, '[phone]'],
]

/** The text with personal and secret parts masked, on plain lines, cut to what a card holds. */
export function redact(text: string): string {
  const plain = text
    .slice(0, 32_768)
    .replace(/<[^<>]{1,200}>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\n' ? '\n' : ' '))
  const masked = masks.reduce((kept, [pattern, mask]) => kept.replace(pattern, mask), plain)
  const lines = masked
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.join('\n').slice(0, longestExcerpt)
}
