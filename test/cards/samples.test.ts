// The templates and their sample data: every kind of screen has both, and every sample makes a card that Teams takes.
import assert from 'node:assert/strict'
import type { CardJson, Renderer } from '../../src/cards/render.ts'
import { standingCards } from '../../src/core/actions.ts'
import { type Screen, screenKinds } from '../../src/core/screens.ts'
import { showStanding } from '../../src/flows/run-command.ts'
import { elements, faultsOf, isObject, valuesOf } from '../helpers/card-rules.ts'
import { everyScreen } from '../helpers/every-screen.ts'
import { loadCards, readTemplate, sample, samples, templateKinds } from '../helpers/card-samples.ts'
import { schemaFaults } from '../helpers/card-schema.ts'

let render: Renderer
before(async () => {
  render = await loadCards()
})

describe('card templates', () => {
  it('are there for every kind of screen, and for nothing else', () => {
    assert.deepEqual([...templateKinds].sort(), [...screenKinds].sort())
  })

  it('have sample data beside them, each of the kind that its file is named after', () => {
    assert.deepEqual([...new Set(samples.map(({ kind }) => kind))].sort(), [...screenKinds].sort())
    for (const { name, kind, screen } of samples) assert.equal(screen.kind, kind, name)
  })

  it('have samples with the fields of the screens that the bot shows, and no others', () => {
    const shown = [...everyScreen.map(({ screen }) => screen), ...standingCards.map(showStanding)]
    const made = JSON.parse(JSON.stringify(shown)) as Screen[]
    for (const { name, kind, screen } of samples) {
      const real = made.filter((one) => one.kind === kind)
      assert.deepEqual(unknownFields(screen, real), [], name)
      for (const field of Object.keys(real[0] ?? {})) assert.ok(field in screen, `${name} has no ${field}`)
    }
  })

  it('call no function that the built bot has left out of its libraries', () => {
    for (const kind of templateKinds)
      assert.doesNotMatch(JSON.stringify(readTemplate(kind)), /\$\{[^}]*\b(?:xml|xPath|jPath)\(/, kind)
  })

  it('show a solution and its steps in the same way wherever they appear', () => {
    const [first, ...others] = ['solution', 'runbook', 'ticket-channel'].map(solutionPart)
    assert.ok(first)
    for (const other of others) assert.deepEqual(other, first)
  })
})

/** The fields of the sample, with those of what is in it, that none of the screens has; a list counts as its entries. */
function unknownFields(sampled: unknown, real: readonly unknown[], path = ''): string[] {
  const [given, made] = [entriesOf(sampled), real.flatMap(entriesOf)]
  return [...new Set(given.map(([field]) => field))].flatMap((field) => {
    const here = `${path}.${field}`
    const known = made.flatMap(([name, value]) => (name === field ? [value] : []))
    if (known.length === 0) return [here]
    return given.flatMap(([name, value]) => (name === field ? unknownFields(value, known, here) : []))
  })
}

function entriesOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap(entriesOf)
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** How a template draws the steps of a solution. */
function solutionPart(kind: string): unknown {
  const template = readTemplate(kind) as CardJson
  const found = valuesOf(template).find(({ value }) => isObject(value) && value['$data'] === '${steps}')
  assert.ok(found, `${kind} has no steps`)
  return found.value
}

describe('every sample', () => {
  for (const { name, screen } of samples) {
    it(`${name} makes a valid card with nothing left to fill in`, () => {
      const card = render(screen)
      assert.deepEqual(schemaFaults(card), [])
      assert.deepEqual(faultsOf(card), [])
      assert.ok(!JSON.stringify(card).includes('${'))
    })
  }
})

describe('the checks on cards', () => {
  let card: CardJson
  before(() => {
    card = render(sample('ticket-channel'))
  })

  it('find an element whose name is misspelt', () => {
    const misspelt = JSON.parse(JSON.stringify(card).replace('"TextBlock"', '"TextBlok"')) as unknown
    assert.notDeepEqual(schemaFaults(misspelt), [])
  })

  it('find a property that there is not', () => {
    assert.notDeepEqual(schemaFaults({ ...card, colour: 'red' }), [])
  })

  const spoilt: readonly {
    readonly what: string
    readonly from: RegExp
    readonly to: string
    readonly fault: RegExp
  }[] = [
    { what: 'text that does not wrap', from: /"wrap":true/, to: '"wrap":false', fault: /does not wrap/ },
    { what: 'an input without a label', from: /"label":"[^"]+",/, to: '', fault: /has no label/ },
    {
      what: 'a required input without a message',
      from: /"errorMessage":"[^"]+",/,
      to: '',
      fault: /has no errorMessage/,
    },
    { what: 'a button without words', from: /"title":"Take"/, to: '"title":""', fault: /has no title/ },
    { what: 'a button that carries a name', from: /"nonce":/, to: '"name":"Ana","nonce":', fault: /carries name/ },
    { what: 'a missing Action.Submit', from: /"Action\.Submit"/, to: '"Action.Execute"', fault: /no Action\.Submit/ },
    { what: 'another version', from: /"version":"1\.5"/, to: '"version":"1.6"', fault: /not an Adaptive Card 1\.5/ },
    { what: 'a missing fallback text', from: /"fallbackText":"[^"]+",/, to: '', fault: /no fallbackText/ },
    { what: 'text in a colour', from: /"wrap":true/, to: '"wrap":true,"color":"Warning"', fault: /colour of its own/ },
    {
      what: 'a picture without a text',
      from: /"body":\[/,
      to: '"body":[{"type":"Image","url":"a"},',
      fault: /no altText/,
    },
    {
      what: 'a seventh action',
      from: /"actions":\[(?=\{"type":"Action\.Execute","title":"Take")/,
      to: '"actions":[{"type":"Action.OpenUrl","title":"x","url":"x"},',
      fault: /has 7 actions/,
    },
    {
      what: 'a seventh action in what opens',
      from: /"actions":\[(?=\{"type":"Action\.Execute","title":"Add note")/,
      to: `"actions":[${'{"type":"Action.OpenUrl","title":"x","url":"x"},'.repeat(4)}`,
      fault: /actions\.5\.card has 7 actions/,
    },
    {
      what: 'a seventh action in the body',
      from: /"actions":\[(?=\{"type":"Action\.ToggleVisibility")/,
      to: `"actions":[${'{"type":"Action.OpenUrl","title":"x","url":"x"},'.repeat(6)}`,
      fault: /body\.\d+ has 7 actions/,
    },
    {
      what: 'an id on two inputs',
      from: /"id":"text-decline"/,
      to: '"id":"text-reply"',
      fault: /has "text-reply" on two inputs/,
    },
    { what: 'too much text', from: /Nobody yet/, to: 'x'.repeat(24_000), fault: /is \d+ characters/ },
    { what: 'far too much text', from: /Nobody yet/, to: '漢'.repeat(8_000), fault: /bytes of JSON/ },
  ]
  for (const { what, from, to, fault } of spoilt) {
    it(`find ${what}`, () => {
      const json = JSON.stringify(card)
      const changed = json.replace(from, to)
      assert.notEqual(changed, json)
      assert.match(faultsOf(JSON.parse(changed) as CardJson).join('\n'), fault)
    })
  }

  it('have nothing against the card that they were tried on', () => {
    assert.deepEqual(faultsOf(card), [])
    assert.ok(elements(card, 'Action.Execute').length > 3)
  })
})
