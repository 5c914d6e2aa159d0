// What was so when, where the bot may have read it a while ago.

/** What was so from a time on, the newest last. */
export type History<Value> = { readonly from: number; readonly value: Value }[]

/** What was so at some time since then: all that began later, and what was so when it began. */
export const valuesSince = <Value>(history: History<Value>, since: number): Value[] =>
  history.filter((_, at) => (history[at + 1]?.from ?? Infinity) > since).map(({ value }) => value)

/** What is going to change does so within this long: at once, or when the bot has read it and goes by that. */
export const longestUnchanged = 20 * 60_000
