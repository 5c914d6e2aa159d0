// What docs/redaction.md says is masked is what the masks show, and its figures are those that are measured.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { shownInPlace } from '../../src/core/redact/redact.ts'
import { report } from '../redaction/report.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/redaction.md'), 'utf8')

describe('the documentation of redaction', () => {
  it('has a row for everything that a mask shows, and none for any other', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `['))
    const listed = rows.flatMap((line) =>
      Array.from((line.split('|')[1] ?? '').matchAll(/`\[([^\]]+)\]`/g), ([, name]) => name),
    )
    assert.deepEqual(listed.toSorted(), [...shownInPlace].toSorted())
  })

  it('shows the figures as they are printed', () => {
    assert.ok(page.includes(`\n${report.join('\n')}\n`))
  })
})
