// The SDK's own check behind the bot's: it looks at each token, and its verdict stands for that token at that address only.
import assert from 'node:assert/strict'
import type { Activity } from 'botbuilder'
import { AuthenticationError } from 'botframework-connector'
import { createLog } from '../../src/log.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { createAdapter, type ReconnectAdapter } from '../../src/teams/adapter.ts'
import { channelKeys } from '../../src/teams/channel-keys.ts'
import { useKeys } from '../../src/teams/sdk-keys.ts'
import { chatOf, envelope, spoken } from '../helpers/bot.ts'
import { type ChannelProof, startChannelProof } from '../helpers/channel-proof.ts'
import { newSigningKey, signedToken } from '../helpers/key-service.ts'

const serviceUrl = 'http://127.0.0.1:9/'
const log = createLog('error', { write: () => undefined })
const chat = chatOf(people.ana)

describe('the SDK’s own check', () => {
  let proof: ChannelProof
  let adapter: ReconnectAdapter
  let checks: number
  let turns: number

  beforeEach(async () => {
    proof = await startChannelProof(serviceUrl)
    const keys = channelKeys({ metadataUrl: proof.channel.metadataUrl, log })
    checks = 0
    turns = 0
    useKeys(proof.channel.metadataUrl, {
      find(kid) {
        checks++
        return keys.find(kid)
      },
    })
    adapter = createAdapter(proof.identity, proof.channel, log, 1000)
  })
  afterEach(() => proof.stop())

  async function receive(authorization: string, change: object = {}): Promise<void> {
    const said = { ...envelope(people.ana, chat, serviceUrl, new Date()), ...spoken('hello', chat), ...change }
    await adapter.receive(authorization, said as unknown as Activity, () => {
      turns++
      return Promise.resolve()
    })
  }

  it('is made once for a token that comes again', async () => {
    for (let time = 0; time < 3; time++) await receive(await proof.authorization())
    assert.deepEqual({ checks, turns }, { checks: 1, turns: 3 })
  })

  it('is made anew for another token', async () => {
    await receive(await proof.authorization())
    const claims = { ...proof.claims(), nbf: 1 }
    await receive(`Bearer ${await signedToken(proof.signingKey, claims)}`)
    assert.deepEqual({ checks, turns }, { checks: 2, turns: 2 })
  })

  it('refuses the token of before where another service URL or channel is named with it', async () => {
    const authorization = await proof.authorization()
    await receive(authorization)
    for (const change of [{ serviceUrl: 'http://127.0.0.1:10/' }, { channelId: 'webchat' }])
      await assert.rejects(receive(authorization, change), AuthenticationError)
    assert.equal(turns, 1)
  })

  it('refuses each time what it refused once', async () => {
    const stranger = await newSigningKey(proof.signingKey.kid)
    const forged = `Bearer ${await signedToken(stranger, proof.claims())}`
    for (let time = 0; time < 2; time++) await assert.rejects(receive(forged))
    assert.deepEqual({ checks, turns }, { checks: 2, turns: 0 })
  })
})
