// A runbook cut into parts that fit a card.
import assert from 'node:assert/strict'
import { firstPage, runbookPages, solutionView } from '../../src/core/show-runbook.ts'
import { realCatalog } from '../helpers/real-catalog.ts'
import { aSymptom, plainSolution } from '../helpers/small-catalog.ts'

const long = (id: string, change: object = {}) =>
  plainSolution(id, { steps: Array.from({ length: 10 }, () => 'x'.repeat(600)), ...change })

const idsOf = (symptom: ReturnType<typeof aSymptom>): string[][] =>
  runbookPages(symptom).map((page) => page.map(({ id }) => id))

describe('runbookPages', () => {
  it('puts all on one part where it fits', () => {
    assert.deepEqual(idsOf(aSymptom('short', { solutions: [plainSolution('one'), plainSolution('two')] })), [
      ['one', 'two'],
    ])
  })

  it('begins a new part where it does not, and leaves none empty', () => {
    const pages = idsOf(aSymptom('long', { solutions: ['one', 'two', 'three', 'four'].map((id) => long(id)) }))
    assert.ok(pages.length > 1)
    assert.deepEqual(pages.flat(), ['one', 'two', 'three', 'four'])
    assert.ok(pages.every((page) => page.length > 0))
  })

  it('gives a solution that is too long a part of its own', () => {
    const huge = plainSolution('huge', { steps: Array.from({ length: 20 }, () => 'x'.repeat(900)) })
    assert.deepEqual(idsOf(aSymptom('long', { solutions: [plainSolution('one'), huge, plainSolution('two')] })), [
      ['one'],
      ['huge'],
      ['two'],
    ])
  })

  it('puts the advice of today before the advice of the past', () => {
    const past = plainSolution('past', { audience: 'admin', overtaken: 'Long gone.' })
    assert.deepEqual(idsOf(aSymptom('mixed', { solutions: [past, plainSolution('now')] })), [['now', 'past']])
  })

  it('tells every solution of every real symptom once', () => {
    for (const symptom of realCatalog.symptoms) {
      const pages = idsOf(symptom)
      assert.deepEqual(pages.flat().sort(), symptom.solutions.map(({ id }) => id).sort(), symptom.id)
      assert.ok(
        pages.every((page) => page.length > 0),
        symptom.id,
      )
    }
  })
})

describe('firstPage', () => {
  it('takes what fits beside a ticket, from the first on', () => {
    const { solutions } = aSymptom('long', { solutions: ['one', 'two', 'three'].map((id) => long(id)) })
    const [first] = solutions
    assert.deepEqual(firstPage(solutions), [first])
    assert.deepEqual(firstPage([]), [])
  })
})

describe('solutionView', () => {
  const view = (change: object, note = '') => {
    const [solution] = aSymptom('one', { solutions: [plainSolution('fix', change)] }).solutions
    assert.ok(solution)
    return solutionView(solution, note)
  }

  it('numbers the steps', () => {
    assert.deepEqual(
      view({ steps: ['First.', 'Second.'] }).steps.map(({ number, text }) => [number, text]),
      [
        ['1', 'First.'],
        ['2', 'Second.'],
      ],
    )
  })

  it('shows a command line by line in its language, with its indents', () => {
    const code = 'if ($true) {\n    Restart-AzVM\n}'
    const { steps } = view({ steps: [{ text: 'Run this.', command: { language: 'powershell', code } }] })
    assert.deepEqual(steps[0], {
      number: '1',
      text: 'Run this.',
      language: 'PowerShell',
      lines: [{ text: 'if ($true) {' }, { text: '\u00a0\u00a0\u00a0\u00a0Restart-AzVM' }, { text: '}' }],
    })
  })

  it('says when advice has been overtaken, and why', () => {
    const { overtaken } = view({ audience: 'admin', overtaken: 'The portal is gone.' })
    assert.match(overtaken, /The portal is gone\./)
    assert.equal(view({}).overtaken, '')
  })
})
