// `npm run score:redaction`: how well secrets and names are masked, on the labelled texts, and what is not.
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

const percent = (part: number, whole: number): string => (whole === 0 ? '' : ((100 * part) / whole).toFixed(2))
const columns = ['texts', 'kinds', 'wanted', 'recall %', 'masks', 'precision %', 'codes', 'lost']
console.log(''.padEnd(30), ...columns.map((column) => column.padStart(11)))
for (const [name, samples] of Object.entries(parts)) {
  const { texts, kinds, wanted, found, masked, right, codes, lost } = figuresOf(samples)
  const row = [texts, kinds, wanted, percent(found, wanted), masked, percent(right, masked), codes, lost]
  console.log(name.padEnd(30), ...row.map((figure) => String(figure).padStart(11)))
}

for (const { id, what, text } of figuresOf(all).faults)
  console.log(`${what}, ${id}: ${text.replace(/\s+/g, ' ').slice(0, 100)}`)
