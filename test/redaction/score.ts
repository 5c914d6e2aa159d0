// `npm run score:redaction`: how well secrets and names are masked, on the labelled texts. `--misses` names what is not.
import { figuresOf } from './figures.ts'
import { harmless, secrets } from './samples.ts'

const all = [...secrets, ...harmless]
const parts = {
  'all texts': all,
  'seen while writing the rules': all.filter(({ heldBack }) => !heldBack),
  'held back': all.filter(({ heldBack }) => heldBack),
}

const percent = (part: number, whole: number): string => (whole === 0 ? '' : ((100 * part) / whole).toFixed(2))
const columns = ['texts', 'kinds', 'wanted', 'recall %', 'masks', 'precision %', 'codes', 'lost']
console.log(''.padEnd(30), ...columns.map((column) => column.padStart(11)))
for (const [name, samples] of Object.entries(parts)) {
  const { texts, kinds, wanted, found, masked, right, codes, lost } = figuresOf(samples)
  const row = [texts, kinds, wanted, percent(found, wanted), masked, percent(right, masked), codes, lost]
  console.log(name.padEnd(30), ...row.map((figure) => String(figure).padStart(11)))
}

const shown = process.argv.includes('--misses')
  ? all
  : process.argv.includes('--seen')
    ? parts['seen while writing the rules']
    : []
for (const { id, what, text } of figuresOf(shown).faults)
  console.log(`${id} ${what}: ${text.replace(/\s+/g, ' ').slice(0, 100)}`)
