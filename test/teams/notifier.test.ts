// What became of a card outside of a turn: each way in which the channel fails, told truly, and what follows from it.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Renderer } from '../../src/cards/render.ts'
import { afterSend, type SendFailure } from '../../src/core/delivery.ts'
import { showNotice } from '../../src/core/show-notice.ts'
import { noMetrics } from '../../src/flows/no-metrics.ts'
import type { Notifier } from '../../src/flows/ports.ts'
import { createLog } from '../../src/log.ts'
import { type AdapterIdentity, createAdapter, ReconnectAdapter } from '../../src/teams/adapter.ts'
import { ChannelAuthentication } from '../../src/teams/channel-client.ts'
import { createSender } from '../../src/teams/channel-sender.ts'
import { createNotifier, keptConversation } from '../../src/teams/notifier.ts'
import { loadCards } from '../helpers/card-samples.ts'
import { wordsOf } from '../helpers/card-reading.ts'
import { loopback } from '../helpers/key-service.ts'
import { type Connector, type Mishap, type Reply, startConnector } from '../helpers/connector.ts'

const chat = 'chat-ana'
const now = new Date('2026-09-07T08:00:00.000Z')
const screen = (title: string) => showNotice({ title, body: 'unmistakable-body' })

const conversationAt = (serviceUrl: string): string =>
  keptConversation({
    channelId: 'msteams',
    serviceUrl,
    conversation: { id: chat, name: '', isGroup: false, conversationType: 'personal' },
    bot: { id: '28:reconnect', name: 'Reconnect' },
    user: { id: '29:ana', name: 'Ana Ferreira' },
  })

describe('a conversation', () => {
  it('is kept as the same whoever writes there, and without their name', () => {
    const written = (name: string) =>
      keptConversation({
        channelId: 'msteams',
        serviceUrl: 'https://smba.example',
        conversation: {
          id: `19:helpdesk;messageid=${name.length}`,
          name: '',
          isGroup: true,
          conversationType: 'channel',
        },
        user: { id: `29:${name}`, name },
        locale: name,
      })
    assert.equal(written('Ben'), written('Chiara'))
    assert.doesNotMatch(written('Ben'), /Ben|messageid/)
  })
})

