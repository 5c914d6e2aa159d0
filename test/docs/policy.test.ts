// What docs/policy.md says of a restart request is what the code does.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deadlineOf, ownerOf, type RestartState, restartStates } from '../../src/core/restart-request.ts'
import { aRequest, aTime } from '../helpers/builders.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/policy.md'), 'utf8')

/** The cells of the row whose first cell is this state. */
function rowOf(state: RestartState): readonly string[] {
  const line = page.split('\n').find((one) => one.startsWith(`| ${state} |`))
  assert.ok(line, `no row for ${state}`)
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

describe('the table of states in the documentation', () => {
  for (const state of restartStates)
    it(`names the owner and the end by itself of “${state}”`, () => {
      const [, owner, until = '', then = ''] = rowOf(state)
      const reason = state === 'unknown' ? 'unclear-answer' : undefined
      assert.equal(owner, ownerOf({ state, reason }))
      const deadline = deadlineOf(aRequest({ state, sentAt: aTime() }))
      assert.equal(then, deadline?.to ?? '')
      const minutes = deadline && (deadline.at.getTime() - aTime().getTime()) / 60_000
      assert.equal(until.split(' ')[0], minutes === undefined ? '' : String(minutes))
    })
})
