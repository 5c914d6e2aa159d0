// The same text in other clothes gets the same answer, and junk gets an answer too.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { matcherFor, type MatchResult } from '../../../src/core/match/decide.ts'
import { realCatalog } from '../../helpers/real-catalog.ts'

const match = matcherFor(realCatalog)

const answer = (result: MatchResult): readonly string[] => {
  if (result.outcome === 'match') return ['match', result.best.symptomId]
  const offered = result.outcome === 'choices' ? result.candidates : []
  return [result.outcome, ...offered.map(({ symptomId }) => symptomId)]
}

// Texts in Latin letters; others know no case.
const texts = realCatalog.symptoms.flatMap(({ signatures }) => signatures.texts.slice(0, 3))
const leads = realCatalog.symptoms.flatMap(({ signatures }) => signatures.texts.slice(0, 1))

const between = (text: string, insert: string): string => [...text.split('')].join(insert)

const disguises: Readonly<Record<string, (text: string) => string>> = {
  'capital letters': (text) => text.toUpperCase(),
  'small letters': (text) => text.toLowerCase(),
  'curly quotes': (text) => text.replaceAll("'", '’').replace(/"([^"]*)"/g, '“$1”'),
  'quotes around it': (text) => `"${text}"`,
  'no full stop': (text) => text.replace(/\.$/, ''),
  'line breaks for spaces': (text) => text.replaceAll(' ', '\r\n'),
  'double spaces and tabs': (text) => text.replaceAll(' ', ' \t '),
  'no-break spaces': (text) => text.replaceAll(' ', '\u00a0'),
  'a letter of no width between all others': (text) => between(text, '\u200b'),
  'soft hyphens': (text) => between(text, '\u00ad'),
  'wide letters': (text) =>
    text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
  'HTML as Teams sends it': (text) => `<div><p itemprop="copy-paste-block">${text}</p>\n<p>&nbsp;</p></div>`,
  'HTML with a tag on every word': (text) =>
    text
      .split(' ')
      .map((word) => `<span>${word}</span>`)
      .join('&nbsp;'),
  'the furniture of a copied dialog box': (text) =>
    `[Window Title]\nRemote Desktop Connection\n\n[Content]\n${text}\n\n[^] Hide details  [OK]\n\n[Expanded Information]\nActivity ID: 1f2e3d4c-5b6a-4c7d-8e9f-1234567890ab\nTimestamp: 2024-07-22T10:15:30.123Z`,
  'an activity id and a time before it': (text) =>
    `{1f2e3d4c-5b6a-4c7d-8e9f-1234567890ab} 2024-07-22T10:15:30Z ${text}`,
}

/** The text with one of its `letters` misread, for each of them in turn. */
const oneByOne = (text: string, letters: RegExp, wrong: string): string[] =>
  [...text.matchAll(letters)].map(
    ({ 0: { length }, index }) => text.slice(0, index) + wrong + text.slice(index + length),
  )

describe('the same text in other clothes', () => {
  for (const [clothes, wear] of Object.entries(disguises)) {
    it(`gets the same answer in ${clothes}`, () => {
      const changed = texts.filter((text) => answer(match(wear(text))).join() !== answer(match(text)).join())
      assert.deepEqual(changed, [])
    })
  }

  const misread: Readonly<Record<string, readonly [RegExp, string]>> = {
    'an l read as I': [/l/g, 'I'],
    'an l read as 1': [/l/g, '1'],
    'an i read as l': [/i/g, 'l'],
    'an o read as 0': [/o/g, '0'],
    'an m read as rn': [/m/g, 'rn'],
    'a w read as vv': [/w/g, 'vv'],
  }
  for (const [slip, [letters, wrong]] of Object.entries(misread)) {
    it(`is still offered with ${slip}`, () => {
      const misreadings = leads.flatMap((text) => {
        const [, id = ''] = answer(match(text))
        return oneByOne(text, letters, wrong).map((misreading) => ({ misreading, id }))
      })
      assert.ok(misreadings.length > 5)
      const lost = misreadings.filter(({ misreading, id }) => !answer(match(misreading)).includes(id))
      assert.deepEqual(lost, [])
    })
  }

  it('is still known with one letter of a long word wrong', () => {
    const lost = texts.filter((text) => {
      const [outcome, id] = answer(match(text))
      const [longest = ''] = text.split(/[^A-Za-z]+/).sort((a, b) => b.length - a.length)
      if (outcome === 'none' || longest.length < 7 || text.split(' ').length < 4) return false
      const wrong = `${longest.slice(0, 3)}q${longest.slice(4)}`
      return !answer(match(text.replace(longest, wrong))).includes(id ?? '')
    })
    assert.deepEqual(lost, [])
  })
})

describe('any text', () => {
  it('gets the same answer each time', () => {
    const again = matcherFor(realCatalog)
    for (const text of texts) assert.deepEqual(again(text), match(text))
  })

  it('gets an answer, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        assert.ok(['match', 'choices', 'none'].includes(match(text).outcome))
      }),
    )
  })

  it('gets an answer when it is a heap of words from the catalog', () => {
    const words = [...new Set(texts.join(' ').split(/\s+/))]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 120 }), (heap) => {
        const result = match(heap.join(' '))
        assert.ok(['match', 'choices', 'none'].includes(result.outcome))
      }),
      { numRuns: 50 },
    )
  })

  const size = 32_768
  const repeated = (unit: string): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
  const junk: Readonly<Record<string, string>> = {
    'one letter': repeated('a'),
    'one long word': repeated('abcdefghijklmnopqrstuvwxyz'),
    'one short word': repeated('the '),
    spaces: repeated(' '),
    'line breaks': repeated('\r\n'),
    'nothing that shows': repeated('\u200b'),
    'control characters': repeated('\u0000\u0007'),
    'halves of characters': repeated('\ud800'),
    emoji: repeated('👩‍👩‍👧‍👦'),
    'combining marks': repeated('e\u0301\u0323'),
    'opened tags': repeated('<'),
    tags: repeated('<b>'),
    'half entities': repeated('&amp'),
    quotes: repeated('"\''),
    digits: repeated('0123456789'),
    codes: repeated('0x3 '),
    'half codes': repeated('0x'),
    underscores: repeated('a_'),
    Japanese: repeated('接続できません'),
    'a base64 blob': repeated('QWxhZGRpbjpvcGVuIHNlc2FtZQ=='),
    JSON: repeated('{"error":{"code":"InvalidRequest"}},'),
    'a stack trace': repeated('   at System.Net.Sockets.Socket.Connect(EndPoint remote)\r\n'),
    'the same error over and over': repeated('The remote PC ended your session. Error code: 0x3\n'),
  }
  for (const [kind, text] of Object.entries(junk)) {
    it(`gets an answer when it is 32 kB of ${kind}`, () => {
      assert.equal(text.length, size)
      assert.ok(['match', 'choices', 'none'].includes(match(text).outcome))
    })
  }

  it('finds the error at the top of a long log', () => {
    const log = `The remote PC ended your session. Error code: 0x3\n${'10:15 INFO heartbeat fine\n'.repeat(1200)}`
    assert.deepEqual(answer(match(log)), ['match', 'session-ended-0x3'])
  })
})
