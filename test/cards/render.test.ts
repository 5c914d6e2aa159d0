// The renderer: it refuses to start on broken templates, and does for every card what templates would only repeat.
import assert from 'node:assert/strict'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type CardJson, loadRenderer } from '../../src/cards/render.ts'
import { elements } from '../helpers/card-rules.ts'
import { cardsFolder, loadCards, readTemplate, sample } from '../helpers/card-samples.ts'

describe('loading the templates', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reconnect-cards-'))
    await cp(cardsFolder, folder, { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('succeeds on a whole folder', async () => {
    const { title } = sample('confirm')
    const card = (await loadRenderer(folder))(sample('confirm'))
    assert.ok(JSON.stringify(card).includes(title))
  })

  it('fails when one is missing, and names it', async () => {
    await rm(path.join(folder, 'confirm.json'))
    await assert.rejects(loadRenderer(folder), /confirm\.json/)
  })

  it('fails when one is not JSON', async () => {
    await writeFile(path.join(folder, 'confirm.json'), '{ "type": "AdaptiveCard", ')
    await assert.rejects(loadRenderer(folder), SyntaxError)
  })
})

describe('a rendered card', () => {
  let card: CardJson
  let late: CardJson
  before(async () => {
    const render = await loadCards()
    card = render(sample('ticket-channel'))
    late = render(sample('ticket-channel.late'))
  })
  const executes = () =>
    elements(card, 'Action.Execute')
      .filter(({ path }) => path !== 'refresh.action')
      .map(({ value }) => value)

  it('keeps the dates that the client fills in', () => {
    const texts = elements(card, 'TextBlock').map(({ value }) => value['text'])
    assert.ok(texts.includes('{{DATE(2026-03-02T09:41:00Z,SHORT)}} {{TIME(2026-03-02T09:41:00Z)}}'))
  })

  it('falls back to an Action.Submit that says and sends the same', () => {
    for (const action of executes()) {
      const said = Object.entries(action).filter(([key]) => key !== 'verb' && key !== 'fallback')
      assert.deepEqual(action['fallback'], { ...Object.fromEntries(said), type: 'Action.Submit' })
    }
  })

  it('sends what was typed only with the buttons of that form', () => {
    const byVerb = new Map(executes().map(({ verb, associatedInputs }) => [verb, associatedInputs]))
    assert.deepEqual(
      ['take', 'resolve', 'reply', 'decline', 'escalate', 'note', 'urgency', 'assign'].map((verb) => byVerb.get(verb)),
      ['none', 'none', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
    )
  })

  it('lets the client ask for the view of whoever looks, and has nothing there that a client could press', () => {
    const { action } = card['refresh'] as { action: CardJson }
    const { data } = elements(card, 'Action.Execute')[0]?.value ?? {}
    assert.deepEqual(action, {
      type: 'Action.Execute',
      verb: 'refresh',
      data: { ...(data as object), verb: 'refresh' },
    })
  })

  it('has inputs of its own for each form, so that none overwrites another', () => {
    const ids = elements(card, 'Input.Text', 'Input.ChoiceSet').map(({ value }) => value['id'])
    const more = ['assignee', 'urgency', 'text-note']
    assert.deepEqual(ids, ['text-reply', 'text-decline', 'text-escalate', 'severity', ...more])
  })

  it('says when somebody else was first, on a card that was old by then', () => {
    const texts = elements(late, 'TextBlock').map(({ value }) => value['text'])
    const at = texts.findIndex((text) => typeof text === 'string' && text.includes('was first'))
    assert.equal(texts[at + 1], '{{DATE(2026-03-02T09:44:00Z,SHORT)}} {{TIME(2026-03-02T09:44:00Z)}}')
  })

  it('keeps what somebody typed on a card that was old by then', () => {
    const typed = elements(late, 'Input.Text').map(({ value }) => value['value'])
    assert.ok(typed.includes('Have you tried the portal’s reset?'))
  })

  it('leaves out what is meant for whoever edits the template', () => {
    assert.ok('$schema' in (readTemplate('ticket-channel') as object))
    assert.ok(!('$schema' in card))
  })
})
