// What the gate takes for a body: one JSON object, so deep, in true UTF-8.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { isWithin, readBody } from '../../src/gate/body.ts'

function* inPieces(bytes: Uint8Array, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size))
}
const read = async (body: string | Uint8Array, size = 1000) => {
  const taken = await readBody(Readable.from(inPieces(Buffer.from(body), size)))
  return typeof taken === 'number' ? taken : taken.object
}

const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

describe('the body of a request', () => {
  it('is the object that was sent, wherever its letters are cut apart', async () => {
    for (const size of [1, 2, 3, 7])
      assert.deepEqual(await read('{"text":"größer 日本 💻"}', size), { text: 'größer 日本 💻' })
  })

  it('is never mixed with another one that comes at the same time', async () => {
    const texts = Array.from({ length: 20 }, (_, at) => String.fromCodePoint(0x61 + at).repeat(30 + at))
    const objects = await Promise.all(texts.map((text) => read(JSON.stringify({ text }), 7)))
    assert.deepEqual(
      objects,
      texts.map((text) => ({ text })),
    )
  })

  it('has a digest that stands for every byte of it, however it is cut apart', async () => {
    const digest = async (body: string, size: number) => {
      const taken = await readBody(Readable.from(inPieces(Buffer.from(body), size)))
      return typeof taken === 'number' ? assert.fail(`${taken}`) : taken.digest
    }
    const [one, cut, other] = [await digest('{"a":1}', 9), await digest('{"a":1}', 2), await digest('{"a":1} ', 9)]
    assert.equal(one, cut)
    assert.notEqual(one, other)
  })

  it('is refused with 413 where there is more of it, whatever it holds so far', async () => {
    const cut = Object.assign(Readable.from([Buffer.from('{}')]), { isCut: true })
    assert.equal(await readBody(cut), 413)
  })

  it('has at most 32 objects and lists in each other', async () => {
    assert.equal(depthOf(await read(nested(32))), 32)
    assert.equal(await read(nested(33)), 400)
    assert.equal(await read(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`), 400)
  })

  it('is refused in the same way where it is a hundred thousand deep, and not even closed', async () => {
    assert.equal(await read(`{"a":${'['.repeat(100_000)}`), 400)
  })

  it('is refused where it is long for all its parts, and not for what is written in it', async () => {
    for (const value of [
      `${' '.repeat(17_000)}0`,
      `[${'0,'.repeat(8500)}0]`,
      `[${'{},'.repeat(5500)}0]`,
      `{${'"":0,'.repeat(4100)}"":0}`,
    ])
      assert.equal(await read(`{"value":${value}}`), 400, value.slice(0, 10))
    assert.ok(await read(`{"value":[${'0,'.repeat(8100)}0]}`))
    const text = '[{,:1} \\"'.repeat(23_000)
    assert.deepEqual(await read(JSON.stringify({ text })), { text })
    const membersAdded = Array.from({ length: 1000 }, (_, at) => ({ id: `29:${at}`, aadObjectId: `${at}` }))
    assert.deepEqual(await read(JSON.stringify({ membersAdded })), { membersAdded })
  })

  for (const [name, bytes] of [
    ['a byte that begins no letter', [0xff]],
    ['a letter cut short', [0xe2, 0x82]],
    ['a letter in too many bytes', [0xc0, 0xaf]],
    ['half of a pair', [0xed, 0xa0, 0x80]],
  ] as const)
    it(`is refused for ${name}, instead of being mended`, async () => {
      assert.equal(await read(Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])), 400)
    })

  for (const body of ['', '[]', '7', 'null', '"x"', '{', '{}{}', '{"a":1e}', '\u{feff}{}', '\0{}'])
    it(`is refused for ${JSON.stringify(body)}`, async () => {
      assert.equal(await read(body), 400)
    })
})

const isTextWithin = (text: string, limits: Parameters<typeof isWithin>[1]) => isWithin(Buffer.from(text), limits)
const without = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"/g, '"')

describe('what a text is bounded in', () => {
  it('is how deep the value is that it parses to, whatever the strings in it hold', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const depth = depthOf(JSON.parse(text))
        assert.equal(isTextWithin(text, { depth, outside: Infinity }), true)
        assert.equal(depth > 0 && isTextWithin(text, { depth: depth - 1, outside: Infinity }), false)
      }),
    )
  })

  it('is how many bytes begin its strings or stand outside of them, whatever the strings hold', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const outside = without(text).length
        assert.equal(isTextWithin(text, { depth: Infinity, outside }), true)
        assert.equal(isTextWithin(text, { depth: Infinity, outside: outside - 1 }), false)
      }),
    )
  })

  it('is not changed by brackets in a string, nor by a quotation mark that is escaped', () => {
    assert.equal(isTextWithin('{"[[[":"\\"[[[{{{\\\\"}', { depth: 1, outside: 5 }), true)
  })
})
