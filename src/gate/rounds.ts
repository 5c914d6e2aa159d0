// Lets so many go on in one round of the event loop, in the order in which they came. Node.js takes up one new connection a
// round: were all who are there served in one, those who still knock would wait until the crowd has gone.

export type Rounds = {
  /** Resolves at once while there are few. */
  readonly turn: () => Promise<void>
  /** Somebody came in: as others may knock behind them, the next round lets one alone go on, and is over sooner. */
  readonly cameIn: () => void
}

export function rounds(most: number): Rounds {
  const waiting: (() => void)[] = []
  let left = most
  let isUnderWay = false
  let hasComeIn = false

  function nextRound(): void {
    left = hasComeIn ? 1 : most
    hasComeIn = false
    const next = waiting.splice(0, left)
    left -= next.length
    for (const goOn of next) goOn()
    isUnderWay = next.length > 0
    if (isUnderWay) setImmediate(nextRound)
  }

  return {
    turn() {
      if (!isUnderWay) {
        isUnderWay = true
        left = most
        setImmediate(nextRound)
      }
      if (left > 0) {
        left--
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        waiting.push(resolve)
      })
    },
    cameIn() {
      hasComeIn = true
    },
  }
}
