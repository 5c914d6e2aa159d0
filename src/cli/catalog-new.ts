// `reconnect catalog new`: the skeleton of a symptom, with a word on every field. An imported page is written in the same way.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Document, isMap, isNode, isScalar, isSeq, type Node } from 'yaml'
import { parseSymptom } from '../core/catalog.ts'

/** What is known of a symptom before a person has written it. */
export type Draft = {
  readonly id: string
  readonly title: string
  readonly products: readonly string[]
  readonly codes: readonly string[]
  readonly texts: readonly string[]
  readonly source: { readonly document: string; readonly heading: string }
}

/** Writes the skeleton of the symptom `id` into `folder`; answers the exit code. */
export async function catalogNew(folder: string, id: string): Promise<number> {
  const fault = idFault(id)
  if (fault) return refuse(`"${id}" ${fault}. Cure: give an id such as session-ended-0x3.`)
  const file = path.join(folder, `${id}.yaml`)
  const source = { document: '', heading: '' }
  const draft = { id, title: '', products: ['windows-365'], codes: [], texts: [], source }
  const written = await writeNew(file, draftYaml(draft, ['A new symptom. Fill in what says "To do".']))
  if (written !== 'written') return refuse(whyNot(file, written))
  console.log(
    [
      `Wrote ${file}.`,
      'Next:',
      '  1. Fill it in; a comment says what each field is for.',
      '  2. Remove the line "draft: true".',
      `  3. reconnect catalog check ${quoted(folder)}`,
      `  4. reconnect catalog test ${quoted(folder)}`,
    ].join('\n'),
  )
  return 0
}

/** In words what is wrong with an id, if anything is. */
function idFault(id: string): string | undefined {
  const parsed = parseSymptom({ id })
  const problem = parsed.ok ? undefined : parsed.faults.find(({ field }) => field === 'id')?.problem
  return problem ?? (id.length > longestId ? `has more than ${longestId} characters` : undefined)
}
const longestId = 80

/** Writes a file that is not there yet. */
export async function writeNew(file: string, text: string): Promise<'written' | 'exists' | 'unwritable'> {
  try {
    await writeFile(file, text, { flag: 'wx' })
    return 'written'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EEXIST' ? 'exists' : 'unwritable'
  }
}

const whyNot = (file: string, reason: 'exists' | 'unwritable'): string =>
  reason === 'exists'
    ? `${file} exists already. Cure: give another id, or edit that file.`
    : `${file} cannot be written. Cure: name a catalog folder that exists and that you may write to.`

function refuse(problem: string): number {
  console.error(problem)
  return 1
}

const quoted = (folder: string): string => (/^[\w./\\:~-]+$/.test(folder) ? folder : `"${folder}"`)

/** The file of a draft, with a comment on every field. */
export function draftYaml(draft: Draft, header: readonly string[]): string {
  const { id, title, products, codes, texts, source } = draft
  const sources = [source]
  const document = new Document(
    {
      id,
      draft: true,
      title,
      products,
      origin: 'extended',
      metBy: 'employee',
      approval: 'none',
      signatures: { codes, texts: texts.length > 0 ? texts : [''], variants: [], localized: [], lookAlikes: [] },
      examples: [],
      questions: [],
      causes: [{ id: 'cause-1', text: '', sources }],
      solutions: [
        {
          id: 'solution-1',
          title: '',
          audience: 'helpdesk',
          summary: '',
          steps: [''],
          cures: ['cause-1'],
          restart: 'no',
          links: [],
          sources,
        },
      ],
    },
    { aliasDuplicateObjects: false },
  )
  document.commentBefore = header.map(asComment).join('\n')
  for (const [place, lines] of Object.entries(comments)) {
    const key = keyAt(document.contents, place.split('.'))
    if (key) key.commentBefore = lines.map(asComment).join('\n')
  }
  return document.toString({ singleQuote: true, lineWidth: 0 })
}

const asComment = (line: string): string => ` ${line}`

/** The key at the end of the path, which is where a comment on a field hangs. */
function keyAt(node: unknown, [step, ...rest]: readonly string[]): Node | undefined {
  if (isSeq(node)) return keyAt(node.items[Number(step)], rest)
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === step)
  if (rest.length > 0) return keyAt(pair?.value, rest)
  return isNode(pair?.key) ? pair.key : undefined
}

const comments: Readonly<Record<string, readonly string[]>> = {
  id: ['The name of this file, without .yaml.'],
  draft: ['A draft is no part of the catalog. Remove this line once the symptom is written.'],
  title: ['What it is called, in a few words.'],
  products: ['To do: keep those it is about: windows-365, azure-virtual-desktop, azure-vm.'],
  origin: ['extended: from a public page beyond the documents that the catalog began with.'],
  metBy: ['Who meets it: employee, or admin (who gets the runbook).'],
  approval: ['Does a restart for it need an approval first? none or helpdesk.'],
  'signatures.codes': ['Codes that mean this symptom and nothing else, as printed. To do: remove the others.'],
  'signatures.texts': ['To do: the words of the dialog or log, exactly; one text a line.'],
  'signatures.variants': ['How people write it: from memory, by old names, in other clients.'],
  'signatures.localized': [
    'The dialog in other languages, each with the public page that shows it:',
    "- { lang: de, text: '…', source: 'https://…' }",
  ],
  'signatures.lookAlikes': ['Texts that look alike and are something else.'],
  examples: ['Whole messages as people paste them; `reconnect catalog test` tries each. None may repeat a signature.'],
  questions: [
    'Questions that tell causes apart, at most three before a solution; without any, every solution is shown.',
    '- id: how-often',
    '  text: How often does it happen?',
    '  choices:',
    '    - { text: Just this once, leads: { show: [solution-1] } }',
    '    - { text: Again and again, leads: { ask: another-question } }',
    '  unknown: { show: [solution-1] }',
  ],
  causes: ['To do: why it happens, one entry a cause. `overtaken: why` marks what no longer holds.'],
  'causes.0.text': ['To do: one or two sentences of your own.'],
  'causes.0.sources': ['The document and heading that tell it, as documents.yaml lists them.'],
  solutions: ['To do: what helps, one entry a solution.'],
  'solutions.0.title': ['To do: what to do, in a few words.'],
  'solutions.0.audience': ['Who can do it: employee, helpdesk or admin. Employees see the steps of their own only.'],
  'solutions.0.summary': ['To do: one plain sentence for everybody.'],
  'solutions.0.steps': [
    'To do: the steps, in your own words. One with a command:',
    "- { text: '…', command: { language: powershell, code: '…' } }  (or kusto, cmd)",
  ],
  'solutions.0.cures': ['Ids of the causes above that it cures.'],
  'solutions.0.restart': ['Does restarting the machine help, once this applies? helps, may-help or no.'],
  'solutions.0.links': ["Pages that help: - { title: '…', url: 'https://…' }"],
}
