// What a person is told whose text held a secret: it is blacked out here, and still has to be changed.
import type { Leak } from './redact/mask.ts'
import type { Screen } from './screens.ts'
import { showNotice } from './show-notice.ts'
import * as texts from './texts.ts'

/** The first card after a paste, with a line more if the text held secrets. */
export const tellOfLeak = (screen: Screen, leaked: readonly Leak[]): Screen =>
  leaked.length > 0 && 'leak' in screen ? { ...screen, leak: texts.leak.pasted(leaked) } : screen

/** A card of its own, for what was typed on a card. */
export const showLeak = (leaked: readonly Leak[]): Screen =>
  showNotice({ title: texts.leak.title, body: texts.leak.typed(leaked) }, 'warning')
