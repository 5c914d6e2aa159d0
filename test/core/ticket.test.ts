// Who may do what with a ticket in which state: the whole matrix, against rules written down apart from the code.
import assert from 'node:assert/strict'
import type { Person } from '../../src/core/people.ts'
import {
  actOnTicket,
  isLive,
  record,
  type TicketAct,
  type TicketEventKind,
  type TicketRefusal,
  type TicketState,
  ticketStates,
} from '../../src/core/ticket.ts'
import { ada, aTicket, aTime, hugo } from '../helpers/builders.ts'

const mira: Person = { id: '3f1d2c5e-0003-4a7b-9c3d-5e6f7a8b9c03', name: 'Mira Sandoval' }

type Verb = TicketAct['verb']
type Rule = TicketRefusal['rule']

const acts: Readonly<Record<Verb, TicketAct>> = {
  take: { verb: 'take' },
  approve: { verb: 'approve' },
  resolve: { verb: 'resolve' },
  withdraw: { verb: 'withdraw' },
  decline: { verb: 'decline', text: ' No budget. ' },
  reply: { verb: 'reply', text: 'On it.' },
  comment: { verb: 'comment', text: 'Still broken.' },
  escalate: { verb: 'escalate', text: 'Needs network people.', severity: 'critical' },
}
const verbs = Object.keys(acts) as Verb[]
const forRequester: readonly Verb[] = ['withdraw', 'comment']

const roles = {
  'the requester': { actor: ada, isHelpdesk: false },
  'a requester who is of the helpdesk': { actor: ada, isHelpdesk: true },
  'a helpdesk person': { actor: hugo, isHelpdesk: true },
  'a stranger': { actor: hugo, isHelpdesk: false },
} as const
type Role = keyof typeof roles

type Situation = { verb: Verb; state: TicketState; role: Role; owner: Person | undefined; restartWaits: boolean }

/** Rules by what they protect: [the rule, does it forbid this?], the first that does decides. */
const forbidden = ({ verb, state, role, owner, restartWaits }: Situation): Rule | undefined => {
  const own = role.includes('requester')
  const rules: readonly (readonly [Rule, boolean])[] = [
    ['not-requester', forRequester.includes(verb) && !own],
    ['own-ticket', !forRequester.includes(verb) && own],
    ['not-helpdesk', !forRequester.includes(verb) && role === 'a stranger'],
    ['closed', ['resolved', 'declined', 'withdrawn'].includes(state)],
    ['taken-already', verb === 'take' && owner !== undefined],
    ['escalated-already', verb === 'escalate' && state === 'escalated'],
    ['nothing-to-approve', verb === 'approve' && !restartWaits],
    ['restart-waits', verb === 'resolve' && restartWaits],
  ]
  return rules.find(([, forbids]) => forbids)?.[0]
}

const ends: Partial<Record<Verb, TicketState>> = {
  decline: 'declined',
  resolve: 'resolved',
  withdraw: 'withdrawn',
  escalate: 'escalated',
}
// Whoever deals with a ticket first has it from then on.
const takes: readonly Verb[] = ['take', 'reply', 'approve']

const stateAfter = ({ verb, state, owner }: Situation): TicketState =>
  ends[verb] ?? (takes.includes(verb) && owner === undefined && state === 'open' ? 'taken' : state)

const ownerAfter = ({ verb, role, owner }: Situation): Person | undefined => {
  if (verb === 'escalate') return undefined
  return takes.includes(verb) ? (owner ?? roles[role].actor) : owner
}

const eventOf: Readonly<Record<Verb, TicketEventKind>> = {
  take: 'taken',
  approve: 'approved',
  resolve: 'resolved',
  withdraw: 'withdrawn',
  decline: 'declined',
  reply: 'reply',
  comment: 'comment',
  escalate: 'escalated',
}

const situations: readonly Situation[] = verbs.flatMap((verb) =>
  ticketStates.flatMap((state) =>
    (Object.keys(roles) as Role[]).flatMap((role) =>
      [undefined, mira].flatMap((owner) =>
        [true, false].map((restartWaits) => ({ verb, state, role, owner, restartWaits })),
      ),
    ),
  ),
)

const described = ({ state, owner, restartWaits }: Situation): string =>
  `${state}, ${owner ? 'owned' : 'no owner'}${restartWaits ? ', a restart waits' : ''}`

function outcomeOf(situation: Situation, act: TicketAct = acts[situation.verb]) {
  const ticket = aTicket({ state: situation.state, owner: situation.owner, version: 3 })
  const { actor, isHelpdesk } = roles[situation.role]
  const { restartWaits } = situation
  return { ticket, actor, outcome: actOnTicket(ticket, act, actor, { isHelpdesk, restartWaits, now: aTime(60) }) }
}

