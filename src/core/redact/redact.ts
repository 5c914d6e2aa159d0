// Masks what a person's text should not carry any further: secrets, and who and where somebody is. Error codes, ids and
// times stay, since the helpdesk needs them. docs/redaction.md says what, and how well.
import { keptAsTheyAre } from './kept.ts'
import { labelledKeys } from './labelled-keys.ts'
import { labelledPasswords } from './labelled-passwords.ts'
import { type Leak, leakKinds, type Mask } from './mask.ts'
import { nameMask, nameShows } from './names.ts'
import { personal } from './personal.ts'
import { type Piece, piecesOf } from './pieces.ts'
import { plainText } from './plain.ts'
import { longRandom, secretShapes } from './secret-shapes.ts'
import { tables } from './tables.ts'
import { transportedSecrets } from './transported-secrets.ts'

export type Redacted = {
  readonly text: string
  /** Secrets that were in it, each kind once: the person is told to change them. */
  readonly leaked: readonly Leak[]
}

export type Redactor = {
  /** Everything masked, on plain lines. */
  readonly all: (text: string) => Redacted
  /** The same, cut to what a card holds. */
  readonly excerpt: (text: string) => Redacted
  /** The secrets alone, for the helpdesk: they write on purpose whom to call, or which machine it is about. */
  readonly secrets: (text: string) => Redacted
}

const longestExcerpt = 800

const secretMasks: readonly Mask[] = [
  ...secretShapes,
  ...transportedSecrets,
  ...tables,
  ...labelledPasswords,
  ...labelledKeys,
  longRandom,
]

/** What stands, in brackets, in the place of what was masked. */
export const shownInPlace: readonly string[] = [
  ...new Set([...[...secretMasks, ...personal].flatMap(({ shows }) => shows ?? []), nameShows]),
]

/** What was masked before is no secret. */
const alreadyMasked: Mask = { shows: undefined, pattern: new RegExp(`\\[(?:${shownInPlace.join('|')})\\]`, 'g') }

/** `names` of machines and people are masked as well; * stands for any part of a word. */
export function redactorFor(names: readonly string[]): Redactor {
  const mask = masker(names)
  const all = (text: string): Redacted => redacted(mask(plainText(text)))
  return {
    all,
    excerpt: (text) => {
      const { text: masked, leaked } = all(text)
      return { text: masked.slice(0, longestExcerpt), leaked }
    },
    secrets: secretsIn,
  }
}

/** Laid out as it was written, unless markup or what does not show hides a secret: then on plain lines. */
function secretsIn(text: string): Redacted {
  const asWritten = maskSecrets(text.replace(/\r\n?/g, '\n').replace(/\p{Co}/gu, ''))
  const plain = maskSecrets(plainText(text))
  if (plainText(asWritten.text) === plain.text) return asWritten
  return {
    text: plain.text,
    leaked: leakKinds.filter((kind) => [asWritten, plain].some(({ leaked }) => leaked.includes(kind))),
  }
}

const maskSecrets = (text: string): Redacted => redacted(piecesOf(text, [alreadyMasked, ...secretMasks]))

/** The pieces of a plain text. */
export function masker(names: readonly string[]): (plain: string) => Piece[] {
  const masks = masksFor(names)
  return (plain) => piecesOf(plain, masks)
}

/** In the order in which they are tried. */
export const masksFor = (names: readonly string[]): Mask[] => [
  alreadyMasked,
  ...secretMasks,
  ...keptAsTheyAre,
  ...personal,
  ...names.map(nameMask),
]

const redacted = (pieces: readonly Piece[]): Redacted => ({
  text: pieces.map(({ text, shows }) => (shows === undefined ? text : `[${shows}]`)).join(''),
  leaked: leakKinds.filter((kind) => pieces.some(({ leak }) => leak === kind)),
})
