// `reconnect catalog import`: drafts of symptoms from a page of Microsoft Learn, as far as its Markdown tells them.
import { mkdir, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { stringify } from 'yaml'
import { parseDocuments, type SourceDocument } from '../core/catalog.ts'
import { squash } from '../core/error-words.ts'
import { type PageDraft, readPage, slugOf } from '../core/import-page.ts'
import { draftYaml, writeNew } from './catalog-new.ts'
import { readMarkdown } from './markdown-page.ts'

const largest = 2 * 1024 * 1024

export type ImportOptions = { readonly url?: string; readonly document?: string }

/** Writes a draft into `folder`/drafts for each error that the page `file` has a heading for; answers the exit code. */
export async function catalogImport(folder: string, file: string, options: ImportOptions = {}): Promise<number> {
  const text = await readText(file)
  if (!text.ok) return refuse(text.problem)
  const page = readMarkdown(text.value)
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
    const text = draftYaml({ id, title: heading, products, codes, texts, source }, header(entry))
    // A draft moved into the catalog must not lose one that is there.
    const result = (await isThere(path.join(folder, `${id}.yaml`))) ? 'exists' : await writeNew(file, text)
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

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )

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
