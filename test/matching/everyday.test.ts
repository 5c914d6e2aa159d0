// What says only that something fails is asked back and never told as one symptom; a word that makes the symptom, or a code, is heard beside it.
import assert from 'node:assert/strict'
import { matcherFor } from '../../src/core/match/decide.ts'
import { realCatalog } from '../helpers/real-catalog.ts'
import { everydayComplaints } from './everyday.ts'

const match = matcherFor(realCatalog)

describe('a complaint without a word that makes a symptom', () => {
  it('is told as no symptom outright', () => {
    const told = everydayComplaints.flatMap((text) => {
      const result = match(text)
      return result.outcome === 'match' ? [`${text}: ${result.best.symptomId}`] : []
    })
    assert.deepEqual(told, [])
  })

  const made: readonly (readonly [string, string])[] = [
    ['Seit der neuen Gruppenrichtlinie komme ich nicht auf meinen Cloud PC', 'group-policy'],
    ['Ich kann mich nicht verbinden, interner Fehler bei Remote Desktop', 'internal-error'],
    ['Desde la nueva directiva de grupo no puedo conectarme', 'group-policy'],
    ['No puedo iniciar sesión con una cuenta solo de Azure AD', 'entra-only-account'],
    ['copiar y pegar en mi escritorio remoto no funciona', 'clipboard-redirection'],
    ['Mein Cloud-PC verbindet sich nicht, wenn das VPN an ist', 'outdated-vpn-client'],
    ['No puedo conectarme a mi Cloud PC, error 0x4', 'internal-error'],
    ['Ich kann mich nicht verbinden, Fehlercode 0x3000046', 'no-available-resources'],
  ]
  for (const [text, symptomId] of made)
    it(`is told with such a word or a code: ${text}`, () => {
      const result = match(text)
      assert.equal(result.outcome === 'match' ? result.best.symptomId : result.outcome, symptomId)
    })
})
