// Names of machines and people that an administrator wants masked: words, with * for any part of a word.
import type { Mask } from './mask.ts'

export const mostNames = 200
export const longestName = 64
/** More of them in one name could take long on a text that was made for it. */
const mostStars = 2

/** Can it be looked for without masking what is no name? */
export const isName = (name: string): boolean =>
  name.length <= longestName && /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(name) && name.split(/\*+/).length - 1 <= mostStars

/** At most so many letters, digits, hyphens and underscores stand for one *. */
const star = String.raw`[\p{L}\p{N}_-]{0,40}`

export const nameShows = 'name'

export const nameMask = (name: string): Mask => ({
  shows: nameShows,
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])${name.split(/\*+/).map(literally).join(star)}(?![\\p{L}\\p{N}])`, 'giu'),
})

/** Spaces in a name stand for spaces of any kind and number. */
const literally = (part: string): string =>
  part.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s{1,3}`)
