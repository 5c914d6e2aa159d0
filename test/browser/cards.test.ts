// Cards as people see them: drawn by Microsoft's own library in a browser, in the light and the dark theme, and narrow.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { tame } from '../../src/cards/plain.ts'
import type { CardJson, Renderer } from '../../src/cards/render.ts'
import type { Screen } from '../../src/core/screens.ts'
import { type CardPage, type LookName, looks, openCardPage } from '../helpers/card-page.ts'
import { hostileTicket, payloads } from '../helpers/card-payloads.ts'
import { loadCards, sample, samples } from '../helpers/card-samples.ts'

const pictures = path.resolve(import.meta.dirname, '../../test-output/cards')
const lookNames = Object.keys(looks) as LookName[]

let render: Renderer
before(async () => {
  render = await loadCards()
})

const folds = ({ screen }: { screen: Screen }): boolean => 'forms' in screen && screen.forms.length > 0

describe('cards in a browser', () => {
  let page: CardPage
  before(async () => {
    mkdirSync(pictures, { recursive: true })
    page = await openCardPage()
  })
  after(() => page.close())
  afterEach(() => {
    assert.deepEqual(page.complaints, [])
  })

  for (const look of lookNames) {
    for (const { name, screen } of samples) {
      it(`can be read and used: ${name}, ${look}`, async () => {
        await page.show(render(screen), look)
        await assertUsable(page, screen)
        await page.picture(path.join(pictures, `${name}.${look}.png`))
      })
    }

    for (const { name, screen } of samples.filter(folds)) {
      it(`can be read and used unfolded: ${name}, ${look}`, async () => {
        await page.show(unfolded(render(screen)), look)
        const forms = await page.forms()
        for (let form = 0; form < forms; form++) {
          await page.openForm(form)
          await assertUsable(page, screen)
        }
        await page.picture(path.join(pictures, `${name}.unfolded.${look}.png`))
      })
    }
  }

  it('show what people wrote as they wrote it, and nothing of it comes alive', async () => {
    for (const payload of payloads) {
      await page.show(render(hostileTicket(payload)), 'narrow')
      const { faults, links, marked, text } = await page.measure()
      assert.deepEqual({ faults, links, marked }, { faults: [], links: [], marked: [] }, payload)
      const seen = (words: string) => words.replaceAll(/\s+/g, ' ')
      assert.ok(seen(text).split(seen(tame(payload)).trim()).length > 6, payload)
    }
  })
})

/** The card with its hidden parts shown. */
const unfolded = (card: CardJson): CardJson =>
  JSON.parse(JSON.stringify(card).replaceAll('"isVisible":false', '"isVisible":true')) as CardJson

async function assertUsable(page: CardPage, screen: Screen): Promise<void> {
  const { faults, links, marked, text } = await page.measure()
  assert.deepEqual(faults, [])
  assert.deepEqual(marked, [])
  assert.ok(text.includes(screen.title))
  for (const link of links) assert.ok(ownLinks(screen).includes(link), link)
}

const ownLinks = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, entry]) => (key === 'url' ? [new URL(String(entry)).href] : ownLinks(entry)))
    : []

describe('the look at a card', () => {
  let page: CardPage
  before(async () => {
    page = await openCardPage()
  })
  after(() => page.close())

  const textBlock = { type: 'TextBlock', wrap: true }
  const column = (items: CardJson[]) => ({ type: 'ColumnSet', columns: [{ type: 'Column', width: '400px', items }] })
  const spoilt: readonly { readonly what: string; readonly body: CardJson; readonly found: RegExp }[] = [
    {
      what: 'text in white on white',
      body: { ...textBlock, text: 'Pale', color: 'Light' },
      found: /too faint, 1\.00: .*"Pale"/,
    },
    {
      what: 'a column wider than the card',
      body: column([{ ...textBlock, text: 'Wide' }]),
      found: /too wide: .*"Wide"/,
    },
    {
      what: 'text that is cut off',
      body: { ...textBlock, wrap: false, text: 'Cut '.repeat(40) },
      found: /too wide: .*"Cut Cut/,
    },
    {
      what: 'a button without words',
      body: { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', url: 'x' }] },
      found: /no text on a button/,
    },
  ]
  for (const { what, body, found } of spoilt)
    it(`finds ${what}`, async () => {
      await page.show({ ...render(sample('notice')), body: [body] }, 'narrow')
      assert.match((await page.measure()).faults.join('\n'), found)
    })

  it('finds links and marks that came alive', async () => {
    const text = '[here](https://evil.example/) **and** ![there](https://evil.example/a.png)'
    await page.show({ ...render(sample('notice')), body: [{ ...textBlock, text }] }, 'light')
    const { links, marked } = await page.measure()
    assert.deepEqual(links, ['https://evil.example/'])
    assert.deepEqual(
      marked.map((element) => /^<(\w+)/.exec(element)?.[1]),
      ['a', 'strong', 'img'],
    )
  })

  it('hears what the library has against a card', async () => {
    const before = page.complaints.length
    await page.show({ ...render(sample('notice')), body: [{ type: 'TextBlok', text: 'a' }] }, 'light')
    assert.ok(page.complaints.length > before)
  })
})
