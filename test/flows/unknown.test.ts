// What the catalog does not know is kept for those who write it, masked, and listed by `reconnect unknown`.
import assert from 'node:assert/strict'
import { people, tenantId } from '../../src/sandbox/tenant.ts'
import { reconnect } from '../cli/run-reconnect.ts'
import { startBot, type TestBot } from '../helpers/bot.ts'
import { endedSession } from '../helpers/ways.ts'

const { ana, ben } = people
const strange = 'Zwubbel frobnicates the quux of ana@contoso.com'

describe('a text that nobody knows', function () {
  this.timeout(30_000)
  let bot: TestBot
  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  it('is kept masked, and listed with how many people met it', async () => {
    await bot.say(ana, strange)
    bot.advance(1000)
    await bot.say(ben, 'zwubbel frobnicates my quux of ben@contoso.com')
    const { out, code } = await reconnect(['unknown', '--database', bot.databaseFile])
    assert.match(out, /^2 people, 2 times, last on 2026-/m)
    assert.match(out, /Zwubbel frobnicates the quux/)
    assert.doesNotMatch(out, /@contoso/)
    assert.equal(code, 0)
  })

  it('is kept when none of the offered errors is the right one', async () => {
    const offered = await bot.say(ana, 'The logon attempt failed 0x3')
    await bot.press(ana, offered, 'None of these')
    assert.deepEqual(
      (await bot.world().unmatched.newest(9)).map(({ text }) => text),
      ['The logon attempt failed 0x3'],
    )
  })

  it('is not kept when it was known, or says nothing', async () => {
    await bot.say(ana, endedSession)
    await bot.say(ana, ' ')
    assert.deepEqual(await bot.world().unmatched.newest(9), [])
    const { out } = await reconnect(['unknown', '--database', bot.databaseFile])
    assert.match(out, /knew everything/)
  })

  it('is looked for where the bot of the same environment keeps it', async () => {
    await bot.say(ana, strange)
    const { out } = await reconnect(['unknown'], {
      env: { RECONNECT_DATABASE_FILE: bot.databaseFile, DATABASE_URL: 'postgresql://of@127.0.0.1:1/others' },
    })
    assert.match(out, /frobnicates/)
  })

  it('is looked for where DATABASE_URL of a tenant says, whose password is never repeated', async () => {
    const secret = 'unmistakable-secret'
    for (const [url, message] of [
      [
        `postgresql://bot:${secret}@127.0.0.1:1/reconnect`,
        /^The PostgreSQL database reconnect on 127\.0\.0\.1:1 cannot/,
      ],
      [
        `mysql://bot:${secret}@127.0.0.1/reconnect`,
        /^DATABASE_URL does not begin with postgresql:.* Cure: give postgresql:/,
      ],
    ] as const) {
      const { err, code } = await reconnect(['unknown'], { env: { RECONNECT_TENANT_ID: tenantId, DATABASE_URL: url } })
      assert.match(err, message)
      assert.doesNotMatch(err, /unmistakable|^\s+at /m)
      assert.equal(code, 1)
    }
  })

  it('is not looked for in a database that is not there', async () => {
    const { err, code } = await reconnect(['unknown', '--database', 'nowhere.sqlite'])
    assert.match(err, /There is no database nowhere\.sqlite\. Cure: /)
    assert.equal(code, 1)
  })
})
