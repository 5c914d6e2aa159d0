// Whoever answers in place of Graph, Teams or its key service, with a certificate that nobody vouches for, hears nothing.
import assert from 'node:assert/strict'
import { noMetrics } from '../src/flows/no-metrics.ts'
import { createLog } from '../src/log.ts'
import { channelKeys } from '../src/teams/channel-keys.ts'
import { createSender } from '../src/teams/channel-sender.ts'
import { cloudPcId, graphAt } from './helpers/graph-adapter.ts'
import { type Impostor, startImpostor } from './helpers/impostor.ts'

describe('a server with a certificate that nobody vouches for', () => {
  let impostor: Impostor

  beforeEach(async () => {
    impostor = await startImpostor({ id: 'x', jwks_uri: 'https://127.0.0.1/', keys: [] })
  })
  afterEach(async () => {
    assert.equal(impostor.asked(), 0)
    await impostor.stop()
  })

  it('gets no restart and no token in place of Graph', async () => {
    const { kind } = await graphAt(impostor.url).devices.restart(cloudPcId)
    assert.equal(kind, 'later')
  })

  it('gets no card and no token in place of the channel', async () => {
    const send = createSender({
      token: () => Promise.resolve('unmistakable'),
      mayGo: () => true,
      sendMs: 5000,
      metrics: noMetrics,
    })
    await assert.rejects(send('post', `${impostor.url}/v3/conversations/x/activities`, {}), {
      name: 'ChannelError',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      left: false,
    })
  })

  it('is not believed in place of the key service, and the log says why', async () => {
    const lines: string[] = []
    const log = createLog('error', { write: (line) => void lines.push(line) })
    const keys = channelKeys({ metadataUrl: impostor.url, log })
    assert.equal(await keys.find('x'), 'unavailable')
    assert.match(lines.join(''), /"event":"channel-keys-not-read".*"code":"DEPTH_ZERO_SELF_SIGNED_CERT"/)
  })
})
