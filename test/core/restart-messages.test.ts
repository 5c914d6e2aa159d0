// Who hears of a restart request that moved.
import assert from 'node:assert/strict'
import type { Change } from '../../src/core/change.ts'
import { cardName } from '../../src/core/outbox.ts'
import { restartMessages } from '../../src/core/restart-messages.ts'
import { type RestartState, restartStates } from '../../src/core/restart-request.ts'
import { ada, aRequest } from '../helpers/builders.ts'

/** Each delivery as "name: how". */
const said = (changes: readonly Change[]): string[] =>
  changes.flatMap((change) =>
    change.put === 'delivery' ? [`${cardName(change.delivery.shown)}: ${change.delivery.how}`] : [change.put],
  )

/** What comes by itself after a while is told by a new message; the rest the requester or the helpdesk has just done. */
const notified: readonly RestartState[] = ['done', 'failed', 'unknown', 'expired']
/** On the way from "about to start" to an end the helpdesk's card says nothing new. */
const unseenByHelpdesk: readonly RestartState[] = ['requested', 'sending', 'sent', 'restarting']

describe('the messages about a restart', () => {
  for (const state of restartStates) {
    const how = notified.includes(state) ? 'post' : 'update'
    const own = `restart:request-1: ${how}`

    it(`${how === 'post' ? 'notify the requester' : 'change the requester’s card without a sound'} once it is ${state}`, () => {
      assert.deepEqual(said(restartMessages(aRequest({ state }))), [own])
    })

    it(`${unseenByHelpdesk.includes(state) ? 'leave the helpdesk’s cards as they are' : 'bring the helpdesk’s cards up to date'} once it is ${state}`, () => {
      const cards = ['ticket:ticket-1:helpdesk: update', 'ticket:ticket-1:second-tier: update']
      const expected = unseenByHelpdesk.includes(state) ? [own] : [own, ...cards]
      assert.deepEqual(said(restartMessages(aRequest({ state, ticketId: 'ticket-1' }))), expected)
    })
  }

  it('go to the requester’s own chat', () => {
    const [first] = restartMessages(aRequest({ state: 'done' }))
    assert.equal(first?.put === 'delivery' ? first.delivery.lane : undefined, `person:${ada.id}`)
  })
})
