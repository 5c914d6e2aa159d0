// The matcher on the catalog that ships: every symptom finds itself, and nothing that only looks like it.
import assert from 'node:assert/strict'
import { matcherFor, type MatchResult } from '../../../src/core/match/decide.ts'
import { realCatalog } from '../../helpers/real-catalog.ts'

const match = matcherFor(realCatalog)

/** The symptom that comes first in a match or in choices. */
const first = (result: MatchResult): string | undefined => {
  if (result.outcome === 'match') return result.best.symptomId
  return result.outcome === 'choices' ? result.candidates[0]?.symptomId : undefined
}

describe('the matcher on the real catalog', () => {
  for (const { id, signatures } of realCatalog.symptoms) {
    it(`puts ${id} first for each of its own texts`, () => {
      const lost = [...signatures.texts, ...signatures.variants].filter((text) => first(match(text)) !== id)
      assert.deepEqual(lost, [])
    })

    it(`matches ${id} by each of its codes alone`, () => {
      const lost = signatures.codes.filter((code) => {
        const result = match(`Error code: ${code}`)
        return result.outcome !== 'match' || result.best.symptomId !== id
      })
      assert.deepEqual(lost, [])
    })

    it(`does not take for ${id} what only looks like it`, () => {
      const taken = signatures.lookAlikes.filter((text) => {
        const result = match(text)
        return result.outcome === 'match' && result.best.symptomId === id
      })
      assert.deepEqual(taken, [])
    })
  }

  it('takes no text or code of a neighbour for a symptom', () => {
    const taken = realCatalog.neighbours.flatMap(({ title, codes, texts }) =>
      [...texts, ...codes.map((code) => `Error code: ${code}`)]
        .filter((text) => match(text).outcome === 'match')
        .map((text) => `${title}: ${text}`),
    )
    assert.deepEqual(taken, [])
  })

  it('says by which code or words it went, in the catalog’s own spelling', () => {
    for (const { id, signatures } of realCatalog.symptoms) {
      const own = new Set([...signatures.texts, ...signatures.variants])
      for (const text of signatures.texts) {
        const result = match(text)
        if (result.outcome !== 'match' || result.best.symptomId !== id) continue
        assert.ok(result.best.evidence.length > 0, text)
        for (const evidence of result.best.evidence) {
          if (evidence.kind === 'phrase') assert.ok(own.has(evidence.phrase), `${text}: ${evidence.phrase}`)
          else assert.match(text.toLowerCase(), new RegExp(evidence.code.replace(/^0x/, '0*x0*'), 'i'))
        }
      }
    }
  })

  it('offers two or three choices, each once, and guesses at most three', () => {
    for (const { signatures } of realCatalog.symptoms) {
      for (const text of [...signatures.variants, ...signatures.lookAlikes]) {
        const result = match(text)
        const offered =
          result.outcome === 'choices' ? result.candidates : result.outcome === 'none' ? result.nearest : []
        if (result.outcome === 'choices') assert.ok(offered.length >= 2, text)
        assert.ok(offered.length <= 3, text)
        assert.equal(new Set(offered.map(({ symptomId }) => symptomId)).size, offered.length, text)
      }
    }
  })

  const told: readonly (readonly [string, string])[] = [
    [
      'Das referenzierte Konto ist momentan gesperrt und kann nicht für die Anmeldung verwendet werden',
      'account-locked-out',
    ],
    ['Mein Kennwort ist abgelaufen', 'rdp-password-change-required'],
    ['Mein Konto ist abgelaufen', 'account-expired'],
    [
      'Ihre Remotedesktopdienste-Sitzung wurde beendet. Ein anderer Benutzer hat eine Verbindung mit dem Remotecomputer hergestellt',
      'another-user-connected',
    ],
    ['the connection keeps dropping', 'connection-lost'],
    ['Verbindung verloren', 'connection-lost'],
    ['mfa prompt never arrives', 'aadsts-mfa-required'],
    ['printer is missing', 'device-redirection'],
  ]
  for (const [text, symptomId] of told)
    it(`puts ${symptomId} first for: ${text.slice(0, 60)}`, () => {
      assert.equal(first(match(text)), symptomId)
    })

  it('asks where the words are a symptom’s and the code is of something else', () => {
    const words = "We couldn't connect to the remote PC because of a security error."
    assert.equal(match(words).outcome, 'match')
    const result = match(`${words} Error code 0x1807`)
    assert.equal(result.outcome, 'choices')
    assert.equal(first(result), 'web-security-error')
    assert.equal(match('Error code 0x1807').outcome, 'none')
  })
})
