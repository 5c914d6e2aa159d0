// Who may do what with a ticket in which state: the whole matrix, against tables written down apart from the code.
import assert from 'node:assert/strict'
import type { Person } from '../../src/core/people.ts'
import {
  actOnTicket,
  closeByRequester,
  isLive,
  isUnconfirmed,
  record,
  reopenDays,
  type Ticket,
  type TicketAct,
  type TicketActFacts,
  type TicketEvent,
  type TicketEventKind,
  type TicketOutcome,
  type TicketRefusal,
  type TicketState,
  ticketStates,
  type TicketVerb,
} from '../../src/core/ticket.ts'
import { ada, aTicket, aTime, hugo, mira } from '../helpers/builders.ts'

const nils: Person = { id: '3f1d2c5e-0004-4a7b-9c3d-5e6f7a8b9c04', name: 'Nils Berg' }

type Rule = TicketRefusal['rule']

const acts: Readonly<Record<TicketVerb, TicketAct>> = {
  take: { verb: 'take' },
  release: { verb: 'release' },
  assign: { verb: 'assign', assignee: nils.id },
  approve: { verb: 'approve' },
  resolve: { verb: 'resolve' },
  decline: { verb: 'decline', text: ' No budget. ' },
  reply: { verb: 'reply', text: 'On it.' },
  note: { verb: 'note', text: 'Third time this week.' },
  urgency: { verb: 'urgency', severity: 'critical' },
  escalate: { verb: 'escalate', text: 'Needs network people.', severity: 'critical' },
  withdraw: { verb: 'withdraw' },
  comment: { verb: 'comment', text: 'Still broken.' },
  reopen: { verb: 'reopen' },
  confirm: { verb: 'confirm' },
}
const verbs = Object.keys(acts) as TicketVerb[]
const ofRequester: readonly TicketVerb[] = ['withdraw', 'comment', 'reopen', 'confirm']

/** Whoever acts is Hugo, unless it is the requester: "mine" is what Hugo has, "theirs" what a colleague has. */
const actors = {
  'the requester': { actor: ada, isHelpdesk: false },
  'a requester who is of the helpdesk': { actor: ada, isHelpdesk: true },
  'somebody of the helpdesk': { actor: hugo, isHelpdesk: true },
  'an outsider': { actor: hugo, isHelpdesk: false },
} as const
type Actor = keyof typeof actors

const said = (kind: TicketEventKind, actor: Person): TicketEvent => ({ at: aTime(), actor, kind, text: '' })
const ends = { resolved: [said('resolved', hugo)], confirmed: [said('resolved', hugo), said('confirmed', ada)] }

/** Where a ticket can stand, in the order of the columns below. */
const standings: Readonly<Record<string, Partial<Ticket>>> = {
  open: { state: 'open' },
  'taken, mine': { state: 'taken', owner: hugo },
  'taken, theirs': { state: 'taken', owner: mira },
  'escalated, nobody’s': { state: 'escalated' },
  'escalated, mine': { state: 'escalated', owner: hugo },
  'escalated, theirs': { state: 'escalated', owner: mira },
  'resolved, nobody’s': { state: 'resolved', events: ends.resolved },
  'resolved, theirs': { state: 'resolved', owner: mira, events: ends.resolved },
  'resolved and confirmed': { state: 'resolved', owner: mira, events: ends.confirmed },
  declined: { state: 'declined', owner: hugo },
  withdrawn: { state: 'withdrawn', owner: hugo },
}

const rules: Readonly<Record<string, Rule | undefined>> = {
  '+': undefined,
  c: 'closed',
  t: 'taken-already',
  e: 'escalated-already',
  n: 'not-taken',
  o: 'not-owner',
  r: 'not-resolved',
}

/**
 * What becomes of an act of somebody who may do such a thing: + done, or the rule that forbids it.
 * a: done only while a restart waits; w: done only while none does.
 */
const grid: Readonly<Record<TicketVerb, string>> = {
  //          open taken esc.  resolved closed
  take: '     +    tt    +tt   cc c     cc',
  release: '  n    +o    n+o   cc c     cc',
  assign: '   +    ++    +++   cc c     cc',
  approve: '  a    aa    aaa   cc c     cc',
  resolve: '  w    ww    www   cc c     cc',
  decline: '  +    ++    +++   cc c     cc',
  reply: '    +    ++    +++   cc c     cc',
  note: '     +    ++    +++   cc c     cc',
  urgency: '  +    ++    +++   cc c     cc',
  escalate: ' +    ++    eee   cc c     cc',
  withdraw: ' +    ++    +++   cc c     cc',
  comment: '  +    ++    +++   cc c     cc',
  reopen: '   r    rr    rrr   ++ r     rr',
  confirm: '  r    rr    rrr   ++ r     rr',
}

