// Lets so many go on in one round of the event loop, in the order in which they came. Node.js takes up one new connection a
// round: were all who are there served in one, those who still knock would wait until the crowd has gone.

/** Resolves at once while there are few. */
export function rounds(most: number): () => Promise<void> {
  const waiting: (() => void)[] = []
  let left = most

  function nextRound(): void {
    left = most
    for (const goOn of waiting.splice(0, most)) {
      left--
      goOn()
    }
    if (left < most) setImmediate(nextRound)
  }

  return () => {
    if (left === most) setImmediate(nextRound)
    if (left > 0) {
      left--
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      waiting.push(resolve)
    })
  }
}
