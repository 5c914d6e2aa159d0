// Forgetting a person, against real databases in which they have left traces everywhere.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { putRequest, putSession, putTicket } from '../../src/core/change.ts'
import { somebody } from '../../src/core/erasure.ts'
import { channelLane, personLane, restartCard, ticketCard } from '../../src/core/outbox.ts'
import { forgottenId, type Person } from '../../src/core/people.ts'
import { moveRestart } from '../../src/core/restart-request.ts'
import { advance } from '../../src/core/session.ts'
import { actOnTicket, isLive, record, type Ticket } from '../../src/core/ticket.ts'
import { auditIn, type KnownEntry } from '../../src/store/audit.ts'
import { brakesIn } from '../../src/store/brake.ts'
import { cardsIn } from '../../src/store/cards.ts'
import { commitIn } from '../../src/store/commit.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { forget, type Forgetting } from '../../src/store/forget.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { anEntry, append } from '../helpers/audit-entries.ts'
import { ada, aRequest, aSession, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { everyRow, fillStore, mia, nora, people, save, teamsIdOf, whereIs } from '../helpers/full-store.ts'
import { hearing } from '../helpers/hearing.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

onEveryStore('a person who is forgotten', (open) => {
  let temporary: TemporaryStore
  let db: Database
  beforeEach(async () => {
    temporary = await open()
    db = temporary.db
    await fillStore(db)
  })
  afterEach(() => temporary.remove())

  const drop = (id: string, now = false): Promise<Forgetting> => forget(db, id, { at: aTime(600), now })
  const tracesOf = (person: Person): string[] => [person.id, person.name, teamsIdOf(person)]
  const found = async (id: string): Promise<Ticket> => {
    const ticket = await ticketsIn(db).find(id)
    assert.ok(ticket, id)
    return ticket
  }
  const entries = async (): Promise<KnownEntry[]> => {
    const all: KnownEntry[] = []
    for await (const entry of auditIn(db).entries({})) all.push(entry)
    return all
  }
  /** What waits in a lane, and whether as a new message. */
  const waitingIn = async (lane: string): Promise<string[]> => {
    const rows = await db.selectFrom('outbox').selectAll().where('lane', '=', lane).orderBy('position').execute()
    return rows.map(({ name, posts }) => `${posts > 0 ? 'post' : 'update'} ${name}`)
  }

  it('is met, before, wherever a person can be, and every column of every table holds something', async () => {
    assert.deepEqual(await whereIs(db, tracesOf(ada)), [
      'audit_people.person_id',
      'brake.by_id',
      'brake.by_name',
      'cards.conversation',
      'channels.conversation',
      'channels.set_by_id',
      'channels.set_by_name',
      'clicks.person_id',
      'on_call.person_id',
      'on_call.person_name',
      'outbox.lane',
      'outbox.name',
      'outbox.shown',
      'personal_conversations.conversation',
      'personal_conversations.person_id',
      'restart_requests.decided_by_id',
      'restart_requests.decided_by_name',
      'restart_requests.person_id',
      'restart_requests.person_name',
      'sends.lane',
      'sessions.excerpt',
      'sessions.person_id',
      'sessions.person_name',
      'teams_ids.person_id',
      'teams_ids.teams_id',
      'ticket_events.actor_id',
      'ticket_events.actor_name',
      'ticket_events.text',
      'ticket_events.to_id',
      'ticket_events.to_name',
      'tickets.facts',
      'tickets.owner_id',
      'tickets.owner_name',
      'tickets.requester_id',
      'tickets.requester_name',
      'unmatched_texts.person_id',
      'unmatched_texts.text',
      'welcomes.person_id',
    ])
    // A new table or column is filled in test/helpers/full-store.ts; only then does the next test say anything about it.
    const rows = await everyRow(db)
    const empty = (await db.introspection.getTables()).flatMap(({ name, columns }) =>
      columns
        .filter((column) => !rows.some(({ table, row }) => table === name && row[column.name] !== null))
        .map((column) => `${name}.${column.name}`),
    )
    assert.deepEqual(empty, [])
  })

  for (const person of [...people, nora])
    it(`is found nowhere any more: ${person.name}`, async () => {
      assert.equal((await drop(person.id, person === nora)).ok, true)
      assert.deepEqual(await whereIs(db, tracesOf(person)), [])
    })

  it('is found nowhere when all are forgotten, one after the other', async () => {
    for (const { id } of [...people, nora]) await drop(id, true)
    assert.deepEqual(await whereIs(db, [...people, nora].flatMap(tracesOf)), [])
    assert.equal((await auditIn(db).verify()).intact, true)
  })

  it('leaves every record as it was that does not name that person', async () => {
    const before = await everyRow(db)
    await drop(ada.id)
    const after = new Set((await everyRow(db)).map((row) => JSON.stringify(row)))
    const others = before
      .filter(({ table }) => table !== 'counters')
      .map((row) => JSON.stringify(row))
      .filter((row) => !tracesOf(ada).some((trace) => row.includes(trace)))
    assert.ok(others.length > 100, `${others.length} records`)
    assert.deepEqual(
      others.filter((row) => !after.has(row)),
      [],
    )
  })

  it('stands as a former colleague on the tickets of others, and changes nothing else of them', async () => {
    const before = await found('ticket-2-1')
    await drop(ada.id)
    const [filed, reply, resolved] = before.events
    assert.ok(filed && reply && resolved)
    assert.equal(before.requester.id, mia.id)
    assert.deepEqual(await found('ticket-2-1'), {
      ...before,
      owner: somebody,
      facts: { ...before.facts, excerpt: 'Former colleague says that it is error 0x3' },
      events: [
        filed,
        { ...reply, actor: somebody, text: 'Former colleague here. Hello Mia Tanaka!' },
        { ...resolved, actor: somebody },
      ],
    })
    const reference =
      '{"bot":{"id":"28:reconnect","name":"Reconnect"},"conversation":{"id":"19:helpdesk","tenantId":"tenant-1"},"channelId":"msteams"}'
    assert.deepEqual(await cardsIn(db).find(ticketCard('ticket-2-1', 'helpdesk')), {
      conversation: reference,
      activityId: 'card-of-ticket:ticket-2-1:helpdesk',
    })
    assert.equal(await conversationsIn(db).channel('helpdesk'), reference)
  })

  it('leaves the numbers, states and times of their tickets, and who of the helpdesk did what when', async () => {
    const before = await found('ticket-0-2')
    await drop(ada.id)
    assert.deepEqual(await found('ticket-0-2'), {
      ...before,
      requester: somebody,
      facts: { ...before.facts, excerpt: '', answers: [], machine: undefined, devices: [] },
      events: before.events.map((event) => ({
        ...event,
        text: '',
        actor: event.actor.id === ada.id ? somebody : event.actor,
      })),
    })
    assert.equal(before.owner?.id, hugo.id)
    assert.equal(await cardsIn(db).find(ticketCard('ticket-0-2', 'requester')), undefined)
    assert.ok(await cardsIn(db).find(ticketCard('ticket-0-2', 'second-tier')))
  })

  it('gets nothing any more of what waited to be sent, and what tells others of them tells no name', async () => {
    assert.equal((await waitingIn(personLane(ada.id))).length, 4)
    await drop(ada.id)
    assert.deepEqual(await waitingIn(personLane(ada.id)), [])
    const [pointer] = await db.selectFrom('outbox').selectAll().where('name', '=', 'pointer:noras-0').execute()
    const shown = JSON.parse(pointer?.shown ?? '') as { title: string; place: { conversation: string } }
    assert.equal(shown.title, 'Ticket 1001: Former colleague took it')
    assert.ok(shown.place.conversation.includes(nora.id))
  })

  it('is on call no more, and the brake stays lifted, by somebody', async () => {
    await drop(ada.id)
    assert.equal(await conversationsIn(db).onCall('helpdesk'), undefined)
    assert.equal((await conversationsIn(db).onCall('second-tier'))?.person.id, mia.id)
    assert.deepEqual(await brakesIn(db).current(), { version: 2, why: undefined, at: aTime(9), by: somebody })
  })

  it('is counted in everything that was erased', async () => {
    assert.deepEqual(await drop(ada.id), {
      ok: true,
      erased: {
        sessions: 3,
        unmatchedTexts: 3,
        // Chat, welcome and Teams id.
        conversations: 3,
        // Four that waited, and one that was sent.
        messages: 5,
        clicks: 3,
        onCall: 1,
        restarts: 3,
        tickets: 3,
        handedBack: 1,
        // Of Mia's: 2 decided, 3 owned, 6 events by Ada, 3 replies that name her, 3 facts, 3 sessions, 3 texts, a pointer.
        // Of Nora's: assigned to Ada, released by her, what Nora wrote, the channel's card of 3 tickets, a pointer.
        // 3 events on Ada's own tickets, the channel's card of 3 tickets and of the brake; the channel, who set it up, and
        // who lifted the brake.
        mentions: 41,
        auditEntries: 5,
      },
    })
    const again = await drop(ada.id)
    assert.ok(again.ok)
    assert.deepEqual(new Set(Object.values(again.erased)), new Set([0]))
  })

  it('is forgotten under every name that they ever had', async () => {
    const before = { id: ada.id, name: 'Ada “Ace” O’Brien-Ōkafor' }
    await save(db, { put: 'session', session: aSession({ id: 'old', person: before }), isNew: true })
    const excerpt = `${before.name}, now ${ada.name}`
    await save(db, { put: 'session', session: aSession({ id: 'of-hugo', person: hugo, excerpt }), isNew: true })
    await drop(ada.id)
    assert.deepEqual(await whereIs(db, [before.name, ada.name]), [])
    assert.equal((await sessionsIn(db).find('of-hugo'))?.excerpt, 'Former colleague, now Former colleague')
  })

  it('changes nothing where nobody has that id', async () => {
    const before = await everyRow(db)
    await drop('3f1d2c5e-0009-4a7b-9c3d-5e6f7a8b9c09')
    assert.deepEqual(await everyRow(db), before)
  })

  it('is forgotten whole or not at all', async () => {
    await sql`alter table channels rename to elsewhere`.execute(db)
    const before = await everyRow(db)
    await assert.rejects(drop(ada.id))
    assert.deepEqual(await everyRow(db), before)
  })

  it('stays in the audit as somebody, in a chain that still holds', async () => {
    const [key] = await db.selectFrom('audit_people').selectAll().where('person_id', '=', ada.id).execute()
    const before = await entries()
    await drop(ada.id)
    const after = await entries()
    assert.deepEqual(await auditIn(db).verify(), {
      intact: true,
      count: before.length + 2,
      lastHash: after.at(-1)?.hash,
    })
    const nobody = (id: string): string => (id === ada.id ? forgottenId : id)
    assert.deepEqual(
      after.slice(0, -2),
      before.map((entry) => ({
        ...entry,
        actor: nobody(entry.actor),
        subject: { ...entry.subject, id: nobody(entry.subject.id) },
      })),
    )
    assert.deepEqual(
      after
        .slice(-2)
        .map(({ actor, act, outcome, subject, surface, at }) => [actor, act, outcome, subject, surface, at]),
      [
        ['reconnect', 'ticket-released', 'done', { kind: 'ticket', id: 'taken-0' }, 'cli', aTime(600)],
        ['reconnect', 'forgotten', 'done', { kind: 'person', id: forgottenId }, 'cli', aTime(600)],
      ],
    )
    const row = await db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirst()
    assert.equal(row?.subject_id, key?.key)
    await append(db, anEntry())
    const again = await db.selectFrom('audit_people').selectAll().where('person_id', '=', ada.id).execute()
    assert.notEqual(again[0]?.key, key?.key)
    assert.equal((await entries()).at(-1)?.actor, ada.id)
  })

  describe('with a ticket of somebody else', () => {
    it('gives it back: nobody has it, and its cards are brought up to date', async () => {
      const before = await found('taken-0')
      await drop(ada.id)
      const [filed, assigned] = before.events
      assert.ok(filed && assigned)
      assert.deepEqual(await found('taken-0'), {
        ...before,
        state: 'open',
        owner: undefined,
        version: before.version + 1,
        events: [
          { ...filed, text: 'Former colleague told me to write here.' },
          { ...assigned, to: somebody },
          { at: aTime(600), actor: somebody, kind: 'released', text: '' },
        ],
        touchedAt: aTime(600),
      })
      assert.ok((await waitingIn(channelLane('helpdesk'))).includes('update ticket:taken-0:helpdesk'))
      assert.deepEqual(await waitingIn(channelLane('second-tier')), ['update ticket:taken-0:second-tier'])
      assert.ok((await waitingIn(personLane(nora.id))).includes('update ticket:taken-0:requester'))
    })

    it('leaves it with the second tier if that has it', async () => {
      await save(db, putTicket(aTicket({ id: 'escalated', state: 'escalated', requester: nora, owner: ada })))
      await drop(ada.id)
      const { state, owner } = await found('escalated')
      assert.deepEqual([state, owner], ['escalated', undefined])
    })

    it('does not come back to it when it is taken up again', async () => {
      await save(db, putTicket(aTicket({ id: 'old', state: 'resolved', requester: nora, owner: ada })))
      await drop(ada.id)
      const facts = { isHelpdesk: false, restartWaits: false, now: aTime(700) }
      const outcome = actOnTicket(await found('old'), { verb: 'reopen' }, nora, facts)
      assert.deepEqual(outcome.ok && [outcome.ticket.state, outcome.ticket.owner], ['open', undefined])
    })
  })

  it('is forgotten with as few words where much was done for them, so that a server far away takes no longer', async () => {
    const counted = async (store: Database): Promise<number> => {
      let asked = 0
      const hears = hearing(store, () => (asked += 1))
      assert.equal((await forget(hears, ada.id, { at: aTime(600), now: false })).ok, true)
      return asked
    }
    const other = await open()
    try {
      await fillStore(other.db)
      for (let at = 0; at < 20; at++) {
        const name = restartCard(`more-${at}`)
        const place = { conversation: '{}', activityId: name }
        await save(other.db, putRequest(aRequest({ id: `more-${at}`, state: 'done' })), { put: 'card', name, place })
      }
      assert.equal(await counted(other.db), await counted(db))
      assert.deepEqual(await whereIs(other.db, ['more-']), [])
    } finally {
      await other.remove()
    }
  })

  describe('while others are at work', () => {
    it('is not written back by a worker that has a restart in its hands which they approved', async () => {
      const watched = aRequest({ id: 'watched', person: nora, state: 'sent', decidedBy: ada })
      await save(db, putRequest(watched))
      await drop(ada.id)
      const commit = commitIn(db, () => aTime())
      const late = await commit.commit([putRequest(moveRestart(watched, 'done', aTime()))])
      assert.deepEqual(late, { ok: false, conflict: 'request' })
      const now = await requestsIn(db).find('watched')
      assert.ok(now)
      assert.deepEqual(now.decidedBy, somebody)
      assert.deepEqual(await commit.commit([putRequest(moveRestart(now, 'done', aTime()))]), { ok: true })
    })

    it('is not written back by an act that was under way on a ticket or a session which names them', async () => {
      const [ticket, session] = [await found('ticket-2-1'), await sessionsIn(db).find('session-2-1')]
      assert.ok(session)
      await drop(ada.id)
      const event = { at: aTime(700), actor: mia, kind: 'reopened', text: '' } as const
      await save(
        db,
        putTicket(record({ ...ticket, state: 'open', owner: undefined }, event)),
        putSession(advance(session, { at: 'solved' })),
      )
      assert.equal((await found('ticket-2-1')).state, 'open')
      assert.equal((await sessionsIn(db).find('session-2-1'))?.place.at, 'solved')
      assert.deepEqual(await whereIs(db, tracesOf(ada)), [])
    })
  })

  describe('with something open', () => {
    const waiting = aRequest({
      id: 'waiting',
      state: 'awaiting-approval',
      cloudPc: { id: 'pc', name: 'CPC-ada-01' },
      ticketId: 'open',
    })
    const openTicket = aTicket({
      id: 'open',
      purpose: 'approve-restart',
      state: 'taken',
      owner: hugo,
      restartRequestId: 'waiting',
    })
    const file = async (request = waiting): Promise<number> => {
      await save(db, putRequest(request), putTicket(openTicket))
      return (await found('open')).number
    }

    it('is not forgotten: the tickets and restarts are named, and nothing is changed', async () => {
      const number = await file()
      const before = await everyRow(db)
      assert.deepEqual(await drop(ada.id), {
        ok: false,
        refusal: { reason: 'open-work', cloudPcs: ['CPC-ada-01'], tickets: [number] },
      })
      assert.deepEqual(await everyRow(db), before)
    })

    it('is not forgotten where only one of them is open, either', async () => {
      const { number } = await found('taken-0')
      assert.deepEqual(await drop(nora.id), {
        ok: false,
        refusal: { reason: 'open-work', cloudPcs: [], tickets: [number, number + 4, number + 8] },
      })
      await save(db, putRequest({ ...waiting, person: mia, ticketId: undefined }))
      assert.deepEqual(await drop(mia.id), {
        ok: false,
        refusal: { reason: 'open-work', cloudPcs: ['CPC-ada-01'], tickets: [] },
      })
    })

    it('is forgotten once that is over', async () => {
      await file()
      const declined = { at: aTime(300), actor: hugo, kind: 'declined', text: 'No.' } as const
      await save(
        db,
        putRequest(moveRestart(waiting, 'declined', aTime(300), { decidedBy: hugo })),
        putTicket(record({ ...(await found('open')), state: 'declined' }, declined)),
      )
      assert.equal((await drop(ada.id)).ok, true)
      assert.equal((await found('open')).state, 'declined')
    })

    it('is forgotten at once if that is wanted: ticket and restart are withdrawn, and the audit says so', async () => {
      const number = await file()
      await drop(ada.id, true)
      assert.deepEqual(await whereIs(db, tracesOf(ada)), [])
      const ticket = await found('open')
      assert.deepEqual(
        [ticket.number, ticket.state, ticket.version, ticket.owner, ticket.requester],
        [number, 'withdrawn', openTicket.version + 1, hugo, somebody],
      )
      assert.deepEqual(ticket.events.at(-1), { at: aTime(600), actor: somebody, kind: 'withdrawn', text: '' })
      assert.equal(ticket.events.length, openTicket.events.length + 1)
      assert.equal(await requestsIn(db).find('waiting'), undefined)
      assert.deepEqual(
        (await entries()).slice(-4).map(({ act, subject, before, after }) => [act, subject.id, before, after]),
        [
          ['ticket-withdrawn', 'open', 'taken', 'withdrawn'],
          ['restart-withdrawn', 'waiting', 'awaiting-approval', 'withdrawn'],
          ['ticket-released', 'taken-0', 'taken', 'open'],
          ['forgotten', 'forgotten', undefined, undefined],
        ],
      )
      assert.equal((await auditIn(db).verify()).intact, true)
    })

    it('leaves nothing waiting that would write to them, and the helpdesk’s cards are brought up to date', async () => {
      await file()
      await drop(ada.id, true)
      const lanes = await db.selectFrom('outbox').select('lane').distinct().execute()
      const reached = [...people, nora].filter(({ id }) => id !== ada.id).map(({ id }) => personLane(id))
      const channels = [channelLane('helpdesk'), channelLane('second-tier')]
      assert.deepEqual(lanes.map(({ lane }) => lane).sort(), [...channels, ...reached].sort())
      assert.ok((await waitingIn(channelLane('helpdesk'))).includes('update ticket:open:helpdesk'))
      assert.ok((await waitingIn(channelLane('second-tier'))).includes('update ticket:open:second-tier'))
    })

    const next = { requested: 'approved', 'awaiting-approval': 'approved', approved: 'sending' } as const
    for (const state of ['requested', 'awaiting-approval', 'approved'] as const)
      it(`has no restart sent any more that was ${state}`, async () => {
        await file({ ...waiting, state })
        assert.equal((await drop(ada.id, true)).ok, true)
        const late = putRequest(moveRestart({ ...waiting, state }, next[state], aTime(601)))
        assert.deepEqual(await commitIn(db, () => aTime()).commit([late]), { ok: false, conflict: 'request' })
        const leased = await requestsIn(db).lease(aTime(9999), aTime(9999), 99)
        assert.deepEqual(
          leased.filter(({ record: { cloudPc } }) => cloudPc.id === waiting.cloudPc.id),
          [],
        )
      })

    for (const state of ['sending', 'sent', 'restarting'] as const)
      it(`is not forgotten, not even at once, while a restart is ${state}`, async () => {
        await file({ ...waiting, state })
        const before = await everyRow(db)
        assert.deepEqual(await drop(ada.id, true), {
          ok: false,
          refusal: { reason: 'restart-under-way', cloudPcs: ['CPC-ada-01'] },
        })
        assert.deepEqual(await everyRow(db), before)
      })

    it('does not keep others from being forgotten, not even who works on the ticket', async () => {
      const number = await file()
      assert.equal((await drop(hugo.id)).ok, true)
      const { events, ...ticket } = await found('open')
      assert.deepEqual([ticket.number, ticket.requester, ticket.owner, isLive(ticket)], [number, ada, undefined, true])
      assert.equal(events.at(-1)?.kind, 'released')
      assert.equal((await requestsIn(db).find('waiting'))?.state, 'awaiting-approval')
    })
  })
})
