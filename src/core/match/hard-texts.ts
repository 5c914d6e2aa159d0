// Texts as long as the bot reads them that would take long, were there anything that goes over a text more than a few times.
import type { Catalog } from '../catalog.ts'
import { mostCharacters } from './normalize.ts'

/** One character, one word, one beginning of something over and over; and what the catalog itself says most. */
const pieces = ['a', '<', "'", '0x3 ', 'aa_', 'a-', 'a@', '&#', '1-', '一', '\ufdfa', '[ok] ']

export function hardTexts({ symptoms }: Catalog): string[] {
  const spoken = symptoms.map(({ signatures }) => signatures.texts[0] ?? '')
  const repeated = [...pieces, ...spoken.slice(0, 1), spoken.join(' ')]
  return repeated.map((piece) => piece.repeat(Math.ceil(mostCharacters / piece.length)).slice(0, mostCharacters))
}
