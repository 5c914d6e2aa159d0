// What each sender still may send. Kept for the latest few thousand, since those before have their full allowance again.
import { type Allowance, type AllowanceRules, draw, type Draw } from '../core/allowance.ts'

export type Visitors = (key: string, now: number) => Draw['verdict']

const mostKept = 10_000

export function visitors(rules: AllowanceRules): Visitors {
  const kept = new Map<string, Allowance>()
  return (key, now) => {
    const { allowance, verdict } = draw(kept.get(key), rules, now)
    // Put at the end, so that the first one is whoever was away for longest.
    kept.delete(key)
    kept.set(key, allowance)
    const [longestAway] = kept.keys()
    if (kept.size > mostKept && longestAway !== undefined) kept.delete(longestAway)
    return verdict
  }
}
