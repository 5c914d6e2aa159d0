// The facts of the five documents, symptom by symptom: names, commands, settings, ports and numbers. None may get lost
// when the catalog is reworded.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { realCatalog } from '../helpers/real-catalog.ts'

const file = path.resolve(import.meta.dirname, '../fixtures/facts.json')
const factsByDocument = z
  .record(z.string(), z.record(z.string(), z.array(z.string())))
  .parse(JSON.parse(readFileSync(file, 'utf8')))

const theFive = realCatalog.documents.filter(({ url }) => url === undefined).map(({ id }) => id)

describe('the facts of the source documents', () => {
  it('are listed for every one of the documents', () => {
    assert.deepEqual(Object.keys(factsByDocument).sort(), theFive.sort())
  })

  it('are listed only for symptoms that name the document as a source', () => {
    for (const [document, symptoms] of Object.entries(factsByDocument)) {
      const told = realCatalog.symptoms.filter((symptom) => sourcesOf(symptom).has(document)).map(({ id }) => id)
      const strangers = Object.keys(symptoms).filter((id) => !told.includes(id))
      assert.deepEqual(strangers, [], document)
    }
  })

  for (const [document, symptoms] of Object.entries(factsByDocument)) {
    for (const [symptomId, facts] of Object.entries(symptoms)) {
      it(`of ${document} are all told by ${symptomId}`, () => {
        const symptom = realCatalog.symptoms.find(({ id }) => id === symptomId)
        const told = comparable(wordsIn(symptom).join('\n'))
        assert.deepEqual(
          facts.filter((fact) => !told.includes(comparable(fact))),
          [],
        )
      })
    }
  }

  it('are known to be missing when they are', () => {
    const told = comparable(wordsIn(realCatalog.symptoms).join('\n'))
    assert.ok(!told.includes(comparable('Test-AzVM -Rewind')))
  })
})

type Sourced = { readonly sources: readonly { readonly document: string }[] }

const sourcesOf = (symptom: { readonly causes: readonly Sourced[]; readonly solutions: readonly Sourced[] }) =>
  new Set([...symptom.causes, ...symptom.solutions].flatMap(({ sources }) => sources.map(({ document }) => document)))

/** Every string in a value, however deep. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : []
}

const comparable = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ')
