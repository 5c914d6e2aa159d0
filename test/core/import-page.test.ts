// What of a page becomes a draft. The Markdown around it is the business of test/cli/catalog-import.test.ts.
import assert from 'node:assert/strict'
import type { Passage } from '../../src/core/error-words.ts'
import { type PageDraft, readPage, type Section, slugOf } from '../../src/core/import-page.ts'

describe('the headings of a page', () => {
  const skippedOf = (...headings: readonly string[]) => readPage(headings.map((heading) => section(heading))).skipped

  it('are errors if they read like what a dialog says', () => {
    const errors = [
      "We couldn't open the desktop",
      'The certificate has expired',
      'Access denied',
      'No session host available',
      'Sign-in failed. Try again later',
      'There are currently no free seats',
      'Licensing protocol error',
    ]
    assert.deepEqual(skippedOf(...errors), [])
  })

  it('are errors if they hold a code, or quote an error, whatever else they say', () => {
    assert.deepEqual(
      skippedOf('Resolve 0x80070005', 'AADSTS90099', 'Error code 516', 'Fix the "Your seat is not free" message'),
      [],
    )
  })

  it('are none if they name a topic, a task, a question or a part of the page', () => {
    const topics = [
      'Web client',
      'Common error messages',
      "Check that the client isn't outdated",
      "Why can't I connect?",
      "Cause 2: the port isn't open",
      'Next steps',
    ]
    assert.deepEqual(skippedOf(...topics), topics)
  })

  it('are none if they only group other errors', () => {
    const page = [section("Users can't connect", 2), section('The seat is locked', 3), section('The seat is lost', 3)]
    const { drafts, skipped } = readPage(page)
    assert.deepEqual(
      drafts.map(({ heading }) => heading),
      ['The seat is locked', 'The seat is lost'],
    )
    assert.deepEqual(skipped, ["Users can't connect"])
  })

  it('give each draft an id of its own', () => {
    const { drafts } = readPage([section("The seat's gone: it failed"), section('The seats gone: it failed')])
    assert.deepEqual(
      drafts.map(({ id }) => id),
      ['the-seats-gone-it-failed', 'the-seats-gone-it-failed-2'],
    )
  })

  it('give ids of lower-case words, and short ones', () => {
    assert.equal(slugOf('Échec de la connexion (1)'), 'echec-de-la-connexion-1')
    assert.equal(slugOf('接続できません'), 'error')
    assert.equal(
      slugOf('nineteen characters '.repeat(9)),
      'nineteen-characters-nineteen-characters-nineteen-characters',
    )
    assert.equal(slugOf('x'.repeat(500)).length, 60)
  })
})

describe('the texts of a draft', () => {
  const heading = 'The seat is not free'
  const textsOf = (...passages: readonly Passage[]) => draftOf(heading, ...passages).texts.slice(1)

  it('begin with the heading, without the code or the name of a window before it', () => {
    assert.deepEqual(draftOf('Error code 516 - The seat is not free').texts, [heading])
    assert.deepEqual(draftOf('Seat Finder message window: The seat is not free').texts, [heading])
    assert.deepEqual(draftOf('Fix the "The seat is not free" message').texts, [heading])
  })

  it('leave out a heading that is nothing but a code', () => {
    assert.deepEqual(draftOf('Error code: 0x204').texts, [])
  })

  it('are what stands out and reads like an error', () => {
    assert.deepEqual(textsOf(paragraph('You see **Oops, the seat is gone.** and wonder.')), ['Oops, the seat is gone.'])
    assert.deepEqual(textsOf(paragraph('You see "The seat was not found," and wonder.')), ['The seat was not found'])
    assert.deepEqual(textsOf(quotation('The seat could not\nbe found.')), ['The seat could not be found.'])
  })

  it('are what stands out after "the error says", however it reads', () => {
    assert.deepEqual(textsOf(paragraph('There is an error that says, **Somebody sits here**, now and then.')), [
      'Somebody sits here',
    ])
    assert.deepEqual(textsOf(paragraph('Error message: Somebody sits here\nCause: there are few seats.')), [
      'Somebody sits here',
    ])
  })

  it('are never the names of buttons and pages, advice, or what stands out in a long text', () => {
    assert.deepEqual(
      textsOf(
        paragraph('On the **Seats and rows** page, select **Allow everybody to sit** > **Save**.'),
        paragraph("**If the seat isn't free, stand up.**"),
        paragraph('Did you say "no" or "not now"?'),
        quotation(`It failed. ${'And on it goes. '.repeat(80)}`),
      ),
      [],
    )
  })

  it('hold each text once, whatever quotes and dots are around it', () => {
    assert.deepEqual(textsOf(paragraph('**"The seat is not free."** and then "The seat is not free"')), [])
  })

  it('come from the parts below the heading too, up to the next error', () => {
    const { drafts } = readPage([
      section(heading, 2),
      section('Symptom', 3, paragraph('**The seat cannot be found.**')),
      section('The row is not free', 2, paragraph('**The row cannot be found.**')),
    ])
    assert.deepEqual(
      drafts.map(({ texts }) => texts),
      [
        [heading, 'The seat cannot be found.'],
        ['The row is not free', 'The row cannot be found.'],
      ],
    )
  })

  it('are few', () => {
    const many = Array.from({ length: 50 }, (_, seat) => paragraph(`**Seat number ${seat} is not free.**`))
    assert.equal(draftOf(heading, ...many).texts.length, 20)
  })
})

describe('the codes of a draft', () => {
  const codesOf = (heading: string, text = '') => draftOf(heading, paragraph(text)).codes

  it('are those of the heading', () => {
    assert.deepEqual(codesOf('It failed. Error code: 0x3'), ['0x3'])
    assert.deepEqual(codesOf('Error 2607 - it failed'), ['2607'])
    assert.deepEqual(codesOf('AADSTS50126: it failed'), ['AADSTS50126'])
    assert.deepEqual(codesOf('It failed with seatFinderNotFound'), ['seatFinderNotFound'])
  })

  it('are those of the text, each once', () => {
    assert.deepEqual(
      codesOf('It failed', 'You get 0x80070005, error code 516 or SEC_E_LOGON_DENIED, then 0x80070005.'),
      ['0x80070005', '516', 'SEC_E_LOGON_DENIED'],
    )
  })

  it('are no values of settings, no years and no names of commands', () => {
    assert.deepEqual(codesOf('It failed', 'In 2024, set it to 0x1 on port 3389 with -ErrorAction in PowerShell.'), [])
  })
})

function draftOf(heading: string, ...passages: readonly Passage[]): PageDraft {
  const [draft] = readPage([section(heading, 2, ...passages)]).drafts
  assert.ok(draft, `${heading} gives no draft`)
  return draft
}

function section(heading: string, depth = 2, ...passages: readonly Passage[]): Section {
  return { heading, depth, passages }
}

/** A paragraph in which what stands between ** and ** is set apart. */
function paragraph(marked: string): Passage {
  const spans: { from: number; to: number }[] = []
  let text = ''
  marked.split('**').forEach((piece, index) => {
    if (index % 2 === 1) spans.push({ from: text.length, to: text.length + piece.length })
    text += piece
  })
  return { text, spans, whole: false }
}

function quotation(text: string): Passage {
  return { text, spans: [], whole: true }
}
