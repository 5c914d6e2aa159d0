// The signatures of the catalog, prepared once for comparing: words, their weights, and where each word occurs.
import type { Catalog } from '../catalog.ts'
import { canonicalCode } from './codes.ts'
import { clean, wordsOf } from './normalize.ts'

/** Whose text it is: a symptom's own, or one that only looks like a symptom's. */
export type Owner = { readonly kind: 'symptom' | 'look-alike' | 'neighbour'; readonly id: string }

export type Signature = {
  readonly owner: Owner
  readonly text: string
  readonly words: readonly string[]
  /** How much each word tells, between 0 and about 1. */
  readonly weights: readonly number[]
  readonly total: number
}

export type SignatureIndex = {
  readonly signatures: readonly Signature[]
  /** For each word, the places where it stands. */
  readonly postings: ReadonlyMap<string, readonly { readonly signature: number; readonly at: number }[]>
  /** Words of the catalog by what is left of them with one letter left out. */
  readonly nearWords: ReadonlyMap<string, readonly string[]>
  readonly weightOf: (word: string) => number
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

export function indexSignatures(catalog: Catalog): SignatureIndex {
  const texts = textsOf(catalog).map((entry) => ({ ...entry, words: wordsOf(clean(entry.text)) }))
  const weightOf = weigh(texts)
  const signatures = texts
    .filter(({ words }) => words.length > 0)
    .map(({ owner, text, words }) => {
      const weights = words.map(weightOf)
      return { owner, text, words, weights, total: weights.reduce((sum, weight) => sum + weight, 0) }
    })
  const postings = new Map<string, { signature: number; at: number }[]>()
  signatures.forEach(({ words }, signature) => {
    words.forEach((word, at) => {
      listUnder(postings, word, { signature, at })
    })
  })
  return { signatures, postings, nearWords: nearWordsOf([...postings.keys()]), weightOf, codes: codesOf(catalog) }
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

/** Rare words tell more: the weight falls with the number of owners that use the word. */
function weigh(texts: readonly { owner: Owner; words: readonly string[] }[]): (word: string) => number {
  const users = new Map<string, Set<string>>()
  const owners = new Set<string>()
  for (const { owner, words } of texts) {
    owners.add(owner.id)
    for (const word of words) users.set(word, (users.get(word) ?? new Set()).add(owner.id))
  }
  const most = Math.log(owners.size + 1)
  return (word) => {
    const rarity = Math.max(0.05, Math.log((owners.size + 1) / ((users.get(word)?.size ?? 0) + 0.5)) / most)
    return furniture.has(word) ? 0.2 * rarity : rarity
  }
}

const shortestNear = 5

/** The word with each of its letters left out in turn, and the word itself. */
export const withoutOneLetter = (word: string): string[] =>
  word.length < shortestNear
    ? []
    : [word, ...Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1))]

function nearWordsOf(words: readonly string[]): Map<string, string[]> {
  const near = new Map<string, string[]>()
  for (const word of words) for (const rest of new Set(withoutOneLetter(word))) listUnder(near, rest, word)
  return near
}

function listUnder<T>(lists: Map<string, T[]>, key: string, entry: T): void {
  const list = lists.get(key)
  if (list) list.push(entry)
  else lists.set(key, [entry])
}
