// How the bot calls the channel, and what with.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type Activity, ActivityTypes, TurnContext } from 'botbuilder'
import { createLog } from '../../src/log.ts'
import { createAdapter } from '../../src/teams/adapter.ts'
import { people, tenantId } from '../../src/sandbox/tenant.ts'
import { chatOf, envelope, spoken } from '../helpers/bot.ts'
import { type Connector, startConnector } from '../helpers/connector.ts'
import { type Behaviour, cutShort, hang, headThenStall, inTurn, reply } from '../helpers/faulty-server.ts'
import { loopback } from '../helpers/key-service.ts'
import { type SignInService, startSignInService } from '../helpers/sign-in-service.ts'

const chat = chatOf(people.ana)

describe('a turn', () => {
  it('that ends while the sign of typing is still on its way does not end the process', async () => {
    const connector = await startConnector()
    try {
      const adapter = createAdapter({ kind: 'none' }, loopback, createLog('error', { write: () => undefined }), 1000)
      const said = { ...envelope(people.ana, chat, connector.url, new Date()), ...spoken('hello', chat) }
      const shown = connector.next('typing')
      await adapter.receive('', said as unknown as Activity, (context) => {
        // Nobody waits for it, and the SDK says that its context is gone.
        context.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined)
        return Promise.resolve()
      })
      await shown
      assert.deepEqual(connector.typing, [chat.id])
    } finally {
      await connector.stop()
    }
  })
})

describe('the token that the bot sends along', () => {
  let connector: Connector
  let signIn: SignInService | undefined

  beforeEach(async () => {
    connector = await startConnector()
  })
  afterEach(async () => {
    await signIn?.stop()
    signIn = undefined
    await connector.stop()
  })

  const token = { token_type: 'Bearer', expires_in: 3600, access_token: 'fresh' }
  const given = reply(200, { 'Content-Type': 'application/json' }, token)

  const mishaps: [string, Behaviour][] = [
    ['has broken off in the middle of an answer', cutShort(200)],
    ['has fallen silent in the middle of an answer', headThenStall(200)],
    ['has said nothing at all', hang],
  ]
  for (const [what, mishap] of mishaps)
    it(`is asked for anew by the next message once the sign-in service ${what}`, async () => {
      signIn = await startSignInService(inTurn(mishap, given))
      const identity = { kind: 'single-tenant', appId: randomUUID(), tenantId, secret: 'not-a-secret' } as const
      const channel = { ...loopback, origins: [new URL(connector.url).origin] }
      const adapter = createAdapter(identity, channel, createLog('error', { write: () => undefined }), 1000)
      const said: object = { ...envelope(people.ana, chat, connector.url, new Date()), ...spoken('hello', chat) }
      const where = TurnContext.getConversationReference(said)
      const say = () =>
        adapter.continueConversationAsync(identity.appId, where, async (context) => {
          await context.sendActivity('hello')
        })
      await say()
      assert.deepEqual([signIn.asked(), connector.arrived('post')], [1, 0])
      await say()
      assert.deepEqual([signIn.asked(), connector.tokens()], [2, ['Bearer fresh']])
    })
})