type Situation = {
  readonly verb: TicketVerb
  readonly standing: string
  readonly actor: Actor
  readonly restartWaits: boolean
}

const situations: readonly Situation[] = verbs.flatMap((verb) =>
  Object.keys(standings).flatMap((standing) =>
    (Object.keys(actors) as Actor[]).flatMap((actor) =>
      [true, false].map((restartWaits) => ({ verb, standing, actor, restartWaits })),
    ),
  ),
)

/** Who may do such a thing at all comes before what the ticket allows. */
function expectedRule({ verb, standing, actor, restartWaits }: Situation): Rule | undefined {
  const own = actor.includes('requester')
  if (ofRequester.includes(verb)) return own ? cell(verb, standing, restartWaits) : 'not-requester'
  if (own) return 'own-ticket'
  return actor === 'an outsider' ? 'not-helpdesk' : cell(verb, standing, restartWaits)
}

function cell(verb: TicketVerb, standing: string, restartWaits: boolean): Rule | undefined {
  const mark = grid[verb].replaceAll(' ', '')[Object.keys(standings).indexOf(standing)] ?? ''
  if (mark === 'a') return restartWaits ? undefined : 'nothing-to-approve'
  if (mark === 'w') return restartWaits ? 'restart-waits' : undefined
  assert.ok(mark in rules, `${verb}, ${standing}: "${mark}"`)
  return rules[mark]
}

type Owner = 'as before' | 'the actor' | 'the actor, if nobody' | 'nobody' | 'the assignee'
/** `held`: in hands, and still with the second tier if it was. `free`: in none. */
type After = TicketState | 'as before' | 'held' | 'held, if nobody had it' | 'free' | 'as its owner says'

const effects: Readonly<Record<TicketVerb, readonly [TicketEventKind, After, Owner]>> = {
  take: ['taken', 'held', 'the actor'],
  release: ['released', 'free', 'nobody'],
  assign: ['assigned', 'held', 'the assignee'],
  approve: ['approved', 'held, if nobody had it', 'the actor, if nobody'],
  resolve: ['resolved', 'resolved', 'as before'],
  decline: ['declined', 'declined', 'as before'],
  reply: ['reply', 'held, if nobody had it', 'the actor, if nobody'],
  note: ['note', 'as before', 'as before'],
  urgency: ['urgency', 'as before', 'as before'],
  escalate: ['escalated', 'escalated', 'nobody'],
  withdraw: ['withdrawn', 'withdrawn', 'as before'],
  comment: ['comment', 'as before', 'as before'],
  reopen: ['reopened', 'as its owner says', 'as before'],
  confirm: ['confirmed', 'as before', 'as before'],
}

function expectedState(after: After, { state, owner }: Ticket): TicketState {
  const held = state === 'escalated' ? 'escalated' : 'taken'
  switch (after) {
    case 'as before':
      return state
    case 'held':
      return held
    case 'held, if nobody had it':
      return owner ? state : held
    case 'free':
      return state === 'escalated' ? 'escalated' : 'open'
    case 'as its owner says':
      return owner ? 'taken' : 'open'
    default:
      return after
  }
}

function expectedOwner(after: Owner, { owner }: Ticket, actor: Person): Person | undefined {
  switch (after) {
    case 'as before':
      return owner
    case 'the actor':
      return actor
    case 'the actor, if nobody':
      return owner ?? actor
    case 'nobody':
      return undefined
    case 'the assignee':
      return nils
  }
}

const now = aTime(60)
const facts = (given: Partial<TicketActFacts> = {}): TicketActFacts => ({
  isHelpdesk: true,
  restartWaits: false,
  assignee: nils,
  now,
  ...given,
})

const ticketAt = (standing: string): Ticket => aTicket({ version: 3, ...standings[standing] })

