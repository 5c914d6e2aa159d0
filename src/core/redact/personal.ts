// Who somebody is, where they are and which machines they use: masked, and no reason to change anything.
import type { Mask } from './mask.ts'

const account = { shows: 'account' } as const
const address = { shows: 'address' } as const
const ip = { shows: 'ip' } as const

const domain = String.raw`[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}`
const local = String.raw`[^\s@＠<>()[\]\\,;:：，；、=&?"'“”„«»「」（）|\p{Co}]{0,64}`

const digitsOf = (value: string): string => value.replace(/\D/g, '')

/** Two words with a backslash between them that are no account: of sentences, of Windows' own folders. */
const noDomains =
  /^(?:and|or|yes|no|on|off|tcp|udp|ok|root|cert|hklm|hkcu|windows|system32|microsoft|start|drivers|bin|src|iis|local|roaming|appdata|software|system|temp|users)\\/i

/** Of the 13 to 19 digits of a card the last one checks the others. */
function isCard(value: string): boolean {
  const digits = Array.from(digitsOf(value), Number).reverse()
  const sum = digits.reduce((all, digit, at) => all + (at % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit), 0)
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0
}

/** Its letters read as numbers, its head behind its tail: one more than a multiple of 97. */
function isIban(value: string): boolean {
  const bare = value.replace(/\s/g, '').toUpperCase()
  const digits = Array.from(bare.slice(4) + bare.slice(0, 4), (character) => Number.parseInt(character, 36)).join('')
  return (
    bare.length >= 15 &&
    bare.length <= 34 &&
    Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
  )
}

const isPhone = (value: string): boolean => digitsOf(value).length >= 8 && digitsOf(value).length <= 15

export const personal: readonly Mask[] = [
  { ...account, pattern: /\bS-1-(?:5-21|12-1)(?:-\d{1,10}){3,6}(?!\d)/g },
  { shows: 'machine', pattern: /\b(?:full address|gatewayhostname):s:(?<value>[^\s"'<>]{2,200})/gi },
  { ...account, pattern: /\b(?:username|domain):s:(?<value>[^\s"'<>]{1,200})/gi },
  // In the folder of a person the name is theirs, and the rest of the path says what is wrong.
  {
    ...account,
    pattern:
      /(?:[A-Za-z]:|\/mnt\/[a-z]|(?<![\w.:/]))[\\/]{1,2}(?:Users|Benutzer|Utilisateurs|Usuarios|Utenti|home|Profiles|Documents and Settings)[\\/]{1,2}(?<value>[^\\/\n"'<>|:*?]{1,64}(?=[\\/])|[^\\/\s"'<>|:*?]{1,64})/giu,
    fits: (value) => !/^(?:Public|Default|All Users|Default User)$/i.test(value),
  },
  {
    shows: 'share',
    sign: /\\/,
    pattern: /(?<=file:|(?<![\w\\:]))\\\\(?![?.]\\)[\p{L}\d][\p{L}\d.$-]{1,64}(?:\\[^\s"'<>|]{0,200})?/gu,
  },
  { shows: 'share', sign: /:\/\//, pattern: /\b(?:smb|cifs|afp|nfs):\/\/(?<value>[^\s"'<>\p{Co}]{2,200})/giu },
  {
    ...address,
    sign: /[@＠]/,
    pattern: new RegExp(`(?:(?<=\\s|^)[A-Za-z][\\w-]{1,20}\\\\)?${local}[@＠]${domain}`, 'gu'),
    // As Windows names texts of its own: @FirewallAPI.dll,-28752.
    fits: (value, after) => !(/^@[\w-]{1,40}\.(?:dll|exe)$/i.test(value) && /^,-\d/.test(after)),
  },
  {
    ...address,
    sign: /%40|at[)\]]/i,
    pattern: /(?<![\w.%+-])[\w.+-]{1,64}(?:%40|\s?[([]at[)\]]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/gi,
  },
  {
    ...account,
    sign: /\\/,
    pattern:
      /(?<![\p{L}\p{N}\\./%-]|\\[\w ]{1,30})[A-Za-z][\w-]{0,20}\\[\p{L}\d][\p{L}\p{N}._$-]{0,63}[\p{L}\p{N}_$](?![\p{L}\p{N}]|\\\w|(?: \w{1,20}){1,3}\\)/gu,
    fits: (value) => !noDomains.test(value),
  },
  { shows: 'mac', pattern: /(?<![\da-f:-])(?:[\da-f]{2}([:-]))(?:[\da-f]{2}\1){4}[\da-f]{2}(?![\da-f:-])/gi },
  {
    shows: 'mac',
    pattern: /(?<![\w.])[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?![\w.])/gi,
    fits: (value) => /[a-f]/i.test(value) && /\d/.test(value),
  },
  { ...ip, pattern: /(?<![\w:])::ffff:(?:\d{1,3}\.){3}\d{1,3}/gi },
  {
    ...ip,
    pattern: /(?<![\w:.])(?:[23]|f[cdef])[\da-f]{2,3}:(?:[\da-f]{0,4}:){1,6}[\da-f]{0,4}(?:%\w{1,10})?(?![\w:])/gi,
    fits: (value) => value.includes('::') || value.split(':').length === 8,
  },
  {
    ...ip,
    pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)(?::\d{1,5})?/g,
  },
  {
    shows: 'card',
    pattern:
      /(?<![\w.-])(?:4\d{3}|5[1-5]\d\d|6[05]\d\d|3[47]\d\d)[ -]?(?:\d{4}[ -]?\d{4}[ -]?\d{4}|\d{6}[ -]?\d{5}|\d{9})(?![\w-])/g,
    fits: isCard,
  },
  {
    shows: 'account number',
    pattern: /(?<![A-Za-z\d])[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?(?![A-Za-z\d])/g,
    fits: isIban,
  },
  { shows: 'phone', pattern: /(?<![\w+])\+[1-9]\d{0,2}(?:[\s().\/–-]{0,3}\d{1,5}){2,6}(?![\w])/g, fits: isPhone },
  { shows: 'phone', pattern: /(?<![\w.-])00[1-9]\d{0,2}[ -]\d{1,5}(?:[ -]?\d{1,5}){1,4}(?![\w-])/g, fits: isPhone },
  { shows: 'phone', pattern: /(?<![\w.(-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}-\d{4}(?![\w-])/g },
  { shows: 'phone', pattern: /(?<![\w.:/-])0\d{1,4} ?[ /–-] ?\d{2,8}(?:[ -]\d{2,8}){0,4}(?![\w:/-])/g, fits: isPhone },
  {
    shows: 'machine',
    pattern:
      /(?<![A-Za-z\d])(?:CPC|cpc|Cpc|DESKTOP|LAPTOP|WIN)-(?=[A-Za-z-]{0,20}\d)[A-Za-z\d][A-Za-z\d-]{2,30}(?![A-Za-z\d])/g,
  },
  { shows: 'machine', pattern: /(?<![A-Za-z\d])CPC-[A-Za-z\d]{2,15}-[A-Z\d]{4,8}(?![A-Za-z\d])/g },
]
