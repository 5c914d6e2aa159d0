// A short card that says one thing.
import type { Button, Screen, Tone } from './screens.ts'
import * as texts from './texts.ts'

/** Opens the help form in place of the card, for cards that no record stands behind. */
export const helpButton: Button = {
  title: texts.buttons.getHelp,
  action: { on: 'command', verb: 'command', id: 'notice', choice: 'get-help' },
}

export const showNotice = (
  { title, body }: { title: string; body: string },
  tone: Tone = 'default',
  buttons: readonly Button[] = [helpButton],
): Screen => ({ kind: 'notice', summary: title, title, body, tone, buttons })
