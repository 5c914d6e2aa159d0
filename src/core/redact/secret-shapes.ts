// Secrets that give themselves away by how they look, whatever stands around them.
import type { Mask } from './mask.ts'

/** Where mail programs break a long token: whole lines of it, and a rest that is no word, no code and no id. */
const nextLines = String.raw`(?:\n[\w.~+/=-]{20,400}(?=\n|$)){0,60}(?:\n(?!0x)(?=[^\n]{0,400}\d)(?=[^\n]{0,400}[a-z])(?=[^\n]{0,400}[A-Z])[\w.~+/=-]{4,400}(?=\n|$))?`

/** A long run of letters and digits in which no word can be read. */
export const isOpaque = (value: string): boolean =>
  value.length >= 16 && /\d/.test(value) && /[a-z]/i.test(value) && !isCode(value)

const codes =
  /^\W{0,8}(?:[0o]x[\da-f]{1,16}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|(?:AADSTS|CAA|KB|MSIS|IDX|ERR)[-_]?[\dA-F]{2,12}|[\d.:,/-]{1,40}|\d{4}-\d\d-\d\dT[\d:.Z+-]{1,30})\W{0,8}$/i

/**
 * As Windows and its libraries name errors, and an id behind its name. Capitals with an underscore may be a password,
 * so that a name counts by its beginning alone.
 */
const named =
  /^\W{0,8}(?:(?:(?:CERT|CO|CRYPT|DNS|INET|KDC|KRB|KRB_AP|RPC|SCARD|SEC|SSL|TPM|TRUST|WU)_)?(?:E|ERR|ERROR|STATUS)_|NTE_|ERRCONNECT_|ERRINFO_)[A-Z]{2,24}(?:_[A-Z]{1,24}){0,8}(?:\W{1,2}0x[\da-fA-F]{1,16})?\W{0,8}$/
