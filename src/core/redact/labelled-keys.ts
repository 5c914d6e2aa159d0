// PINs, codes, keys and tokens that are known by the words before them: "PIN 4711", "client_secret=…", "API key is …".
import { assigned, gap, isMixed, isNone, open, pattern, plain } from './labels.ts'
import type { Leak, Mask } from './mask.ts'
import { isCode, isOpaque } from './secret-shapes.ts'
import { keyWords, tokenWords } from './words.ts'

/** Codes that are typed once or every day. Each is a number; "error code 0x3" is none of them. */
const codeWords = String.raw`(?:(?<!\p{L})(?:PIN|NIP|OTP|TOTP|2FA|TAN)(?!\p{L})(?:[ -]?(?:code|number|コード))?|PINコード|(?:verification|security|sign-in|authenticator|MFA|SMS|access|one-time|auth) (?:pass)?code|(?<!\p{L})passcode|(?:bestätigungs|verifizierungs|überprüfungs|sicherheits|einmal|anmelde)[ -]?code|code (?:de vérification|de sécurité)|código de (?:verificación|verificação|seguridad)|(?:確認|認証|セキュリティ)コード|验证码|驗證碼|doğrulama kodu|kod weryfikacyjny|verificatiecode|codice di verifica|code from (?:my|the) authenticator|(?<!\p{L})(?:my|your|ihr|mein|mon|votre|tu|su) (?:\p{L}{2,12} )?code(?= (?:is|lautet|ist|est|es)))`
const temporaryPasses = String.raw`(?:(?:temporary access pass|temporaryaccesspass|zugriffspass|pase de acceso temporal|passe d’accès temporaire)(?: ?\(TAP\))?|(?<!\p{L})TAP(?!\p{L}))`
const recoveryCodes = String.raw`(?:(?:recovery|backup|rescue) codes?|wiederherstellungscodes?|codes? de (?:récupération|secours)|códigos? de recuperación)`
const recoveryKeys = String.raw`(?:recovery key|wiederherstellungsschlüssel|clé de récupération|回復キー|恢复密钥)`
const licences = String.raw`(?:licen[cs]e[ _]key|product[ _]?key|activation key|serial (?:number|no\.?)|lizenzschlüssel|seriennummer|produktschlüssel|clé de licence|clé de produit)`
const oneCode = String.raw`[A-Za-z\d]{3,12}(?:-[A-Za-z\d]{3,12}){1,4}`

const to = String.raw`(?:\s{1,2}(?:is|was|ist|war|lautet|est|es|è|é))?["'\x60*]{0,3}\s{0,3}(?:[:=：＝]\s{0,3}|\s|\n|（|\()${open}{0,2}`
/** Without a sign that assigns. */
const beside = String.raw`["'„“]{0,2}(?:\s{1,3}|\s(?:is|was|ist|war)\s|\n)${open}{0,2}`

const masks = (shows: string, leak: Leak, found: readonly Omit<Mask, 'shows' | 'leak'>[]): Mask[] =>
  found.map((mask) => ({ shows, leak, ...mask }))

const hasDigit = (value: string): boolean => /\d/.test(value)

const isKey = (value: string): boolean =>
  !isNone(value) && !/=[^=]/.test(value) && value.length >= 8 && /\d/.test(value) && /[a-z]/i.test(value)

/** What stands beside a word without a sign between them has to look more like one. */
const isLongKey = (value: string): boolean =>
  !isNone(value) &&
  (isOpaque(value) || (value.length >= 10 && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)))

export const labelledKeys: readonly Mask[] = [
  ...masks('code', 'code', [
    { pattern: pattern(`${codeWords}${to}(?<value>\\d{3,4}[ -]?\\d{2,5}|\\d{4})(?![\\d\\p{L}-])`) },
    {
      pattern:
        /(?<![\w-])(?:G-)?(?<value>\d{6,8})(?= (?:as (?:(?:your|my|the|a) )?(?:[A-Z]\w{2,20} (?:\w{2,12} ){0,2})?|is your [A-Z]\w{2,20} (?:\w{2,12} ){0,2})code| ist (?:Ihr|[DdMm]ein) (?:[\w-]{2,20}[ -]){0,2}[\p{L}-]{0,25}[Cc]ode)/gu,
    },
    {
      pattern: pattern(`${temporaryPasses}${to}(?<value>[A-Za-z\\d]{6,20})(?![\\p{L}\\d])`),
      fits: (value) => hasDigit(value) && !isCode(value),
    },
    {
      pattern: pattern(String.raw`${recoveryCodes}${to}(?<value>${oneCode}(?:[\s,;]{1,3}${oneCode}){0,15})`),
      fits: hasDigit,
    },
  ]),
  ...masks('recovery key', 'key', [{ pattern: pattern(`${recoveryKeys}${to}(?<value>\\d{48})(?!\\d)`) }]),
  ...masks('hash', 'password', [
    { pattern: /\bNT(?:LM)?(?: hash)?\s{0,6}[:=]\s{0,3}(?<value>[\da-f]{32})(?![\da-f])/gi },
  ]),
  ...masks('token', 'token', [
    { pattern: pattern(`${tokenWords}${assigned}${gap}(?<value>${plain}{12,8000})`), fits: isKey },
    { pattern: pattern(`${tokenWords}${beside}(?<value>${plain}{16,8000})`), fits: isLongKey },
  ]),
  ...masks('key', 'key', [
    {
      pattern: pattern(`${licences}${to}(?<value>[A-Z\\d]{3,8}(?:-[A-Z\\d]{3,8}){2,7})(?![\\w-])`),
      fits: hasDigit,
    },
    // As netsh shows the key of a Wi-Fi, which need not hold a digit.
    {
      pattern: pattern(
        `(?:key content|schlüsselinhalt|contenu de la clé|contenido de la clave|contenuto chiave)\\s{0,20}:\\s{1,3}(?<value>${plain}{8,63})`,
      ),
      fits: (value) => !isNone(value),
    },
    {
      pattern: pattern(String.raw`(?<![\p{L}\d])WPA[23]?(?:-PSK)?\s?[:=]\s?(?<value>${plain}{8,63})`),
      fits: (value) => isMixed(value) && !/^(?:WPA|AES|TKIP|CCMP|EAP|PEAP)/i.test(value),
    },
    { pattern: pattern(`${keyWords}(?:_\\w{1,20})?${assigned}${gap}(?<value>${plain}{8,500})`), fits: isKey },
    { pattern: pattern(`${keyWords}${beside}(?<value>${plain}{10,500})`), fits: isLongKey },
  ]),
]
