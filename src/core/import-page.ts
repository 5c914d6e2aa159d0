// From a page about errors to drafts of symptoms: one for each heading that is an error.
// Nothing of the page's advice goes into a draft.
import { codesIn, errorTexts, isError, type Passage, textsOfHeading } from './error-words.ts'

export type PageDraft = {
  readonly id: string
  readonly heading: string
  readonly codes: readonly string[]
  readonly texts: readonly string[]
}
export type PageReading = { readonly drafts: readonly PageDraft[]; readonly skipped: readonly string[] }

/** A heading and what stands below it, up to the next one. */
export type Section = { readonly heading: string; readonly depth: number; readonly passages: readonly Passage[] }
const most = { code: 120, texts: 20, codes: 20, slug: 60 }

/** The drafts that the headings of a page give, and the headings that are no errors. */
export function readPage(sections: readonly Section[]): PageReading {
  const ownerOf = ownersOf(sections)
  const drafted = new Set<Section>()
  const ids = new Set<string>()
  const drafts: PageDraft[] = []
  for (const error of sections.filter((section) => ownerOf.get(section) === section)) {
    const own = sections.filter((section) => ownerOf.get(section) === error)
    const quoted = own.flatMap(({ passages }) => passages.flatMap(errorTexts))
    // A heading over other errors that quotes none of its own only groups them.
    if (quoted.length === 0 && holdsOthers(error, sections, ownerOf)) continue
    drafts.push(draftOf(error, own, quoted, ids))
    for (const section of own) drafted.add(section)
  }
  const skipped = sections.filter((section) => section.heading !== '' && !drafted.has(section))
  return { drafts, skipped: skipped.map(({ heading }) => heading) }
}

function draftOf(
  { heading }: Section,
  own: readonly Section[],
  quoted: readonly string[],
  ids: Set<string>,
): PageDraft {
  const id = freshId(heading, ids)
  const around = own.flatMap((section) => [section.heading, ...section.passages.map(({ text }) => text)]).join('\n')
  return {
    id,
    heading,
    codes: unlike([...codesIn(heading, true), ...codesIn(quoted.join('\n'), true), ...codesIn(around, false)])
      .filter((code) => code.length <= most.code)
      .slice(0, most.codes),
    texts: unlike([...textsOfHeading(heading), ...quoted]).slice(0, most.texts),
  }
}

/** An id for a text, at most `most.slug` characters long; several texts may have the same. */
export function slugOf(text: string): string {
  const words =
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/['\u2019\p{M}]/gu, '')
      .match(/[a-z0-9]+/g) ?? []
  let slug = words.shift()?.slice(0, most.slug) ?? 'error'
  for (const word of words) {
    if (slug.length + 1 + word.length > most.slug) break
    slug += `-${word}`
  }
  return slug
}

function freshId(heading: string, ids: Set<string>): string {
  const slug = slugOf(heading)
  let id = slug
  for (let number = 2; ids.has(id); number += 1) id = `${slug}-${number}`
  ids.add(id)
  return id
}

/** The error under whose heading each section stands, itself included. */
function ownersOf(sections: readonly Section[]): Map<Section, Section> {
  const owners = new Map<Section, Section>()
  let above: Section[] = []
  for (const section of sections) {
    above = above.filter(({ depth }) => depth < section.depth)
    const parent = above.at(-1)
    const owner = isError(section.heading) ? section : parent && owners.get(parent)
    if (owner) owners.set(section, owner)
    above.push(section)
  }
  return owners
}

function holdsOthers(error: Section, sections: readonly Section[], ownerOf: ReadonlyMap<Section, Section>): boolean {
  const after = sections.slice(sections.indexOf(error) + 1)
  const end = after.findIndex(({ depth }) => depth <= error.depth)
  return after.slice(0, end < 0 ? undefined : end).some((section) => ownerOf.get(section) === section)
}

/** Those that differ in more than case and punctuation, each once. */
function unlike(texts: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const text of texts) {
    const key = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
    if (key !== '' && !seen.has(key)) seen.set(key, text)
  }
  return [...seen.values()]
}
