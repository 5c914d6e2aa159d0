// What people and other systems wrote is shown as it is: nothing of it comes alive, whatever it tries.
import assert from 'node:assert/strict'
import { tame } from '../../src/cards/plain.ts'
import type { CardJson, Json, Renderer } from '../../src/cards/render.ts'
import { markdownToHtml, plainText } from '../helpers/card-markdown.ts'
import { hostileScreens, hostileTicket, marker, payloads } from '../helpers/card-payloads.ts'
import { elements, isObject } from '../helpers/card-rules.ts'
import { loadCards } from '../helpers/card-samples.ts'
import { schemaFaults } from '../helpers/card-schema.ts'

let render: Renderer
before(async () => {
  render = await loadCards()
})

/** Text of a card with the element it belongs to: `TextBlock.text`, `Input.ChoiceSet.title`. */
type Placed = { readonly home: string; readonly text: string }

function textsOf(value: Json, type = '', key = ''): Placed[] {
  if (typeof value === 'string') return [{ home: `${type}.${key}`, text: value }]
  if (!isObject(value))
    return Array.isArray(value) ? (value as Json[]).flatMap((entry) => textsOf(entry, type, key)) : []
  const own = typeof value['type'] === 'string' ? value['type'] : type
  return Object.entries(value).flatMap(([field, entry]) => textsOf(entry, own, field))
}

/** Places that show plain text, and those that show Markdown, where the text has to be escaped. */
const homes = {
  plain: ['TextRun.text', 'Input.Text.value', 'Action.Execute.title', 'Action.Submit.title'],
  escaped: ['TextBlock.text'],
  either: ['Input.ChoiceSet.title', 'AdaptiveCard.fallbackText', 'AdaptiveCard.speak'],
}
const ownMoment = /^\{\{DATE\([\d:TZ-]{20},SHORT\)\}\} \{\{TIME\([\d:TZ-]{20}\)\}\}$/
const macro = /\{\{(?:DATE|TIME)\(/
const hidden =
  /[\u0000-\u0008\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Cs}/u

describe('foreign text on a card', () => {
  it('has been tried in many forms', () => {
    assert.ok(new Set(payloads).size >= 60)
    assert.ok(payloads.every((text) => text.includes(marker)))
  })

  for (const payload of payloads) {
    it(`stays text: ${JSON.stringify(payload).slice(0, 60)}`, () => {
      for (const screen of hostileScreens(payload)) assertTame(render(screen), screen.kind)
    })
  }

  it('is shown in full where people talk to each other', () => {
    for (const payload of payloads) {
      const card = render(hostileTicket(payload))
      const shown = elements(card, 'TextRun').map(({ value }) => value['text'])
      assert.equal(shown.filter((text) => text === tame(payload)).length, 6, payload)
    }
  })
})

function assertTame(card: CardJson, kind: string): void {
  assert.deepEqual(schemaFaults(card), [])
  const all = textsOf(card)
  assert.ok(
    all.some(({ text }) => text.includes(marker)),
    `${kind} does not show it`,
  )
  for (const { home, text } of all) {
    const where = `${kind}, ${home}: ${text}`
    assert.doesNotMatch(text, hidden, where)
    if (home === 'TextBlock.text') assert.notEqual(plainText(markdownToHtml(text)), undefined, where)
    if (macro.test(text)) assert.match(text, home === 'TextBlock.text' ? ownMoment : /^$/, where)
    if (!text.includes(marker)) continue
    assert.ok([...homes.plain, ...homes.escaped, ...homes.either].includes(home), where)
    if (homes.either.includes(home)) assert.doesNotMatch(markdownToHtml(text), /<(?:a|img|wbr)\b/, where)
  }
}
