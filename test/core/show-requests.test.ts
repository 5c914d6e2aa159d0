// "My requests" as a person reads it.
import assert from 'node:assert/strict'
import { showRequests } from '../../src/core/show-requests.ts'
import { helpButton } from '../../src/core/show-notice.ts'
import type { ScreenOf } from '../../src/core/screens.ts'
import { aRequest, aTicket, aTime } from '../helpers/builders.ts'

const shown = (...lists: Parameters<typeof showRequests>) => showRequests(...lists) as ScreenOf<'requests'>

describe('showRequests', () => {
  it('puts tickets and restarts in one order, the newest first', () => {
    const tickets = [aTicket({ number: 1002, createdAt: aTime(90) }), aTicket({ number: 1001, createdAt: aTime(10) })]
    const restarts = [aRequest({ createdAt: aTime(50) })]
    const titles = shown(tickets, restarts).entries.map(({ title }) => title)
    assert.equal(titles.length, 3)
    assert.deepEqual([titles[0], titles[2]], ['Ticket 1002', 'Ticket 1001'])
  })

  it('has a button for each ticket and none for a restart, and one for help', () => {
    const { buttons } = shown([aTicket({ number: 1001 })], [aRequest()])
    assert.deepEqual(
      buttons.map(({ title }) => title),
      ['Ticket 1001', 'Get help'],
    )
  })

  it('says so when there is nothing', () => {
    const { body, entries, buttons } = shown([], [])
    assert.equal(body, 'You have no tickets and no restarts.')
    assert.deepEqual(entries, [])
    assert.deepEqual(buttons, [helpButton])
  })
})