describe('the notifier', () => {
  let connector: Connector
  let lines: string[]
  let render: Renderer
  let notifier: Notifier
  /** For a far side that never answers; an answer that comes may take its time on a busy machine. */
  let impatient: Notifier
  const log = createLog('info', { write: (line) => void lines.push(line) })

  const conversation = () => conversationAt(connector.url)

  const adapterAs = (identity: AdapterIdentity, sendMs = 30_000) => createAdapter(identity, loopback, log, sendMs)
  const notifierOn = (adapter: ReconnectAdapter, appId = '') =>
    createNotifier({ adapter, appId, render, log, now: () => now })

  before(async () => {
    render = await loadCards()
  })
  beforeEach(async () => {
    connector = await startConnector()
    lines = []
    notifier = notifierOn(adapterAs({ kind: 'none' }))
    impatient = notifierOn(adapterAs({ kind: 'none' }, 200))
  })
  afterEach(() => connector.stop())

  async function posted() {
    const answer = await notifier.post(conversation(), screen('first'))
    assert.equal(answer.kind, 'sent')
    return answer.place
  }

  /** Meets the mishap; answers why the card did not arrive. */
  async function failureOf(deed: 'post' | 'update', mishap: Mishap): Promise<SendFailure> {
    const place = deed === 'update' ? await posted() : undefined
    const before = connector.arrived(deed)
    connector.fail(deed, mishap)
    const sender = mishap === 'hang' || mishap === 'stall' || mishap === 'switch' ? impatient : notifier
    const answer = await (place ? sender.update(place, screen('second')) : sender.post(conversation(), screen('first')))
    assert.equal(answer.kind, 'failed')
    assert.equal(connector.arrived(deed), before + 1)
    return answer.failure
  }

  const verdict = (kind: 'post' | 'update', failure: SendFailure, tries = 1) =>
    afterSend({ kind, tries }, failure, () => 0)

  it('says where a new card stands, and that it was replaced', async () => {
    const place = await posted()
    assert.deepEqual(place, { conversation: conversation(), activityId: connector.lastMessage(chat).id })
    assert.deepEqual(await notifier.update(place, screen('second')), { kind: 'sent' })
    assert.match(wordsOf(connector.message(chat, place.activityId).card), /second/)
    assert.deepEqual(lines, [])
  })

  it('uses a connection again, and makes a new one when the channel has closed it', async () => {
    await posted()
    await posted()
    assert.equal(connector.connections(), 1)
    await connector.hangUp()
    await posted()
    assert.equal(connector.connections(), 2)
    assert.equal(connector.messages(chat).length, 3)
  })

  it('does not know of a card on a used connection whether it arrived when that breaks', async () => {
    await posted()
    connector.fail('post', 'reset')
    const answer = await notifier.post(conversation(), screen('second'))
    assert.equal(answer.kind === 'failed' && answer.failure.sent, 'maybe')
    assert.equal(connector.connections(), 1)
  })

  describe('that is refused', () => {
    type Row = readonly [what: string, mishap: Reply, code: string | undefined, post: object, update: object]
    const giveUp = (why: string) => ({ next: 'give-up', why })
    const again = (waitMs: number) => ({ next: 'retry', waitMs })
    const refused = giveUp('refused')
    const blocked = giveUp('blocked')
    const blockedBody = (message: unknown) => ({ errorCode: 209, message })
    const subCode = { subCode: 'MessageWritesBlocked', details: 'Thread is blocked.', errorSubCode: null }
    const rows: readonly Row[] = [
      ['a malformed card', { status: 400, code: 'BadArgument' }, 'BadArgument', refused, refused],
      ['a card that is too big', { status: 413 }, 'MessageSizeTooBig', { next: 'shorten' }, { next: 'shorten' }],
      ['a bot that is not registered', { status: 401 }, 'BotNotRegistered', again(300_000), again(300_000)],
      ['a bot that is not in the chat', { status: 403 }, 'BotNotInConversationRoster', blocked, blocked],
      [
        'a bot that the person blocked',
        { status: 403, code: 'ConversationBlockedByUser' },
        'ConversationBlockedByUser',
        blocked,
        blocked,
      ],
      [
        'a bot that was removed, in a text within the answer',
        { status: 403, body: blockedBody(JSON.stringify(subCode, undefined, 2)) },
        'MessageWritesBlocked',
        blocked,
        blocked,
      ],
      [
        'a bot that was removed, in an object within the answer',
        { status: 403, body: blockedBody(subCode) },
        'MessageWritesBlocked',
        blocked,
        blocked,
      ],
      [
        'an error within an error',
        { status: 403, body: { error: { innerHttpError: { statusCode: 403, body: { code: 'BotDisabledByAdmin' } } } } },
        'BotDisabledByAdmin',
        blocked,
        blocked,
      ],
      ['a bot of another cloud', { status: 403, code: 'InvalidBotApiHost' }, 'InvalidBotApiHost', refused, refused],
      ['a chat that is gone', { status: 404 }, 'ConversationNotFound', giveUp('gone'), giveUp('gone')],
      [
        'a card that is gone',
        { status: 404, code: 'ActivityNotFoundInConversation' },
        'ActivityNotFoundInConversation',
        giveUp('gone'),
        { next: 'post-anew' },
      ],
      [
        'something that is gone, without a word of what',
        { status: 404, body: '' },
        undefined,
        giveUp('gone'),
        { next: 'post-anew' },
      ],
      ['two at the same time', { status: 412 }, 'PreconditionFailed', again(1000), again(1000)],
      ['too many', { status: 429 }, 'Throttled', again(1000), again(1000)],
      [
        'too many, and says for how long',
        { status: 429, headers: { 'Retry-After': '37' } },
        'Throttled',
        again(37_000),
        again(37_000),
      ],
    ]
    for (const [what, mishap, code, ofPost, ofUpdate] of rows)
      it(`for ${what} tells status and code, and that it was not sent`, async () => {
        for (const [deed, expected] of [
          ['post', ofPost],
          ['update', ofUpdate],
        ] as const) {
          const failure = await failureOf(deed, mishap)
          const { retryAfterMs, ...rest } = failure
          assert.deepEqual(rest, { status: mishap.status, code, sent: 'no' })
          assert.equal(retryAfterMs, mishap.headers ? 37_000 : undefined)
          assert.deepEqual(verdict(deed, failure), expected)
        }
      })

    it('a second time as too big is given up', async () => {
      assert.deepEqual(verdict('post', await failureOf('post', 413), 2), refused)
    })

    it('by a redirection is not carried elsewhere', async () => {
      for (const status of [301, 302, 303, 307, 308]) {
        const Location = `${connector.url}v3/conversations/elsewhere/activities`
        const failure = await failureOf('post', { status, headers: { Location } })
        assert.deepEqual({ status: failure.status, sent: failure.sent }, { status, sent: 'no' })
        assert.deepEqual(verdict('post', failure), refused)
      }
      assert.deepEqual(connector.messages('elsewhere'), [])
    })

    it('since its card is not there any more is told so', async () => {
      const answer = await notifier.update({ conversation: conversation(), activityId: 'deleted' }, screen('second'))
      assert.equal(answer.kind, 'failed')
      assert.deepEqual(verdict('update', answer.failure), { next: 'post-anew' })
    })

    const headers: [string, string, number | undefined][] = [
      ['in seconds', '37', 37_000],
      ['at once', '0', 0],
      ['as a date', 'Mon, 07 Sep 2026 08:02:00 GMT', 120_000],
      ['as a date that is over', 'Mon, 07 Sep 2026 07:00:00 GMT', 0],
      ['in a week', '604800', 86_400_000],
      ['for ever', '9'.repeat(400), 86_400_000],
      ['below nothing', '-5', undefined],
      ['in words', 'soon', undefined],
      ['in parts of a second', '1.5', undefined],
      ['on a day that is none', 'Mon, 99 Sep 2026 08:02:00 GMT', undefined],
      ['with nothing', '', undefined],
    ]
    for (const [how, header, expected] of headers)
      it(`with a Retry-After ${how} passes on ${expected ?? 'none'}`, async () => {
        for (const status of [429, 503]) {
          const { retryAfterMs } = await failureOf('post', { status, headers: { 'Retry-After': header } })
          assert.equal(retryAfterMs, expected)
        }
      })

    it('in a body that is none of the usual tells at least the status', async () => {
      const pages: Reply[] = [
        { status: 403, body: '<html>Forbidden</html>' },
        { status: 403, body: '<html>Forbidden</html>', headers: { 'Content-Type': 'text/html' } },
        { status: 403, body: '{"error":' },
        { status: 403, body: 'null' },
        { status: 403, body: [] },
        { status: 403, body: { error: 7 } },
        { status: 403, body: { error: { code: 7 } } },
        { status: 403, body: { error: { code: 'A whole sentence about Ana Ferreira.' } } },
        { status: 403, body: { error: { code: 'x'.repeat(10_000) } } },
        { status: 403, body: `${'{"error":'.repeat(2000)}{"code":"Deep"}${'}'.repeat(2000)}` },
      ]
      for (const page of pages)
        assert.deepEqual(await failureOf('post', page), {
          status: 403,
          code: undefined,
          retryAfterMs: undefined,
          sent: 'no',
        })
    })
  })

  describe('that gets no clear answer', () => {
    const once = { next: 'retry', waitMs: 60_000 }

    for (const status of [502, 503, 504])
      it(`but ${status} does not know whether the card arrived`, async () => {
        const failure = await failureOf('post', status)
        assert.deepEqual(failure, { status, code: 'ServiceError', retryAfterMs: undefined, sent: 'maybe' })
        assert.deepEqual(verdict('post', failure), once)
        assert.equal(verdict('post', failure, 2).next, 'give-up')
        assert.equal(verdict('update', await failureOf('update', status), 5).next, 'retry')
      })

    it('but 500 tries an update again, and a new card never', async () => {
      assert.deepEqual(verdict('post', await failureOf('post', 500)), { next: 'give-up', why: 'refused' })
      assert.equal(verdict('update', await failureOf('update', 500)).next, 'retry')
    })

    for (const mishap of ['hang', 'stall', 'cut', 'reset', 'lost', 'switch'] as const)
      it(`but a connection that ends in "${mishap}" does not know whether the card arrived`, async () => {
        for (const deed of ['post', 'update'] as const) {
          const { status, sent } = await failureOf(deed, mishap)
          assert.deepEqual({ status, sent }, { status: undefined, sent: 'maybe' })
        }
      })

    it('though the card stands there is right not to call it unsent', async () => {
      const failure = await failureOf('post', 'lost')
      assert.equal(connector.messages(chat).length, 1)
      assert.deepEqual(verdict('post', failure), once)
    })

    for (const body of ['', 'null', '{}', '{"id":""}', '{"id":', '<html>Fine</html>'])
      it(`but a success with ${JSON.stringify(body)} does not know where the card stands`, async () => {
        const failure = await failureOf('post', { status: 201, body })
        assert.equal(failure.sent, 'maybe')
        assert.deepEqual(verdict('post', failure), once)
      })
  })

  describe('that never reaches the channel', () => {
    let listener: Server | undefined
    const sockets: Socket[] = []

    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy()
      listener?.close()
    })

    /** Somebody who takes connections and knows nothing of TLS. */
    async function strangers(meet: (socket: Socket) => void): Promise<string> {
      listener = createServer((socket) => {
        sockets.push(socket.on('error', () => undefined))
        socket.once('data', () => {
          meet(socket)
        })
      })
      await once(listener.listen(0, '127.0.0.1'), 'listening')
      return `https://127.0.0.1:${(listener.address() as AddressInfo).port}/`
    }

    const closed = async () => {
      const gone = await startConnector()
      await gone.stop()
      return gone.url
    }
    const endless = 'that never ends the handshake'
    const rows: [string, () => Promise<string> | string, RegExp][] = [
      ['that listens no more', closed, /^ECONNREFUSED$/],
      ['whose name cannot be looked up', () => 'http://no..such..name/', /^ENOTFOUND$/],
      ['that does not speak TLS', () => connector.url.replace('http:', 'https:'), /^(EPROTO|ERR_SSL_\w+)$/],
      [endless, () => strangers(() => undefined), /^TimeoutError$/],
      ['that breaks the handshake off', () => strangers((socket) => socket.resetAndDestroy()), /^ECONNRESET$/],
    ]
    for (const [what, address, code] of rows)
      it(`at an address ${what} knows that the card was not sent, and tries for a day`, async () => {
        const unreached = conversationAt(await address())
        const sender = what === endless ? impatient : notifier
        for (const [deed, answer] of [
          ['post', await sender.post(unreached, screen('first'))],
          ['update', await sender.update({ conversation: unreached, activityId: 'x' }, screen('first'))],
        ] as const) {
          assert.equal(answer.kind, 'failed')
          const { code: told, ...rest } = answer.failure
          assert.match(told ?? '', code)
          assert.deepEqual(rest, { status: undefined, retryAfterMs: undefined, sent: 'no' })
          assert.equal(verdict(deed, answer.failure, 200).next, 'retry')
        }
      })

    it('since the bot cannot speak for another app knows that the card was not sent', async () => {
      const identity = { kind: 'single-tenant', appId: 'own-app', tenantId: 'own-tenant', secret: 'x' } as const
      const answer = await notifierOn(adapterAs(identity), 'other-app').post(conversation(), screen('first'))
      assert.equal(answer.kind, 'failed')
      assert.equal(answer.failure.status, undefined)
      assert.equal(answer.failure.sent, 'no')
      assert.equal(connector.connections(), 0)
    })

    for (const [what, refusal] of [
      ['was lost', { code: 'ECONNRESET' }],
      ['was refused', { statusCode: 400 }],
    ] as const)
      it(`since its token ${what} knows that the card was not sent`, async () => {
        const token = () => Promise.reject(Object.assign(new Error('no token'), refusal))
        const send = createSender({ token, mayGo: () => true, sendMs: 200, metrics: noMetrics })
        const adapter = new ReconnectAdapter(new ChannelAuthentication('', send, {}))
        const answer = await notifierOn(adapter).post(conversation(), screen('first'))
        assert.equal(answer.kind, 'failed')
        assert.equal(answer.failure.status, undefined)
        assert.equal(answer.failure.sent, 'no')
        assert.equal(connector.connections(), 0)
      })
  })

  it('logs what failed by status and code alone', async () => {
    const secret = { code: 'unmistakable code', message: 'unmistakable-message', innerHttpError: 'Bearer unmistakable' }
    await failureOf('post', { status: 400, body: { error: secret } })
    await failureOf('update', { status: 429, headers: { 'Retry-After': '5' } })
    await failureOf('post', 'reset')
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(
      logged.map(({ time, level, ...rest }) => [typeof time, level, rest]),
      [
        ['string', 40, { event: 'post-failed', status: 400, sent: 'no' }],
        ['string', 40, { event: 'update-failed', status: 429, code: 'Throttled', sent: 'no' }],
        ['string', 40, { event: 'post-failed', code: 'ECONNRESET', sent: 'maybe' }],
      ],
    )
    assert.doesNotMatch(lines.join(''), /unmistakable|Ferreira|Bearer|first|second/)
  })
})
