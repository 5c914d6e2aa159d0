// Secrets that are known by the words before them: "Kennwort: …", "my password is …", "client_secret=…", "PIN 4711".
import type { Mask } from './mask.ts'
import { isCode, isOpaque } from './secret-shapes.ts'
import { allPasswordWords, isRemark, keyWords, passwordWords, tokenWords } from './words.ts'

const open = String.raw`["'„“”«‘\x60*「『（(\[]`

/** From the word to its value: signs that assign, in prose, code, JSON, YAML, XML, the registry and addresses. */
const assigned = String.raw`(?:\s{0,2}\([^()\n]{1,40}\))?(?:\s(?:is|ist|est|es|è|lautet))?[….]{0,3}["'\x60*\]]{0,4}\s{0,20}(?:[:=：＝]{1,2}|[=-]>|→|%3d|>(?:<value>)?(?=\S)|\svalue\s?=|\n\s{0,20}value:|REG_SZ\s)`
const gap = String.raw`[^\S\n]{0,12}${open}{0,3}[^\S\n]?`

/** A sign that ends most values belongs to one when more of it follows directly, and no next field. */
const plain = String.raw`(?:[^\s,;&"'<>|«»„“”「」『』（），。；、\p{Co}]|[,;&](?![\s,;&]|$|[\w .-]{1,30}=))`
const quoted = String.raw`\s{0,12}["'„“”«‘「『]\s?(?<value>[^"'“”»’」』\n\p{Co}]{1,200})(?=\s?["'“”»’」』])`

/** At most four words and a verb: "password for the machine is". */
const told = String.raw`(?:\s{1,2}[\p{L}’']{1,12}){0,4}?\s{1,3}(?:is|was|ist|war|lautet|lautete|est|était|es|era|è|é|to|brzmi|werd)\s{1,3}`
const toldInJapaneseOrChinese = String.raw`\s?(?:は|是|为|為|「|『)\s?`

/** As a password looks and a word does not: letters with a digit or a sign among them. */
function isStrong(value: string): boolean {
  const trimmed = value.replace(/[.,!?)\]…]{1,200}$/, '')
  return (
    trimmed.length >= 5 &&
    /\p{L}/u.test(trimmed) &&
    /[\d!@#$%^&*+=?~_]/.test(trimmed) &&
    !/['’]|:\/\/|@[\p{L}\d-]{1,60}\.\p{L}/u.test(trimmed) &&
    !isNone(trimmed)
  )
}

const isNone = (value: string): boolean => isRemark(value) || isCode(value)
const isKey = (value: string): boolean =>
  !isNone(value) && !/=[^=]/.test(value) && value.length >= 8 && /\d/.test(value) && /[a-z]/i.test(value)
const isLongKey = (value: string): boolean =>
  !isNone(value) &&
  (isOpaque(value) || (value.length >= 10 && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)))

const password = { shows: 'password', leak: 'password' } as const
const key = { shows: 'key', leak: 'key' } as const
const token = { shows: 'token', leak: 'token' } as const
const code = { shows: 'code', leak: 'code' } as const

const pattern = (source: string): RegExp => new RegExp(source, 'giu')

/** Codes that are typed once or every day. Each is a number; "error code 0x3" is none of them. */
const codeWords = String.raw`(?:(?<!\p{L})(?:PIN|NIP|OTP|TOTP|2FA|TAN)(?!\p{L})(?:[ -]?(?:code|number|コード))?|PINコード|(?:verification|security|sign-in|authenticator|MFA|SMS|access|one-time|auth) (?:pass)?code|one-time passcode|(?:bestätigungs|sicherheits|einmal|anmelde)[ -]?code|code (?:de vérification|de sécurité)|código de (?:verificación|verificação|seguridad)|(?:確認|認証|セキュリティ)コード|验证码|驗證碼|doğrulama kodu|kod weryfikacyjny|verificatiecode|codice di verifica|code from (?:my|the) authenticator)`
const passWords = String.raw`(?:temporary access pass|temporaryaccesspass|befristeter zugriffspass|pase de acceso temporal|passe d’accès temporaire|(?<!\p{L})TAP(?!\p{L}))`
const recoveryWords = String.raw`(?:(?:recovery|backup|rescue) codes?|wiederherstellungscodes?|codes? de (?:récupération|secours)|códigos? de recuperación)`
const licenceWords = String.raw`(?:licen[cs]e[ _]key|product[ _]?key|activation key|serial (?:number|no\.?)|lizenzschlüssel|seriennummer|produktschlüssel|clé de licence|clé de produit)`
const verb = String.raw`(?:\s{1,2}(?:is|was|ist|war|lautet|est|es|è|é))?`
const to = String.raw`${verb}["'\x60*]{0,3}\s{0,3}(?:[:=：＝]\s{0,3}|\s|\n|（|\()${open}{0,2}`

