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
  const executes = () => elements(card, 'Action.Execute').map(({ value }) => value)

  it('keeps the dates that the client fills in', () => {
    const texts = elements(card, 'TextBlock').map(({ value }) => value['text'])
    assert.ok(texts.includes('{{DATE(2026-03-02T09:41:00Z,SHORT)}} {{TIME(2026-03-02T09:41:00Z)}}'))
  })

  it('falls back to an Action.Submit that says and sends the same', () => {
    for (const { title, data, associatedInputs, style, fallback } of executes())
      assert.deepEqual(fallback, { title, data, associatedInputs, style, type: 'Action.Submit' })
  })

  it('sends what was typed only with the buttons of that form', () => {
    const byVerb = new Map(executes().map(({ verb, associatedInputs }) => [verb, associatedInputs]))
    assert.deepEqual(
      ['take', 'resolve', 'reply', 'decline', 'escalate'].map((verb) => byVerb.get(verb)),
      ['none', 'none', 'auto', 'auto', 'auto'],
    )
  })

  it('has inputs of its own for each form, so that none overwrites another', () => {
    const ids = elements(card, 'Input.Text').map(({ value }) => value['id'])
    assert.deepEqual(ids, ['text-reply', 'text-decline', 'text-escalate'])
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
