// A ticket as its requester sees it, and as the helpdesk does.
import assert from 'node:assert/strict'
import { showTicket, showTicketInChannel, showTicketOutside, type Typed } from '../../src/core/show-ticket.ts'
import {
  eventKinds,
  isForRequester,
  isLive,
  type Ticket,
  type TicketEvent,
  type TicketRefusal,
} from '../../src/core/ticket.ts'
import * as texts from '../../src/core/texts.ts'
import { ada, aRequest, aTicket, aTime, hugo, mira } from '../helpers/builders.ts'
import { buttonsOn, channelParts, everyTicket, ofKind, viewers } from '../helpers/every-screen.ts'
import { realSymptom } from '../helpers/real-catalog.ts'

const symptom = realSymptom('rdp-unreachable')
const plainRules = [
  'not-helpdesk',
  'own-ticket',
  'not-requester',
  'text-missing',
  'nothing-to-approve',
  'restart-waits',
  'escalated-already',
  'not-taken',
  'assignee-not-helpdesk',
  'assignee-is-requester',
  'not-resolved',
  'reopen-too-late',
  'same-urgency',
] as const
const waiting = aRequest({ state: 'awaiting-approval' })
const forRequester = (ticket: Ticket) => ofKind(showTicket(ticket), 'ticket')
const inChannel = (ticket: Ticket, parts: Parameters<typeof channelParts>[0] = {}) =>
  ofKind(showTicketInChannel(ticket, channelParts(parts)), 'ticket-channel')
const verbs = (screen: Parameters<typeof buttonsOn>[0]): string[] =>
  buttonsOn(screen)
    .map(({ action }) => action.verb)
    .sort()

