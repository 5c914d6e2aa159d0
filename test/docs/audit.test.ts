// What docs/audit.md lists is what an audit entry is made of.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { auditActs } from '../../src/core/audit.ts'
import { anEntry } from '../helpers/audit-entries.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/audit.md'), 'utf8')
const firstCells = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word))

describe('the documentation of the audit', () => {
  it('has a row for every field and every act, and none for any other', () => {
    const fields = ['seq', ...Object.keys(anEntry()), 'hash']
    assert.deepEqual(firstCells.toSorted(), [...fields, ...auditActs].toSorted())
  })
})
