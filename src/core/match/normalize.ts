// From pasted text to words that can be compared: one spelling for what people, clients and OCR spell differently.

/** What is pasted beyond this is not read. */
export const mostCharacters = 32_768
/** As many as the longest text has in a language with spaces. */
const mostWords = 6000

/** Readable text on one spelling of quotes, spaces and letters; HTML, dialog furniture, addresses and ids are gone. */
export function clean(raw: string): string {
  return (
    raw
      .slice(0, mostCharacters)
      .replace(/<[^<>]{1,500}>/g, ' ')
      .replace(/&(nbsp|amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? ' ')
      .replace(/&#(\d{1,6}|x[0-9a-f]{1,5});/gi, (_, number: string) => characterOf(number))
      .normalize('NFKC')
      // One character may have become eighteen.
      .slice(0, mostCharacters)
      .replace(/\p{Cf}/gu, '')
      .replace(/[‘’ʼ´`′]/g, "'")
      .replace(/[“”„«»]/g, '"')
      .replace(/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}/g, ' ')
      .replace(/\[(window title|content|expanded information|ok|cancel|\^)\]/gi, ' ')
      .replace(/(hide|show|see) details/gi, ' ')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, ' ')
      .replace(/\d{4}-\d{2}-\d{2}t[\d:.]{5,16}z?/gi, ' ')
  )
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The character of a numeric entity: 160, x2019. */
const characterOf = (number: string): string =>
  String.fromCodePoint(/^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number))

/** The comparable words of a text, in order, without their endings. Codes are no words; codes.ts reads them. */
export const wordsOf = (cleaned: string): string[] => wholeWordsOf(cleaned).map((word) => stemmed(word))

/**
 * The words of a text with their endings.
 * `keep` remembers what was made of each word: for the catalog's own texts, never for what people paste.
 */
export function wholeWordsOf(cleaned: string, keep = false): string[] {
  const lower = cleaned.toLowerCase().replace(/\b[0o]x[0-9a-f]{1,10}\b/g, ' ')
  const raw = expandNegation(lower).match(/[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)?/gu) ?? []
  const words: string[] = []
  for (const word of raw) {
    if (words.length >= mostWords) break
    words.push(...folded(word, keep))
  }
  return joinSynonyms(words)
}

/** `make`, with the results for the catalog's words kept: they are most of what comes again. */
function keeping<T>(make: (word: string) => T): (word: string, keep?: boolean) => T {
  const kept = new Map<string, T>()
  return (word, keep = false) => {
    const made = kept.get(word) ?? make(word)
    if (keep) kept.set(word, made)
    return made
  }
}

const folded = keeping(piecesOf)
/** A word of `wholeWordsOf` without its ending. */
export const stemmed = keeping(stem)

/** A digit inside a word is a letter misread: c0nnect, 1ogon. */
const lettersForDigits = (word: string): string =>
  /^\p{N}+$/u.test(word) ? word : word.replaceAll('0', 'o').replaceAll('1', 'l')

/** "can't", "cannot" and "cant" all become "can not". */
const expandNegation = (text: string): string =>
  text
    .replace(/\bcan(?:'t|t|not)\b/g, 'can not')
    .replace(/\b(could|do|does|did|is|was|were|would|should|has|have|are|wo)n'?t\b/g, '$1 not')

const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]{2,}/u

/** The folded word; scripts without spaces have nothing to fold, and are cut into pairs of characters. */
function piecesOf(word: string): string[] {
  const bare = word.replace(/'s$/, '').replaceAll("'", '')
  if (!ideographs.test(bare)) return [fold(lettersForDigits(bare))]
  const characters = Array.from(bare)
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`)
}

/** Several words, or another word, for the same thing. The longest wins. */
const synonyms: readonly (readonly [string, string])[] = [
  ['log in', 'logon'],
  ['log on', 'logon'],
  ['logging on', 'logon'],
  ['logging in', 'logon'],
  ['login', 'logon'],
  ['logons', 'logon'],
  ['logins', 'logon'],
  ['sign in', 'signin'],
  ['signing in', 'signin'],
  ['sign on', 'signin'],
  ['remote desktop', 'rdp'],
  ['mstsc', 'rdp'],
  ['virtual machine', 'vm'],
  ['virtual machines', 'vm'],
  ['vms', 'vm'],
  ['cloud pc', 'cloudpc'],
  ['cloud pcs', 'cloudpc'],
  ['cloudpcs', 'cloudpc'],
  ['cpc', 'cloudpc'],
  ['azure ad', 'entra'],
  ['azure active directory', 'entra'],
  ['microsoft entra id', 'entra'],
  ['microsoft entra', 'entra'],
  ['entra id', 'entra'],
  ['azuread', 'entra'],
  ['aad', 'entra'],
  ['aadj', 'entra joined'],
  ['windows virtual desktop', 'avd'],
  ['azure virtual desktop', 'avd'],
  ['wvd', 'avd'],
  ['user name', 'username'],
  ['pass word', 'password'],
  ['pwd', 'password'],
  ['pw', 'password'],
  ['creds', 'credentials'],
  ['multi factor authentication', 'mfa'],
  ['multifactor authentication', 'mfa'],
  ['two factor authentication', 'mfa'],
  ['2fa', 'mfa'],
  ['virtual network', 'vnet'],
  ['organizational unit', 'ou'],
  ['organisational unit', 'ou'],
  ['local security authority', 'lsa'],
  ['group policy', 'gpo'],
  ['group policies', 'gpo'],
  ['group policy object', 'gpo'],
  ['group policy objects', 'gpo'],
  ['gpos', 'gpo'],
  ['network security group', 'nsg'],
  ['network security groups', 'nsg'],
  ['nsgs', 'nsg'],
  ['domain controller', 'dc'],
  ['ip address', 'ip'],
  ['ip addresses', 'ip'],
  ['greyed', 'grayed'],
  ['grey', 'gray'],
  ['licence', 'license'],
  ['licences', 'license'],
  ['licensing', 'license'],
  ['temporarily', 'temporary'],
]
/** Under the first word: what follows it, and what stands for all of it. The longest first. */
const synonymsFrom = new Map<string, { readonly rest: readonly string[]; readonly words: readonly string[] }[]>()
for (const [long, short] of [...synonyms].sort(([a], [b]) => b.split(' ').length - a.split(' ').length)) {
  const [first = '', ...rest] = foldAll(long).split(' ')
  synonymsFrom.set(first, [...(synonymsFrom.get(first) ?? []), { rest, words: foldAll(short).split(' ') }])
}

function joinSynonyms(words: readonly string[]): string[] {
  const joined: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const synonym = synonymsFrom
      .get(word)
      ?.find(({ rest }) => rest.every((next, ahead) => words[at + 1 + ahead] === next))
    if (synonym) {
      joined.push(...synonym.words)
      at += synonym.rest.length
    } else joined.push(word)
  }
  return joined
}

/** The folded word without its commonest English endings: connect, connected, connecting, connection. */
function stem(word: string): string {
  if (word.length < 5 || !/^[a-z]+$/.test(word)) return word
  const bare = word.replace(/(?:ions?|ings?|ediy|ed|es|s)$/, '')
  return bare.length < 3 || word.endsWith('ss') ? word : bare.replace(/([bdgmnprt])\1$/, '$1').replace(/e$/, '')
}

function foldAll(words: string): string {
  return words.split(' ').map(fold).join(' ')
}

/** Greek and Cyrillic letters that look like Latin ones; for comparing only. */
const confusables: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('αаοоеεсрухіјѕкκντвмнԁ', (letter, at) => [letter, 'aaooeecpyxijskkvtbmhd'[at] ?? letter]),
)

const withoutMarks = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\u0370-\u04ff\u0501]/g, (letter) => confusables[letter] ?? letter)

/** Letters that OCR and fonts take for each other become one, accents go. */
function fold(word: string): string {
  const plain = /^[\u0020-\u007e]*$/.test(word) ? word : withoutMarks(word)
  return plain.replaceAll('rn', 'm').replaceAll('vv', 'w').replace(/[l1|]/g, 'i').replaceAll('0', 'o')
}
