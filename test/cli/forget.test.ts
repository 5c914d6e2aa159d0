// `reconnect forget` as an administrator runs it.
import assert from 'node:assert/strict'
import { putRequest, putTicket } from '../../src/core/change.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { ada, aRequest, aTicket } from '../helpers/builders.ts'
import { everyRow, fillStore, save, whereIs } from '../helpers/full-store.ts'
import { type TemporaryDatabase, temporaryDatabase } from '../helpers/temporary-database.ts'
import { reconnect } from './run-reconnect.ts'

describe('reconnect forget', function () {
  this.timeout(60_000)
  let temporary: TemporaryDatabase
  beforeEach(async () => {
    temporary = await temporaryDatabase()
    await fillStore(temporary.db)
  })
  afterEach(() => temporary.remove())

  const forget = (...words: string[]) => reconnect(['forget', ...words, '--database', temporary.file])

  it('erases the person and says how much it was, then that there is nothing', async () => {
    const { code, out } = await forget(ada.id.toUpperCase())
    assert.deepEqual(out.split('\n').slice(0, -2), [
      'Forgotten:',
      '  3 sessions deleted',
      '  3 texts that the catalog did not know deleted',
      '  3 chats, welcomes and Teams ids deleted',
      '  5 messages, waiting or just sent, deleted',
      '  3 button presses deleted',
      '  1 on-call notes deleted',
      '  3 restart requests deleted',
      '  3 tickets emptied',
      '  1 tickets of others handed back',
      '  41 mentions replaced in what stays',
      '  5 audit entries that no longer say who it was',
    ])
    assert.match(out, /\nCards that stand in Teams, logs and backups are not changed by this\.\n$/)
    assert.equal(code, 0)
    assert.deepEqual(await whereIs(temporary.db, [ada.id, ada.name]), [])
    const again = await forget(ada.id)
    assert.deepEqual([again.code, again.out], [0, `Nothing is stored about this person in ${temporary.file}.\n`])
  })

  it('erases nothing while something is open, names it, and does so with --now', async () => {
    await save(temporary.db, putTicket(aTicket()), putRequest(aRequest({ state: 'awaiting-approval' })))
    const ticket = await ticketsIn(temporary.db).find(aTicket().id)
    assert.ok(ticket)
    const before = await everyRow(temporary.db)
    const refused = await forget(ada.id)
    assert.equal(
      refused.err,
      `Nothing was erased. Still open: ticket ${ticket.number}, a restart of CPC-ada-01. ` +
        'Cure: see to it first, or withdraw it with --now.\n',
    )
    assert.deepEqual([refused.code, refused.out], [1, ''])
    assert.deepEqual(await everyRow(temporary.db), before)
    assert.equal((await forget(ada.id, '--now')).code, 0)
    assert.equal((await ticketsIn(temporary.db).find(ticket.id))?.state, 'withdrawn')
  })

  it('waits, even with --now, for a restart that is under way', async () => {
    await save(temporary.db, putRequest(aRequest({ state: 'restarting' })))
    const { code, err } = await forget(ada.id, '--now')
    assert.match(
      err,
      /^Nothing was erased\. CPC-ada-01: a restart is under way, .* Cure: try again once it has ended\.\n$/,
    )
    assert.equal(code, 1)
  })

  it('takes nothing but an object id', async () => {
    const { code, err } = await forget('Ada Okafor')
    assert.match(err, /^Ada Okafor is no object id\. Cure: /)
    assert.equal(code, 1)
  })
})
