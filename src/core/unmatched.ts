// Texts that the catalog did not know, put together by likeness: what many people met is worth a symptom first. Pure.
import { clean, wordsOf } from './match/normalize.ts'

export type UnmatchedText = {
  /** The session's id: one session leaves one text. */
  readonly id: string
  readonly personId: string
  /** Masked and cut. */
  readonly text: string
  readonly at: Date
}

export type UnmatchedGroup = {
  /** The text of the group that was pasted first. */
  readonly text: string
  readonly people: number
  readonly times: number
  readonly latest: Date
}

/** Two texts with this share of their words in common are one. */
const alike = 0.5

/** The groups, those that most people met first; of equals, the newest. */
export function groupTexts(texts: readonly UnmatchedText[]): UnmatchedGroup[] {
  const groups: { words: ReadonlySet<string>; members: UnmatchedText[] }[] = []
  for (const text of [...texts].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const words = new Set(wordsOf(clean(text.text)))
    const group = groups.find((other) => likeness(words, other.words) >= alike)
    if (group) group.members.push(text)
    else groups.push({ words, members: [text] })
  }
  return groups
    .map(({ members }) => ({
      text: members[0]?.text ?? '',
      people: new Set(members.map(({ personId }) => personId)).size,
      times: members.length,
      latest: members.at(-1)?.at ?? new Date(0),
    }))
    .sort((a, b) => b.people - a.people || b.times - a.times || b.latest.getTime() - a.latest.getTime())
}

/** Words in both, over words in either. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0
  for (const word of a) if (b.has(word)) both += 1
  const either = a.size + b.size - both
  return either === 0 ? 1 : both / either
}
