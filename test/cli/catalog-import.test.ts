// `reconnect catalog import`: a page in Markdown becomes drafts; what is no error text stays out, and no file is overwritten.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { mock } from 'node:test'
import { parse } from 'yaml'
import { catalogImport } from '../../src/cli/catalog-import.ts'
import { parseDocuments, parseSymptom } from '../../src/core/catalog.ts'

const page = `---
title: Seats in the Cloud PC theatre
ms.date: 03/09/2025
---

# Seats

<!-- **The comment is not an error text.** -->
The theatre can refuse you.

## Ways to book

Book a seat.

## The seat isn&#39;t free - error code 516

If you come across an error saying **Oops, the seat isn't free. Ask your admin &amp; wait.**, move to another one.

> [!NOTE]
> A **seat that is not yours** can never be booked.

:::image source="seat.png" alt-text="Screenshot that says "The picture cannot be read"." :::
![The image was not found](seat.png)

[!INCLUDE [This file was not found](../seat.md)]

### Solution

Run \`Get-Seat\` to move *quickly*.

\`\`\`powershell
Write-Error "The command has not run 0x80070005"
\`\`\`

## 0x80072EE7

> The row cannot be reached.

\`\`\`output
rowFinderNotFound: no row could not be found
\`\`\`

| Code | Message |
| --- | --- |
| 0x80072EE8 | \`The table could not be read.\` |
`

