// Masks what a paste should not carry any further: addresses, names of accounts, secrets. Error codes and
// correlation ids stay, since the helpdesk needs them.

const longestExcerpt = 800

type Mask = string | ((match: string, kept?: string) => string)

/** What people and programs write before a secret. */
const secretLabel =
  /(\b(?:pass|pw|pin|sig|senha|contraseña|mot de passe)|passwor[dt]|passwd|pwd|passphrase|kennwort|secret|api[_-]?key|accountkey|sharedaccesskey|token|パスワード|密码)/

const masks: readonly (readonly [RegExp, Mask])[] = [
  [/\beyJ[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{0,2000})?/g, '[token]'],
  [/\bbearer\s{1,3}[\w.~+/=-]{16,4000}/gi, 'Bearer [token]'],
  [/-----BEGIN [A-Z ]{3,40}-----[^-]{0,8000}(?:-----END [A-Z ]{3,40}-----)?/g, '[key]'],
  // "password is hunter2", but not "password is incorrect".
  [
    /\b(pass(?:word|code)?|passwort|kennwort|pwd?|pin)(\s{1,3}(?:is|was|ist|war|lautet)\s{1,3}["']?)(?=[^\s"']{0,60}[\d!#$%&*+@^])[^\s,;"']{3,100}/gi,
    '$1$2[secret]',
  ],
  // In quotes a secret may hold spaces.
  [
    new RegExp(`${secretLabel.source}(["']?\\s{0,3}[:=]\\s{0,3})(?:"[^"\\n]{1,200}"|'[^'\\n]{1,200}')`, 'giu'),
    '$1$2[secret]',
  ],
  [
    new RegExp(`${secretLabel.source}(["']?\\s{0,3}[:=]\\s{0,3}["']?)(?!is\\b|\\[secret\\])[^\\s,;&"']{3,500}`, 'giu'),
    '$1$2[secret]',
  ],
  [/\b(?:\d{6}-){7}\d{6}\b/g, '[recovery key]'],
  [/[^\s@<>()[\]\\,;:"]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/gu, '[address]'],
  [/\\\\[\w.-]{1,64}\\[^\s"']{1,200}/g, '[share]'],
  // A path of the registry is written like an account, and says what is wrong.
  [
    /(\bHK(?:LM|CU|CR|U|CC|EY_[A-Z_]{5,20}):?(?:\\[\w-]{1,60}(?: [\w-]{1,60}(?=\\))?){1,12})|\b[A-Za-z][\w-]{1,20}\\[\w.-]{2,64}\b/g,
    (_, path) => path ?? '[account]',
  ],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g, '[ip]'],
  [/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b/gi, '[ip]'],
  [/(?<![\w:])(?:[\da-f]{1,4}:){1,7}(?::[\da-f]{1,4}){1,7}(?![\w:])/gi, '[ip]'],
  [/(?<![\w-])\+?\d{1,3}[\s-]\(?\d{2,4}\)?[\s-]\d{3,4}[\s-]?\d{3,4}(?![\w-])/g, '[phone]'],
]

const maskAll = (text: string): string =>
  masks.reduce(
    (kept, [pattern, mask]) => (typeof mask === 'string' ? kept.replace(pattern, mask) : kept.replace(pattern, mask)),
    text,
  )

/** The text with personal and secret parts masked, on plain lines, cut to what a card holds. */
export function redact(text: string): string {
  const plain = text
    .slice(0, 32_768)
    .replace(/<[^<>]{1,200}>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cc}/gu, (character) => (character === '\n' ? '\n' : ' '))
  const lines = maskAll(plain)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.join('\n').slice(0, longestExcerpt)
}
