// When a read may be made again: after what the header asks for, with full jitter on top. Pure.

/** How long before attempt number `attempt` + 1 of a read. */
export function readWaitMs(attempt: number, retryAfter: number | undefined, random: () => number): number {
  const jitter = Math.floor(random() * 200 * 2 ** attempt)
  return (retryAfter ?? 0) + jitter
}
