// An answer that is kept for some seconds, asked for by one at a time.

/**
 * It is kept from when it is there. `ticks`: milliseconds since some moment, which never go back. An answer that failed is
 * `undefined`, and is kept as well.
 */
export function keptAWhile<Answer>(
  ask: () => Promise<Answer>,
  keepMs: number,
  ticks: () => number = () => performance.now(),
): () => Promise<Answer | undefined> {
  let answer: Promise<Answer | undefined> | undefined
  let until = -Infinity
  return () => {
    if (answer && ticks() < until) return answer
    answer = ask()
      .catch(() => undefined)
      .finally(() => {
        until = ticks() + keepMs
      })
    // Nobody knows yet how long it takes.
    until = Infinity
    return answer
  }
}
