// Search libraries put to the matcher's work: one document a signature, the best document of a symptom counts for it.
import Fuse from 'fuse.js'
import lunr from 'lunr'
import MiniSearch from 'minisearch'
import type { Catalog } from '../../src/core/catalog.ts'
import { type Scores, scorerFor } from '../../src/core/match/decide.ts'

export type Engine = {
  readonly name: string
  /** Prepares the catalog; the answer ranks the symptoms for a text, best first, in the engine's own scores. */
  readonly prepare: (catalog: Catalog) => (text: string) => readonly Ranked[]
}
export type Ranked = { readonly symptomId: string; readonly score: number }

type Entry = { readonly id: number; readonly owner: string; readonly text: string }

const entriesOf = (catalog: Catalog): Entry[] =>
  catalog.symptoms
    .flatMap(({ id, signatures }) =>
      [...signatures.codes, ...signatures.texts, ...signatures.variants].map((text) => ({ owner: id, text })),
    )
    .map((entry, id) => ({ id, ...entry }))

function bestOfEach(hits: readonly { owner: string; score: number }[]): Ranked[] {
  const best = new Map<string, number>()
  for (const { owner, score } of hits) best.set(owner, Math.max(best.get(owner) ?? 0, score))
  return [...best].map(([symptomId, score]) => ({ symptomId, score })).sort((a, b) => b.score - a.score)
}

function miniSearch(fuzzy: number | false): Engine['prepare'] {
  return (catalog) => {
    const index = new MiniSearch<Entry>({ fields: ['text'], storeFields: ['owner'], searchOptions: { fuzzy } })
    index.addAll(entriesOf(catalog))
    return (text) => bestOfEach(index.search(text).map(({ owner, score }) => ({ owner: String(owner), score })))
  }
}

function withLunr(catalog: Catalog): (text: string) => Ranked[] {
  const entries = entriesOf(catalog)
  const index = lunr((builder) => {
    builder.ref('id')
    builder.field('text')
    for (const entry of entries) builder.add(entry)
  })
  return (text) => {
    const words = lunr.tokenizer(text).map(String)
    const hits = index.query((query) => {
      query.term(words, {})
    })
    return bestOfEach(hits.map(({ ref, score }) => ({ owner: entries[Number(ref)]?.owner ?? '', score })))
  }
}

function withFuse(catalog: Catalog): (text: string) => Ranked[] {
  const index = new Fuse(entriesOf(catalog), {
    keys: ['text'],
    includeScore: true,
    ignoreLocation: true,
    threshold: 0.6,
  })
  return (text) =>
    bestOfEach(index.search(text).map(({ item, score = 1 }) => ({ owner: item.owner, score: 1 - score })))
}

export const reconnect: Engine = {
  name: 'Reconnect',
  prepare: (catalog) => {
    const score = scorerFor(catalog)
    return (text) => score(text).symptoms
  },
}

export const engines: readonly Engine[] = [
  reconnect,
  { name: 'minisearch', prepare: miniSearch(false) },
  { name: 'minisearch, fuzzy', prepare: miniSearch(0.2) },
  { name: 'lunr', prepare: withLunr },
  { name: 'fuse.js', prepare: withFuse },
]

/** A library's ranking in the shape that is decided on; what it knows nothing of counts nothing. */
export function asScores(ranked: readonly Ranked[], top: number): Scores {
  const symptoms = ranked.slice(0, 5).map(({ symptomId, score }) => ({
    symptomId,
    score: Math.min(1, score / top),
    phrase: 0,
    mass: 0,
    doubted: false,
    telling: true,
    evidence: [],
  }))
  return { symptoms, decoy: { score: 0, mass: 0, title: '', byCode: false } }
}