function outcomeOf({ verb, standing, actor: name, restartWaits }: Situation) {
  const ticket = ticketAt(standing)
  const before = structuredClone(ticket)
  const { actor, isHelpdesk } = actors[name]
  const outcome = actOnTicket(ticket, acts[verb], actor, facts({ isHelpdesk, restartWaits }))
  return { ticket, before, actor, outcome }
}

const described = ({ standing, restartWaits }: Situation): string =>
  `${standing}${restartWaits ? ', a restart waits' : ''}`

const refused = (outcome: TicketOutcome): TicketRefusal | undefined => (outcome.ok ? undefined : outcome.refusal)

describe('actOnTicket', () => {
  for (const verb of verbs) {
    for (const actor of Object.keys(actors) as Actor[]) {
      it(`knows when ${actor} may ${verb}`, () => {
        for (const situation of situations.filter((entry) => entry.verb === verb && entry.actor === actor))
          assert.equal(refused(outcomeOf(situation).outcome)?.rule, expectedRule(situation), described(situation))
      })
    }

    it(`leaves the ticket in the right state and hands after ${verb}, with one event that says what was done`, () => {
      const allowed = situations.filter((entry) => entry.verb === verb && expectedRule(entry) === undefined)
      assert.ok(allowed.length > 0)
      for (const situation of allowed) {
        const { ticket, actor, outcome } = outcomeOf(situation)
        assert.ok(outcome.ok)
        const [kind, after, owner] = effects[verb]
        assert.equal(outcome.ticket.state, expectedState(after, ticket), described(situation))
        assert.deepEqual(outcome.ticket.owner, expectedOwner(owner, ticket, actor), described(situation))
        assert.deepEqual(outcome.ticket.events.slice(0, -1), ticket.events)
        const to = verb === 'assign' ? { to: nils } : {}
        assert.deepEqual(outcome.ticket.events.at(-1), { at: now, actor, kind, text: textOf(acts[verb]), ...to })
        assert.equal(outcome.ticket.version, ticket.version + 1)
        assert.deepEqual(outcome.ticket.touchedAt, now)
      }
    })
  }

  it('changes nothing else, and never the ticket that it was given', () => {
    for (const situation of situations) {
      const { ticket, before, outcome } = outcomeOf(situation)
      assert.deepEqual(ticket, before)
      if (!outcome.ok) continue
      const { state, owner, severity, events, version, touchedAt } = before
      assert.deepEqual({ ...outcome.ticket, state, owner, severity, events, version, touchedAt }, before)
      const isUrgent = ['urgency', 'escalate'].includes(situation.verb)
      assert.equal(outcome.ticket.severity, isUrgent ? 'critical' : severity, situation.verb)
    }
  })

  it('says of a refused act which rule it was, and nothing of a ticket', () => {
    for (const situation of situations) {
      const { outcome } = outcomeOf(situation)
      if (!outcome.ok) assert.deepEqual(Object.keys(outcome).sort(), ['ok', 'refusal'])
    }
  })

  it('never lets anybody of the helpdesk act on a ticket of their own', () => {
    for (const situation of situations.filter(({ actor }) => actor === 'a requester who is of the helpdesk'))
      if (outcomeOf(situation).outcome.ok) assert.ok(ofRequester.includes(situation.verb), situation.verb)
  })

  it('never lets an outsider do anything, not even one who had the ticket before leaving the helpdesk', () => {
    for (const situation of situations.filter(({ actor }) => actor === 'an outsider'))
      assert.equal(outcomeOf(situation).outcome.ok, false, described(situation))
  })

  it('goes by the id of a person and not by the name', () => {
    const namesake: Person = { id: hugo.id, name: ada.name }
    const asRequester = actOnTicket(aTicket(), acts.withdraw, namesake, facts({ isHelpdesk: false }))
    assert.deepEqual(asRequester, { ok: false, refusal: { rule: 'not-requester' } })
    const renamed = { id: ada.id, name: 'Ada Married' }
    assert.ok(actOnTicket(aTicket(), acts.withdraw, renamed, facts({ isHelpdesk: false })).ok)
  })

  it('wants words where words are needed', () => {
    for (const verb of ['decline', 'reply', 'note', 'comment', 'escalate'] as const) {
      for (const text of ['', '   ', '\n\t']) {
        const act = { ...acts[verb], text } as TicketAct
        const outcome = actOnTicket(aTicket(), act, verb === 'comment' ? ada : hugo, facts())
        assert.deepEqual(outcome, { ok: false, refusal: { rule: 'text-missing' } }, verb)
      }
    }
  })

  it('lets the first taker have it, and tells the second who that was', () => {
    const first = actOnTicket(aTicket(), acts.take, hugo, facts())
    assert.ok(first.ok)
    const second = actOnTicket(first.ticket, acts.take, mira, facts())
    assert.deepEqual(second, { ok: false, refusal: { rule: 'taken-already', by: hugo } })
  })

  it('lets nobody but its owner release a ticket, and tells others who that is', () => {
    const outcome = actOnTicket(aTicket({ state: 'taken', owner: mira }), acts.release, hugo, facts())
    assert.deepEqual(outcome, { ok: false, refusal: { rule: 'not-owner', by: mira } })
  })

  it('lets anybody of the helpdesk take what was released', () => {
    const released = actOnTicket(aTicket({ state: 'taken', owner: hugo }), acts.release, hugo, facts())
    assert.ok(released.ok)
    const taken = actOnTicket(released.ticket, acts.take, mira, facts())
    assert.ok(taken.ok)
    assert.equal(taken.ticket.owner?.id, mira.id)
  })

  it('hands an escalated ticket to whoever of the second tier takes it first, still escalated', () => {
    const escalated = actOnTicket(aTicket({ state: 'taken', owner: hugo }), acts.escalate, hugo, facts())
    assert.ok(escalated.ok)
    assert.equal(escalated.ticket.severity, 'critical')
    const taken = actOnTicket(escalated.ticket, acts.take, mira, facts())
    assert.ok(taken.ok)
    assert.equal(taken.ticket.state, 'escalated')
    assert.equal(taken.ticket.owner?.id, mira.id)
  })

  it('says which end a closed ticket came to', () => {
    for (const state of ['resolved', 'declined', 'withdrawn'] as const) {
      const outcome = actOnTicket(aTicket({ state }), acts.take, hugo, facts({ restartWaits: true }))
      assert.deepEqual(outcome, { ok: false, refusal: { rule: 'closed', state } })
    }
  })

  it('takes an urgency for a change only where it is one', () => {
    for (const severity of ['normal', 'high', 'critical'] as const) {
      const outcome = actOnTicket(aTicket({ severity: 'high' }), { verb: 'urgency', severity }, hugo, facts())
      assert.equal(refused(outcome)?.rule, severity === 'high' ? 'same-urgency' : undefined)
    }
  })
})

