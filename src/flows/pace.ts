// How often the bot looks at what is due, and how long whoever takes it may work on it.

const second = 1000
const minute = 60 * second

/** In milliseconds. */
export const pace = {
  /** Between two looks at restarts and deliveries; whatever causes one wakes the worker. */
  look: second,
  /** Between two looks at the brake and at tickets that wait. */
  upkeep: minute,
  /** Between two removals of what is too old. */
  removal: 60 * minute,
  /** Longer than a step of a restart takes, and short enough that the work of a process that ended goes on within 15 s. */
  restartLease: 13 * second,
  /** Longer than a send may take, shorter than a person notices that somebody else had to take it over. */
  deliveryLease: 12 * second,
} as const
export type Pace = { readonly [Name in keyof typeof pace]: number }
