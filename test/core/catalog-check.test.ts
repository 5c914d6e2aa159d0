// Every fault that a catalog can have is found, with its field and a cure.
import assert from 'node:assert/strict'
import { parseContext, parseDocuments, parseNeighbours, parseSymptom, type Symptom } from '../../src/core/catalog.ts'
import { checkCatalog } from '../../src/core/catalog-check.ts'
import { aCatalog, aSymptom, plainSolution } from '../helpers/small-catalog.ts'

const choice = (text: string, leads: object) => ({ text, leads })
const question = (id: string, leads: object, unknown: object = leads) => ({
  id,
  text: `Which ${id}?`,
  choices: [choice('This', leads), choice('That', leads)],
  unknown,
})
const sources = [{ document: 'a-document', heading: 'A heading' }]

describe('checkCatalog', () => {
  it('finds nothing wrong with a sound catalog', () => {
    const symptom = aSymptom('sound', {
      questions: [question('first', { ask: 'second' }, { show: ['fix'] }), question('second', { show: ['fix'] })],
    })
    assert.deepEqual(checkCatalog(aCatalog([symptom])), [])
  })

  const broken: readonly { what: string; change: object; field: string; problem: RegExp }[] = [
    {
      what: 'an answer that shows a solution that is not there',
      change: { questions: [question('first', { show: ['fix'] }, { show: ['fix', 'gone'] })] },
      field: 'questions.0.unknown',
      problem: /leads to "gone", which does not exist: a dead end/,
    },
    {
      what: 'an answer that asks a question that is not there',
      change: {
        questions: [
          {
            ...question('first', { show: ['fix'] }),
            choices: [choice('A', { ask: 'gone' }), choice('B', { show: ['fix'] })],
          },
        ],
      },
      field: 'questions.0.choices.0.leads',
      problem: /leads to "gone"/,
    },
    {
      what: 'a question that is never asked',
      change: { questions: [question('first', { show: ['fix'] }), question('lonely', { show: ['fix'] })] },
      field: 'questions.1',
      problem: /is never asked/,
    },
    {
      what: 'a solution that is never shown',
      change: {
        questions: [question('first', { show: ['fix'] })],
        solutions: [plainSolution('fix'), plainSolution('lonely')],
      },
      field: 'solutions.1',
      problem: /is never shown/,
    },
    {
      what: 'questions in a circle',
      change: {
        questions: [
          question('first', { ask: 'second' }, { show: ['fix'] }),
          question('second', { ask: 'first' }, { show: ['fix'] }),
        ],
      },
      field: 'questions.0',
      problem: /is asked again after itself/,
    },
    {
      what: 'a way with more than three questions',
      change: {
        questions: [
          question('one', { ask: 'two' }),
          question('two', { ask: 'three' }),
          question('three', { ask: 'four' }),
          question('four', { show: ['fix'] }),
        ],
      },
      field: 'questions.3',
      problem: /is question 4 on the way one > two > three > four/,
    },
    {
      what: 'two questions with one id',
      change: { questions: [question('first', { show: ['fix'] }), question('first', { show: ['fix'] })] },
      field: 'questions.1.id',
      problem: /repeats the id "first"/,
    },
    {
      what: 'a solution that cures an unknown cause',
      change: { solutions: [plainSolution('fix', { cures: ['reason', 'gone'] })] },
      field: 'solutions.0.cures',
      problem: /names the cause "gone"/,
    },
    {
      what: 'a cause without a solution',
      change: {
        causes: [
          { id: 'reason', text: 'A.', sources },
          { id: 'other', text: 'B.', sources },
        ],
      },
      field: 'causes.1',
      problem: /has no solution/,
    },
    {
      what: 'overtaken advice for an employee',
      change: { solutions: [plainSolution('fix', { overtaken: 'Long gone.' })] },
      field: 'solutions.0.overtaken',
      problem: /would show overtaken advice to an employee/,
    },
    {
      what: 'a source that no document has',
      change: {
        solutions: [plainSolution('fix', { sources: [...sources, { document: 'a-document', heading: 'Another' }] })],
      },
      field: 'solutions.0.sources.1',
      problem: /"Another" is no heading of "a-document"/,
    },
    {
      what: 'too few examples',
      change: { examples: ['a b', 'c d', 'e f', 'g h'] },
      field: 'examples',
      problem: /has 4 texts of at least 5/,
    },
    {
      what: 'too few look-alikes',
      change: { signatures: { texts: ['words of few'], lookAlikes: ['a', 'b'] } },
      field: 'signatures.lookAlikes',
      problem: /has 2 texts of at least 3/,
    },
    {
      what: 'a signature that stands in any message',
      change: { signatures: { texts: ['words of few', 'An error has been: contact your administrator!'] } },
      field: 'signatures.texts.1',
      problem: /holds only words that stand in any message/,
    },
  ]
  for (const { what, change, field, problem } of broken) {
    it(`finds ${what}`, () => {
      const faults = checkCatalog(aCatalog([aSymptom('broken', change)]))
      const fault = faults.find((entry) => entry.field === field && problem.test(entry.problem))
      assert.ok(fault, JSON.stringify(faults))
      assert.equal(fault.file, 'broken.yaml')
      assert.ok(fault.cure.length > 0)
    })
  }

  const lookAlikes = ['a look-alike', 'another one', 'a third one']
  const signed = (id: string, signatures: object, rest: object = {}) =>
    aSymptom(id, { signatures: { texts: [`words of ${id}`], lookAlikes, ...signatures }, ...rest })
  const localized = [{ lang: 'de', text: 'It failed', source: 'https://example.com/' }]
  const twice: readonly (readonly [string, Symptom, Symptom])[] = [
    ['a code', signed('one', { codes: ['0x3'] }), signed('two', { codes: ['0X3'] })],
    ['a text', signed('one', { texts: ['It failed.'] }), signed('two', { texts: ['it FAILED'] })],
    ['a text and a variant', signed('one', { texts: ['It failed.'] }), signed('two', { variants: ['It failed!'] })],
    ['a translation and a text', signed('one', { localized }), signed('two', { texts: ['It failed'] })],
    [
      'an example that is a signature',
      signed('one', { texts: ['It failed.'] }),
      signed('two', {}, { examples: ['it failed', 'b c', 'd e', 'f g', 'h i'] }),
    ],
  ]
  for (const [what, one, two] of twice) {
    it(`finds ${what} in two places`, () => {
      const faults = checkCatalog(aCatalog([one, two]))
      assert.equal(faults.length, 1, JSON.stringify(faults))
      assert.equal(faults[0]?.file, 'two.yaml')
      assert.match(faults[0].problem, /stands in one\.yaml signatures\.\w+\.0 already/)
    })
  }

  it('takes the same look-alike in two symptoms, and a look-alike that is a text of another', () => {
    const one = signed('one', { lookAlikes: [...lookAlikes, 'words of two'] })
    assert.deepEqual(checkCatalog(aCatalog([one, signed('two', {})])), [])
  })

  it('finds a heading that nobody tells', () => {
    const catalog = {
      ...aCatalog([aSymptom('sound')]),
      documents: [{ id: 'a-document', title: 'A', date: '', headings: ['A heading', 'Untold'] }],
    }
    assert.deepEqual(
      checkCatalog(catalog).map(({ file, field, problem }) => [file, field, problem]),
      [['documents.yaml', 'a-document # Untold', 'is told by no symptom']],
    )
  })
})