const textOf = (act: TicketAct): string => {
  if ('text' in act) return act.text.trim()
  return act.verb === 'urgency' ? act.severity : ''
}

describe('assigning a ticket', () => {
  const assignedTo = (assignee: Person | undefined, owner?: Person) =>
    actOnTicket(aTicket({ state: owner ? 'taken' : 'open', owner }), acts.assign, hugo, facts({ assignee }))

  it('gives it to a colleague, to whom nobody had it before or somebody else', () => {
    for (const owner of [undefined, hugo, mira]) {
      const outcome = assignedTo(nils, owner)
      assert.ok(outcome.ok)
      assert.deepEqual([outcome.ticket.state, outcome.ticket.owner], ['taken', nils])
    }
  })

  it('to oneself is taking it, also from a colleague', () => {
    for (const owner of [undefined, mira]) {
      const outcome = assignedTo(hugo, owner)
      assert.ok(outcome.ok)
      assert.deepEqual(outcome.ticket.owner, hugo)
    }
  })

  it('is refused for somebody who is not of the helpdesk', () => {
    assert.deepEqual(assignedTo(undefined), { ok: false, refusal: { rule: 'assignee-not-helpdesk' } })
  })

  it('is refused where nobody was chosen, or nobody can tell whether they are of the helpdesk', () => {
    const nobody = actOnTicket(aTicket(), { verb: 'assign', assignee: '' }, hugo, facts({ assignee: undefined }))
    assert.deepEqual(nobody, { ok: false, refusal: { rule: 'assignee-missing' } })
    const unsure = facts({ assignee: undefined, isAssigneeUnknown: true })
    const unknown = actOnTicket(aTicket(), acts.assign, hugo, unsure)
    assert.deepEqual(unknown, { ok: false, refusal: { rule: 'assignee-unknown' } })
  })

  it('is refused for its requester, though of the helpdesk', () => {
    assert.deepEqual(assignedTo(ada), { ok: false, refusal: { rule: 'assignee-is-requester' } })
  })

  it('is refused for whoever has it already', () => {
    assert.deepEqual(assignedTo(mira, mira), { ok: false, refusal: { rule: 'taken-already', by: mira } })
  })
})

