// The life of a restart request: which moves there are, that no other one can be made, who owns each state and for how long.
import assert from 'node:assert/strict'
import {
  amendRestart,
  type Deadline,
  deadlineOf,
  isDeclinable,
  isOpen,
  isWithdrawable,
  moveRestart,
  nextStates,
  openStates,
  ownerOf,
  type RestartOwner,
  type RestartReason,
  restartReasons,
  type RestartRequest,
  type RestartState,
  restartStates,
  type RestartTimes,
  spentStates,
  times,
  waitsLong,
} from '../../src/core/restart-request.ts'
import { aRequest, aTime, hugo } from '../helpers/builders.ts'

/** The moves as they are meant, written down apart from the code. */
const legal: readonly string[] = [
  'requested > awaiting-approval',
  'requested > approved',
  'requested > declined',
  'requested > failed',
  'requested > withdrawn',
  'requested > expired',
  'awaiting-approval > approved',
  'awaiting-approval > declined',
  'awaiting-approval > withdrawn',
  'awaiting-approval > expired',
  'approved > sending',
  'approved > awaiting-approval',
  'approved > declined',
  'approved > failed',
  'approved > withdrawn',
  'approved > expired',
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

const ends: readonly RestartState[] = ['done', 'failed', 'unknown', 'declined', 'withdrawn', 'expired']

const owners: Readonly<Record<RestartState, RestartOwner>> = {
  requested: 'bot',
  'awaiting-approval': 'helpdesk',
  approved: 'bot',
  sending: 'bot',
  sent: 'bot',
  restarting: 'bot',
  done: 'nobody',
  failed: 'nobody',
  unknown: 'helpdesk',
  declined: 'nobody',
  withdrawn: 'nobody',
  expired: 'requester',
}

/** How each open state ends by itself: after which of the times, counted from what, to which state, and why. */
type Counted = 'createdAt' | 'since' | 'sentAt'
const deadlines: Partial<Record<RestartState, readonly [Counted, keyof RestartTimes, RestartState, RestartReason]>> = {
  requested: ['createdAt', 'consent', 'expired', 'consent-too-old'],
  'awaiting-approval': ['since', 'approval', 'expired', 'approval-too-late'],
  approved: ['createdAt', 'consent', 'expired', 'consent-too-old'],
  sending: ['sentAt', 'unclear', 'unknown', 'unclear-answer'],
  sent: ['sentAt', 'followed', 'unknown', 'not-confirmed'],
  restarting: ['sentAt', 'followed', 'unknown', 'not-confirmed'],
}

const nextOf = (state: RestartState): RestartState[] => restartStates.filter((to) => legal.includes(`${state} > ${to}`))

const moments = { createdAt: aTime(0), since: aTime(100), sentAt: aTime(200) }
const inState = (state: RestartState, given: Partial<RestartRequest> = {}) => aRequest({ state, ...moments, ...given })

describe('a restart request', () => {
  for (const from of restartStates) {
    it(`that is ${from} leads on to ${nextOf(from).join(', ') || 'nothing'}`, () => {
      assert.deepEqual([...nextStates(from)].sort(), nextOf(from).sort())
    })

    for (const to of restartStates) {
      if (legal.includes(`${from} > ${to}`))
        it(`moves from ${from} to ${to}`, () => {
          const moved = moveRestart(aRequest({ state: from, version: 4 }), to, aTime(9))
          assert.equal(moved.state, to)
          assert.equal(moved.version, 5)
          assert.deepEqual(moved.since, aTime(9))
        })
      else
        it(`cannot move from ${from} to ${to}`, () => {
          const request = aRequest({ state: from })
          const before = structuredClone(request)
          assert.throws(() => moveRestart(request, to, aTime(9)), new RegExp(`illegal move .*: ${from} to ${to}`))
          assert.deepEqual(request, before)
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

  it('can be reached in every state from the one in which it is filed', () => {
    const reached = new Set<RestartState>(['requested'])
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

  it('can be taken back until it is being sent, and never after that', () => {
    const withdrawable = restartStates.filter((state) => isWithdrawable(aRequest({ state })))
    assert.deepEqual(withdrawable.sort(), ['approved', 'awaiting-approval', 'requested'])
  })

  it('can be declined until it is being sent, and never after that', () => {
    const declinable = restartStates.filter((state) => isDeclinable(aRequest({ state })))
    assert.deepEqual(declinable.sort(), ['approved', 'awaiting-approval', 'requested'])
  })

  it('loses the reason and the time of its next look with a move, unless the move brings new ones', () => {
    const request = aRequest({ state: 'sending', reason: 'busy', dueAt: aTime(5) })
    const moved = moveRestart(request, 'sent', aTime(9))
    assert.equal(moved.reason, undefined)
    assert.equal(moved.dueAt, undefined)
    const again = moveRestart(request, 'approved', aTime(9), { dueAt: aTime(60), reason: 'graph-unreachable' })
    assert.deepEqual(again.dueAt, aTime(60))
    assert.equal(again.reason, 'graph-unreachable')
  })

  it('keeps everything else through a move, and the request moved from stays as it was', () => {
    const request = aRequest({ state: 'awaiting-approval' })
    const before = structuredClone(request)
    const moved = moveRestart(request, 'approved', aTime(9), { decidedBy: hugo })
    const changed = { state: 'approved', decidedBy: hugo, version: 1, dueAt: undefined, since: aTime(9) }
    assert.deepEqual(moved, { ...before, ...changed })
    assert.deepEqual(request, before)
  })

  it('can be amended in every state without a move', () => {
    for (const state of restartStates) {
      const amended = amendRestart(aRequest({ state, version: 2 }), { attempts: 2 })
      assert.equal(amended.state, state)
      assert.equal(amended.attempts, 2)
      assert.equal(amended.version, 3)
      assert.deepEqual(amended.since, aTime())
    }
  })
})

describe('who has to act on a restart request', () => {
  for (const state of restartStates)
    it(`that is ${state} is ${owners[state]}`, () => {
      assert.equal(ownerOf(aRequest({ state })), owners[state])
    })

  for (const reason of restartReasons)
    it(`of which nothing is known, because of ${reason}, is whoever can find out`, () => {
      const expected = reason === 'not-confirmed' ? 'requester' : 'helpdesk'
      assert.equal(ownerOf(aRequest({ state: 'unknown', reason })), expected)
    })

  it('does not depend on the reason in any other state', () => {
    for (const state of restartStates.filter((one) => one !== 'unknown'))
      for (const reason of restartReasons)
        assert.equal(ownerOf(aRequest({ state, reason })), owners[state], `${state}, ${reason}`)
  })

  it('is somebody until it is settled', () => {
    for (const state of openStates) assert.notEqual(ownerOf(aRequest({ state })), 'nobody', state)
  })
})

describe('the deadline of a restart request', () => {
  for (const state of restartStates) {
    const meant = deadlines[state]
    if (!meant) {
      it(`is none once it is ${state}`, () => {
        assert.ok(ends.includes(state))
        assert.equal(deadlineOf(inState(state)), undefined)
      })
      continue
    }
    const [counted, time, to, reason] = meant
    it(`that is ${state} comes ${times[time] / 60_000} minutes after ${counted}, by a move that there is`, () => {
      const at = new Date(moments[counted].getTime() + times[time])
      assert.deepEqual(deadlineOf(inState(state)), { at, to, reason } satisfies Deadline)
      assert.ok(nextOf(state).includes(to))
      assert.equal(moveRestart(inState(state), to, at, { reason }).state, to)
    })

    it(`that is ${state} follows the times that it is given`, () => {
      const limits = { ...times, [time]: 5000 }
      assert.deepEqual(deadlineOf(inState(state), limits)?.at, new Date(moments[counted].getTime() + 5000))
    })
  }

  for (const state of ['sending', 'sent', 'restarting'] as const)
    it(`that is ${state} is counted from when the state began where no send was noted`, () => {
      const wait = times[state === 'sending' ? 'unclear' : 'followed']
      const { at } = deadlineOf(inState(state, { sentAt: undefined })) ?? {}
      assert.deepEqual(at, new Date(moments.since.getTime() + wait))
    })

  for (const state of ['sent', 'restarting'] as const)
    it(`that is ${state} is counted from the wish where the restart that is followed began before it`, () => {
      const { at } = deadlineOf(inState(state, { sentAt: aTime(-500) })) ?? {}
      assert.deepEqual(at, new Date(inState(state).createdAt.getTime() + times.followed))
    })

  it('brings every state to an end, followed alone', () => {
    for (const state of restartStates) {
      let request = inState(state)
      const walked = [state]
      for (let deadline = deadlineOf(request); deadline; deadline = deadlineOf(request)) {
        request = moveRestart(request, deadline.to, deadline.at, { reason: deadline.reason })
        walked.push(request.state)
        assert.ok(walked.length <= restartStates.length, walked.join(' > '))
      }
      assert.ok(ends.includes(request.state), walked.join(' > '))
    }
  })

  it('gives way to the consent, which no approval makes younger', () => {
    const late = moveRestart(inState('awaiting-approval'), 'approved', aTime(3 * 3600), { decidedBy: hugo })
    const deadline = deadlineOf(late)
    assert.ok(deadline && deadline.at < late.since)
    assert.equal(deadline.reason, 'consent-too-old')
  })
})

describe('a wait', () => {
  it('is long from more than ten minutes on, counted from when it began', () => {
    const waits = (seconds: number) => waitsLong(aRequest({ since: aTime(60), dueAt: aTime(60 + seconds) }))
    assert.equal(waits(600), false)
    assert.equal(waits(601), true)
    assert.equal(waitsLong(aRequest({ dueAt: undefined })), false)
  })
})
