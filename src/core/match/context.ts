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
    const text = ` ${words.join(' ')} `
    if (!namesForeign(text)) return 1
    return namesOurs(text) ? mixedFactor : foreignFactor
  }
}

function namesOneOf(names: readonly string[]): (text: string) => boolean {
  const wanted = names.map((name) => ` ${wordsOf(name).join(' ')} `)
  return (text) => wanted.some((name) => text.includes(name))
}
