// What the driver's error codes mean. Never the message text: it changes with the driver.

/** The code of a driver's or the file system's error; undefined for any other error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** The primary key or a unique index refused the row. */
export const isDuplicate = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505'].includes(codeOf(error) ?? '')

/**
 * The transaction was given up for the sake of another (a deadlock, no place in the order, or a row of the other that it
 * could not see before it met it): it may be run again.
 */
export const isGivenUp = (error: unknown): boolean => ['40001', '40P01', '23505'].includes(codeOf(error) ?? '')
