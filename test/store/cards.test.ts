// Where cards stand: each name in one place, and in each place one name.
import assert from 'node:assert/strict'
import type { Change } from '../../src/core/change.ts'
import { restartCard, ticketCard } from '../../src/core/outbox.ts'
import type { CardPlace } from '../../src/core/people.ts'
import { cardsIn } from '../../src/store/cards.ts'
import { save } from '../helpers/full-store.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

const chat = (activityId: string): CardPlace => ({ conversation: '{"id":"chat"}', activityId })
const [restart, ticket] = [restartCard('r'), ticketCard('t', 'requester')]
const put = (name: string, place: CardPlace): Change => ({ put: 'card', name, place })

onEveryStore('a card', (temporary) => {
  let store: TemporaryStore

  beforeEach(async () => {
    store = await temporary()
  })
  afterEach(() => store.remove())

  const find = (name: string) => cardsIn(store.db).find(name)

  it('stands in its newest place', async () => {
    await save(store.db, put(ticket, chat('1')))
    await save(store.db, put(ticket, chat('2')))
    assert.deepEqual(await find(ticket), chat('2'))
    assert.equal(await find(restart), undefined)
  })

  it('is found by where it stands', async () => {
    await save(store.db, put(restart, chat('1')), put(ticket, { conversation: '{"id":"other"}', activityId: '1' }))
    assert.deepEqual((await cardsIn(store.db).namesAt('1')).sort(), [restart, ticket])
    assert.deepEqual(await cardsIn(store.db).namesAt('2'), [])
  })

  it('stands for the record that it has shown last, and for no other', async () => {
    await save(store.db, put(restart, chat('1')))
    await save(store.db, put(ticket, chat('1')))
    assert.deepEqual(await find(ticket), chat('1'))
    assert.equal(await find(restart), undefined)
    await save(store.db, put(restart, chat('2')), put(ticket, chat('2')), put(restart, chat('1')))
    assert.deepEqual([await find(restart), await find(ticket)], [chat('1'), chat('2')])
  })

  it('is another one where another conversation has the same id for it', async () => {
    await save(store.db, put(restart, chat('1')))
    await save(store.db, put(ticket, { ...chat('1'), conversation: '{"id":"another"}' }))
    assert.deepEqual(await find(restart), chat('1'))
  })

  it('stands for one record, and nobody hears of an error, where many are shown in one place at once', async () => {
    const names = Array.from({ length: 8 }, (_, at) => restartCard(`r-${at}`))
    await Promise.all(names.map((name) => save(store.db, put(name, chat('1')))))
    const [last, ...others] = await cardsIn(store.db).namesAt('1')
    assert.ok(last !== undefined && names.includes(last))
    assert.deepEqual(others, [])
  })

  it('stands in one place, and nobody hears of an error, where two show it at once', async () => {
    await Promise.all(['1', '2'].map((activityId) => save(store.db, put(ticket, chat(activityId)))))
    const stands = await find(ticket)
    assert.ok(stands)
    assert.deepEqual(await cardsIn(store.db).namesAt(stands.activityId === '1' ? '2' : '1'), [])
  })
})
