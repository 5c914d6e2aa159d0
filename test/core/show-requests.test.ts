// Lists of tickets as a person reads them, a page at a time: their own with their restarts, and those of the helpdesk.
import assert from 'node:assert/strict'
import { listNames } from '../../src/core/actions.ts'
import { pageSize, showRequests, showTicketList } from '../../src/core/show-requests.ts'
import { helpButton } from '../../src/core/show-notice.ts'
import type { Button } from '../../src/core/screens.ts'
import * as texts from '../../src/core/texts.ts'
import type { Ticket } from '../../src/core/ticket.ts'
import { aRequest, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { isHelpdeskList, ofKind } from '../helpers/every-screen.ts'

const own = (
  tickets: readonly Ticket[],
  restarts: Parameters<typeof showRequests>[1],
  total = tickets.length,
  page = 0,
) => ofKind(showRequests({ tickets, total, page }, restarts), 'requests')
const ofHelpdesk = (list: Parameters<typeof showTicketList>[0], tickets: readonly Ticket[], total: number, page = 0) =>
  ofKind(showTicketList(list, { tickets, total, page }), 'requests')

const titles = (buttons: readonly Button[]): string[] => buttons.map(({ title }) => title)
const full = Array.from({ length: pageSize }, (_, at) => aTicket({ id: `t${at}`, number: 1001 + at }))

/** [page, how many tickets in all, the buttons that turn the page and where each leads] */
const turns: readonly (readonly [number, number, readonly (readonly [string, number])[]])[] = [
  [0, 1, []],
  [0, pageSize, []],
  [0, pageSize + 1, [['Next page', 1]]],
  [1, pageSize + 1, [['Previous page', 0]]],
  [
    1,
    3 * pageSize,
    [
      ['Previous page', 0],
      ['Next page', 2],
    ],
  ],
  [2, 3 * pageSize, [['Previous page', 1]]],
]

describe('showRequests', () => {
  it('puts tickets and restarts in one order, the newest first', () => {
    const tickets = [aTicket({ number: 1002, createdAt: aTime(90) }), aTicket({ number: 1001, createdAt: aTime(10) })]
    const restarts = [aRequest({ createdAt: aTime(50) })]
    const shown = own(tickets, restarts).entries.map(({ title }) => title)
    assert.equal(shown.length, 3)
    assert.deepEqual([shown[0], shown[2]], ['Ticket 1002', 'Ticket 1001'])
  })

  it('has a button for each ticket and none for a restart, and one for help', () => {
    const { buttons } = own([aTicket({ number: 1001 })], [aRequest()])
    assert.deepEqual(titles(buttons), ['Ticket 1001', 'Get help'])
  })

  it('says so when there is nothing', () => {
    const { body, entries, buttons } = own([], [])
    assert.equal(body, texts.requests.none)
    assert.deepEqual(entries, [])
    assert.deepEqual(buttons, [helpButton])
  })

  it('lists tickets and restarts with how they stand, and opens tickets', () => {
    const screen = own([aTicket({ state: 'taken' })], [aRequest({ state: 'done' })])
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

  it('opens every ticket of a page, and turns the page beside them', () => {
    const { buttons } = own(full, [], 3 * pageSize, 1)
    assert.deepEqual(titles(buttons), [
      ...full.map(({ number }) => texts.ticket.title(number)),
      'Previous page',
      'Next page',
    ])
    assert.equal(buttons.length, 6)
  })

  it('says which page it is, where there are several', () => {
    assert.equal(own(full, [], 3 * pageSize, 1).body, 'The newest first. Page 2 of 3.')
    assert.equal(own(full, [], pageSize).body, 'The newest first.')
  })
})

describe('showTicketList', () => {
  const lists = listNames.filter(isHelpdeskList)
  const ticket = aTicket({ state: 'taken', owner: hugo, purpose: 'approve-restart', touchedAt: aTime(7) })

  for (const list of lists) {
    it(`of ${list} has a name of its own, and words for when it is empty`, () => {
      const { title, body, entries, buttons } = ofHelpdesk(list, [], 0)
      assert.equal(title, texts.ticketLists[list].title)
      assert.equal(body, texts.ticketLists[list].none)
      assert.deepEqual([entries, buttons], [[], []])
    })

    it(`of ${list} says of each ticket what it asks for, whose it is, who has it, and when it was touched`, () => {
      assert.deepEqual(ofHelpdesk(list, [ticket], 1).entries, [
        {
          title: 'Ticket 1001: restart to approve · Ada Okafor',
          state: 'In progress · Hugo Lindqvist',
          when: '{{DATE(2026-03-02T09:30:07Z,SHORT)}} {{TIME(2026-03-02T09:30:07Z)}}',
        },
      ])
      assert.equal(ofHelpdesk(list, [aTicket()], 1).entries[0]?.state, 'Open')
    })

    for (const [page, total, expected] of turns)
      it(`of ${list} with ${total} tickets turns from page ${page + 1} to where there is more`, () => {
        const { buttons } = ofHelpdesk(list, [ticket], total, page)
        assert.deepEqual(
          buttons.slice(1).map(({ title, action }) => [title, action]),
          expected.map(([title, to]) => [title, { on: 'list', verb: 'list', id: list, choice: to }]),
        )
      })
  }

  it('counts all of the list, not the page', () => {
    assert.equal(ofHelpdesk('open', full, 9).body, '9 tickets, the longest waiting first. Page 1 of 3.')
    assert.equal(ofHelpdesk('open', [ticket], 1).body, 'One ticket.')
  })
})
