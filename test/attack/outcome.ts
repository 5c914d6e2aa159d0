// What came of an attack, as one row of the table.

export type Scale = { readonly seed: number; readonly requests: number }

export type Outcome = {
  readonly name: string
  readonly requests: number
  readonly refused: number
  /** What got through and should not have. Everything else is a figure; this one has to be 0. */
  readonly letIn: number
  /** Turns that ran, or traces in the store, the channel and Graph, because of what should have been refused. */
  readonly effects: number
  readonly worstMs: number
  /** What else there is to say, in a few words. */
  readonly note?: string
  /** What was let in, or what else is not as it should be; empty where all is well. */
  readonly faults: readonly string[]
}

const widths = [34, 9, 9, 7, 8, 9, 8]
const cells = (all: readonly string[]): string =>
  all.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('')

export const heading = cells(['attack', 'requests', 'refused', 'let in', 'effects', 'worst ms', 'RSS MB'])

export function rowOf({ name, requests, refused, letIn, effects, worstMs, note }: Outcome, rssMb: number): string {
  const numbers = [requests, refused, letIn, effects].map(String)
  const drift = `${rssMb < 0 ? '' : '+'}${rssMb.toFixed(1)}`
  const row = cells([name, ...numbers, worstMs.toFixed(0), drift])
  return note === undefined ? row : `${row}\n  ${note}`
}