export const labelledSecrets: readonly Mask[] = [
  { ...password, pattern: pattern(`${allPasswordWords}${assigned}${quoted}`), fits: (value) => !isNone(value) },
  {
    ...password,
    pattern: pattern(`${allPasswordWords}${assigned}${gap}(?<value>${plain}{3,200})`),
    fits: (value) => !isNone(value),
  },
  // One or two words between: "Mot de passe temporaire : …".
  {
    ...password,
    pattern: pattern(String.raw`${passwordWords}(?:\s\p{L}{2,14}){1,2}${assigned}${gap}(?<value>${plain}{4,200})`),
    fits: isStrong,
  },
  // In quotes a password may hold spaces.
  { ...password, pattern: pattern(`${passwordWords}(?:${told}|\\s{1,3})${quoted}`), fits: (value) => !isNone(value) },
  {
    ...password,
    pattern: pattern(`${passwordWords}${told}${open}{0,2}(?<value>${plain}{4,200})`),
    fits: (value) => isStrong(value),
  },
  // Two words before it say that it is one: "my password is Sommerregen".
  {
    ...password,
    pattern:
      /(?:\bmy|\bmein|\bmon|\bmi|\bminha|\bmijn)\s(?:password|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|pw)\s(?:is|was|ist|war|est|es|é)\s(?<value>\p{Lu}\p{Ll}{5,40})(?![\p{L}\d])/gu,
    fits: (value) => !isNone(value),
  },
  {
    ...password,
    pattern: pattern(
      `${passwordWords}${toldInJapaneseOrChinese}(?<value>[^\\s」』。，\\p{Co}]{4,100}?)(?=です|[\\s」』。，]|$)`,
    ),
    fits: (value) => isStrong(value),
  },
  // On the next line, and alone there.
  {
    ...password,
    pattern: pattern(String.raw`${allPasswordWords}["'*]{0,3}[ :：]{0,3}\n(?<value>[^\s\p{Co}]{4,200})(?=\n|$)`),
    fits: (value) => isStrong(value),
  },
  {
    ...password,
    pattern: pattern(
      String.raw`(?:${passwordWords}|(?<!\p{L})mi clave)(?:\s{1,3}|\s{1,2}(?:[–—-]|es|I typed)\s{1,2})${open}{0,2}(?<value>${plain}{5,200})`,
    ),
    fits: (value) => isStrong(value),
  },
  {
    ...password,
    pattern: pattern(
      String.raw`(?<!\S)(?<value>[^\s\p{Co}]{5,100})(?=\s(?:as|als|comme|como|come)\s(?:(?:my|the|a|mein|mon)\s)?${passwordWords})`,
    ),
    fits: (value) => isStrong(value),
  },
  {
    ...password,
    pattern: pattern(
      String.raw`\b(?:changed|set|reset|switched) (?:it|my \p{L}{2,10}|the \p{L}{2,10}) (?:to|into) (?<value>[^\s\p{Co}]{5,100})`,
    ),
    fits: (value) => isStrong(value),
  },
  {
    ...password,
    pattern: pattern(
      String.raw`\b(?:login|logon|credentials|creds|zugangsdaten|anmeldedaten|identifiants)(?:\s?[:=：]\s?|\s)[^\s/:|]{1,64}\s?[/:|]\s?(?<value>[^\s\p{Co}]{5,100})`,
    ),
    fits: (value) => isStrong(value),
  },
  // The password that LAPS keeps, as the directory has it.
  { ...password, pattern: /\bmsLAPS-(?:Encrypted)?Password\b[^\n]{0,200}?"p"\s?:\s?"(?<value>[^"\n]{4,100})/gi },

  { ...code, pattern: pattern(`${codeWords}${to}(?<value>\\d{3,4}[ -]?\\d{2,5}|\\d{4})(?![\\d\\p{L}-])`) },
  {
    ...code,
    pattern:
      /(?<![\w-])(?:G-)?(?<value>\d{6,8})(?= (?:as (?:your |my )?|is your )[A-Z]\w{2,20} (?:\w{2,12} ){0,2}code)/g,
  },
  {
    ...code,
    pattern: pattern(`${passWords}${to}(?<value>[A-Za-z\\d]{6,20})(?![\\p{L}\\d])`),
    fits: (value) => /\d/.test(value) && !isCode(value),
  },
  {
    ...code,
    pattern: pattern(
      String.raw`${recoveryWords}${to}(?<value>[A-Za-z\d]{3,12}(?:-[A-Za-z\d]{3,12}){1,4}(?:[\s,;]{1,3}[A-Za-z\d]{3,12}(?:-[A-Za-z\d]{3,12}){1,4}){0,15})`,
    ),
    fits: (value) => /\d/.test(value),
  },
  {
    shows: 'recovery key',
    leak: 'key',
    pattern: pattern(
      String.raw`(?:recovery key|wiederherstellungsschlüssel|clé de récupération|回復キー|恢复密钥)${to}(?<value>\d{48})(?!\d)`,
    ),
  },
  {
    ...key,
    pattern: pattern(`${licenceWords}${to}(?<value>[A-Z\\d]{3,8}(?:-[A-Z\\d]{3,8}){2,7})(?![\\w-])`),
    fits: (value) => /\d/.test(value),
  },
  {
    shows: 'hash',
    leak: 'password',
    pattern: /\bNT(?:LM)?(?: hash)?\s{0,6}[:=]\s{0,3}(?<value>[\da-f]{32})(?![\da-f])/gi,
  },

  { ...token, pattern: pattern(`${tokenWords}${assigned}${gap}(?<value>${plain}{12,8000})`), fits: isKey },
  {
    ...token,
    pattern: pattern(
      String.raw`${tokenWords}["'„“]{0,2}(?:\s{1,3}|\s(?:is|was|ist|war)\s|\n)${open}{0,2}(?<value>${plain}{16,8000})`,
    ),
    fits: isLongKey,
  },
  { ...key, pattern: pattern(`${keyWords}${assigned}${gap}(?<value>${plain}{8,500})`), fits: isKey },
  {
    ...key,
    pattern: pattern(
      String.raw`${keyWords}["'„“]{0,2}(?:\s{1,3}|\s(?:is|was|ist|war)\s|\n)${open}{0,2}(?<value>${plain}{10,500})`,
    ),
    fits: isLongKey,
  },
]
