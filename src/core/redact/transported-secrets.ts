// Secrets where programs carry them: in headers, cookies, addresses of the web, and on command lines.
import { isStrong } from './labels.ts'
import type { Mask } from './mask.ts'
import { isCode } from './secret-shapes.ts'
import { isRemark } from './words.ts'

const password = { shows: 'password', leak: 'password' } as const
const token = { shows: 'token', leak: 'token' } as const
const key = { shows: 'key', leak: 'key' } as const

/** Not a placeholder, and not what a program prints of its own. */
const isFilledIn = (value: string): boolean => !isRemark(value) && !isCode(value) && !/^[-/(*%]|>$/.test(value)
const isLong = (value: string): boolean =>
  value.length >= 20 && /\d/.test(value) && /[a-z]/i.test(value) && !isCode(value)

/** On the same line, behind the program's name. */
const after = String.raw`\b[^\n]{0,300}?\s`
const value = String.raw`["']?(?<value>[^\s"'\p{Co}]{3,200})`
const programs: readonly (readonly [programs: string, option: string])[] = [
  ['sqlcmd|bcp|osql', '-P'],
  ['psexec(?:64)?|az login|docker login|rdesktop|sshpass|certutil|signtool|winrs|mysql|mysqldump', '[-/]p[ :]?'],
  ['plink|pscp|psftp|putty', '-pw'],
  ['xfreerdp|wfreerdp|winrs|sdl-freerdp|mstsc', '[-/]p:'],
  ['redis-cli', '-a'],
  ['schtasks|sc|wmic', '/(?:rp|RP)'],
  ['signtool', '/p'],
]

/** Windows finds a program however it is capitalized; an option may mean another thing then: -p and -P. */
const anyCase = (names: string): string => names.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)

const program = new RegExp(String.raw`\b(?:${programs.map(([names]) => names).join('|')})\b`, 'i')
const otherProgram = /net\s|rasdial|curl|wget|SecureString|Credential|sqlplus|sqlldr|expdp|impdp/iu

