// What a database from before the outbox keeps: where each card stood, and what was open or waited.
import assert from 'node:assert/strict'
import { Kysely, sql, SqliteDialect } from 'kysely'
import Sqlite from 'libsql'
import * as first from '../../migrations/0001-first.ts'
import * as unmatched from '../../migrations/0002-unmatched.ts'
import * as outbox from '../../migrations/0003-outbox.ts'
import * as cardPlaces from '../../migrations/0005-card-places.ts'

const place = (activityId: string) => ({ conversation: '{"id":"19:helpdesk"}', activityId })

describe('a database from before the outbox', () => {
  let db: Kysely<unknown>

  beforeEach(async () => {
    db = new Kysely({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
    await first.up(db)
    await unmatched.up(db)
  })
  afterEach(() => db.destroy())

  const insert = async (table: string, row: Record<string, unknown>) => {
    const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)))
    await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(row))})`.execute(db)
  }
  const read = async (table: string) =>
    (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db)).rows

  const oldTicket = (id: string, number: number, cards: object) =>
    insert('tickets', {
      id,
      number,
      nonce: 'n',
      version: 2,
      state: 'open',
      purpose: 'help',
      requester_id: 'ana',
      requester_name: 'Ana',
      severity: 'normal',
      facts: '{}',
      cards: JSON.stringify(cards),
      created_at: 5000,
    })
  const oldRequest = (id: string, given: Record<string, unknown>) =>
    insert('restart_requests', {
      id,
      position: 1,
      nonce: 'n',
      version: 1,
      state: 'done',
      person_id: 'ana',
      person_name: 'Ana',
      cloud_pc_id: id,
      cloud_pc_name: id,
      session_id: 's',
      attempts: 1,
      created_at: 1000,
      ...given,
    })

  it('keeps where each card stands, a row each', async () => {
    await oldTicket('a', 1001, { requester: place('1'), helpdesk: place('2'), secondTier: place('3') })
    await oldTicket('b', 1002, { requester: null, helpdesk: place('4') })
    await oldRequest('r', { card: JSON.stringify(place('5')) })
    await oldRequest('s', { card: null })
    await outbox.up(db)
    const cards = (await read('cards')).map(({ name, activity_id }) => `${String(name)} ${String(activity_id)}`)
    assert.deepEqual(cards.sort(), [
      'restart:r 5',
      'ticket:a:helpdesk 2',
      'ticket:a:requester 1',
      'ticket:a:second-tier 3',
      'ticket:b:helpdesk 4',
    ])
  })

  it('counts a request from when it was sent or made, and looks at what waits once its time is up', async () => {
    await oldRequest('sent', { sent_at: 3000 })
    await oldRequest('waits', { state: 'awaiting-approval' })
    await outbox.up(db)
    const rows = new Map((await read('restart_requests')).map((row) => [row['id'], row]))
    assert.equal(rows.get('sent')?.['since'], 3000)
    assert.equal(rows.get('waits')?.['since'], 1000)
    assert.equal(rows.get('waits')?.['due_at'], 1000 + 8 * 60 * 60_000)
    assert.equal(rows.get('sent')?.['due_at'], null)
  })

  it('takes a ticket for touched when it was filed, and reminds of it', async () => {
    await oldTicket('a', 1001, {})
    await outbox.up(db)
    const [ticket] = await read('tickets')
    assert.deepEqual([ticket?.['touched_at'], ticket?.['reminded']], [5000, 0])
  })

  it('keeps of two records on one card the ticket, since it came after the restart that led to it', async () => {
    await oldTicket('a', 1001, { requester: place('1'), helpdesk: place('2') })
    await oldRequest('r', { card: JSON.stringify(place('1')) })
    await oldRequest('s', { card: JSON.stringify(place('3')) })
    await outbox.up(db)
    await cardPlaces.up(db)
    const names = (await read('cards')).map(({ name }) => String(name))
    assert.deepEqual(names.sort(), ['restart:s', 'ticket:a:helpdesk', 'ticket:a:requester'])
    await assert.rejects(
      insert('cards', { name: 'restart:r', conversation: place('1').conversation, activity_id: '1' }),
    )
  })

  it('refuses a second request for a Cloud PC in the new open state, too', async () => {
    await outbox.up(db)
    const requested = (id: string) => oldRequest(id, { state: 'requested', cloud_pc_id: 'pc', since: 0 })
    await requested('a')
    await assert.rejects(requested('b'), /UNIQUE/)
  })
})
