/// <reference lib="dom" />
// A page that shows one card after another as Teams would, and tells what a person could not read or reach there.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { CardJson } from '../../src/cards/render.ts'
import { openBrowser } from './browser.ts'
import { markdownToHtml } from './card-markdown.ts'
import { hostConfig, styleSheet, type ThemeName } from './card-themes.ts'

type Look = { readonly theme: ThemeName; readonly width: number; readonly margin: number }

/** As in a chat, in both themes, and as on a narrow phone. */
export const looks = {
  light: { theme: 'light', width: 480, margin: 16 },
  dark: { theme: 'dark', width: 480, margin: 16 },
  narrow: { theme: 'light', width: 320, margin: 0 },
} as const satisfies Record<string, Look>
export type LookName = keyof typeof looks

/** What is wrong with a card as it stands on the page, a line each, and what came alive of its text. */
export type Measured = {
  readonly faults: readonly string[]
  readonly links: readonly string[]
  /** Elements that Markdown made of text. */
  readonly marked: readonly string[]
  readonly text: string
}

export type CardPage = {
  show(card: CardJson, look: LookName): Promise<void>
  measure(): Promise<Measured>
  /** Opens one form after another; says how many there are. */
  forms(): Promise<number>
  openForm(index: number): Promise<void>
  picture(file: string): Promise<void>
  /** What the page wrote to its console, and the library had against cards, since it was opened. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

const library = path.resolve(import.meta.dirname, '../../node_modules/adaptivecards/dist/adaptivecards.min.js')

export async function openCardPage(): Promise<CardPage> {
  const browser = await openBrowser({ width: 512, height: 800 })
  const page = await browser.context.newPage()
  const written: string[] = []
  page.on('console', (message) => written.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => written.push(`error: ${error.message}`))
  await page.setContent('<!doctype html><html lang="en"><style></style><div id="card"></div></html>')
  await page.addScriptTag({ content: readFileSync(library, 'utf8') })
  // The names that the compiler gives functions need a helper that only its own files have.
  await page.addScriptTag({
    content: `globalThis.__name = (named) => named; globalThis.markdownToHtml = ${markdownToHtml.toString()}`,
  })
  return {
    show: async (card, look) => {
      written.push(...(await show(page, card, looks[look])))
    },
    measure: () => page.evaluate(measureCard),
    forms: () => page.locator('.ac-pushButton.expandable').count(),
    openForm: (index) => page.locator('.ac-pushButton.expandable').nth(index).click(),
    picture: async (file) => {
      await page.screenshot({ path: file, fullPage: true })
    },
    complaints: written,
    close: () => browser.close(),
  }
}

/** Draws the card; answers what the library has against it. */
async function show(page: Page, card: CardJson, { theme, width, margin }: Look): Promise<string[]> {
  await page.setViewportSize({ width: width + 2 * margin, height: 100 })
  const css = `${styleSheet(theme)} #card { margin: ${margin}px; }`
  return page.evaluate(drawCard, { json: JSON.stringify(card), config: JSON.stringify(hostConfig(theme)), css })
}

type Cards = {
  AdaptiveCard: {
    new (): { hostConfig: unknown; parse(card: unknown, context: unknown): void; render(): HTMLElement | undefined }
    onProcessMarkdown: (text: string, result: { outputHtml?: string; didProcess: boolean }) => void
  }
  HostConfig: new (config: unknown) => unknown
  SerializationContext: new () => { eventCount: number; getEventAt(index: number): { message: string } }
}

// From here on everything runs in the page, so nothing may reach beyond its own function.

function drawCard({ json, config, css }: { json: string; config: string; css: string }): string[] {
  const page = window as unknown as { AdaptiveCards: Cards; markdownToHtml(text: string): string }
  const { AdaptiveCard, HostConfig, SerializationContext } = page.AdaptiveCards
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = page.markdownToHtml(text)
    result.didProcess = true
  }
  const drawn = new AdaptiveCard()
  const context = new SerializationContext()
  drawn.hostConfig = new HostConfig(JSON.parse(config))
  drawn.parse(JSON.parse(json), context)
  document.querySelector('style')?.replaceChildren(css)
  document.querySelector('#card')?.replaceChildren(drawn.render() ?? '')
  return Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message)
}

function measureCard(): Measured {
  type Colour = readonly [number, number, number, number]
  const card = document.querySelector('#card')
  if (!(card instanceof HTMLElement)) return { faults: ['is not there'], links: [], marked: [], text: '' }
  const all = [...card.querySelectorAll<HTMLElement>('*')].filter((element) => element.checkVisibility())
  const name = (element: Element) =>
    `${element.className || element.tagName} "${(element.textContent || '').slice(0, 40)}"`

  const edges = card.getBoundingClientRect()
  const sticksOut = (element: Element) => {
    const { left, right } = element.getBoundingClientRect()
    return left < edges.left - 0.5 || right > edges.right + 0.5
  }
  const isCut = (element: Element) =>
    element.matches('.ac-textBlock, .ac-textBlock p, .ac-richTextBlock, button') &&
    element.scrollWidth > element.clientWidth
  const wide = all
    .filter((element) => sticksOut(element) || isCut(element))
    .map((element) => `too wide: ${name(element)}`)
  if (card.scrollWidth > card.clientWidth) wide.push(`too wide: the card, ${card.scrollWidth} px`)

  const colourOf = (value: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (value.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue, alpha]
  }
  const over = ([red, green, blue, alpha]: Colour, below: Colour): Colour => {
    const mix = (above: number, under: number) => above * alpha + under * (1 - alpha)
    return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1]
  }
  const background = (element: Element | null): Colour =>
    element
      ? over(colourOf(getComputedStyle(element).backgroundColor), background(element.parentElement))
      : [255, 255, 255, 1]
  const luminance = (colour: Colour): number => {
    const part = (value: number) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
    return 0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2])
  }
  const contrast = (element: Element): number => {
    const behind = background(element)
    const lights = [luminance(over(colourOf(getComputedStyle(element).color), behind)), luminance(behind)]
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05)
  }
  const isLarge = (element: Element) => {
    const { fontSize, fontWeight } = getComputedStyle(element)
    return parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700)
  }
  const showsText = (element: Element) =>
    element.matches('input:not([type=radio]), textarea, select') ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
  const faint = all
    .filter((element) => showsText(element) && contrast(element) < (isLarge(element) ? 3 : 4.5))
    .map((element) => `too faint, ${contrast(element).toFixed(2)}: ${name(element)}`)

  const nameless = all
    .filter((element) => element.matches('button') && element.innerText.trim() === '')
    .map((element) => `no text on a button: ${name(element)}`)
  return {
    faults: [...wide, ...faint, ...nameless],
    links: [...card.querySelectorAll('a')].map((link) => link.href),
    marked: [...card.querySelectorAll('.ac-textBlock :not(p, br)')].map((element) => element.outerHTML),
    text: card.innerText,
  }
}