describe('a resolved ticket', () => {
  const resolved = aTicket({ state: 'resolved', owner: hugo, events: ends.resolved, touchedAt: aTime() })
  const week = reopenDays * 24 * 60 * 60_000
  const later = (ms: number) => facts({ isHelpdesk: false, now: new Date(aTime().getTime() + ms) })

  it('can be reopened within seven days, by the millisecond', () => {
    assert.equal(reopenDays, 7)
    assert.ok(actOnTicket(resolved, acts.reopen, ada, later(week)).ok)
    assert.deepEqual(actOnTicket(resolved, acts.reopen, ada, later(week + 1)), {
      ok: false,
      refusal: { rule: 'reopen-too-late' },
    })
  })

  it('can be confirmed at any time', () => {
    assert.ok(actOnTicket(resolved, acts.confirm, ada, later(10 * week)).ok)
  })

  it('goes back to whoever had it, and to everybody where nobody did', () => {
    const back = actOnTicket(resolved, acts.reopen, ada, later(1))
    assert.ok(back.ok)
    assert.deepEqual([back.ticket.state, back.ticket.owner], ['taken', hugo])
    const free = actOnTicket({ ...resolved, owner: undefined }, acts.reopen, ada, later(1))
    assert.ok(free.ok)
    assert.deepEqual([free.ticket.state, free.ticket.owner], ['open', undefined])
  })

  it('can be resolved and reopened again, the days counted from the last time', () => {
    const reopened = actOnTicket(resolved, acts.reopen, ada, later(week))
    assert.ok(reopened.ok)
    const again = actOnTicket(reopened.ticket, acts.resolve, hugo, facts({ now: later(week + 5).now }))
    assert.ok(again.ok)
    assert.ok(actOnTicket(again.ticket, acts.reopen, ada, later(2 * week)).ok)
  })

  it('is settled once it is confirmed: neither reopened nor confirmed again', () => {
    const confirmed = actOnTicket(resolved, acts.confirm, ada, later(1))
    assert.ok(confirmed.ok)
    assert.equal(confirmed.ticket.state, 'resolved')
    assert.equal(isUnconfirmed(confirmed.ticket), false)
    for (const verb of ['reopen', 'confirm'] as const)
      assert.deepEqual(actOnTicket(confirmed.ticket, acts[verb], ada, later(2)), {
        ok: false,
        refusal: { rule: 'not-resolved' },
      })
  })

  it('stays settled, or unsettled, whatever its restart comes to afterwards', () => {
    const after = (events: readonly TicketEvent[]) =>
      isUnconfirmed({ state: 'resolved', events: [...events, said('restart', mira)] })
    assert.equal(after(ends.confirmed), false)
    assert.equal(after(ends.resolved), true)
    assert.equal(after([...ends.confirmed, said('reopened', ada), ...ends.resolved]), true)
  })

  it('is settled too when its requester closed it before the helpdesk did', () => {
    const closed = closeByRequester(aTicket({ state: 'taken', owner: hugo, version: 4 }), aTime(9))
    assert.deepEqual([closed.state, closed.version, closed.owner], ['resolved', 5, hugo])
    assert.deepEqual(closed.events.at(-1), { at: aTime(9), actor: ada, kind: 'confirmed', text: '' })
    assert.equal(isUnconfirmed(closed), false)
  })

  it('is the only one that waits for a word of its requester', () => {
    for (const [standing, ticket] of Object.entries(standings))
      assert.equal(isUnconfirmed(aTicket(ticket)), standing.startsWith('resolved,'), standing)
  })
})

describe('a ticket', () => {
  it('lives until it is resolved, declined or withdrawn', () => {
    const live = ticketStates.filter((state) => isLive(aTicket({ state })))
    assert.deepEqual(live, ['open', 'taken', 'escalated'])
  })

  it('grows by one event and one version with each record, and is touched', () => {
    const event = { at: aTime(9), actor: hugo, kind: 'restart', text: 'done' } as const
    const recorded = record(aTicket({ version: 7 }), event)
    assert.equal(recorded.version, 8)
    assert.deepEqual(recorded.events, [...aTicket().events, event])
    assert.deepEqual(recorded.touchedAt, aTime(9))
  })
})
