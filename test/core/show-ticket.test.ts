// A ticket as its requester sees it, and as the helpdesk does.
import assert from 'node:assert/strict'
import { showTicket, showTicketInChannel } from '../../src/core/show-ticket.ts'
import { isLive, type Ticket, type TicketEvent } from '../../src/core/ticket.ts'
import * as texts from '../../src/core/texts.ts'
import { ada, aRequest, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { buttonsOn, everyTicket, ofKind } from '../helpers/every-screen.ts'
import { realSymptom } from '../helpers/real-catalog.ts'

const symptom = realSymptom('rdp-unreachable')
const waiting = aRequest({ state: 'awaiting-approval' })
const forRequester = (ticket: Ticket) => ofKind(showTicket(ticket), 'ticket')
const inChannel = (...given: Parameters<typeof showTicketInChannel>) =>
  ofKind(showTicketInChannel(...given), 'ticket-channel')
const verbs = (screen: Parameters<typeof buttonsOn>[0]): string[] =>
  buttonsOn(screen)
    .map(({ action }) => action.verb)
    .sort()

describe('the requester’s card', () => {
  it('lets a live ticket be withdrawn and commented, and offers help beside a closed one', () => {
    for (const ticket of everyTicket)
      assert.deepEqual(
        verbs(forRequester(ticket)),
        isLive(ticket) ? ['comment', 'withdraw'] : ['help-again'],
        ticket.state,
      )
  })

  it('names who works on it', () => {
    assert.match(forRequester(aTicket({ state: 'taken', owner: hugo })).body, /Hugo Lindqvist/)
  })

  it('holds nothing of the runbook or of the facts for the helpdesk', () => {
    const shown = JSON.stringify(forRequester(aTicket({ facts: { ...aTicket().facts, devices: ['CPC-secret-01'] } })))
    assert.ok(!shown.includes('CPC-secret-01'))
    assert.ok(!shown.includes('Set-AzVM'))
  })
})

describe('the helpdesk’s card', () => {
  it('offers every act of a live ticket to whom it may concern, and none of a closed one', () => {
    for (const ticket of everyTicket) {
      const expected = [
        ...(ticket.owner ? [] : ['take']),
        'resolve',
        'reply',
        'decline',
        ...(ticket.state === 'escalated' ? [] : ['escalate']),
      ]
      const screen = inChannel(ticket, symptom, undefined)
      assert.deepEqual(verbs(screen), isLive(ticket) ? expected.sort() : [], ticket.state)
    }
  })

  it('offers approval instead of an end while a restart waits, and only then', () => {
    const ticket = aTicket({ purpose: 'approve-restart', restartRequestId: waiting.id })
    assert.ok(verbs(inChannel(ticket, symptom, waiting)).includes('approve'))
    assert.ok(!verbs(inChannel(ticket, symptom, waiting)).includes('resolve'))
    assert.ok(!verbs(inChannel(ticket, symptom, aRequest({ state: 'done' }))).includes('approve'))
  })

  it('tells who asks, what for, and everything that was found out', () => {
    const ticket = aTicket()
    const screen = inChannel(ticket, realSymptom('session-ended-0x3'), undefined)
    const values = screen.rows.map(({ value }) => value).join('\n')
    for (const expected of [
      ada.name,
      'The remote PC ended your session (0x3)',
      'CPC-ada-01',
      'Since this morning',
      'Sign in again',
    ])
      assert.ok(values.includes(expected), expected)
    assert.equal(screen.quote, ticket.facts.excerpt)
  })

  it('shows what the helpdesk can do today, nothing for the employee, nothing of the past', () => {
    const screen = inChannel(aTicket(), symptom, undefined)
    const shown = screen.runbook
    assert.ok(shown.length > 0)
    for (const { title, overtaken } of shown) {
      const solution = symptom.solutions.find((entry) => entry.title === title)
      assert.notEqual(solution?.audience, 'employee', title)
      assert.equal(overtaken, '', title)
    }
  })

  it('begins with the steps for the machine that is to be restarted, its name in the commands', () => {
    for (const product of ['azure-vm', 'azure-virtual-desktop'] as const) {
      const facts = { ...aTicket().facts, product, machine: 'vm01.contoso.com' }
      const screen = inChannel(aTicket({ purpose: 'restart-machine', facts }), symptom, undefined)
      const [first] = screen.runbook
      const lines = first?.steps.flatMap((step) => step.lines.map(({ text }) => text)) ?? []
      assert.deepEqual(lines, [
        '$vm = Get-AzVM -Name "vm01"',
        'Restart-AzVM -ResourceGroupName $vm.ResourceGroupName -Name $vm.Name',
        '$vm = Get-AzVM -Name "vm01"',
        'Set-AzVM -Redeploy -ResourceGroupName $vm.ResourceGroupName -Name $vm.Name',
      ])
    }
  })

  it('keeps what was typed on a card that turned out to be old', () => {
    const screen = inChannel(aTicket(), symptom, undefined, 'Too late.', 'my long answer')
    assert.equal(screen.notice, 'Too late.')
    assert.equal(screen.forms.find(({ send }) => send.action.verb === 'reply')?.text, 'my long answer')
    assert.equal(screen.escalations[0]?.text, 'my long answer')
  })

  it('works without a symptom and without anything found out', () => {
    const facts = {
      ...aTicket().facts,
      symptomId: undefined,
      excerpt: '',
      answers: [],
      tried: [],
      shown: [],
      product: undefined,
      machine: undefined,
      devices: [],
    }
    const screen = inChannel(aTicket({ facts }), undefined, undefined)
    assert.deepEqual([screen.quoteTitle, screen.runbookTitle], ['', ''])
  })
})

describe('the events on both cards', () => {
  const event = (number: number): TicketEvent => ({
    at: aTime(number),
    actor: hugo,
    kind: 'reply',
    text: `Reply ${number}`,
  })

  it('are the latest six, the newest last', () => {
    const ticket = aTicket({ events: Array.from({ length: 9 }, (_, at) => event(at)) })
    const screens = [forRequester(ticket), inChannel(ticket, symptom, undefined)]
    for (const screen of screens) {
      const quotes = screen.events.map(({ quote }) => quote)
      assert.deepEqual(quotes, ['Reply 3', 'Reply 4', 'Reply 5', 'Reply 6', 'Reply 7', 'Reply 8'])
    }
  })

  it('say who did what, and when in the reader’s own time', () => {
    const [shown] = forRequester(aTicket({ events: [event(5)] })).events
    assert.ok(shown)
    assert.equal(shown.who, 'Hugo Lindqvist replied')
    assert.equal(shown.when, '{{DATE(2026-03-02T09:30:05Z,SHORT)}} {{TIME(2026-03-02T09:30:05Z)}}')
  })

  it('keep from the requester what was written for the helpdesk', () => {
    const events = (['escalated', 'restart', 'reply'] as const).map((kind) => ({
      ...event(1),
      kind,
      text: `about ${kind}`,
    }))
    assert.deepEqual(
      forRequester(aTicket({ events })).events.map(({ quote }) => quote),
      ['', '', 'about reply'],
    )
  })

  it('show the last word in full and cut what came before it', () => {
    const long = { ...event(1), text: 'x'.repeat(1000) }
    const quotes = forRequester(aTicket({ events: [long, long] })).events.map(({ quote }) => quote.length)
    assert.deepEqual(quotes, [300, 1000])
  })

  it('are cut where they are too long for a card', () => {
    const [shown] = forRequester(aTicket({ events: [{ ...event(1), text: 'x'.repeat(5000) }] })).events
    assert.equal(shown?.quote.length, 1000)
  })

  it('have words for every refusal', () => {
    const refusals = [
      { rule: 'not-helpdesk' },
      { rule: 'own-ticket' },
      { rule: 'not-requester' },
      { rule: 'text-missing' },
      { rule: 'nothing-to-approve' },
      { rule: 'restart-waits' },
      { rule: 'closed', state: 'resolved' },
      { rule: 'taken-already', by: hugo },
      { rule: 'escalated-already' },
    ] as const
    for (const refusal of refusals) assert.match(texts.ticket.refusals(refusal), /Nothing was changed\.$/, refusal.rule)
  })
})
