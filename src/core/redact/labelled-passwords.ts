// Passwords that are known by the words before them: "Kennwort: …", "my password is …", "PWD=…".
import { assigned, gap, isGiven, isMixed, isNone, isStrong, open, pattern, plain, quoted } from './labels.ts'
import type { Mask } from './mask.ts'
import { allPasswordWords, passwordWords } from './words.ts'

/** At most four words and a verb: "password for the machine is". */
const told = String.raw`(?:\s{1,2}[\p{L}’']{1,12}){0,4}?\s{1,3}(?:is|was|ist|war|lautet|lautete|heißt|heisst|est|était|es|era|è|é|to|brzmi|är|er|on)\s{1,3}`
const toldInJapaneseOrChinese = String.raw`\s?(?:は|是|为|為|「|『)\s?`
/** German verbs come last: "wurde auf … geändert". */
const setTo = String.raw`["'”“]{0,2}\s(?:\p{L}{1,12}\s)?(?:zurück|ab|um)?(?:geändert|gesetzt|gestellt|gewechselt)`
const logins = String.raw`(?:login|logon|credentials|creds|zugangsdaten|anmeldedaten|identifiants)`

/** Any of the words for a password. */
const sign = new RegExp(allPasswordWords, 'iu')

const passwords: readonly Omit<Mask, 'shows' | 'leak'>[] = [
  // "User / password: anna / …": what stands behind the second slash is the second thing that was asked for.
  {
    sign,
    pattern: pattern(
      String.raw`\b(?:user|login|logon|account|id|benutzer|konto)[\p{L} -]{0,20}[/|]\s?${allPasswordWords}\s{0,3}[:=]\s{0,3}[^\s/|]{1,64}\s{0,3}[/|]\s{0,3}(?<value>${plain}{4,200})`,
    ),
    fits: isGiven,
  },
  // In quotes a password may hold spaces.
  { sign, pattern: pattern(`${allPasswordWords}${assigned}${quoted}`), fits: (value) => !isNone(value) },
  { sign, pattern: pattern(`${allPasswordWords}${assigned}${gap}(?<value>${plain}{3,200})`), fits: isGiven },
  // Some words between: "Mot de passe temporaire : …", "password I typed: …".
  {
    sign,
    pattern: pattern(String.raw`${passwordWords}(?:\s\p{L}{1,14}){1,3}${assigned}${gap}(?<value>${plain}{4,200})`),
    fits: isStrong,
  },
  { sign, pattern: pattern(`${passwordWords}["']?(?:${told}|\\s{1,3})${quoted}`), fits: (value) => !isNone(value) },
  { sign, pattern: pattern(`${passwordWords}${told}${open}{0,2}(?<value>${plain}{4,200})`), fits: isStrong },
  // Where "my" says that it is one, a name is no name: "my password is Sommerregen".
  {
    sign,
    pattern:
      /(?:\bmy|\bmein|\bmon|\bmi|\bminha|\bmijn)\s(?:password|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|pw)\s(?:is|was|ist|war|est|es|é)\s(?<value>\p{Lu}\p{Ll}{5,40})(?![\p{L}\d])/gu,
    fits: (value) => !isNone(value),
  },
  {
    sign,
    pattern: pattern(
      `${passwordWords}${toldInJapaneseOrChinese}(?<value>[^\\s」』。，\\p{Co}]{4,100}?)(?=です|[\\s」』。，]|$)`,
    ),
    fits: isStrong,
  },
  // On the next line, and alone there. YAML says with a sign that it is there.
  {
    sign,
    pattern: pattern(String.raw`${allPasswordWords}["']?\s?:\s?[|>][+-]?\n(?<value>[^\s\p{Co}]{3,200})(?=\n|$)`),
    fits: (value) => !isNone(value),
  },
  {
    sign,
    pattern: pattern(String.raw`${allPasswordWords}["'*]{0,3}[ :：]{0,3}\n(?<value>[^\s\p{Co}]{4,200})(?=\n|$)`),
    fits: isStrong,
  },
  {
    sign,
    pattern: pattern(
      String.raw`(?:${passwordWords}|(?<!\p{L})mi clave)(?:\s{1,3}|\s{1,2}(?:[–—-]|es)\s{1,2})${open}{0,2}(?<value>${plain}{5,200})`,
    ),
    fits: isStrong,
  },
  // Before the word: "I type … as password".
  {
    sign,
    pattern: pattern(
      String.raw`(?<!\S)(?<value>[^\s\p{Co}]{5,100})(?=\s(?:as|als|comme|como|come)\s(?:(?:my|the|a|mein|mon)\s)?${passwordWords})`,
    ),
    fits: isStrong,
  },
  {
    sign,
    pattern: pattern(String.raw`\b(?:als|as) (?:\p{L}{2,8} )?${passwordWords} (?<value>[^\s\p{Co}]{5,100})`),
    fits: isStrong,
  },
  {
    pattern: pattern(
      String.raw`\b(?:changed|set|reset|switched) (?:it|my \p{L}{2,10}|the \p{L}{2,10}) (?:to|into) (?<value>[^\s\p{Co}]{5,100})`,
    ),
    fits: isStrong,
  },
  {
    pattern: pattern(
      String.raw`\b${logins}(?:\s?[:=：]\s?|\s(?:(?:are|is|sind) )?)[^\s/:|]{1,64}\s?[/:|]\s?(?<value>[^\s\p{Co}]{5,100})`,
    ),
    fits: isStrong,
  },
  // "The password (temporary) …", "changed my password from … to …", "Kennwort wurde auf … geändert".
  {
    sign,
    pattern: pattern(String.raw`${passwordWords}\s\([^()\n]{1,40}\)\s{1,3}${open}{0,2}(?<value>${plain}{5,200})`),
    fits: isMixed,
  },
  {
    sign,
    pattern: pattern(
      String.raw`\b(?:change|switch|update|reset|set)\p{L}{0,3}\s(?:\p{L}{1,10}\s){0,3}${passwordWords}\s(?:from\s\S{1,100}\s)?(?:to|into)\s${open}{0,2}(?<value>${plain}{5,200})`,
    ),
    fits: isMixed,
  },
  {
    sign,
    pattern: pattern(
      String.raw`\b(?:change|switch|update|reset)\p{L}{0,3}\s(?:\p{L}{1,10}\s){0,3}${passwordWords}\sfrom\s${open}{0,2}(?<value>${plain}{5,200})(?=["'”“]{0,2}\s(?:to|into)\s)`,
    ),
    fits: isMixed,
  },
  {
    sign,
    pattern: pattern(
      String.raw`${passwordWords}(?:\s\p{L}{1,12}){0,4}?(?:\svon\s\S{1,100})?\s(?:auf|in)\s${open}{0,2}(?<value>${plain}{5,200})(?=${setTo})`,
    ),
    fits: isMixed,
  },
  {
    sign,
    pattern: pattern(
      String.raw`${passwordWords}(?:\s\p{L}{1,12}){0,4}?\svon\s${open}{0,2}(?<value>${plain}{5,200})(?=["'”“]{0,2}\s(?:auf|in)\s\S{1,100}${setTo})`,
    ),
    fits: isMixed,
  },
  // As lists of accounts have it: anna@contoso.com:…
  {
    sign: /@/,
    pattern: /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}:(?<value>[^\s/\\"'<>\p{Co}]{6,100})/gu,
    fits: isMixed,
  },
  // The password that LAPS keeps, as the directory has it.
  { sign, pattern: /\bmsLAPS-(?:Encrypted)?Password\b[^\n]{0,200}?"p"\s?:\s?"(?<value>[^"\n]{4,100})/gi },
]

export const labelledPasswords: readonly Mask[] = passwords.map((mask) => ({
  shows: 'password',
  leak: 'password',
  ...mask,
}))
