// The catalog that ships: it passes its own checks, and holds what the product promises of it.
import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describeFault, readCatalog } from '../../src/catalog-files.ts'
import { checkCatalog } from '../../src/core/catalog-check.ts'
import { catalogFolder, realCatalog } from '../helpers/real-catalog.ts'

describe('the catalog', () => {
  it('passes its checks', async () => {
    assert.deepEqual(checkCatalog(realCatalog), [])
    const reading = await readCatalog(catalogFolder)
    assert.ok(reading.ok)
    assert.deepEqual(reading.catalog, realCatalog)
  })

  it('is made from five documents and from public pages, each told to the last heading', () => {
    assert.equal(realCatalog.documents.filter(({ url }) => url === undefined).length, 5)
    const told = new Set(
      realCatalog.symptoms.flatMap(({ causes, solutions }) =>
        [...causes, ...solutions].flatMap(({ sources }) =>
          sources.map(({ document, heading }) => `${document} # ${heading}`),
        ),
      ),
    )
    for (const { id, headings } of realCatalog.documents)
      for (const heading of headings) assert.ok(told.has(`${id} # ${heading}`), `${id} # ${heading}`)
  })

  it('tells the 33 symptoms of the five documents, each from these alone', () => {
    const first = realCatalog.symptoms.filter(({ origin }) => origin === 'documents')
    assert.equal(first.length, 33)
    const pages = new Set(realCatalog.documents.filter(({ url }) => url !== undefined).map(({ id }) => id))
    for (const { id, causes, solutions } of first)
      for (const { sources } of [...causes, ...solutions])
        for (const { document } of sources) assert.ok(!pages.has(document), `${id}: ${document}`)
  })

  it('leaves every employee something to do or somebody to turn to', () => {
    for (const { id, metBy, solutions } of realCatalog.symptoms) {
      const current = solutions.filter(({ overtaken }) => !overtaken)
      assert.ok(current.length > 0, id)
      if (metBy === 'admin') assert.ok(current.every(({ audience }) => audience !== 'employee'), id)
    }
  })

  it('speaks of products by their names of today wherever an employee reads', () => {
    const former = /azure ad\b|azure active directory|\baad\b|windows virtual desktop|\bwvd\b/i
    for (const { id, metBy, questions, solutions } of realCatalog.symptoms) {
      if (metBy === 'admin') continue
      const read = [
        ...questions.flatMap(({ text, choices }) => [text, ...choices.map((choice) => choice.text)]),
        ...solutions
          .filter(({ audience }) => audience === 'employee')
          .flatMap(({ title, summary, steps }) => [
            title,
            summary,
            ...steps.map((step) => (typeof step === 'string' ? step : step.text)),
          ]),
      ]
      assert.deepEqual(
        read.filter((text) => former.test(text)),
        [],
        id,
      )
    }
  })

  it('links to addresses of Microsoft only', () => {
    const home = /(^|\.)(microsoft\.com|azure\.com|windows\.com|office\.com|live\.com|microsoftonline\.com|aka\.ms|cloud\.microsoft)$/
    const links = realCatalog.symptoms.flatMap(({ id, solutions }) =>
      solutions.flatMap((solution) => solution.links.map(({ url }) => ({ id, url }))),
    )
    assert.deepEqual(
      links.filter(({ url }) => !home.test(new URL(url).hostname)),
      [],
    )
  })
})

describe('readCatalog', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'reconnect-catalog-'))
    await cp(catalogFolder, folder, { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true }))

  const change = async (file: string, edit: (text: string) => string) => {
    const text = await readFile(path.join(folder, file), 'utf8')
    assert.notEqual(edit(text), text, 'the edit has to change something')
    await writeFile(path.join(folder, file), edit(text))
  }
  const faults = async () => {
    const reading = await readCatalog(folder)
    return reading.ok ? [] : reading.faults.map(describeFault)
  }

  it('takes a copy as it is', async () => {
    assert.deepEqual(await faults(), [])
  })

  it('takes the one that was kept while no file has changed, and reads it anew once one has', async () => {
    const reading = await readCatalog(folder)
    assert.ok(reading.ok)
    const kept = { digest: reading.digest, catalog: { ...reading.catalog, symptoms: [] } }
    const unchanged = await readCatalog(folder, kept)
    assert.deepEqual(unchanged, { ok: true, ...kept })

    await change('session-ended-0x3.yaml', (text) => text.replace(/^title: .*$/m, 'title: Another title'))
    const changed = await readCatalog(folder, kept)
    assert.ok(changed.ok)
    assert.ok(changed.catalog.symptoms.some(({ title }) => title === 'Another title'))
  })

  const broken: readonly {
    what: string
    file: string
    edit: (text: string) => string
    says: RegExp
  }[] = [
    {
      what: 'a misspelt field',
      file: 'session-ended-0x3.yaml',
      edit: (text) => text.replace('metBy:', 'metby:'),
      says: /session-ended-0x3\.yaml: .*unknown fields: metby\. Cure: /,
    },
    {
      what: 'a wrong word in a list of words',
      file: 'session-ended-0x3.yaml',
      edit: (text) => text.replace('approval: none', 'approval: never'),
      says: /session-ended-0x3\.yaml: approval: .*Cure: use one of: none, helpdesk\./,
    },
    {
      what: 'an answer that leads nowhere',
      file: 'session-ended-0x3.yaml',
      edit: (text) => text.replace('show: [connect-again, restart]', 'show: [connect-again, restart, prayer]'),
      says: /session-ended-0x3\.yaml: questions\.0\.choices\.0\.leads: leads to "prayer".*Cure: name a solution/,
    },
    {
      what: 'YAML that does not parse, with its line',
      file: 'session-ended-0x3.yaml',
      edit: (text) => text.replace('products: [windows-365]', 'products: [windows-365'),
      says: /session-ended-0x3\.yaml: line \d+: .*Cure: correct the YAML\./,
    },
    {
      what: 'a file that is named after something else than its id',
      file: 'session-ended-0x3.yaml',
      edit: (text) => text.replace('id: session-ended-0x3', 'id: session-ended'),
      says: /session-ended-0x3\.yaml: id: is "session-ended"\. Cure: name the file after the id\./,
    },
    {
      what: 'a heading that nobody tells',
      file: 'documents.yaml',
      edit: (text) => text.replace('    - Next steps', '    - Next steps\n    - Steps after the next'),
      says: /documents\.yaml: .*Steps after the next: is told by no symptom/,
    },
    {
      what: 'a link that is not https',
      file: 'session-ended-0x3.yaml',
      edit: (text) => text.replace("'https://windows365", "'http://windows365"),
      says: /session-ended-0x3\.yaml: solutions\.1\.links\.0\.url: /,
    },
  ]
  for (const { what, file, edit, says } of broken) {
    it(`names file, field and cure of ${what}`, async () => {
      await change(file, edit)
      const found = await faults()
      assert.ok(
        found.some((fault) => says.test(fault)),
        found.join('\n'),
      )
    })
  }
})
