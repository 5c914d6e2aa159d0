// The development messages, scored with the catalog as it stands.
import type { Catalog } from '../../src/core/catalog.ts'
import { scorerFor } from '../../src/core/match/decide.ts'
import { messages } from './messages.ts'
import type { Sample } from './figures.ts'

export function samplesFor(catalog: Catalog): Sample[] {
  const score = scorerFor(catalog)
  return messages.map((message) => ({ message, scores: score(message.text) }))
}

/** Symptoms beyond the first 33, which the labels of the messages do not know. */
export function furtherIn(catalog: Catalog): (id: string) => boolean {
  const further = new Set(catalog.symptoms.filter(({ origin }) => origin === 'extended').map(({ id }) => id))
  return (id) => further.has(id)
}
