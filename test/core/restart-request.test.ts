// The life of a restart request: which moves there are, and that no other one can be made.
import assert from 'node:assert/strict'
import {
  amendRestart,
  isOpen,
  moveRestart,
  openStates,
  ownerOf,
  type RestartState,
  restartStates,
  spentStates,
} from '../../src/core/restart-request.ts'
import { aRequest, aTime, hugo } from '../helpers/builders.ts'

/** The moves as they are meant, written down apart from the code. */
const legal: readonly string[] = [
  'awaiting-approval > approved',
  'awaiting-approval > declined',
  'awaiting-approval > withdrawn',
  'approved > sending',
  'approved > failed',
  'approved > withdrawn',
  'sending > sent',
  'sending > approved',
  'sending > failed',
  'sending > unknown',
  'sent > restarting',
  'sent > done',
  'sent > failed',
  'sent > unknown',
  'restarting > done',
  'restarting > failed',
  'restarting > unknown',
]

const ends: readonly RestartState[] = ['done', 'failed', 'unknown', 'declined', 'withdrawn']

const nextOf = (state: RestartState): RestartState[] => restartStates.filter((to) => legal.includes(`${state} > ${to}`))

describe('a restart request', () => {
  for (const from of restartStates) {
    for (const to of restartStates) {
      if (legal.includes(`${from} > ${to}`))
        it(`moves from ${from} to ${to}`, () => {
          const moved = moveRestart(aRequest({ state: from, version: 4 }), to)
          assert.equal(moved.state, to)
          assert.equal(moved.version, 5)
        })
      else
        it(`cannot move from ${from} to ${to}`, () => {
          assert.throws(() => moveRestart(aRequest({ state: from }), to), /illegal move/)
        })
    }
  }

  it('comes to an end from every state, and stays there', () => {
    for (const state of restartStates) {
      const reached = new Set<RestartState>([state])
      for (const at of reached) nextOf(at).forEach((next) => reached.add(next))
      assert.ok(
        ends.some((end) => reached.has(end)),
        state,
      )
      assert.equal(nextOf(state).length === 0, ends.includes(state), state)
    }
  })

  it('can be reached in every state from the two in which it is filed', () => {
    const reached = new Set<RestartState>(['awaiting-approval', 'approved'])
    for (const at of reached) nextOf(at).forEach((next) => reached.add(next))
    assert.deepEqual([...reached].sort(), [...restartStates].sort())
  })

  it('is open until its end, so that no second one is filed meanwhile', () => {
    assert.deepEqual([...openStates].sort(), restartStates.filter((state) => !ends.includes(state)).sort())
    for (const state of restartStates) assert.equal(isOpen(aRequest({ state })), !ends.includes(state), state)
  })

  it('counts as spent once it may have restarted anything, and not when it certainly has not', () => {
    assert.deepEqual([...spentStates].sort(), ['approved', 'done', 'restarting', 'sending', 'sent', 'unknown'])
  })

  it('has somebody who must act in every state that is not settled', () => {
    for (const state of restartStates) {
      const settled = ends.includes(state) && state !== 'unknown'
      assert.equal(ownerOf[state] === 'nobody', settled, state)
    }
    assert.equal(ownerOf['awaiting-approval'], 'helpdesk')
    assert.equal(ownerOf.unknown, 'helpdesk')
  })

  it('loses the reason and the time of its next look with a move, unless the move brings new ones', () => {
    const request = aRequest({ state: 'sending', reason: 'busy', dueAt: aTime(5) })
    const moved = moveRestart(request, 'sent')
    assert.equal(moved.reason, undefined)
    assert.equal(moved.dueAt, undefined)
    const again = moveRestart(request, 'approved', { dueAt: aTime(60), reason: 'graph-unreachable' })
    assert.deepEqual(again.dueAt, aTime(60))
    assert.equal(again.reason, 'graph-unreachable')
  })

  it('keeps everything else through a move, and the request moved from stays as it was', () => {
    const request = aRequest({ state: 'awaiting-approval' })
    const before = structuredClone(request)
    const moved = moveRestart(request, 'approved', { decidedBy: hugo })
    assert.deepEqual(moved, { ...before, state: 'approved', decidedBy: hugo, version: 1, dueAt: undefined })
    assert.deepEqual(request, before)
  })

  it('can be amended in every state without a move', () => {
    for (const state of restartStates) {
      const amended = amendRestart(aRequest({ state, version: 2 }), { attempts: 2 })
      assert.equal(amended.state, state)
      assert.equal(amended.attempts, 2)
      assert.equal(amended.version, 3)
    }
  })
})