const otherCommandLines: readonly Mask[] = [
  {
    ...password,
    pattern: /\bnet\s{1,3}use\b[^\n]{0,300}?\s\/u(?:ser)?:\S{1,100}\s{1,3}(?<value>[^\s\p{Co}]{3,200})/giu,
    fits: isFilledIn,
  },
  {
    ...password,
    pattern: /\bnet\s{1,3}use\s{1,3}(?:[A-Z*]:?\s{1,3})?\\\\[^\s\p{Co}]{1,200}\s{1,3}(?<value>[^\s\p{Co}]{3,200})/giu,
    fits: isFilledIn,
  },
  { ...password, pattern: /\bnet\s{1,3}user\s{1,3}\S{1,64}\s{1,3}(?<value>[^\s\p{Co}]{3,200})/giu, fits: isFilledIn },
  {
    ...password,
    pattern: /\brasdial\s{1,3}(?:"[^"\n]{1,64}"|\S{1,64})\s{1,3}\S{1,100}\s{1,3}(?<value>[^\s\p{Co}]{3,200})/giu,
    fits: isFilledIn,
  },
  {
    ...password,
    pattern: /\b(?:curl|wget)\b[^\n]{0,300}?\s(?:-u|--user)[= ]["']?[^\s:"']{1,100}:(?<value>[^\s"'\p{Co}]{1,200})/giu,
  },
  {
    ...password,
    pattern: /\b(?:sqlplus|sqlldr|expdp|impdp)\b[^\n]{0,100}?\s[\w$#]{1,60}\/(?<value>[^\s/@"'\p{Co}]{3,200})/giu,
    fits: (value, behind) => isFilledIn(value) && (behind.startsWith('@') || isStrong(value)),
  },
  { ...password, pattern: /\bConvertTo-SecureString\b[^\n"']{0,80}["'](?<value>[^"'\n]{1,200})/gi },
  {
    ...password,
    pattern:
      /\bConvertTo-SecureString\s{1,3}(?:-AsPlainText\s{1,3}|-Force\s{1,3}|-String\s{1,3}){0,3}(?<value>[^\s"'\p{Co}]{3,200})/giu,
    fits: (value) => isFilledIn(value) && !value.startsWith('$'),
  },
  { ...password, pattern: /["'](?<value>[^"'\n]{1,200})(?=["']\s?\|\s?ConvertTo-SecureString)/gi },
  {
    ...password,
    pattern:
      /\b(?:NetworkCredential|PSCredential)(?:\]::new)?\s?\(\s?["'][^"'\n]{1,100}["']\s?,\s?["'](?<value>[^"'\n]{1,200})/gi,
  },
]

const namesOfSecrets = String.raw`"name"\s?:\s{0,3}"[\w.-]{0,40}(?:password|passwd|pwd|secret)\d?"`
const vaultId = String.raw`"id"\s?:\s{0,3}"https:\/\/[\w.-]{3,100}\/secrets\/`
const jsonValue = /"value"/i
const valueInJson = String.raw`"value"\s?:\s{0,3}"(?<value>[^"\n]{1,2000})`

/** What az and the interfaces of Azure print: a value whose neighbour says that it is secret. */
const printedInJson: readonly Mask[] = [
  {
    pattern: new RegExp(
      String.raw`${namesOfSecrets}\s?,\s{0,20}(?:"slotSetting"\s?:\s{0,3}\w{4,5}\s?,\s{0,20})?${valueInJson}`,
      'gi',
    ),
  },
  { pattern: new RegExp(String.raw`${valueInJson}(?="\s?,\s{0,20}${namesOfSecrets})`, 'gi') },
  { pattern: new RegExp(String.raw`${vaultId}[^"\n]{1,200}"[^[\]]{0,600}?${valueInJson}`, 'gi') },
  { pattern: new RegExp(String.raw`${valueInJson}(?="[^{}[\]]{0,600}?${vaultId})`, 'gi') },
].map((mask) => ({ ...password, sign: jsonValue, fits: (value) => !isRemark(value) && !isCode(value), ...mask }))

export const transportedSecrets: readonly Mask[] = [
  ...printedInJson,
  { ...token, pattern: /\bbearer\s{1,3}(?<value>[\w.~+/=-]{16,8000})/gi, fits: isLong },
  {
    ...token,
    pattern:
      /\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:token|apikey|digest|negotiate|ntlm)\s{1,3}(?<value>[\w.~+/=-]{16,8000})/gi,
  },
  { ...password, pattern: /\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?basic\s{1,3}(?<value>[\w+/=]{6,2000})/gi },
  {
    ...key,
    pattern:
      /\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?sharedkey(?:lite)?\s{1,3}[\w.-]{1,64}:(?<value>[\w+/=]{16,200})/gi,
  },
  // All of a header that sends or sets a cookie.
  {
    shows: 'cookie',
    leak: 'token',
    pattern: /(?<![\p{L}.])(?:set-)?cookie\s?:\s{0,3}(?<value>[\w.-]{1,80}=[^\n]{1,8000})/giu,
  },
  {
    shows: 'cookie',
    leak: 'token',
    pattern:
      /(?<![\w-])(?:ESTSAUTH(?:PERSISTENT|LIGHT)?|ESTSSC|SignInStateCookie|buid|fpc|x-ms-[\w-]{2,60}credential|FedAuth|rtFa|JSESSIONID|PHPSESSID|ASP\.NET_SessionId|AppServiceAuthSession|\.AspNetCore\.[\w.]{2,60}|connect\.sid|[\w.-]{0,40}(?:session|auth)[\w.-]{0,40}cookie)=(?<value>[^\s;,"'<>]{8,8000})/gi,
  },
  // What an address, or a form, hands over.
  {
    ...token,
    pattern:
      /(?<![\p{L}\d])(?:(?:access|refresh|id|auth)_token|code_verifier|client_info|client_assertion|SAML(?:Response|Request|art)|wresult|assertion|ticket)["'*]{0,3}\s{0,3}[=:]\s{0,3}["']?(?<value>[^\s&"'<>\p{Co}]{16,32000})/giu,
    fits: isLong,
  },
  { ...token, pattern: /[?&#;]code=(?<value>[^\s&"'<>#\p{Co}]{16,8000})/giu, fits: isLong },
  { ...token, pattern: /\bSAML(?:Response|Request)["']?\s{0,3}value\s?=\s?["'](?<value>[^"']{16,32000})/gi },
  // Always so many bytes that it ends with an equals sign, which tells how far it goes on where a mail has broken it.
  {
    ...key,
    pattern:
      /(?<=%26|(?<![\p{L}\d]))(?:sig|signature)(?:=|%3d)(?<value>[^\s&"'<>”“;\p{Co}]{0,60}(?<!%3d|=)\n[\w%+/-]{0,60}(?:%3d|=)(?=[\s&"'<>]|$)|[^\s&"'<>”“;\p{Co}]{8,400})/giu,
  },
  { ...key, pattern: /[?&](?:key|apikey|api_key|subscription-key)=(?<value>[^\s&"'<>#\p{Co}]{16,400})/giu },
  ...programs.map(([names, option]) => ({
    ...password,
    sign: program,
    pattern: new RegExp(String.raw`\b(?:${anyCase(names)})${after}${option}\s{0,2}${value}`, 'gu'),
    fits: isFilledIn,
  })),
  ...otherCommandLines.map((mask) => ({ sign: otherProgram, ...mask })),
  // Options that are called the same everywhere.
  {
    ...password,
    pattern:
      /(?<!\S)(?:--?|\/)(?:passw(?:or)?d{1,3}|passphrase|storepass|keypass|adminpassword|account-key|storageaccountkey|token|secret|client-secret|api-?key)(?:\s{1,3}|:)["']?(?<value>[^\s"'\p{Co}]{3,500})/giu,
    fits: isFilledIn,
  },
]
