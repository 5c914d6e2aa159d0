// What came of a call to somebody else's service, in a handful of words to count by.

export const callResults = ['ok', 'refused', 'throttled', 'server-error', 'no-answer', 'unclear'] as const
export type CallResult = (typeof callResults)[number]

/** `unclear`: an answer that says neither yes nor no, such as a redirection. */
export function callResultOf(status: number | undefined): CallResult {
  if (status === undefined) return 'no-answer'
  if (status === 429) return 'throttled'
  if (status >= 500) return 'server-error'
  if (status >= 400) return 'refused'
  return status >= 200 && status < 300 ? 'ok' : 'unclear'
}