const labelledId = /^\W{0,8}[\w-]{2,30}[=:#]\W{0,2}[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\W{0,8}$/i

/** An error code, an id, a time or a version: what the helpdesk needs. */
export const isCode = (value: string): boolean => codes.test(value) || named.test(value) || labelledId.test(value)

export const secretShapes: readonly Mask[] = [
  {
    shows: 'key',
    leak: 'key',
    pattern:
      /-{4,5} ?BEGIN (?:[A-Z\d ]{0,40}PRIVATE KEY[A-Z ]{0,10}|OpenVPN [\w ]{1,40})-{4,5}(?:(?:[^-]|-(?!---)){0,16000}-{4,5} ?END [\w ]{3,50}-{4,5}|\s{0,4}(?:[A-Za-z-]{2,20}: [^\n]{1,200}\n){0,4}(?:(?:\s|\\n){0,4}[\w+/=]{16,400}){0,200})/g,
  },
  // What ConvertFrom-SecureString and the store of credentials write begins with the version and the name of their provider.
  {
    shows: 'password',
    leak: 'password',
    pattern:
      /\b(?:01000000d08c9ddf0115d1118c7a00c04fc297eb|AQAAANCMnd8BFdERjHoAwE\/Cl\+s)[\w+/=]{20,8000}(?:\n[\w+/=]{20,400}(?=\n|$)){0,60}/gi,
  },
  { shows: 'certificate', pattern: /-----BEGIN [A-Z\d ]{3,40}-----[^-]{0,16000}(?:-----END [A-Z\d ]{3,40}-----)?/g },
  { shows: 'key', leak: 'key', pattern: /\bPrivate-Lines: \d{1,4}\n(?<value>(?:[\w+/=]{4,100}(?:\n|$)){1,200})/g },
  // A JWT, whole, cut off or broken into lines.
  {
    shows: 'token',
    leak: 'token',
    pattern: new RegExp(String.raw`\beyJ[\w.-]{20,16000}${nextLines}`, 'g'),
    fits: (value) => /\d/.test(value),
  },
  // What Entra gives out: authorization codes, refresh tokens, session cookies.
  { shows: 'token', leak: 'token', pattern: /\b[01]\.A[A-Za-z\d]{2,4}[\w-]{40,4000}(?:\.[\w-]{1,400}){0,4}/g },
  { shows: 'token', leak: 'token', pattern: /\b(?:gh[opsur]|github_pat)_\w{20,255}/g },
  { shows: 'token', leak: 'token', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{16,100}/g },
  { shows: 'token', leak: 'token', pattern: /\bxox[abeprs]-[\w-]{10,250}/g },
  { shows: 'token', leak: 'token', pattern: /\bnpm_[A-Za-z\d]{30,60}/g },
  { shows: 'token', leak: 'token', pattern: /\b(?:ya29\.[\w-]{20,500}|pypi-[\w-]{30,300}|hf_[A-Za-z\d]{30,50})/g },
  { shows: 'key', leak: 'key', pattern: /\b(?:[rs]k_(?:live|test)_[A-Za-z\d]{16,120}|whsec_[\w+/=]{16,120})/g },
  { shows: 'key', leak: 'key', pattern: /\bAIza[\w-]{30,45}/g },
  { shows: 'key', leak: 'key', pattern: /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g },
  { shows: 'key', leak: 'key', pattern: /\bsk-(?=[\w-]{0,60}\d)[\w-]{20,250}/g },
  // The client secrets of Entra.
  { shows: 'key', leak: 'key', pattern: /(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{28,45}/g },
  // The keys of storage accounts and Cosmos DB: 64 bytes.
  { shows: 'key', leak: 'key', pattern: /(?<![A-Za-z\d+/])[A-Za-z\d+/]{86}==/g },
  {
    shows: 'webhook',
    leak: 'key',
    pattern:
      /\b(?:webhook\.office\.com\/webhookb2|outlook\.office\.com\/webhook|hooks\.slack\.com\/(?:services|workflows)|discord(?:app)?\.com\/api\/webhooks)\/(?<value>[\w@/.-]{10,400})/g,
  },
  {
    shows: 'password',
    leak: 'password',
    pattern: /\b[a-z][a-z\d+.-]{1,30}:\/\/[^\s/:@"'<>]{0,100}:(?<value>[^\s/@"'<>]{1,500})(?=@)/gi,
    fits: (value) => !/^(?:\*{1,20}|\$\{?\w{1,60}\}?)$/.test(value),
  },
  // Databases take a slash in it as it is. A port with the name of a database behind it is none.
  {
    shows: 'password',
    leak: 'password',
    pattern:
      /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver)(?:\+\w{1,20})?:\/\/[^\s/:@"'<>]{0,100}:(?!\d{1,5}[/?])(?<value>[^\s@"'<>]{1,500})(?=@)/gi,
    fits: (value) => value.includes('/') && !value.includes('://'),
  },
  {
    shows: 'password',
    leak: 'password',
    pattern: /\bjdbc:oracle:\w{3,5}:[^\s/:@"'<>]{1,60}\/(?<value>[^\s/@"'<>]{1,200})(?=@)/gi,
  },
  // Hashes of passwords: LM and NT, and those of Unix.
  { shows: 'hash', leak: 'password', pattern: /(?<![\da-f])[\da-f]{32}:[\da-f]{32}(?![\da-f])/gi },
  { shows: 'hash', leak: 'password', pattern: /\$(?:[156y]|2[aby])\$[\w./$=,-]{20,200}/g },
  // With spaces instead of hyphens as well, with any dash, and over the end of a line, as printed pages have it.
  { shows: 'recovery key', leak: 'key', pattern: /(?<![\d-])\d{6}(?:[-–—‑\s]{1,8}\d{6}){7}(?![\d-])/g },
  {
    shows: 'product key',
    leak: 'key',
    pattern: /(?<![\w-])[BCDFGHJ-NP-TV-Y\d]{5}(?:-[BCDFGHJ-NP-TV-Y\d]{5}){4}(?![\w-])/gi,
    fits: (value) => /\d/.test(value) && /[a-z]/i.test(value),
  },
  { shows: 'password', leak: 'password', pattern: /\bpassword 51:b:\s{0,2}(?<value>[\da-f]{8,4000})/gi },
]

/** What looks like none of these and yet like nothing that is read: the last of the masks for secrets. */
export const longRandom: Mask = {
  shows: 'token',
  leak: 'token',
  pattern: /(?<![\w+/=.-])[\w+/-]{36,8000}={0,2}(?![\w+/=.])/g,
  fits: (value) =>
    !isCode(value) &&
    [/[a-z]/g, /[A-Z]/g, /\d/g].every((letters) => (value.match(letters)?.length ?? 0) >= 4) &&
    !/[a-z]{7}|[A-Z]{7}|[\da-fA-F]{8}-/.test(value),
}
