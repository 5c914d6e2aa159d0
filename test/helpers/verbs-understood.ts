// The verbs that buttons may send, as the parser of buttons has them: a new one is among them by itself.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { decode } from '../../src/cards/actions.ts'
import { root } from './source-files.ts'

/** The words in src/cards/actions.ts, each tried on `decode`. */
export function verbsUnderstood(): readonly string[] {
  const text = readFileSync(path.join(root, 'src/cards/actions.ts'), 'utf8')
  const words = new Set(Array.from(text.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g), (match) => match[1] ?? ''))
  return [...words].filter((verb) => kinds.some((kind) => decode({ ...kind, verb, [`text-${verb}`]: 'x' })))
}

const ofRecord = {
  id: 'a',
  nonce: 'b',
  step: 0,
  choice: 0,
  symptomId: 's',
  device: 'd',
  product: 'azure-vm',
  machine: 'm',
  severity: 'high',
  urgency: 'high',
}
const kinds = [ofRecord, { id: 'requests', choice: 0 }, { id: 'notice', choice: 'help' }]
