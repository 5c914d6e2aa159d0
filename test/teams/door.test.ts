// The door of a bot with an identity: genuine requests go through to the reply, all else stops there.
import assert from 'node:assert/strict'
import { hurried } from '../../src/app.ts'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { channelIssuer } from '../../src/teams/token-gate.ts'
import { chatOf, envelope, spoken, startBot, type TestBot, words } from '../helpers/bot.ts'
import { pressed } from '../helpers/card-reading.ts'
import { outboundToken } from '../helpers/channel-proof.ts'
import { newSigningKey, signedToken } from '../helpers/key-service.ts'
import { endedSession } from '../helpers/ways.ts'

const { ana, ben, deniz, emil } = people

describe('the door', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ withIdentity: true, channels: [], limits: { perPerson: hurried } })
  })
  afterEach(() => bot.stop())

  const said = (text: string, change: object = {}) => ({
    ...envelope(ana, chatOf(ana), bot.connector.url, bot.world().clock.now()),
    ...spoken(text, chatOf(ana)),
    ...change,
  })

  async function send(activity: object, authorization?: string): Promise<{ status: number; text: string }> {
    const response = await fetch(`${bot.url()}/api/messages`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: authorization ?? (await bot.proof().authorization()),
      },
      body: JSON.stringify(activity),
    })
    return { status: response.status, text: await response.text() }
  }

  const posts = () => bot.connector.messages(chatOf(ana).id).length

  it('lets a genuine activity through, and the reply carries the bot’s own token', async () => {
    assert.match(words(await bot.say(ana, endedSession)), /How often does it happen\?/)
    assert.deepEqual(bot.connector.tokens(), [`Bearer ${outboundToken}`])
  })

  it('has the SDK check with the keys at hand, so that nobody asks for them twice', async () => {
    await bot.say(ana, endedSession)
    await bot.say(ben, 'help')
    assert.deepEqual(bot.proof().keys.asked, { metadata: 1, keys: 1 })
  })

  it('goes on letting in after the key service is gone', async () => {
    await bot.say(ana, 'help')
    bot.proof().keys.behave({ status: 500 })
    assert.match(words(await bot.say(ana, endedSession)), /How often does it happen\?/)
  })

  it('asks the channel to come again while there are no keys', async () => {
    bot.proof().keys.behave({ status: 500 })
    assert.deepEqual(await send(said('help')), { status: 503, text: '{"error":"busy"}' })
    assert.equal(posts(), 0)
  })

  it('refuses the token that the bot itself sends, even when the channel signed it', async () => {
    const { appId } = bot.proof().identity
    const issuers = [`https://sts.windows.net/${'c'.repeat(8)}/`, 'https://login.microsoftonline.com/x/v2.0']
    for (const iss of issuers) {
      const claims = { ...bot.proof().claims(), iss, appid: appId, aud: channelIssuer, ver: '1.0' }
      const token = await signedToken(bot.proof().signingKey, claims)
      assert.equal((await send(said('help'), `Bearer ${token}`)).status, 401)
    }
    assert.equal(posts(), 0)
  })

  it('refuses a token of a key that the channel does not publish', async () => {
    const stranger = await newSigningKey(bot.proof().signingKey.kid)
    const token = await signedToken(stranger, bot.proof().claims())
    assert.equal((await send(said('help'), `Bearer ${token}`)).status, 401)
    assert.equal(posts(), 0)
  })

  it('raises an alarm about the clock when a genuine token is not of this time', async () => {
    const now = Math.floor(Date.now() / 1000)
    const late = { ...bot.proof().claims(), nbf: now - 7200, exp: now - 3600 }
    assert.equal((await send(said('help'), `Bearer ${await signedToken(bot.proof().signingKey, late)}`)).status, 401)
    assert.match(bot.lines.join(''), /"event":"clock-differs-from-channel"/)
  })

  it('sends nothing to an address that the token does not name', async () => {
    const elsewhere = { serviceUrl: bot.connector.url.replace('127.0.0.1', 'localhost') }
    assert.equal((await send(said('help', elsewhere))).status, 403)
    assert.equal((await send(said('help', { serviceUrl: undefined }))).status, 400)
    assert.equal(bot.connector.connections(), 0)
  })

  it('sends its token nowhere else, whatever address is stored', async () => {
    await bot.say(ana, 'help')
    const kept = (await bot.world().conversations.personal(ana.id)) ?? ''
    const moved = kept.replace('127.0.0.1', 'localhost')
    assert.notEqual(moved, kept)
    const before = bot.connector.connections()
    const { kind } = await bot
      .world()
      .notifier.post(moved, { kind: 'notice', summary: '', title: '', body: '', tone: 'default', buttons: [] })
    assert.equal(kind, 'failed')
    assert.equal(bot.connector.connections(), before)
  })

  it('says in the log that something came with a good token and was no activity', async () => {
    for (const wrong of [{ type: 7 }, { serviceUrl: undefined }, { conversation: { id: 7 } }])
      assert.equal((await send(said('help', wrong))).status, 400)
    assert.match(bot.lines.join(''), /"event":"refused-at-door","why":"malformed","times":1/)
    assert.equal(posts(), 0)
  })

  it('answers guests and people of other tenants politely, and remembers nothing of them', async () => {
    const from = { id: '29:guest', name: 'G', aadObjectId: deniz.id }
    const strangers: object[] = [
      { channelData: { tenant: { id: '00000000-0000-4000-8000-0000000000ff' } } },
      { from: { ...from, tenantId: '00000000-0000-4000-8000-0000000000ff', id: '29:other' } },
      { from: { ...from, aadObjectId: emil.id, userRole: 'guest' } },
    ]
    for (const [at, stranger] of strangers.entries()) {
      assert.equal((await send(said(endedSession, stranger))).status, 200)
      assert.equal(posts(), at + 1)
      assert.ok(words(bot.lastCard(chatOf(ana))).startsWith(texts.stranger.title))
      // Once is enough.
      assert.equal((await send(said(endedSession, stranger))).status, 200)
      assert.equal(posts(), at + 1)
    }
    assert.equal(await bot.world().conversations.personal(deniz.id), undefined)
  })

  describe('for a request that comes again to the byte', () => {
    it('does nothing a second time, and gives the same answer', async () => {
      const before = posts()
      const message = said('help')
      const answers = await Promise.all([send(message), send(message), send(message), send(message)])
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
      assert.equal(posts(), before + 1)
      bot.advance(9 * 60_000)
      await send(message)
      assert.equal(posts(), before + 1)
    })

    it('forgets it after ten minutes', async () => {
      const message = said('help')
      await send(message)
      bot.advance(10 * 60_000)
      await send(message)
      assert.equal(posts(), 2)
    })

    it('gives a click the card of the first, also after it did its work', async () => {
      const question = await bot.say(ana, endedSession)
      const value = { action: { type: 'Action.Execute', ...pressed(question.card, 'Just this once', {}, {}) } }
      const click = { ...said(''), type: 'invoke', name: 'adaptiveCard/action', value, replyToId: question.id }
      const first = await send(click)
      assert.match(first.text, /Wait a minute, then connect again/)
      assert.equal(posts(), 1)
      assert.deepEqual(await send(click), first)
    })
  })

  describe('for somebody who sends too much', () => {
    it('says so once, and others notice nothing', async () => {
      const flood = Array.from({ length: 200 }, () => said('help'))
      for (const one of flood) assert.equal((await send(one)).status, 200)
      assert.equal(posts(), 41)
      assert.ok(words(bot.lastCard(chatOf(ana))).startsWith(texts.tooMuch.title))
      assert.match(words(await bot.say(deniz, endedSession)), /How often does it happen\?/)
      bot.advance(60_000)
      assert.match(words(await bot.say(ana, endedSession)), /How often does it happen\?/)
    })

    it('answers a click with a line beside the card', async () => {
      const click = { type: 'invoke', name: 'adaptiveCard/action', value: { action: { data: {} } } }
      let last = ''
      for (let at = 0; at < 50; at++) last = (await send(said('', { ...click, text: undefined }))).text
      const { statusCode, type, value } = JSON.parse(last) as Record<string, unknown>
      assert.deepEqual([statusCode, type], [200, 'application/vnd.microsoft.activity.message'])
      assert.equal(value, `${texts.tooMuch.title}. ${texts.tooMuch.body}`)
    })

    it('answers a click so, too, that says to have been made by the client itself', async () => {
      const action = { data: { verb: 'choice', choice: 'get-help' } }
      const value = { action, trigger: 'automatic' }
      const click = { type: 'invoke', name: 'adaptiveCard/action', value, text: undefined }
      let last = ''
      for (let at = 0; at < 50; at++) last = (await send(said('', click))).text
      assert.equal((JSON.parse(last) as { value: unknown }).value, `${texts.tooMuch.title}. ${texts.tooMuch.body}`)
    })

    it('still shows a client the cards that come into sight', async () => {
      const view = {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { data: { verb: 'refresh' } }, trigger: 'automatic' },
        text: undefined,
      }
      for (let at = 0; at < 100; at++) assert.match((await send(said('', view))).text, /"type":"AdaptiveCard"/)
    })
  })
})
