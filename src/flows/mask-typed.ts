// What a person typed on a card, masked before anything is done with it.
import type { Redacted } from '../core/redact/redact.ts'
import type { Leak } from '../core/redact/mask.ts'
import { showLeak } from '../core/show-leak.ts'
import * as texts from '../core/texts.ts'
import type { Answer, Click } from './world.ts'

export function maskTyped<Act extends object>(
  act: Act,
  mask: (text: string) => Redacted,
): { readonly act: Act; readonly leaked: readonly Leak[] } {
  if (!('text' in act) || typeof act.text !== 'string') return { act, leaked: [] }
  const { text, leaked } = mask(act.text)
  return { act: { ...act, text }, leaked }
}

/** In a channel a card of its own would tell everybody; there the clicker reads it on their view of the ticket. */
export function withLeak(answer: Answer, { surface }: Click, leaked: readonly Leak[]): Answer {
  if (leaked.length === 0) return answer
  if (surface === 'chat') return { ...answer, message: showLeak(leaked) }
  const { screen, audience } = answer
  const isFree = audience !== 'everybody' && 'notice' in screen && screen.notice === ''
  return isFree ? { ...answer, screen: { ...screen, notice: texts.leak.typed(leaked) } } : answer
}
