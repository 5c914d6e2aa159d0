// Error codes in a text, and what only looks like one.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { canonicalCode, codesIn } from '../../../src/core/match/codes.ts'
import { clean } from '../../../src/core/match/normalize.ts'
import { realCatalog } from '../../helpers/real-catalog.ts'

const known = new Set(['0x3', '2607', 'aadsts50126', 'errconnect_connect_failed', 'dnscheckfqdnnotfound'])
const codes = (text: string): string[] => codesIn(clean(text), known)

describe('canonicalCode', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['0x3', '0x3'],
    ['0X3', '0x3'],
    ['Ox3', '0x3'],
    ['ox3', '0x3'],
    ['0x0003', '0x3'],
    [' 0x3 ', '0x3'],
    ['0x00020006', '0x20006'],
    ['0x20006', '0x20006'],
    ['0x0', '0x0'],
    ['0x0000', '0x0'],
    ['0xABCDEF', '0xabcdef'],
    ['2607', '2607'],
    ['AADSTS50126', 'aadsts50126'],
    ['dnsCheckFqdnNotFound', 'dnscheckfqdnnotfound'],
    ['oxygen', 'oxygen'],
    ['0xZZ', '0xzz'],
  ]
  for (const [written, expected] of spellings) {
    it(`writes "${written}" as ${expected}`, () => {
      assert.equal(canonicalCode(written), expected)
    })
  }

  it('keeps different numbers different, and reads leading zeros as nothing', () => {
    fc.assert(
      fc.property(fc.nat(0xff_ffff), fc.nat(0xff_ffff), fc.nat(3), (a, b, zeros) => {
        const written = (value: number) => `0x${'0'.repeat(zeros)}${value.toString(16)}`
        assert.equal(canonicalCode(written(a)) === canonicalCode(`0x${b.toString(16)}`), a === b)
      }),
    )
  })
})

describe('codesIn', () => {
  const found: readonly (readonly [string, readonly string[]])[] = [
    ['Error code: 0x3', ['0x3']],
    ['error code 0x30', ['0x30']],
    ['(0x3)', ['0x3']],
    ['Ox3', ['0x3']],
    ['Code: 0x00020006.', ['0x20006']],
    ['ERROR 0X3, Extended error code: 0x0', ['0x3']],
    ['0x3 and 0x0003 and 0X3', ['0x3']],
    ['first 0x4 then 0x3', ['0x4', '0x3']],
    ['nothing at all', []],
    ['0x0', []],
    ['0x123456789abcdef', []],
    ['2607', []],
    ['room 2607', []],
    ['call 555 2607', []],
    ['error code 2607', ['2607']],
    ['Error code: 2607', ['2607']],
    ['Error 2607', ['2607']],
    ['ERROR #2607', ['2607']],
    ['Fehlercode: 2607', ['2607']],
    ["code d'erreur : 2607", ['2607']],
    ['código de error: 2607', ['2607']],
    ['エラー コード: 2607', ['2607']],
    ['エラーコード: 2607', ['2607']],
    ['エラーコード2607', ['2607']],
    ['错误代码：2607', ['2607']],
    ['Errorcode 2607', ['2607']],
    ['error code 12', []],
    ['the code of the building is long, 2607', []],
    ['my postcode 2607', []],
    ['AADSTS50126: Invalid username', ['aadsts50126']],
    ['AADSTS999999', []],
    ['ERRCONNECT_CONNECT_FAILED [0x00020006]', ['0x20006', 'errconnect_connect_failed']],
    ['some_other_name', []],
    ['dnsCheckFqdnNotFound', ['dnscheckfqdnnotfound']],
    ['internationalization', []],
  ]
  for (const [text, expected] of found) {
    it(`finds ${expected.length > 0 ? expected.join(' and ') : 'nothing'} in "${text}"`, () => {
      assert.deepEqual(codes(text), expected)
    })
  }

  it('finds every code of the catalog where it is printed as an error code', () => {
    const listed = [
      ...realCatalog.symptoms.flatMap(({ signatures }) => signatures.codes),
      ...realCatalog.neighbours.flatMap((neighbour) => neighbour.codes),
    ]
    const all = new Set(listed.map(canonicalCode))
    const missed = listed.filter((code) => !codesIn(clean(`Error code: ${code}.`), all).includes(canonicalCode(code)))
    assert.deepEqual(missed, [])
  })

  it('is quick with what resembles a code without end', () => {
    for (const text of ['0x', '0'.repeat(32_000), 'a_'.repeat(16_000), 'error '.repeat(5_000), 'aadsts'.repeat(5_000)])
      assert.deepEqual(codes(text), [])
  })
})

describe('an extended error code', () => {
  for (const text of [
    'Error code: 0x3000046 Extended error code: 0x3',
    'Fehlercode: 0x3000046 Erweiterter Fehlercode: 0x3',
    'error code 0x3000046, extended error code 0x0003',
  ])
    it(`says nothing of its own in "${text}"`, () => {
      assert.deepEqual(codes(text), ['0x3000046'])
    })
})
