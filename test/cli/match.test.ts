// `reconnect match`: for a person with one text, for a program with many.
import assert from 'node:assert/strict'
import { reconnect } from './run-reconnect.ts'

const known = 'The remote PC ended your session. Error code: 0x3'
const lunch = 'What is for lunch today?'
const asked = (id: string, text: string) => JSON.stringify({ id, text })
const answers = (out: string): unknown[] =>
  out
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

describe('reconnect match', () => {
  it('prints the symptom, its title and why', async () => {
    const { code, out, err } = await reconnect(['match', known])
    assert.match(out, /^This is:\n {2}session-ended-0x3 - The remote PC ended your session .*matched by error code 0x3/)
    assert.deepEqual({ code, err }, { code: 0, err: '' })
  })

  it('says so when nothing in the catalog is meant', async () => {
    const { code, out } = await reconnect(['match', lunch])
    assert.match(out, /^No symptom of the catalog/)
    assert.equal(code, 0)
  })

  for (const args of [[], [known, '--jsonl']]) {
    it(`asks for a text or --jsonl when it gets ${args.length === 0 ? 'neither' : 'both'}`, async () => {
      const { code, out, err } = await reconnect(['match', ...args])
      assert.match(err, /Give a text, or --jsonl/)
      assert.deepEqual({ code, out }, { code: 1, out: '' })
    })
  }
})

describe('reconnect match --jsonl', () => {
  it('answers line by line, in order, with id, outcome and symptoms', async () => {
    const input = [asked('first', known), '', asked('second', lunch), asked('third', known)].join('\n')
    const { code, out } = await reconnect(['match', '--jsonl'], { input: `${input}\n` })
    const match = { outcome: 'match', symptoms: ['session-ended-0x3'] }
    assert.deepEqual(answers(out), [
      { id: 'first', ...match },
      { id: 'second', outcome: 'none', symptoms: [] },
      { id: 'third', ...match },
    ])
    assert.equal(code, 0)
  })

  it('reads what other programs write: a byte order mark, CRLF, line separators in a text, no last line end', async () => {
    const input = `\uFEFF${asked('a', `${known}\u2028line two`)}\r\n${asked('b', `${known} äöü 日本`)}`
    const { code, out } = await reconnect(['match', '--jsonl'], { input })
    assert.deepEqual(answers(out), [
      { id: 'a', outcome: 'match', symptoms: ['session-ended-0x3'] },
      { id: 'b', outcome: 'match', symptoms: ['session-ended-0x3'] },
    ])
    assert.equal(code, 0)
  })

  for (const [what, line] of [
    ['is no JSON', 'error code 0x3'],
    ['has no text', '{"id":"x"}'],
  ] as const) {
    it(`stops at a line that ${what}, and names it`, async () => {
      // The input stays open: the command must not wait for the rest of it.
      const input = `${asked('a', known)}\n\n${line}\n`
      const { code, out, err } = await reconnect(['match', '--jsonl'], { input, keepOpen: true })
      assert.equal(err, 'Line 3 is no question. Cure: write {"id": "…", "text": "…"} on it, as JSON on one line.\n')
      assert.equal(answers(out).length, 1)
      assert.equal(code, 1)
    })
  }
})
