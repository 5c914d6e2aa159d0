// `reconnect catalog new`: a skeleton that knows every field of a symptom and lacks only what a person has to write.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { mock } from 'node:test'
import { parse } from 'yaml'
import { catalogNew } from '../../src/cli/catalog-new.ts'
import { parseSymptom } from '../../src/core/catalog.ts'

describe('reconnect catalog new', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'reconnect-new-'))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('writes a draft named after the id, and says what to do next', async () => {
    const { code, out, err } = await run(folder, 'seat-not-free')
    assert.deepEqual({ code, err }, { code: 0, err: '' })
    assert.deepEqual(readdirSync(folder), ['seat-not-free.yaml'])
    for (const step of ['draft: true', `reconnect catalog check ${folder}`, `reconnect catalog test ${folder}`])
      assert.ok(out.includes(step), out)
  })

  it('knows every field of the schema, and lacks only what says "To do"', async () => {
    await run(folder, 'seat-not-free')
    const text = readFileSync(path.join(folder, 'seat-not-free.yaml'), 'utf8')
    const symptom = parse(text) as Record<string, unknown>
    assert.deepEqual([symptom['id'], symptom['draft']], ['seat-not-free', true])
    const lacking = ['title', 'signatures.texts.0', 'causes.0.text', 'solutions.0.title', 'solutions.0.summary']
    const sources = ['causes', 'solutions'].flatMap((list) =>
      ['document', 'heading'].map((field) => `${list}.0.sources.0.${field}`),
    )
    const parsed = parseSymptom(symptom)
    const fields = parsed.ok ? [] : [...new Set(parsed.faults.map(({ field }) => field))]
    assert.deepEqual(fields.sort(), [...lacking, ...sources, 'solutions.0.steps.0'].sort())
  })

  it('says of every field what it is for', async () => {
    await run(folder, 'seat-not-free')
    const lines = readFileSync(path.join(folder, 'seat-not-free.yaml'), 'utf8').split('\n')
    const bare = lines.filter((line, index) => /^\w+:/.test(line) && !/^#/.test(lines[index - 1] ?? ''))
    assert.deepEqual(bare, ['signatures:'])
  })

  it('writes an id that YAML would take for something else as the text that it is', async () => {
    await run(folder, '0x3')
    const { id } = parse(readFileSync(path.join(folder, '0x3.yaml'), 'utf8')) as { id: unknown }
    assert.equal(id, '0x3')
  })

  for (const id of ['Seat Not Free', '../seat', 'seat_not_free', '', 'x'.repeat(200)]) {
    it(`refuses "${id.slice(0, 20)}", which is no id`, async () => {
      const { code, out, err } = await run(folder, id)
      assert.deepEqual({ code, out }, { code: 1, out: '' })
      assert.match(err, /^".*" \w.* Cure: give an id such as session-ended-0x3\.$/)
      assert.deepEqual(readdirSync(folder), [])
    })
  }

  it('leaves a file that exists as it is', async () => {
    const file = path.join(folder, 'seat-not-free.yaml')
    writeFileSync(file, 'mine')
    const { code, err } = await run(folder, 'seat-not-free')
    assert.deepEqual(
      { code, err },
      { code: 1, err: `${file} exists already. Cure: give another id, or edit that file.` },
    )
    assert.equal(readFileSync(file, 'utf8'), 'mine')
  })

  it('is clear about a folder that is not there', async () => {
    const { code, err } = await run(path.join(folder, 'nowhere'), 'seat-not-free')
    assert.equal(code, 1)
    assert.match(err, /cannot be written\. Cure: name a catalog folder that exists/)
  })
})

/** Runs the command in this process, and keeps what it prints. */
async function run(folder: string, id: string): Promise<{ code: number; out: string; err: string }> {
  const out = mock.method(console, 'log', () => undefined)
  const err = mock.method(console, 'error', () => undefined)
  try {
    const code = await catalogNew(folder, id)
    const [said, complained] = [out, err].map(({ mock: { calls } }) =>
      calls.map((call) => String(call.arguments[0])).join('\n'),
    )
    return { code, out: said ?? '', err: complained ?? '' }
  } finally {
    mock.restoreAll()
  }
}