describe('actOnTicket', () => {
  for (const verb of verbs) {
    for (const role of Object.keys(roles) as Role[]) {
      it(`knows when ${role} may ${verb}`, () => {
        for (const situation of situations.filter((entry) => entry.verb === verb && entry.role === role)) {
          const { outcome } = outcomeOf(situation)
          assert.equal(outcome.ok ? undefined : outcome.refusal.rule, forbidden(situation), described(situation))
        }
      })
    }

    it(`leaves the ticket in the right state and hands after ${verb}`, () => {
      const allowed = situations.filter((entry) => entry.verb === verb && forbidden(entry) === undefined)
      assert.ok(allowed.length > 0)
      for (const situation of allowed) {
        const { outcome } = outcomeOf(situation)
        assert.ok(outcome.ok)
        assert.equal(outcome.ticket.state, stateAfter(situation), described(situation))
        assert.deepEqual(outcome.ticket.owner, ownerAfter(situation), described(situation))
      }
    })
  }

  it('makes every act one version and one event, and changes nothing of what was', () => {
    for (const situation of situations) {
      const { ticket, actor, outcome } = outcomeOf(situation)
      if (!outcome.ok) continue
      const after = outcome.ticket
      assert.equal(after.version, ticket.version + 1)
      assert.deepEqual(after.events.slice(0, -1), ticket.events)
      const text = 'text' in acts[situation.verb] ? textOf(acts[situation.verb]) : ''
      assert.deepEqual(after.events.at(-1), { at: aTime(60), actor, kind: eventOf[situation.verb], text })
      const { state, owner, severity, events, version } = ticket
      assert.deepEqual({ ...after, state, owner, severity, events, version }, ticket)
    }
  })

  it('never lets anybody of the helpdesk act on a ticket of their own', () => {
    for (const situation of situations.filter(({ role }) => role === 'a requester who is of the helpdesk')) {
      const { outcome } = outcomeOf(situation)
      if (outcome.ok) assert.ok(forRequester.includes(situation.verb), situation.verb)
    }
  })

  it('never lets a stranger do anything', () => {
    for (const situation of situations.filter(({ role }) => role === 'a stranger'))
      assert.equal(outcomeOf(situation).outcome.ok, false)
  })

  it('goes by the id of a person and not by the name', () => {
    const namesake: Person = { id: hugo.id, name: ada.name }
    const facts = { isHelpdesk: false, restartWaits: false, now: aTime() }
    const asRequester = actOnTicket(aTicket(), { verb: 'withdraw' }, namesake, facts)
    assert.deepEqual(asRequester, { ok: false, refusal: { rule: 'not-requester' } })
    const renamed = actOnTicket(aTicket(), { verb: 'withdraw' }, { id: ada.id, name: 'Ada Married' }, facts)
    assert.ok(renamed.ok)
  })

  it('wants words where words are needed', () => {
    for (const verb of ['decline', 'reply', 'comment', 'escalate'] as const) {
      for (const text of ['', '   ', '\n\t']) {
        const role = verb === 'comment' ? 'the requester' : 'a helpdesk person'
        const act = { ...acts[verb], text } as TicketAct
        const { outcome } = outcomeOf({ verb, role, state: 'open', owner: undefined, restartWaits: false }, act)
        assert.deepEqual(outcome, { ok: false, refusal: { rule: 'text-missing' } }, verb)
      }
    }
  })

  it('lets the first taker have it, and tells the second who that was', () => {
    const facts = { isHelpdesk: true, restartWaits: false, now: aTime() }
    const first = actOnTicket(aTicket(), { verb: 'take' }, hugo, facts)
    assert.ok(first.ok)
    assert.equal(first.ticket.owner?.id, hugo.id)
    const second = actOnTicket(first.ticket, { verb: 'take' }, mira, facts)
    assert.deepEqual(second, { ok: false, refusal: { rule: 'taken-already', by: hugo } })
  })

  it('hands an escalated ticket to whoever of the second tier takes it first, still escalated', () => {
    const facts = { isHelpdesk: true, restartWaits: false, now: aTime() }
    const escalated = actOnTicket(aTicket({ state: 'taken', owner: hugo }), acts.escalate, hugo, facts)
    assert.ok(escalated.ok)
    assert.equal(escalated.ticket.severity, 'critical')
    const taken = actOnTicket(escalated.ticket, { verb: 'take' }, mira, facts)
    assert.ok(taken.ok)
    assert.equal(taken.ticket.state, 'escalated')
    assert.equal(taken.ticket.owner?.id, mira.id)
  })

  it('says which end a closed ticket came to', () => {
    for (const state of ['resolved', 'declined', 'withdrawn'] as const) {
      const { outcome } = outcomeOf({
        verb: 'take',
        role: 'a helpdesk person',
        state,
        owner: undefined,
        restartWaits: true,
      })
      assert.deepEqual(outcome, { ok: false, refusal: { rule: 'closed', state } })
    }
  })
})

const textOf = (act: TicketAct): string => ('text' in act ? act.text.trim() : '')

describe('a ticket', () => {
  it('lives until it is resolved, declined or withdrawn', () => {
    const live = ticketStates.filter((state) => isLive(aTicket({ state })))
    assert.deepEqual(live, ['open', 'taken', 'escalated'])
  })

  it('grows by one event and one version with each record', () => {
    const event = { at: aTime(9), actor: hugo, kind: 'restart', text: 'done' } as const
    const recorded = record(aTicket({ version: 7 }), event)
    assert.equal(recorded.version, 8)
    assert.deepEqual(recorded.events, [...aTicket().events, event])
  })
})
