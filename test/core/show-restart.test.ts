// A restart request as its requester sees it, and the list of all requests.
import assert from 'node:assert/strict'
import { restartStates } from '../../src/core/restart-request.ts'
import { showRequests } from '../../src/core/show-requests.ts'
import { helpButton } from '../../src/core/show-notice.ts'
import { showRestart, showRestartMoved } from '../../src/core/show-restart.ts'
import * as texts from '../../src/core/texts.ts'
import { aRequest, aSession, aTicket, hugo } from '../helpers/builders.ts'
import { ofKind } from '../helpers/every-screen.ts'

const shown = (...given: Parameters<typeof showRestart>) => ofKind(showRestart(...given), 'restart')

const verbs = (screen: ReturnType<typeof showRestart>): string[] => screen.buttons.map(({ action }) => action.verb)

describe('showRestart', () => {
  const buttons: Record<(typeof restartStates)[number], readonly string[]> = {
    'awaiting-approval': ['get-help', 'cancel-session'],
    done: ['connected', 'not-connected'],
    unknown: ['connected', 'not-connected'],
    approved: ['get-help', 'cancel-session'],
    sending: ['get-help'],
    sent: ['get-help'],
    restarting: ['get-help'],
    withdrawn: ['get-help'],
    failed: ['get-help', 'solved'],
    declined: ['get-help', 'solved'],
  }
  for (const state of restartStates) {
    it(`offers ${buttons[state].join(' and ')} when it is ${state}`, () => {
      assert.deepEqual(verbs(showRestart(aRequest({ state }), aSession(), 1001)), buttons[state])
    })

    it(`offers nothing but help when it is ${state} and its session has gone on`, () => {
      assert.deepEqual(showRestart(aRequest({ state }), undefined, 1001).buttons, [helpButton])
    })

    it(`names the Cloud PC when it is ${state}`, () => {
      assert.match(showRestart(aRequest({ state }), undefined, 1001).title, /CPC-ada-01/)
      assert.match(showRestartMoved(aRequest({ state })).title, /CPC-ada-01/)
    })
  }

  it('names the ticket that waits for approval', () => {
    assert.match(shown(aRequest({ state: 'awaiting-approval' }), undefined, 1007).body, /ticket 1007/)
  })

  it('says who declined', () => {
    assert.match(shown(aRequest({ state: 'declined', decidedBy: hugo }), undefined, 1).body, /Hugo Lindqvist/)
  })

  it('has its own words for each reason to fail, and none of them is the reason itself', () => {
    const reasons = Object.keys(texts.restart.failures) as (keyof typeof texts.restart.failures)[]
    const bodies = reasons.map((reason) => shown(aRequest({ state: 'failed', reason }), undefined, 1).body)
    assert.equal(new Set(bodies).size, reasons.length)
    reasons.forEach((reason, at) => {
      assert.ok(bodies[at] !== undefined && !bodies[at].includes(reason), reason)
    })
  })

  it('tells an unconfirmed restart from one of which nothing is known', () => {
    const titleFor = (reason: 'not-confirmed' | 'unclear-answer') =>
      showRestart(aRequest({ state: 'unknown', reason }), undefined, 1).title
    assert.notEqual(titleFor('not-confirmed'), titleFor('unclear-answer'))
  })

  it('says that it tries again by itself after Windows 365 asked for patience', () => {
    assert.match(shown(aRequest({ attempts: 1 }), undefined, 1).body, /by myself/)
    assert.doesNotMatch(shown(aRequest(), undefined, 1).body, /by myself/)
  })
})

describe('showRequests', () => {
  it('says so when there are none', () => {
    assert.equal(ofKind(showRequests([], []), 'requests').body, texts.requests.none)
  })

  it('lists tickets and restarts with how they stand, and opens tickets', () => {
    const screen = ofKind(showRequests([aTicket({ state: 'taken' })], [aRequest({ state: 'done' })]), 'requests')
    assert.deepEqual(
      screen.entries.map(({ title, state }) => [title, state]),
      [
        ['Ticket 1001', 'In progress'],
        ['Restart of CPC-ada-01', 'Done'],
      ],
    )
    assert.deepEqual(screen.buttons[0]?.action, {
      on: 'ticket',
      verb: 'show-ticket',
      ref: { id: 'ticket-1', nonce: 'nonce-of-ticket-1', step: 0 },
    })
  })

  it('opens no more tickets than there is room for buttons', () => {
    const tickets = Array.from({ length: 12 }, (_, at) => aTicket({ id: `t${at}`, number: at }))
    assert.equal(showRequests(tickets, []).buttons.length, 6)
  })
})
