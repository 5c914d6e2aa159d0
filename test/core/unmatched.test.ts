// Texts that nobody could match, put together by likeness.
import assert from 'node:assert/strict'
import { groupTexts, type UnmatchedText } from '../../src/core/unmatched.ts'
import { aTime } from '../helpers/builders.ts'

let count = 0
const pasted = (personId: string, text: string, minute = 0): UnmatchedText => {
  count += 1
  return { id: `session-${count}`, personId, text, at: aTime(minute) }
}

describe('groupTexts', () => {
  it('puts texts together that share most of their words, whatever their spelling', () => {
    const groups = groupTexts([
      pasted('ana', 'The flux gateway refused your badge (code 77)'),
      pasted('ben', 'the flux gateway REFUSED your badge', 1),
      pasted('ben', 'Printer on fire', 2),
    ])
    assert.deepEqual(
      groups.map(({ text, people, times }) => [text, people, times]),
      [
        ['The flux gateway refused your badge (code 77)', 2, 2],
        ['Printer on fire', 1, 1],
      ],
    )
  })

  it('puts what most people met before what one person met most often', () => {
    const groups = groupTexts([
      ...[1, 2, 3, 4].map((minute) => pasted('ana', 'Printer on fire', minute)),
      pasted('ana', 'the flux gateway refused your badge', 5),
      pasted('ben', 'the flux gateway refused your badge', 6),
    ])
    assert.deepEqual(
      groups.map(({ people, times }) => [people, times]),
      [
        [2, 2],
        [1, 4],
      ],
    )
    assert.deepEqual(groups[0]?.latest, aTime(6))
  })

  it('finds nothing in nothing', () => {
    assert.deepEqual(groupTexts([]), [])
  })
})
