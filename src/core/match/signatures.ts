// The signatures of the catalog, prepared once for comparing: words, their weights, and where each word occurs.
import type { Catalog } from '../catalog.ts'
import { canonicalCode } from './codes.ts'
import { isEveryday } from './everyday.ts'
import { clean, stemmed, wholeWordsOf, wordsOf } from './normalize.ts'

/** Whose text it is: a symptom's own, or one that only looks like a symptom's. */
export type Owner = { readonly kind: 'symptom' | 'look-alike' | 'neighbour'; readonly id: string }

export type Signature = {
  readonly owner: Owner
  readonly text: string
  /** Its words, as their numbers in the index. */
  readonly words: readonly number[]
}

/** A spelling of a word of the catalog, and the word's number. */
export type Form = { readonly spelling: string; readonly word: number }

/** Every word of the catalog has a number; what is known of it stands under that number. */
export type SignatureIndex = {
  readonly signatures: readonly Signature[]
  /** For each signature the sum of how much its words tell. */
  readonly totals: Float64Array
  /** The same without the words of any complaint. */
  readonly tellingTotals: Float64Array
  readonly numberOf: ReadonlyMap<string, number>
  /** How much each word tells, between 0 and about 1. */
  readonly weights: Float64Array
  /** The same, and nothing for the words of any complaint. */
  readonly telling: Float64Array
  /** What a word tells that no signature holds. */
  readonly unknownWeight: (word: string) => number
  /** The signatures in which each word stands, as often as it does; none for a word that stands in any sentence. */
  readonly places: readonly Uint32Array[]
  /** The words as the catalog writes them, with and without their endings, by what is left with one letter left out. */
  readonly nearForms: ReadonlyMap<string, readonly Form[]>
  /** The owners of each code. */
  readonly codes: ReadonlyMap<string, readonly Owner[]>
}

// Words that stand in any sentence; they help the order and tell nothing.
const furniture = new Set(
  wordsOf(
    'a an the to of in on at for from by with and or if is are was be been has have had this that these those it its i we you your my our ' +
      'me can could will would should do does did not no as so but when while there here please hi get got getting try trying tried again ' +
      'error code message problem issue contact administrator admin support help technical tech keep happen more information ' +
      'el la los las de del un una en y o que no se al le les des du et ou pas ne der die das den dem ein eine und oder nicht zu von mit',
  ),
)

/** Would a text of these words fit any message? */
export const tellsNothing = (words: readonly string[]): boolean => words.every((word) => furniture.has(word))

export function indexSignatures(catalog: Catalog): SignatureIndex {
  const texts = textsOf(catalog)
    .map((entry) => ({ ...entry, whole: wholeWordsOf(clean(entry.text), true) }))
    .filter(({ whole }) => whole.length > 0)
    .map((entry) => ({ ...entry, words: entry.whole.map((word) => stemmed(word, true)) }))
  const weightOf = weigh(texts)
  const numberOf = new Map<string, number>()
  for (const { words } of texts) for (const word of words) if (!numberOf.has(word)) numberOf.set(word, numberOf.size)
  const weights = Float64Array.from(numberOf.keys(), weightOf)
  const telling = Float64Array.from(numberOf.keys(), (word) =>
    furniture.has(word) || isEveryday(word) ? 0 : weightOf(word),
  )
  const signatures = texts.map(({ owner, text, words }) => ({
    owner,
    text,
    words: words.map((word) => numberOf.get(word) ?? 0),
  }))
  return {
    signatures,
    totals: Float64Array.from(signatures, ({ words }) => sumOf(words, weights)),
    tellingTotals: Float64Array.from(signatures, ({ words }) => sumOf(words, telling)),
    numberOf,
    weights,
    telling,
    unknownWeight: weightOf,
    places: placesOf(signatures, numberOf),
    nearForms: nearFormsOf(texts, numberOf),
    codes: codesOf(catalog),
  }
}

/** What these words weigh together. */
export function sumOf(words: readonly number[], weights: Float64Array): number {
  let sum = 0
  for (const word of words) sum += weights[word] ?? 0
  return sum
}

function placesOf(signatures: readonly Signature[], numberOf: ReadonlyMap<string, number>): Uint32Array[] {
  const places = Array.from(numberOf.keys(), (): number[] => [])
  const leadsNowhere = new Set([...furniture].map((word) => numberOf.get(word)))
  signatures.forEach((signature, number) => {
    for (const word of signature.words) if (!leadsNowhere.has(word)) places[word]?.push(number)
  })
  return places.map((list) => Uint32Array.from(list))
}

function textsOf(catalog: Catalog): { owner: Owner; text: string }[] {
  const owned = (kind: Owner['kind'], id: string, texts: readonly string[]) =>
    texts.map((text) => ({ owner: { kind, id }, text }))
  return [
    ...catalog.symptoms.flatMap(({ id, signatures }) => [
      ...owned('symptom', id, [
        ...signatures.texts,
        ...signatures.localized.map(({ text }) => text),
        ...signatures.variants,
      ]),
      ...owned('look-alike', id, signatures.lookAlikes),
    ]),
    ...catalog.neighbours.flatMap(({ title, texts }) => owned('neighbour', title, texts)),
  ]
}

function codesOf(catalog: Catalog): Map<string, Owner[]> {
  const codes = new Map<string, Owner[]>()
  const add = (code: string, owner: Owner) => {
    listUnder(codes, canonicalCode(code), owner)
  }
  for (const { id, signatures } of catalog.symptoms)
    for (const code of signatures.codes) add(code, { kind: 'symptom', id })
  for (const { title, codes: listed } of catalog.neighbours)
    for (const code of listed) add(code, { kind: 'neighbour', id: title })
  return codes
}

/** Rare words tell more: the weight falls with the number of owners that use the word. Texts of one owner stand together. */
function weigh(texts: readonly { owner: Owner; words: readonly string[] }[]): (word: string) => number {
  const users = new Map<string, { count: number; last: string }>()
  const owners = new Set<string>()
  for (const { owner, words } of texts) {
    owners.add(owner.id)
    for (const word of words) {
      const known = users.get(word)
      if (!known) users.set(word, { count: 1, last: owner.id })
      else if (known.last !== owner.id) {
        known.count += 1
        known.last = owner.id
      }
    }
  }
  const most = Math.log(owners.size + 1)
  return (word) => {
    const rarity = Math.max(0.05, Math.log((owners.size + 1) / ((users.get(word)?.count ?? 0) + 0.5)) / most)
    return furniture.has(word) ? 0.2 * rarity : rarity
  }
}

const shortestNear = 5
const longestNear = 60

/** The word with each of its letters left out in turn, and the word itself. */
export const withoutOneLetter = (word: string): string[] =>
  word.length < shortestNear || word.length > longestNear
    ? []
    : [word, ...Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1))]

function nearFormsOf(
  texts: readonly { whole: readonly string[]; words: readonly string[] }[],
  numberOf: ReadonlyMap<string, number>,
): Map<string, Form[]> {
  const wordOf = new Map<string, number>(numberOf)
  for (const { whole, words } of texts)
    whole.forEach((spelling, at) => {
      if (!wordOf.has(spelling)) wordOf.set(spelling, numberOf.get(words[at] ?? '') ?? 0)
    })
  const near = new Map<string, Form[]>()
  for (const [spelling, word] of wordOf)
    for (const rest of new Set(withoutOneLetter(spelling))) listUnder(near, rest, { spelling, word })
  return near
}

function listUnder<T>(lists: Map<string, T[]>, key: string, entry: T): void {
  const list = lists.get(key)
  if (list) list.push(entry)
  else lists.set(key, [entry])
}
