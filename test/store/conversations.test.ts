// Conversations against real databases.
import assert from 'node:assert/strict'
import { channelLane, personLane } from '../../src/core/outbox.ts'
import { channelKinds } from '../../src/core/people.ts'
import type { Conversations } from '../../src/flows/ports.ts'
import { closeConversation, conversationsIn } from '../../src/store/conversations.ts'
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

  const close = (lane: string, conversation: string, why: string) =>
    closeConversation(temporary.db, { lane, conversation, why })

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
        closed: null,
      },
    )
  })

  it('knows no chat with a person who blocked the bot, until they write again', async () => {
    for (const { id } of [ada, hugo]) await conversations.rememberPerson(id, `chat of ${id}`)
    await close(personLane(ada.id), `chat of ${ada.id}`, 'blocked')
    assert.equal(await conversations.personal(ada.id), undefined)
    assert.equal(await conversations.personal(hugo.id), `chat of ${hugo.id}`)
    await conversations.rememberPerson(ada.id, 'chat')
    assert.equal(await conversations.personal(ada.id), 'chat')
  })

  it('welcomes nobody a second time because they blocked the bot', async () => {
    await conversations.rememberPerson(ada.id, 'chat')
    await conversations.welcomeOnce(ada.id)
    await close(personLane(ada.id), 'chat', 'blocked')
    assert.equal(await conversations.welcomeOnce(ada.id), false)
  })

  it('knows no channel that is gone, until one is set up again, and remembers that there was one', async () => {
    for (const kind of channelKinds) {
      assert.equal(await conversations.isSetUp(kind), false)
      await conversations.setChannel(kind, `channel of ${kind}`, ada, aTime())
    }
    await close(channelLane('helpdesk'), 'channel of helpdesk', 'gone')
    assert.equal(await conversations.channel('helpdesk'), undefined)
    assert.equal(await conversations.isSetUp('helpdesk'), true)
    assert.equal(await conversations.channel('second-tier'), 'channel of second-tier')
    await conversations.setChannel('helpdesk', 'another', hugo, aTime(5))
    assert.equal(await conversations.channel('helpdesk'), 'another')
  })

  it('closes nothing when what was closed is not known', async () => {
    await conversations.rememberPerson(ada.id, 'chat')
    await close(personLane('nobody'), 'chat', 'blocked')
    await close(channelLane('second-tier'), 'channel', 'gone')
    assert.equal(await conversations.personal(ada.id), 'chat')
    assert.equal(await conversations.isSetUp('second-tier'), false)
  })

  it('keeps open what has taken the place of the one that was closed', async () => {
    await conversations.rememberPerson(ada.id, 'new chat')
    await conversations.setChannel('helpdesk', 'new channel', ada, aTime())
    await close(personLane(ada.id), 'old chat', 'blocked')
    await close(channelLane('helpdesk'), 'old channel', 'gone')
    assert.equal(await conversations.personal(ada.id), 'new chat')
    assert.equal(await conversations.channel('helpdesk'), 'new channel')
  })

  it('keeps who said last that they are on call', async () => {
    assert.equal(await conversations.onCall('second-tier'), undefined)
    await conversations.setOnCall('second-tier', ada, aTime())
    await conversations.setOnCall('second-tier', hugo, aTime(9))
    assert.deepEqual(await conversations.onCall('second-tier'), { person: hugo, since: aTime(9) })
    assert.equal(await conversations.onCall('helpdesk'), undefined)
  })
})
