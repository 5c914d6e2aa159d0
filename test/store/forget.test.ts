// Forgetting a person, against a real database in which they have left traces everywhere.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { somebody } from '../../src/core/erasure.ts'
import type { Person } from '../../src/core/people.ts'
import { moveRestart } from '../../src/core/restart-request.ts'
import { auditIn, type KnownEntry } from '../../src/store/audit.ts'
import { forget, type Forgetting } from '../../src/store/forget.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { anEntry, append } from '../helpers/audit-entries.ts'
import { ada, aRequest, aSession, aTicket, aTime, hugo } from '../helpers/builders.ts'
import { cardOf, everyRow, fillStore, mia, people, whereIs } from '../helpers/full-store.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'

describe('a person who is forgotten', function () {
  this.timeout(60_000)
  let temporary: TemporaryDatabase
  let db: Database
  beforeEach(async () => {
    temporary = await temporaryDatabase()
    db = temporary.db
    await fillStore(db)
  })
  afterEach(() => temporary.remove())

  const drop = (id: string, now = false): Promise<Forgetting> => forget(db, id, { at: aTime(600), now })
  const tracesOf = ({ id, name }: Person): string[] => [id, name]
  const entries = async (): Promise<KnownEntry[]> => {
    const all: KnownEntry[] = []
    for await (const entry of auditIn(db).entries({})) all.push(entry)
    return all
  }

  it('is met, before, wherever a person can be, and every column of every table holds something', async () => {
    assert.deepEqual(await whereIs(db, tracesOf(ada)), [
      'audit_people.person_id',
      'channels.conversation',
      'channels.set_by_id',
      'channels.set_by_name',
      'personal_conversations.conversation',
      'personal_conversations.person_id',
      'restart_requests.card',
      'restart_requests.decided_by_id',
      'restart_requests.decided_by_name',
      'restart_requests.person_id',
      'restart_requests.person_name',
      'sessions.excerpt',
      'sessions.person_id',
      'sessions.person_name',
      'ticket_events.actor_id',
      'ticket_events.actor_name',
      'ticket_events.text',
      'tickets.cards',
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

  for (const person of people)
    it(`is found nowhere any more: ${person.name}`, async () => {
      assert.equal((await drop(person.id)).ok, true)
      assert.deepEqual(await whereIs(db, [...tracesOf(person), `29:of-${person.id}`]), [])
    })

  it('is found nowhere when all are forgotten, one after the other', async () => {
    for (const { id } of people) await drop(id)
    assert.deepEqual(await whereIs(db, people.flatMap(tracesOf)), [])
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
    assert.ok(others.length > 40, `${others.length} records`)
    assert.deepEqual(
      others.filter((row) => !after.has(row)),
      [],
    )
  })

  it('stands as a former colleague on the tickets of others, and changes nothing else of them', async () => {
    const before = await ticketsIn(db).find('ticket-2-1')
    await drop(ada.id)
    const after = await ticketsIn(db).find('ticket-2-1')
    assert.ok(before)
    const [filed, reply, resolved] = before.events
    assert.ok(filed && reply && resolved)
    assert.equal(before.requester.id, mia.id)
    assert.deepEqual(after, {
      ...before,
      owner: somebody,
      facts: { ...before.facts, excerpt: 'Former colleague says that it is error 0x3' },
      events: [
        filed,
        { ...reply, actor: somebody, text: 'Former colleague here. Hello Mia Tanaka!' },
        { ...resolved, actor: somebody },
      ],
      cards: {
        ...before.cards,
        helpdesk: {
          activityId: '1700000000000',
          conversation:
            '{"bot":{"id":"28:reconnect","name":"Reconnect"},"conversation":{"id":"19:helpdesk","tenantId":"tenant-1"},"channelId":"msteams"}',
        },
      },
    })
  })

  it('leaves the numbers, states and times of their tickets, and who of the helpdesk did what when', async () => {
    const before = await ticketsIn(db).find('ticket-0-2')
    await drop(ada.id)
    const after = await ticketsIn(db).find('ticket-0-2')
    assert.ok(before)
    assert.deepEqual(after, {
      ...before,
      requester: somebody,
      facts: { ...before.facts, excerpt: '', answers: [], machine: undefined, devices: [] },
      events: before.events.map((event) => ({
        ...event,
        text: '',
        actor: event.actor.id === ada.id ? somebody : event.actor,
      })),
      cards: { ...before.cards, requester: undefined },
    })
    assert.equal(before.owner?.id, hugo.id)
  })

  it('is counted in everything that was erased', async () => {
    assert.deepEqual(await drop(ada.id), {
      ok: true,
      erased: {
        sessions: 3,
        unmatchedTexts: 3,
        conversations: 2,
        restarts: 3,
        tickets: 3,
        // Of Mia's: 3 decided, 3 owned, 6 events by Ada, 3 replies that name her, 3 facts, 3 sessions, 3 texts.
        // 3 events on Ada's own tickets; the channel and who set it up; the helpdesk's card of 3 tickets.
        mentions: 32,
        auditEntries: 5,
      },
    })
    assert.deepEqual(await drop(ada.id), {
      ok: true,
      erased: {
        sessions: 0,
        unmatchedTexts: 0,
        conversations: 0,
        restarts: 0,
        tickets: 0,
        mentions: 0,
        auditEntries: 0,
      },
    })
  })

  it('is forgotten under every name that they ever had', async () => {
    const before = { id: ada.id, name: 'Ada “Ace” O’Brien-Ōkafor' }
    await sessionsIn(db).add(aSession({ id: 'old', person: before }))
    await sessionsIn(db).add(aSession({ id: 'of-hugo', person: hugo, excerpt: `${before.name}, now ${ada.name}` }))
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
      count: before.length + 1,
      lastHash: after.at(-1)?.hash,
    })
    const nobody = (id: string): string => (id === ada.id ? 'forgotten' : id)
    assert.deepEqual(
      after.slice(0, -1),
      before.map((entry) => ({
        ...entry,
        actor: nobody(entry.actor),
        subject: { ...entry.subject, id: nobody(entry.subject.id) },
      })),
    )
    const last = after.at(-1)
    assert.deepEqual(
      [last?.actor, last?.act, last?.outcome, last?.subject, last?.surface, last?.at],
      ['reconnect', 'forgotten', 'done', { kind: 'person', id: 'forgotten' }, 'cli', aTime(600)],
    )
    const row = await db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirst()
    assert.equal(row?.subject_id, key?.key)
    await append(db, anEntry())
    const again = await db.selectFrom('audit_people').selectAll().where('person_id', '=', ada.id).execute()
    assert.notEqual(again[0]?.key, key?.key)
    assert.equal((await entries()).at(-1)?.actor, ada.id)
  })

  describe('with something open', () => {
    const waiting = aRequest({ id: 'waiting', state: 'awaiting-approval', cloudPc: { id: 'pc', name: 'CPC-ada-01' } })
    const openTicket = aTicket({
      id: 'open',
      purpose: 'approve-restart',
      state: 'taken',
      owner: hugo,
      restartRequestId: 'waiting',
      cards: { requester: cardOf(ada, 'a:1'), helpdesk: undefined, secondTier: undefined },
    })
    const file = async (request = waiting) => {
      await requestsIn(db).add(request)
      return (await ticketsIn(db).add(openTicket)).number
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

    it('is forgotten once that is over', async () => {
      await file()
      await requestsIn(db).save(moveRestart(waiting, 'declined', { decidedBy: hugo }))
      await db.updateTable('tickets').set({ state: 'declined' }).where('id', '=', 'open').execute()
      assert.equal((await drop(ada.id)).ok, true)
    })

    it('is forgotten at once if that is wanted: ticket and restart are withdrawn, and the audit says so', async () => {
      const number = await file()
      await drop(ada.id, true)
      assert.deepEqual(await whereIs(db, tracesOf(ada)), [])
      const ticket = await ticketsIn(db).find('open')
      assert.ok(ticket)
      assert.deepEqual(
        [ticket.number, ticket.state, ticket.version, ticket.owner],
        [number, 'withdrawn', openTicket.version + 1, hugo],
      )
      assert.deepEqual(ticket.events.at(-1), { at: aTime(600), actor: somebody, kind: 'withdrawn', text: '' })
      assert.equal(ticket.events.length, openTicket.events.length + 1)
      assert.equal(await requestsIn(db).find('waiting'), undefined)
      assert.deepEqual(
        (await entries()).slice(-3).map(({ act, subject, before, after }) => [act, subject.id, before, after]),
        [
          ['ticket-withdrawn', 'open', 'taken', 'withdrawn'],
          ['restart-withdrawn', 'waiting', 'awaiting-approval', 'withdrawn'],
          ['forgotten', 'forgotten', undefined, undefined],
        ],
      )
      assert.equal((await auditIn(db).verify()).intact, true)
    })

    it('has no restart sent any more that was about to be', async () => {
      const approved = { ...waiting, state: 'approved' } as const
      await file(approved)
      assert.equal((await drop(ada.id, true)).ok, true)
      assert.equal(await requestsIn(db).save(moveRestart(approved, 'sending')), false)
    })

    it('is not forgotten, not even at once, while a restart is under way', async () => {
      await file({ ...waiting, state: 'sending' })
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
      assert.deepEqual(await ticketsIn(db).find('open'), { ...openTicket, number, owner: somebody })
    })
  })
})
