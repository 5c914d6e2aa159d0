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
})
