// What is not from the channel: each way to forge a token, with each thing that somebody could wish for in a body.
import assert from 'node:assert/strict'
import { people } from '../../src/sandbox/tenant.ts'
import { openDatabase } from '../../src/store/db.ts'
import { fewWords } from '../attack/bodies.ts'
import { type Eavesdropper, startEavesdropper } from '../attack/eavesdropper.ts'
import { type Forgery, forgedTokens, publishOtherKeys } from '../attack/forged-tokens.ts'
import { atOnce, post } from '../attack/raw.ts'
import { wishes } from '../attack/wishes.ts'
import { startBot, type TestBot } from '../helpers/bot.ts'
import { everyRow } from '../helpers/full-store.ts'

describe('a forged token', () => {
  let bot: TestBot
  let ear: Eavesdropper
  let forgeries: readonly Forgery[]
  let rowsBefore: unknown
  let connections: number

  before(async () => {
    bot = await startBot({ withIdentity: true, channels: [] })
    ear = await startEavesdropper()
    forgeries = await forgedTokens(bot.proof(), await publishOtherKeys(bot.proof()), ear.url)
    await bot.say(people.ana, 'help')
    rowsBefore = await rows()
    connections = bot.connector.connections()
  })
  after(async () => {
    await ear.stop()
    await bot.stop()
  })

  async function rows(): Promise<unknown> {
    const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
    try {
      return await everyRow(database.db)
    } finally {
      await database.close()
    }
  }

  for (const [at, { name }] of wishes('').entries())
    it(`of any of more than 60 kinds does nothing with ${name}`, async () => {
      assert.ok(new Set(forgeries.map((forgery) => forgery.name)).size >= 60)
      const body = wishes(bot.connector.url)[at]?.body ?? ''
      const port = Number(new URL(bot.url()).port)
      const wrong: string[] = []
      await atOnce(forgeries, 10, async (forgery) => {
        const { status, text } = await post(port, forgery.headers, body)
        if (status !== forgery.status || !fewWords.test(text)) wrong.push(`${forgery.name}: ${status} ${text}`)
      })
      assert.deepEqual(wrong, [])
      assert.equal(ear.heard(), 0)
      assert.equal(bot.connector.connections(), connections)
      assert.deepEqual(await rows(), rowsBefore)
    })

  it('takes nothing from those that are genuine', async () => {
    const before = bot.connector.arrived('post')
    await bot.say(people.ben, 'help')
    assert.equal(bot.connector.arrived('post'), before + 1)
  })
})
