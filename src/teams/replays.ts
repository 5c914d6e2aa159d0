// The same request again, to the byte: the channel repeats what it had no answer to, and a thief what he overheard. It gets
// the answer of the first and does nothing. What the channel repeats under a new id is caught by the nonce of the card.
import type { Answer } from '../gate/door.ts'

/** `letters`: what the body of its answer takes of the memory. */
type Kept = { readonly at: number; answer: Promise<Answer>; letters: number }

/** Answers at once, or with what `run` comes to. A failure is not kept, since it is to be tried again. */
export type Replays = (digest: string, now: number, run: () => Promise<Answer>) => Promise<Answer>

const keepMs = 10 * 60_000
/** Ten minutes of 100 activities a second fit in. */
const mostKept = 100_000
/** Of the bodies of all answers. What is beyond goes, the oldest first; that there was such a request is remembered all the same. */
const mostLetters = 8_000_000

export function replays(): Replays {
  // The oldest first, both.
  const kept = new Map<string, Kept>()
  const withBody = new Set<Kept>()
  let letters = 0

  function forgetBody(one: Kept): void {
    if (!withBody.delete(one)) return
    letters -= one.letters
    one.answer = one.answer.then(({ status }) => ({ status }))
  }

  function keepBody(one: Kept, { body = '' }: Answer): void {
    one.letters = body.length
    letters += one.letters
    withBody.add(one)
    for (const oldest of withBody) {
      if (letters <= mostLetters) return
      forgetBody(oldest)
    }
  }

  function forget(digest: string, one: Kept): void {
    if (kept.get(digest) !== one) return
    kept.delete(digest)
    forgetBody(one)
  }

  function forgetOld(now: number): void {
    for (const [digest, one] of kept) {
      if (now - one.at < keepMs && kept.size <= mostKept) return
      forget(digest, one)
    }
  }

  return (digest, now, run) => {
    forgetOld(now)
    const before = kept.get(digest)
    if (before) return before.answer
    const answer = run()
    const one: Kept = { at: now, answer, letters: 0 }
    kept.set(digest, one)
    answer.then(
      (known) => {
        if (known.status >= 500) forget(digest, one)
        else if (kept.get(digest) === one) keepBody(one, known)
      },
      () => {
        forget(digest, one)
      },
    )
    return answer
  }
}