describe('parseSymptom', () => {
  const sound = { ...aSymptom('sound') }
  const refused: readonly (readonly [string, unknown, string])[] = [
    ['nothing', undefined, '(the whole file)'],
    ['a list', [], '(the whole file)'],
    ['an id with capitals', { ...sound, id: 'Sound' }, 'id'],
    ['a product that is not ours', { ...sound, products: ['citrix'] }, 'products.0'],
    ['no product', { ...sound, products: [] }, 'products'],
    ['no text to know it by', { ...sound, signatures: { texts: [] } }, 'signatures.texts'],
    [
      'a question with one choice',
      { ...sound, questions: [{ ...question('one', { show: ['fix'] }), choices: [choice('A', { show: ['fix'] })] }] },
      'questions.0.choices',
    ],
    [
      'more choices than a card has buttons',
      {
        ...sound,
        questions: [
          {
            ...question('one', { show: ['fix'] }),
            choices: Array.from({ length: 6 }, (_, at) => choice(`C${at}`, { show: ['fix'] })),
          },
        ],
      },
      'questions.0.choices',
    ],
    [
      'a question without a way on for who does not know',
      { ...sound, questions: [{ ...question('one', { show: ['fix'] }), unknown: undefined }] },
      'questions.0.unknown',
    ],
    ['a solution without steps', { ...sound, solutions: [plainSolution('fix', { steps: [] })] }, 'solutions.0.steps'],
    [
      'a solution without a source',
      { ...sound, solutions: [plainSolution('fix', { sources: [] })] },
      'solutions.0.sources',
    ],
    [
      'a command in no language',
      {
        ...sound,
        solutions: [plainSolution('fix', { steps: [{ text: 'Run.', command: { language: 'perl', code: 'die' } }] })],
      },
      'solutions.0.steps.0',
    ],
    ['a field that nobody knows', { ...sound, colour: 'blue' }, '(the whole file)'],
  ]
  for (const [what, input, field] of refused) {
    it(`refuses ${what}, and says where and what to do`, () => {
      const parsed = parseSymptom(input)
      assert.ok(!parsed.ok)
      assert.ok(
        parsed.faults.some((fault) => fault.field.startsWith(field)),
        JSON.stringify(parsed.faults),
      )
      assert.ok(parsed.faults.every(({ problem, cure }) => problem.length > 0 && cure.length > 0))
    })
  }

  it('names every fault of a file at once', () => {
    const parsed = parseSymptom({ ...sound, id: 'Bad Id', approval: 'maybe', causes: [] })
    assert.deepEqual(parsed.ok ? [] : parsed.faults.map(({ field }) => field).sort(), ['approval', 'causes', 'id'])
  })

  it('gives back what it was given, with the lists that may be left out', () => {
    const parsed = parseSymptom({ ...sound, signatures: { texts: ['words of sound'] } })
    assert.ok(parsed.ok)
    assert.deepEqual(parsed.value.signatures, {
      codes: [],
      texts: ['words of sound'],
      variants: [],
      localized: [],
      lookAlikes: [],
    })
    assert.deepEqual(parsed.value.questions, [])
  })
})

describe('the other content files', () => {
  it('are refused when they hold something else', () => {
    for (const parse of [parseNeighbours, parseContext, parseDocuments]) {
      for (const input of [undefined, 'text', 7, [{}], { other: true }]) {
        const parsed = parse(input)
        assert.ok(!parsed.ok)
        assert.ok(parsed.faults.length > 0)
      }
    }
  })

  it('are taken when they are as they should be', () => {
    assert.ok(parseNeighbours([{ title: 'A', texts: ['b'] }]).ok)
    assert.ok(parseContext({ ours: ['a'], foreign: ['b'] }).ok)
    assert.ok(parseDocuments([{ id: 'a', title: 'A', date: '2024', headings: ['H'] }]).ok)
  })
})
