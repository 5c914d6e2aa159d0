// Conversations against real databases.
import assert from 'node:assert/strict'
import type { Conversations } from '../../src/flows/ports.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { ada, aTime, hugo } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

onEveryStore('conversations', (open) => {
  let temporary: TemporaryStore
  let conversations: Conversations

  beforeEach(async () => {
    temporary = await open()
    conversations = conversationsIn(temporary.db)
  })
  afterEach(() => temporary.remove())

  it('knows no chat with a person who never wrote', async () => {
    assert.equal(await conversations.personal(ada.id), undefined)
  })

  it('keeps the newest chat of each person', async () => {
    await conversations.rememberPerson(ada.id, '{"old":true}')
    await conversations.rememberPerson(hugo.id, '{"of":"hugo"}')
    await conversations.rememberPerson(ada.id, '{"new":true}')
    assert.equal(await conversations.personal(ada.id), '{"new":true}')
    assert.equal(await conversations.personal(hugo.id), '{"of":"hugo"}')
  })

  it('welcomes each person once', async () => {
    assert.equal(await conversations.welcomeOnce(ada.id), true)
    assert.equal(await conversations.welcomeOnce(ada.id), false)
    assert.equal(await conversations.welcomeOnce(hugo.id), true)
    assert.equal(await conversations.welcomeOnce(ada.id), false)
  })

  it('welcomes a person once when several messages arrive together', async () => {
    const welcomes = await Promise.all([1, 2, 3].map(() => conversations.welcomeOnce(ada.id)))
    assert.deepEqual(welcomes.toSorted(), [false, false, true])
  })

  it('welcomes a person whose chat is known already', async () => {
    await conversations.rememberPerson(ada.id, 'chat')
    assert.equal(await conversations.welcomeOnce(ada.id), true)
  })

  it('knows no channel before one is set', async () => {
    assert.equal(await conversations.channel('helpdesk'), undefined)
    assert.equal(await conversations.channel('second-tier'), undefined)
  })

  it('keeps the channel that was set last for each kind, and who set it', async () => {
    await conversations.setChannel('helpdesk', 'old', ada, aTime())
    await conversations.setChannel('second-tier', 'second', ada, aTime())
    await conversations.setChannel('helpdesk', 'new', hugo, aTime(10))
    assert.equal(await conversations.channel('helpdesk'), 'new')
    assert.equal(await conversations.channel('second-tier'), 'second')
    const [helpdesk] = await temporary.db.selectFrom('channels').selectAll().where('kind', '=', 'helpdesk').execute()
    assert.deepEqual(
      { ...helpdesk },
      {
        kind: 'helpdesk',
        conversation: 'new',
        set_by_id: hugo.id,
        set_by_name: hugo.name,
        set_at: aTime(10).getTime(),
      },
    )
  })
})
