// What a text is about: the same words mean something else where another product is named.
import type { Context } from '../catalog.ts'
import { wordsOf } from './normalize.ts'

const foreignFactor = 0.65
const mixedFactor = 0.9

/** By how much a phrase counts less in a text with these words: 1 unless another product is named. */
export function contextFactor({ ours, foreign }: Context): (words: readonly string[]) => number {
  const namesOurs = namesOneOf(ours)
  const namesForeign = namesOneOf(foreign)
  return (words) => {
    if (!namesForeign(words)) return 1
    return namesOurs(words) ? mixedFactor : foreignFactor
  }
}

function namesOneOf(names: readonly string[]): (words: readonly string[]) => boolean {
  /** Under the first word of a name, what follows it. */
  const rests = new Map<string, string[][]>()
  for (const name of names) {
    const [first, ...rest] = wordsOf(name)
    if (first !== undefined) rests.set(first, [...(rests.get(first) ?? []), rest])
  }
  return (words) =>
    words.some((word, at) =>
      rests.get(word)?.some((rest) => rest.every((next, ahead) => words[at + 1 + ahead] === next)),
    )
}