describe('reconnect catalog import', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'reconnect-import-'))
    file = path.join(folder, 'theatre-seats.md')
    writeFileSync(file, page)
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const drafts = () => path.join(folder, 'drafts')
  const draft = (id: string) => readFileSync(path.join(drafts(), `${id}.yaml`), 'utf8')
  const url = 'https://learn.microsoft.com/theatre/seats'
  const first = 'the-seat-isnt-free-error-code-516'

  it('writes a draft for each error, and names it, the rest, and the count', async () => {
    const { code, out, err } = await run(folder, file, { url })
    assert.deepEqual({ code, err }, { code: 0, err: '' })
    assert.deepEqual(readdirSync(drafts()).sort(), ['0x80072ee7.yaml', `${first}.yaml`])
    assert.ok(
      out.includes(`Draft: ${path.join(drafts(), `${first}.yaml`)} - The seat isn't free - error code 516\n`),
      out,
    )
    assert.ok(out.startsWith('Skipped, no error: Seats\nSkipped, no error: Ways to book\n'), out)
    assert.ok(out.includes('\n2 of 2 drafts written.\n'), out)
  })

  it('takes the words and codes of the error, and nothing else of the page', async () => {
    await run(folder, file, { url })
    const { id, draft: isDraft, title, origin, products, signatures, questions } = symptomOf(draft(first))
    assert.deepEqual(
      { id, isDraft, title, origin, products, questions },
      {
        id: first,
        isDraft: true,
        title: "The seat isn't free - error code 516",
        origin: 'extended',
        products: ['windows-365'],
        questions: [],
      },
    )
    assert.deepEqual(signatures.codes, ['516'])
    assert.deepEqual(signatures.texts, [
      "The seat isn't free - error code 516",
      "Oops, the seat isn't free. Ask your admin & wait.",
    ])
  })

  it('reads quotations, output and tables', async () => {
    await run(folder, file, { url })
    const { signatures } = symptomOf(draft('0x80072ee7'))
    assert.deepEqual(signatures.codes, ['0x80072EE7', 'rowFinderNotFound', '0x80072EE8'])
    assert.deepEqual(signatures.texts, [
      'The row cannot be reached.',
      'rowFinderNotFound: no row could not be found',
      'The table could not be read.',
    ])
  })

  it('leaves causes and solutions to a person, with the place on the page that tells them', async () => {
    await run(folder, file, { url })
    const parsed = parseSymptom(symptomOf(draft(first)))
    assert.deepEqual(parsed.ok ? [] : parsed.faults.map(({ field }) => field), [
      'causes.0.text',
      'solutions.0.title',
      'solutions.0.summary',
      'solutions.0.steps.0',
    ])
    const { causes, solutions } = symptomOf(draft(first))
    const source = { document: 'theatre-seats', heading: "The seat isn't free - error code 516" }
    assert.deepEqual(
      [...causes, ...solutions].map(({ sources }) => sources),
      [[source], [source]],
    )
  })

  it('begins each draft with where it comes from, and that the advice was not copied', async () => {
    await run(folder, file, { url })
    const [address, title, ...rest] = draft(first).split('\n')
    assert.equal(address, `# Drafted from a page: ${url}`)
    assert.equal(title, '# "Seats in the Cloud PC theatre" (2025-03-09)')
    assert.match(rest.join('\n'), /^# .*None of the advice on the page was copied:\n# a person has to write/)
  })

  it('prints the entry for documents.yaml', async () => {
    const { out } = await run(folder, file, { url, document: 'theatre' })
    const printed = out.slice(out.indexOf('\n- id:'), out.indexOf('\n\nThen write'))
    assert.deepEqual(parseDocuments(parse(printed)), {
      ok: true,
      value: [
        {
          id: 'theatre',
          title: 'Seats in the Cloud PC theatre',
          date: '2025-03-09',
          url,
          headings: ["The seat isn't free - error code 516", '0x80072EE7'],
        },
      ],
    })
  })

  it('leaves alone what exists', async () => {
    mkdirSync(drafts())
    writeFileSync(path.join(drafts(), `${first}.yaml`), 'mine')
    const { code, out } = await run(folder, file)
    assert.equal(code, 0)
    assert.match(out, /\nLeft alone, exists already: .*516\n[^]*\n1 of 2 drafts written\.\n/)
    assert.equal(draft(first), 'mine')
  })

  it('writes no draft under the name of a symptom that the catalog has', async () => {
    writeFileSync(path.join(folder, `${first}.yaml`), 'mine')
    const { code, out } = await run(folder, file)
    assert.equal(code, 0)
    assert.match(out, /\nLeft alone, exists already: .*516\n[^]*\n1 of 2 drafts written\.\n/)
    assert.ok(!readdirSync(drafts()).includes(`${first}.yaml`))
  })

  it('takes a page without metadata, or with metadata that is broken', async () => {
    for (const start of ['', '---\ntitle: [a\n---\n', '---\ntitle: 5\nms.date: {}\n---\n']) {
      writeFileSync(file, `${start}# Rows and\tseats\n\n## It failed\n`)
      const { code, out } = await run(folder, file)
      assert.equal(code, 0)
      assert.ok(out.includes('title: Rows and seats\n  date: YYYY-MM-DD\n  headings:\n    - It failed'), out)
    }
  })

  it('writes what a page says as text, whatever it would mean in YAML', async () => {
    writeFileSync(file, '---\ntitle: "a\\r# b: [\\nc"\n---\n## "It: failed\u0007 # {so} - &it" *x\n')
    await run(folder, file)
    const { title } = symptomOf(draft('it-failed-so-it-x'))
    assert.equal(title, '"It: failed # {so} - &it" *x')
    assert.equal(draft('it-failed-so-it-x').split('\n')[1], '# "a # b: [ c" (YYYY-MM-DD)')
  })

  const refusals: readonly {
    what: string
    text: string | Buffer
    says: RegExp
    options?: { url?: string; document?: string }
  }[] = [
    {
      what: 'a page without errors',
      text: '# Rows\n\n## Web client\n',
      says: /No heading of .* reads like an error\. Cure: write/,
    },
    { what: 'an empty file', text: '', says: /No heading of/ },
    { what: 'what is no text', text: Buffer.from([0x23, 0x20, 0xff, 0xfe]), says: /is no text\. Cure: name/ },
    { what: 'more than 2 MB', text: 'It failed.\n\n'.repeat(180_000), says: /has more than 2 MB\. Cure: take/ },
    { what: 'too many headings', text: '## It failed\n'.repeat(1001), says: /has more than 1000 headings\. Cure: cut/ },
    {
      what: 'a paragraph without end',
      text: `## It failed\n${'_a_'.repeat(40_000)}`,
      says: /too long a paragraph\. Cure/,
    },
    { what: 'quotations in quotations', text: '>'.repeat(90_000), says: /is nested too deep\. Cure/ },
    {
      what: 'an address that is none',
      text: page,
      options: { url: 'javascript:1' },
      says: /--url is no address\. Cure/,
    },
    { what: 'a document id that is none', text: page, options: { document: 'My page' }, says: /give --document with/ },
  ]
  for (const { what, text, says, options } of refusals) {
    it(`refuses ${what}, with the cure, and writes nothing`, async () => {
      writeFileSync(file, text)
      const { code, err } = await run(folder, file, options)
      assert.equal(code, 1)
      assert.match(err, says)
      assert.deepEqual(readdirSync(folder), ['theatre-seats.md'])
    })
  }

  it('is clear about a file or a folder that is not there', async () => {
    assert.match((await run(folder, path.join(folder, 'no.md'))).err, /no\.md cannot be read\. Cure: name/)
    assert.match((await run(folder, folder)).err, /is no file\. Cure: name/)
    const nowhere = await run(path.join(folder, 'nowhere'), file)
    assert.match(nowhere.err, /drafts cannot be made\. Cure: name a catalog folder that exists/)
    assert.equal(nowhere.code, 1)
  })
})

type Sourced = { readonly sources: readonly unknown[] }
type Written = Readonly<Record<'id' | 'draft' | 'title' | 'origin' | 'products' | 'questions', unknown>> & {
  readonly signatures: { readonly codes: readonly string[]; readonly texts: readonly string[] }
  readonly causes: readonly Sourced[]
  readonly solutions: readonly Sourced[]
}

function symptomOf(text: string): Written {
  return parse(text) as Written
}

/** Runs the command in this process, and keeps what it prints. */
async function run(
  folder: string,
  file: string,
  options?: { url?: string; document?: string },
): Promise<{ code: number; out: string; err: string }> {
  const out = mock.method(console, 'log', () => undefined)
  const err = mock.method(console, 'error', () => undefined)
  try {
    const code = await catalogImport(folder, file, options)
    const [said, complained] = [out, err].map(({ mock: { calls } }) =>
      calls.map((call) => String(call.arguments[0])).join('\n'),
    )
    return { code, out: said ?? '', err: complained ?? '' }
  } finally {
    mock.restoreAll()
  }
}
