// How the bot calls the channel during a turn.
import assert from 'node:assert/strict'
import { type Activity, ActivityTypes } from 'botbuilder'
import { createLog } from '../../src/log.ts'
import { createAdapter } from '../../src/teams/adapter.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { chatOf, envelope, spoken } from '../helpers/bot.ts'
import { startConnector } from '../helpers/connector.ts'
import { loopback } from '../helpers/key-service.ts'

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
