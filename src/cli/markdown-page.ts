// A page of Microsoft Learn as it is kept: its metadata, and its Markdown as headings with the passages below them.
import { load } from 'js-yaml'
import { lexer } from 'marked'
import * as z from 'zod'
import { type Passage, squash } from '../core/error-words.ts'
import type { Section } from '../core/import-page.ts'

const most = { headings: 1000, stretch: 100_000, nesting: 50, line: 300 }

type Page = { readonly title: string | undefined; readonly date: string | undefined; readonly sections: Section[] }

const metadata = z.object({ title: z.string().trim().min(1).max(most.line), 'ms.date': z.string() }).partial()

/** The page that a text is, or in words why it cannot be taken. */
export function readMarkdown(text: string): Page | string {
  const front = /^---[ \t]*\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  const body = text.slice(front?.[0].length ?? 0)
  if (body.split(/\n[ \t\r]*\n/).some((stretch) => stretch.length > most.stretch))
    return 'holds too long a paragraph. Cure: break it up with empty lines.'
  const sections = sectionsOf(body)
  if (!sections) return 'is nested too deep. Cure: take the part of the page that is about errors.'
  if (sections.length > most.headings) return `has more than ${most.headings} headings. Cure: cut it in two.`
  const { title, 'ms.date': date } = frontMatter(front?.[1] ?? '')
  return { title: title === undefined ? undefined : squash(title), date: isoDate(date), sections }
}

function frontMatter(text: string): z.infer<typeof metadata> {
  try {
    const { data } = metadata.safeParse(load(text))
    return data ?? {}
  } catch {
    // A page with odd metadata still has headings.
    return {}
  }
}

/** Learn writes month/day/year. */
function isoDate(date = ''): string | undefined {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(date.trim()) ?? []
  if (year !== '') return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return /^\d{4}-\d{2}-\d{2}/.exec(date.trim())?.[0]
}

/** Markdown as the parser leaves it: a table has cells, a list has items, the others have tokens or a text. */
type Mark = {
  readonly type: string
  readonly text?: string
  readonly depth?: number
  readonly lang?: string | undefined
  readonly tokens?: readonly Mark[] | undefined
  readonly items?: readonly Mark[]
  readonly header?: readonly Cell[]
  readonly rows?: readonly (readonly Cell[])[]
}
type Cell = { readonly tokens: readonly Mark[] }

function sectionsOf(text: string): Section[] | undefined {
  let current: { heading: string; depth: number; passages: Passage[] } = { heading: '', depth: 0, passages: [] }
  const sections = [current]
  const marks = marksOf(text)
  for (const mark of marks ?? []) {
    if (mark.type === 'heading') {
      const heading = squash(passageOf(mark.tokens ?? []).text).slice(0, most.line)
      current = { heading: heading.trim(), depth: mark.depth ?? 1, passages: [] }
      sections.push(current)
    } else current.passages.push(...passagesOf(mark, 0))
  }
  return marks && sections
}

function marksOf(text: string): readonly Mark[] | undefined {
  try {
    return lexer(text)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function passagesOf(mark: Mark, nesting: number): Passage[] {
  if (nesting > most.nesting) return []
  const inside = (marks: readonly Mark[] = []) => marks.flatMap((inner) => passagesOf(inner, nesting + 1))
  switch (mark.type) {
    case 'paragraph':
    case 'text':
      return [passageOf(mark.tokens ?? [mark])]
    case 'blockquote':
      return isAlert(mark) ? [] : inside(mark.tokens).map((passage) => ({ ...passage, whole: true }))
    case 'code':
      return isScript(mark.lang) ? [] : [{ text: mark.text ?? '', spans: [], whole: true }]
    case 'list':
      return inside(mark.items)
    case 'list_item':
      return inside(mark.tokens)
    case 'table':
      return [mark.header ?? [], ...(mark.rows ?? [])].flat().map(({ tokens }) => passageOf(tokens))
    default:
      return []
  }
}

const isAlert = ({ text = '' }: Mark): boolean =>
  /^\W*(?:\[!?[a-z. ]+\]|(?:note|tip|important|warning|caution)\b)/i.test(text.slice(0, 60))

/** A block of code is an error's own words unless it says that it is in a language in which one writes commands. */
const isScript = (lang = ''): boolean =>
  lang !== '' && !/^(?:output|text|txt|console|log|plaintext|error)\b/i.test(lang)

function passageOf(marks: readonly Mark[]): Passage {
  let text = ''
  const spans: { from: number; to: number }[] = []
  const add = (mark: Mark, nesting: number): void => {
    if (nesting > most.nesting || mark.type === 'image') return
    const from = text.length
    if (mark.type === 'br' || mark.type === 'html') text += mark.type === 'br' ? '\n' : ' '
    else if (mark.tokens) for (const inner of mark.tokens) add(inner, nesting + 1)
    else text += mark.type === 'codespan' ? (mark.text ?? '') : plain(mark.text ?? '')
    if (['strong', 'em', 'codespan'].includes(mark.type)) spans.push({ from, to: text.length })
  }
  for (const mark of marks) add(mark, 0)
  // The marks of docfx, such as :::image … ::: and [!INCLUDE …], are no words. Blanks in their place keep the spans right.
  return { text: text.replaceAll(/(?::::|\[![a-z])[^\n]*/gi, (mark) => ' '.repeat(mark.length)), spans, whole: false }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const plain = (text: string): string =>
  text
    .replaceAll(/&(?:#39|([a-z]{2,4}));/g, (entity: string, name = 'apos') => entities[String(name)] ?? entity)
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201C\u201D]/g, '"')
