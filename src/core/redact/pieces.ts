// A text, cut into what stays and what is masked. Each mask in turn takes what it finds out of the text and leaves one
// private character in its place, so that later masks neither read nor break what an earlier one has found.
import type { Leak, Mask } from './mask.ts'

export type Piece = {
  /** As it was pasted. */
  readonly text: string
  /** What is shown instead; undefined where it stays. */
  readonly shows?: string | undefined
  readonly leak?: Leak | undefined
}

type Taken = { readonly was: string; readonly mask: Mask }

const firstPlace = 0xf0000
/** As many characters as there are in the private planes. */
const mostPlaces = 0x1fffe
const places = /\p{Co}/gu

/** `text` holds no private characters. */
export function piecesOf(text: string, masks: readonly Mask[]): Piece[] {
  const taken: Taken[] = []
  const isWorthTrying = signReader(text)
  return pieced(
    masks.filter(isWorthTrying).reduce((rest, mask) => takeOut(rest, mask, taken), text),
    taken,
  )
}

/** Many masks share a sign: it is looked for once. */
function signReader(text: string): (mask: Mask) => boolean {
  const stands = new Map<RegExp, boolean>()
  return ({ sign }) => {
    if (!sign) return true
    const isThere = stands.get(sign) ?? sign.test(text)
    stands.set(sign, isThere)
    return isThere
  }
}

function takeOut(text: string, mask: Mask, taken: Taken[]): string {
  const { pattern, fits = () => true } = mask
  let rest = ''
  let done = 0
  // Not matchAll, which makes every pattern anew for every text, and most find nothing in it.
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const was = match.groups?.['value'] ?? match[0]
    const end = match.index + match[0].length
    if (was.replace(places, '').trim() === '' || !fits(was, text.slice(end, end + 40)) || taken.length >= mostPlaces)
      continue
    rest += text.slice(done, end - was.length) + String.fromCodePoint(firstPlace + taken.length)
    done = end
    taken.push({ was, mask })
  }
  return rest + text.slice(done)
}

function pieced(text: string, taken: readonly Taken[]): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(places)) {
    pieces.push({ text: text.slice(done, match.index) })
    done = match.index + match[0].length
    const one = taken[(match[0].codePointAt(0) ?? 0) - firstPlace]
    if (!one) continue
    // What an earlier mask has found in it goes with it; what was to stay, and is all there is, stays.
    const inner = pieced(one.was, taken)
    const text_ = inner.map(({ text: part }) => part).join('')
    const leak = one.mask.leak ?? inner.find((piece) => piece.leak)?.leak
    pieces.push({ text: text_, shows: one.mask.shows, leak })
  }
  pieces.push({ text: text.slice(done) })
  return pieces.filter(({ text: part }) => part !== '')
}