describe('the requester’s card', () => {
  it('lets a live ticket be withdrawn and commented, and offers help beside a closed one', () => {
    const closed = (ticket: Ticket) =>
      ticket.state === 'resolved' ? ['confirm', 'help-again', 'reopen'] : ['help-again']
    for (const ticket of everyTicket)
      assert.deepEqual(
        verbs(forRequester(ticket)),
        isLive(ticket) ? ['comment', 'withdraw'] : closed(ticket),
        ticket.state,
      )
  })

  it('asks whether it helped once it is resolved, and asks no more once that is confirmed', () => {
    const resolved = aTicket({ state: 'resolved', events: [{ at: aTime(), actor: hugo, kind: 'resolved', text: '' }] })
    assert.match(forRequester(resolved).body, /Did it help\?$/)
    const confirmed = { ...resolved, events: [{ at: aTime(9), actor: ada, kind: 'confirmed', text: '' }] as const }
    assert.equal(forRequester(confirmed).body, texts.ticket.requesterBody.confirmed)
    assert.deepEqual(verbs(forRequester(confirmed)), ['help-again'])
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
  const always = ['resolve', 'reply', 'decline', 'note', 'urgency', 'assign']

  for (const viewer of viewers)
    it(`offers ${viewer?.name ?? 'everybody'} every act of a live ticket that they may do, and none of a closed one`, () => {
      for (const ticket of everyTicket) {
        const expected = [
          ...always,
          // One stands where the other stood, for everybody, so that nobody presses what has moved under the finger.
          ticket.owner ? 'release' : 'take',
          ...(ticket.state === 'escalated' ? [] : ['escalate']),
        ]
        assert.deepEqual(verbs(inChannel(ticket, { viewer })), isLive(ticket) ? expected.sort() : [], ticket.state)
      }
    })

  it('gives a ticket to any colleague but its requester and whoever has it', () => {
    const titles = (ticket: Ticket) => inChannel(ticket).more[0]?.assignees.map(({ title }) => title)
    assert.deepEqual(titles(aTicket()), [hugo.name, mira.name])
    assert.deepEqual(titles(aTicket({ owner: hugo })), [mira.name])
    assert.deepEqual(titles(aTicket({ requester: mira, owner: hugo })), [ada.name])
  })

  it('offers nobody where there is nobody to give it to', () => {
    for (const colleagues of [[], [ada], [ada, hugo]]) {
      const screen = inChannel(aTicket({ owner: hugo }), { colleagues })
      assert.deepEqual([screen.more[0]?.assigneeLabel, screen.more[0]?.assignees], ['', []])
      assert.ok(!verbs(screen).includes('assign'))
    }
  })

  it('says who is on call where it is escalated, or that nobody is', () => {
    assert.equal(inChannel(aTicket(), { onCall: mira }).escalations[0]?.onCall, 'On call: Mira Sandoval')
    assert.equal(inChannel(aTicket(), { onCall: undefined }).escalations[0]?.onCall, texts.ticket.onCall(undefined))
  })

  it('is asked for anew by whoever looks at it, in every state', () => {
    for (const ticket of everyTicket)
      for (const screen of [inChannel(ticket), ofKind(showTicketOutside(ticket), 'ticket-channel')])
        assert.deepEqual(screen.refresh.action, {
          on: 'ticket',
          verb: 'refresh',
          ref: { id: ticket.id, nonce: ticket.nonce, step: ticket.version },
        })
  })

  it('shows whoever is not of the helpdesk its number, what it asks for and its state, and nothing else', () => {
    const ticket = aTicket({
      owner: hugo,
      events: [{ at: aTime(), actor: ada, kind: 'comment', text: 'quite private' }],
    })
    const screen = ofKind(showTicketOutside(ticket, 'Only members.'), 'ticket-channel')
    assert.deepEqual([screen.title, screen.state, screen.notice], ['Ticket 1001: help wanted', 'Open', 'Only members.'])
    assert.deepEqual(verbs(screen), [])
    const told = JSON.stringify(screen)
    for (const secret of [ada.name, hugo.name, 'quite private', ticket.facts.excerpt, 'CPC-ada-01'])
      assert.ok(!told.includes(secret), secret)
  })

  it('offers approval instead of an end while a restart waits, and only then', () => {
    const ticket = aTicket({ purpose: 'approve-restart', restartRequestId: waiting.id })
    assert.ok(verbs(inChannel(ticket, { request: waiting })).includes('approve'))
    assert.ok(!verbs(inChannel(ticket, { request: waiting })).includes('resolve'))
    assert.ok(!verbs(inChannel(ticket, { request: aRequest({ state: 'done' }) })).includes('approve'))
  })

  it('tells who asks, what for, and everything that was found out', () => {
    const ticket = aTicket()
    const screen = inChannel(ticket, { symptom: realSymptom('session-ended-0x3') })
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
    const screen = inChannel(aTicket())
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
      const screen = inChannel(aTicket({ purpose: 'restart-machine', facts }))
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
    const typedFor = (verb: Typed['verb']) => {
      const screen = inChannel(aTicket(), { notice: 'Too late.', typed: { verb, text: 'my long answer' } })
      assert.equal(screen.notice, 'Too late.')
      const forms = [...screen.forms, ...screen.escalations].map(({ send, text }) => [send.action.verb, text])
      return Object.fromEntries([...forms, ['note', screen.more[0]?.noteText]]) as Record<string, string>
    }
    const none = { reply: '', decline: '', escalate: '', note: '' }
    for (const verb of ['reply', 'decline', 'escalate', 'note'] as const)
      assert.deepEqual(typedFor(verb), { ...none, [verb]: 'my long answer' })
    assert.deepEqual(typedFor('comment'), none)
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
    const screen = inChannel(aTicket({ facts }), { symptom: undefined })
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
    const screens = [forRequester(ticket), inChannel(ticket)]
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

  const forHelpdesk = ['note', 'restart', 'urgency', 'released']
  for (const kind of eventKinds)
    it(`${forHelpdesk.includes(kind) ? 'keep from the requester' : 'tell the requester'} that of kind ${kind}`, () => {
      const told = { ...event(1), kind, text: 'said' }
      assert.equal(isForRequester(told), !forHelpdesk.includes(kind))
      assert.equal(forRequester(aTicket({ events: [told] })).events.length, forHelpdesk.includes(kind) ? 0 : 1)
      assert.equal(inChannel(aTicket({ events: [told] })).events.length, 1)
    })

  it('tell the requester that it was escalated, and keep from them what was written to the second tier', () => {
    const [shown] = forRequester(
      aTicket({ events: [{ ...event(1), kind: 'escalated', text: 'He breaks it daily.' }] }),
    ).events
    assert.deepEqual([shown?.who, shown?.quote], ['Hugo Lindqvist escalated it', ''])
  })

  it('say to whom a ticket was given, and how urgent it is now', () => {
    const events: TicketEvent[] = [
      { ...event(1), kind: 'assigned', text: '', to: mira },
      { ...event(2), kind: 'urgency', text: 'critical' },
    ]
    assert.deepEqual(
      inChannel(aTicket({ events })).events.map(({ who, quote }) => [who, quote]),
      [
        ['Hugo Lindqvist assigned it', 'to Mira Sandoval'],
        ['Hugo Lindqvist changed the urgency', texts.severityNames.critical],
      ],
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
    const refusals: readonly TicketRefusal[] = [
      ...plainRules.map((rule) => ({ rule })),
      { rule: 'closed', state: 'resolved' },
      { rule: 'taken-already', by: hugo },
      { rule: 'not-owner', by: hugo },
    ]
    for (const refusal of refusals) assert.match(texts.ticket.refusals(refusal), /Nothing was changed\.$/, refusal.rule)
  })
})
