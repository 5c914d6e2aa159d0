// What a mask is: a pattern that finds something in a text, and what stands there instead.

/** What must be changed once others have seen it. An address or a machine's name is masked as well, but is no secret. */
export const leakKinds = ['password', 'code', 'token', 'key'] as const
export type Leak = (typeof leakKinds)[number]

export type Mask = {
  /** Stands in brackets where it was; undefined for what stays, and is only kept from the masks after it. */
  readonly shows: string | undefined
  readonly leak?: Leak
  /**
   * Global. Its group `value`, which ends the match, is what is masked; without one the whole match.
   * It meets 32 kB of anything, so every repetition in it is bounded.
   */
  readonly pattern: RegExp
  /** Stands in every text in which the pattern finds something, and is looked for sooner. Not global. */
  readonly sign?: RegExp
  /** Is the value really one? `behind` is how the text goes on. */
  readonly fits?: (value: string, behind: string) => boolean
}
