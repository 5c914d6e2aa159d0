// What `npm run score:redaction` prints, line by line.
import { figuresOf } from './figures.ts'
import { harmless, later, secrets } from './samples.ts'

const first = [...secrets, ...harmless]
const all = [...first, ...later]
const parts = {
  'all texts': all,
  'seen while writing the rules': first.filter(({ heldBack }) => !heldBack),
  'held back': first.filter(({ heldBack }) => heldBack),
  'written after the rules': later,
}

const columns = ['texts', 'kinds', 'wanted', 'recall %', 'masks', 'precision %', 'codes', 'lost']
const line = (name: string, cells: readonly (string | number)[]): string =>
  [name.padEnd(30), ...cells.map((cell) => String(cell).padStart(12))].join('').trimEnd()
const percent = (part: number, whole: number): string => ((100 * part) / whole).toFixed(2)

const rows = Object.entries(parts).map(([name, samples]) => {
  const { texts, kinds, wanted, found, masked, right, codes, lost } = figuresOf(samples)
  return line(name, [texts, kinds, wanted, percent(found, wanted), masked, percent(right, masked), codes, lost])
})

const faults = figuresOf(all).faults.map(
  ({ id, what, text }) => `${what}, ${id}: ${text.replace(/\s+/g, ' ').slice(0, 100)}`,
)

export const report: readonly string[] = [line('', columns), ...rows, ...faults]
