// The promise of redaction, held on the labelled texts, and on all that people wrote about real errors.
import assert from 'node:assert/strict'
import { masker, redactorFor } from '../../src/core/redact/redact.ts'
import { plainText } from '../../src/core/redact/plain.ts'
import { realCatalog } from '../helpers/real-catalog.ts'
import { messages } from '../matching/messages.ts'
import { codesIn, figuresOf } from './figures.ts'
import { configuredNames, harmless, later, secrets } from './samples.ts'

const all = [...secrets, ...harmless, ...later]

describe('the labelled texts', () => {
  it('are at least 600 that hold something, of at least 45 kinds, and 400 that hold nothing', () => {
    assert.ok(secrets.length >= 600)
    assert.ok(new Set(secrets.map(({ kind }) => kind)).size >= 45)
    assert.ok(harmless.length >= 400)
    for (const { id, spans } of secrets)
      assert.ok(
        spans.some(({ label }) => label === 'goes'),
        id,
      )
    for (const { id, spans } of harmless) assert.deepEqual(spans, [], id)
  })

  it('are the same on plain lines with their marks and without', () => {
    for (const { id, pasted, plain } of all) assert.equal(plainText(pasted), plain, id)
  })

  it('have names of their own, and no text twice', () => {
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
    assert.equal(new Set(all.map(({ pasted }) => pasted)).size, all.length)
  })
})

describe('redaction', () => {
  for (const [name, samples] of [
    ['all labelled texts', all],
    ['those that were held back', all.filter(({ heldBack }) => heldBack)],
  ] as const)
    it(`finds 99 % of what has to go, and 98 % of its masks are right, and no code or id is lost, on ${name}`, () => {
      const { wanted, found, masked, right, lost, faults } = figuresOf(samples)
      const told = faults.map(({ id, what }) => `${id} ${what}`).join(', ')
      assert.ok(found >= 0.99 * wanted, told)
      assert.ok(right >= 0.98 * masked, told)
      assert.equal(lost, 0, told)
    })

  it('leaves a harmless text as it is', () => {
    const { secrets: secretsIn } = redactorFor(configuredNames)
    for (const { id, plain } of harmless) assert.equal(secretsIn(plain).text, plain, id)
  })

  it('keeps every code and id of what people really wrote, and of every text of the catalog', () => {
    const mask = masker([])
    const texts = [...messages.map(({ text }) => text), ...wordsOf([realCatalog.symptoms, realCatalog.neighbours])]
    let kept = 0
    for (const text of texts.map(plainText)) {
      const shown = mask(text).map((piece) => (piece.shows === undefined ? piece.text : ' '))
      for (const { from, to } of codesIn(text)) {
        assert.ok(
          shown.some((part) => part.includes(text.slice(from, to))),
          text,
        )
        kept += 1
      }
    }
    assert.ok(kept > 500, String(kept))
  })

  it('finds nothing more in what it has masked', () => {
    const { all: allIn, secrets: secretsIn } = redactorFor(configuredNames)
    for (const { id, pasted } of all) {
      const once = allIn(pasted)
      assert.deepEqual(allIn(once.text), { text: once.text, leaked: [] }, id)
      const kept = secretsIn(pasted)
      assert.deepEqual(secretsIn(kept.text), { text: kept.text, leaked: [] }, id)
    }
  })
})

const wordsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : []
}
