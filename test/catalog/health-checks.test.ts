// The results that the health check of an Azure network connection can have, by their names in Microsoft Graph.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { realCatalog } from '../helpers/real-catalog.ts'

const file = path.resolve(import.meta.dirname, '../fixtures/anc-error-types.json')
const names = z.array(z.string()).parse(JSON.parse(readFileSync(file, 'utf8')))

describe('every result of a health check', () => {
  it('is a code of one symptom about such checks, or is named as not covered', () => {
    assert.equal(names.length, 72)
    for (const name of names) {
      const symptoms = realCatalog.symptoms.filter(({ signatures }) => signatures.codes.includes(name))
      const neighbours = realCatalog.neighbours.filter(({ codes }) => codes.includes(name))
      assert.equal(symptoms.length + neighbours.length, 1, name)
      for (const { id } of symptoms) assert.match(id, /^anc-|^group-policy$/, name)
    }
  })
})
