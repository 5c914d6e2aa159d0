// The same request again, to the byte: the channel repeats what it had no answer to, and a thief what he overheard. It gets
// the answer of the first and does nothing. What the channel repeats under a new id is caught by the nonce of the card.
import type { Answer } from '../gate/door.ts'

type Kept = { readonly at: number; readonly answer: Promise<Answer>; letters: number }

/** Answers at once, or with what `run` comes to. A failure is not kept, since it is to be tried again. */
export type Replays = (digest: string, now: number, run: () => Promise<Answer>) => Promise<Answer>

const keepMs = 10 * 60_000
/** Ten minutes of 100 activities a second fit in. */
const mostKept = 100_000
const mostLetters = 8_000_000

export function replays(): Replays {
  // The oldest first.
  const kept = new Map<string, Kept>()
  let letters = 0

  function forget(digest: string, one: Kept): void {
    if (kept.get(digest) !== one) return
    kept.delete(digest)
    letters -= one.letters
  }

  function forgetOld(now: number): void {
    for (const [digest, one] of kept) {
      if (now - one.at < keepMs && kept.size <= mostKept && letters <= mostLetters) return
      forget(digest, one)
    }
  }

  return (digest, now, run) => {
    forgetOld(now)
    const before = kept.get(digest)
    if (before) return before.answer
    const one: Kept = { at: now, answer: run(), letters: 0 }
    kept.set(digest, one)
    one.answer.then(
      ({ status, body }) => {
        if (status >= 500) forget(digest, one)
        else if (kept.get(digest) === one) letters += one.letters = body?.length ?? 0
      },
      () => {
        forget(digest, one)
      },
    )
    return one.answer
  }
}
