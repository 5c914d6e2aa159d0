// A restart request as its requester sees it.
import assert from 'node:assert/strict'
import { restartReasons, restartStates } from '../../src/core/restart-request.ts'
import { helpButton } from '../../src/core/show-notice.ts'
import { showRestart, showRestartMoved } from '../../src/core/show-restart.ts'
import * as texts from '../../src/core/texts.ts'
import { aRequest, aSession, aTime, hugo } from '../helpers/builders.ts'
import { ofKind } from '../helpers/every-screen.ts'

const shown = (...given: Parameters<typeof showRestart>) => ofKind(showRestart(...given), 'restart')

const verbs = (screen: ReturnType<typeof showRestart>): string[] => screen.buttons.map(({ action }) => action.verb)

describe('showRestart', () => {
  const buttons: Record<(typeof restartStates)[number], readonly string[]> = {
    requested: ['get-help', 'cancel-session'],
    expired: ['restart', 'solved', 'get-help'],
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

  for (const state of ['failed', 'expired'] as const)
    it(`has its own words for each reason to end as ${state}, and none of them is the reason itself`, () => {
      const bodies = restartReasons.map((reason) => shown(aRequest({ state, reason }), undefined, 1).body)
      assert.equal(new Set(bodies).size, restartReasons.length)
      restartReasons.forEach((reason, at) => {
        assert.ok(bodies[at] !== undefined && !bodies[at].includes(reason), reason)
      })
    })

  it('says which rule forbade it, in the words of a refusal, and names nobody', () => {
    const refusal = { rule: 'cool-down', minutes: 12 } as const
    const screen = shown(aRequest({ state: 'declined', refusal, decidedBy: hugo }), aSession(), undefined)
    assert.equal(screen.title, texts.refused.title)
    assert.equal(screen.body, texts.refused.because(refusal))
  })

  it('adds whether the helpdesk knows, where somebody has to look', () => {
    const request = aRequest({ state: 'failed', reason: 'no-right' })
    assert.ok(shown(request, undefined, undefined, texts.restart.told(1007)).body.endsWith(texts.restart.told(1007)))
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

  it('offers the helpdesk in words and by a button while it waits for long', () => {
    const screen = shown(aRequest({ attempts: 1, dueAt: aTime(601) }), aSession(), undefined)
    assert.equal(screen.body, texts.restart.muchLater.body)
    assert.ok(verbs(screen).includes('get-help'))
  })

  it('says that it follows another restart, and does not claim that one for itself', () => {
    assert.equal(
      shown(aRequest({ state: 'sent', reason: 'busy' }), undefined, undefined).body,
      texts.restart.joined.body,
    )
  })

  it('says which rule forbade it when it was about to be sent', () => {
    const refusal = { rule: 'action-under-way', action: 'other' } as const
    const request = aRequest({ state: 'failed', reason: 'not-allowed-any-more', refusal })
    const { body } = shown(request, undefined, undefined)
    assert.equal(body, `${texts.restart.failures['not-allowed-any-more']} ${texts.refused.because(refusal)}`)
  })
})
