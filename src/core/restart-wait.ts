// How long before a restart that Graph certainly has not carried out is sent again. Pure.

const second = 1000

/**
 * `named` is the wait that Graph asked for: it is never undercut, only spread upwards, so that those who were turned away
 * together do not come back together. Where it named none: up to 2, 4 and 8 s after the first, second and third attempt.
 * `random` is from 0 to below 1.
 */
export function resendWaitMs(attempts: number, named: number | undefined, random: number): number {
  if (named === undefined) return Math.max(second, Math.round(random * second * 2 ** attempts))
  const asked = Math.max(second, named)
  return asked + Math.round((random * asked) / 10)
}
