// `reconnect catalog import`: drafts of symptoms from a page of Microsoft Learn, as far as its Markdown tells them.
import { mkdir, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { lexer } from 'marked'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { parseDocuments, type SourceDocument } from '../core/catalog.ts'
import { type PageDraft, type Passage, readPage, type Section, slugOf, squash } from '../core/import-page.ts'
import { draftYaml, writeNew } from './catalog-new.ts'

const largest = 2 * 1024 * 1024
const most = { headings: 1000, stretch: 100_000, nesting: 50, line: 300 }

export type ImportOptions = { readonly url?: string; readonly document?: string }
type Page = { readonly title: string | undefined; readonly date: string | undefined; readonly sections: Section[] }

/** Writes a draft into `folder`/drafts for each error that the page `file` has a heading for; answers the exit code. */
export async function catalogImport(folder: string, file: string, options: ImportOptions = {}): Promise<number> {
  const text = await readText(file)
  if (!text.ok) return refuse(text.problem)
  const page = pageOf(text.value)
  if (typeof page === 'string') return refuse(`${file} ${page}`)
  const { drafts, skipped } = readPage(page.sections)
  for (const heading of skipped) console.log(`Skipped, no error: ${heading}`)
  if (drafts.length === 0)
    return refuse(`No heading of ${file} reads like an error. Cure: write one with reconnect catalog new.`)
  const entry = {
    id: options.document ?? slugOf(path.basename(file).replace(/\.(?:md|markdown)$/i, '')),
    title: page.title ?? page.sections.find(({ depth }) => depth === 1)?.heading ?? path.basename(file),
    date: page.date ?? 'YYYY-MM-DD',
    ...(options.url === undefined ? {} : { url: options.url }),
    headings: [...new Set(drafts.map(({ heading }) => heading))],
  }
  const fault = faultOf(entry)
  return fault === undefined ? writeDrafts(folder, drafts, entry) : refuse(fault)
}

function refuse(problem: string): number {
  console.error(problem)
  return 1
}

function faultOf(entry: SourceDocument): string | undefined {
  const parsed = parseDocuments([entry])
  if (parsed.ok) return undefined
  const wrong = new Set(parsed.faults.map(({ field }) => field))
  if (wrong.has('0.url')) return '--url is no address. Cure: give the address of the page, which starts with https://.'
  return wrong.has('0.id')
    ? `"${entry.id}" is no id of a document. Cure: give --document with lower-case words joined by hyphens.`
    : `The page does not make a document: ${[...wrong].join(', ')}. Cure: correct its title and headings.`
}

async function writeDrafts(folder: string, drafts: readonly PageDraft[], entry: SourceDocument): Promise<number> {
  const place = path.join(folder, 'drafts')
  if (!(await makeFolder(place)))
    return refuse(`${place} cannot be made. Cure: name a catalog folder that exists and that you may write to.`)
  const products = productsOf(entry)
  let written = 0
  for (const { id, heading, codes, texts } of drafts) {
    const file = path.join(place, `${id}.yaml`)
    const source = { document: entry.id, heading }
    const result = await writeNew(
      file,
      draftYaml({ id, title: heading, products, codes, texts, source }, header(entry)),
    )
    if (result === 'unwritable')
      return refuse(`${file} cannot be written. Cure: make room and see that you may write to ${place}.`)
    written += result === 'written' ? 1 : 0
    console.log(`${result === 'written' ? 'Draft' : 'Left alone, exists already'}: ${file} - ${heading}`)
  }
  console.log(`${written} of ${drafts.length} drafts written.`)
  console.log(`\nTo go with them, in ${path.join(folder, 'documents.yaml')}:\n`)
  console.log(stringify([entry], { singleQuote: true, lineWidth: 0 }).trimEnd())
  console.log('\nThen write each draft, remove its line "draft: true", and move it into the catalog folder.')
  return 0
}

const header = ({ title, date, url }: SourceDocument): string[] => [
  `Drafted from a page: ${squash(url ?? 'its address was not given (--url)')}`,
  `"${squash(title)}" (${date})`,
  'Only the words and codes of the error were taken over. None of the advice on the page was copied:',
  'a person has to write the causes and solutions, in words of their own. Fill in what says "To do".',
]

/** A guess from the names that the page uses. */
function productsOf({ title, url = '', headings }: SourceDocument): string[] {
  const words = [title, url, ...headings].join('\n')
  const cloud = [
    ...(/windows[ -]?365|cloud ?pc/i.test(words) ? ['windows-365'] : []),
    ...(/virtual[ -]desktop|\bavd\b/i.test(words) ? ['azure-virtual-desktop'] : []),
  ]
  if (cloud.length > 0) return cloud
  return [/virtual[ -]machine|\bvms?\b|\brdp\b/i.test(words) ? 'azure-vm' : 'windows-365']
}

async function makeFolder(place: string): Promise<boolean> {
  // Not the folders above it: a catalog folder with a typing error should be told, not made.
  await mkdir(place).catch(() => undefined)
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

type Text = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string }

async function readText(file: string): Promise<Text> {
  const no = (problem: string): Text => ({ ok: false, problem: `${file} ${problem}` })
  try {
    if (!(await stat(file)).isFile()) return no('is no file. Cure: name the Markdown file of a page.')
    await using handle = await open(file)
    const bytes = Buffer.alloc(largest + 1)
    const { bytesRead } = await handle.read(bytes, 0, bytes.length)
    if (bytesRead > largest) return no('has more than 2 MB. Cure: take the part of the page that is about errors.')
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytesRead)) }
  } catch (error) {
    return error instanceof TypeError
      ? no('is no text. Cure: name a Markdown file that is saved as UTF-8.')
      : no('cannot be read. Cure: name the Markdown file of a page.')
  }
}

const metadata = z.object({ title: z.string().trim().min(1).max(most.line), 'ms.date': z.string() }).partial()

/** The page that a text is, or in words why it cannot be taken. */
function pageOf(text: string): Page | string {
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
    const { data } = metadata.safeParse(parse(text, { logLevel: 'silent' }))
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
