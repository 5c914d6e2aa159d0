// The keys of the channel: asked for seldom and by one at a time, kept through an outage, and read with care.
import assert from 'node:assert/strict'
import type { LogEvent } from '../../src/flows/ports.ts'
import { type ChannelKeys, channelKeys } from '../../src/teams/channel-keys.ts'
import { type KeyService, newSigningKey, type SigningKey, startKeyService } from '../helpers/key-service.ts'

const minute = 60_000
const day = 24 * 60 * minute
const skip = () => undefined

describe('the keys of the channel', () => {
  let first: SigningKey
  let second: SigningKey
  let service: KeyService
  let keys: ChannelKeys
  let time: number
  let deadline: AbortController
  let events: LogEvent[]

  before(async () => {
    first = await newSigningKey('first')
    second = await newSigningKey('second', ['msteams', 'webchat'])
  })
  beforeEach(async () => {
    service = await startKeyService(first)
    time = 0
    events = []
    const keep = (event: LogEvent) => void events.push(event)
    const log = { info: keep, warn: keep, error: keep }
    deadline = new AbortController()
    keys = channelKeys({ metadataUrl: service.metadataUrl, ticks: () => time, log, deadline: () => deadline.signal })
  })
  afterEach(() => service.stop())

  const found = async (kid: string): Promise<boolean> => typeof (await keys.find(kid)) === 'object'

  it('are read once for a hundred that ask at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => found('first')))
    assert.deepEqual([...new Set(all)], [true])
    assert.deepEqual(service.asked, { metadata: 1, keys: 1 })
  })

  it('come with the channels that may sign with them', async () => {
    service.publish(first, second)
    const key = await keys.find('second')
    assert.deepEqual(typeof key === 'object' && key.endorsements, ['msteams', 'webchat'])
  })

  it('are read again for one that is not known, at most once a minute', async () => {
    await found('first')
    service.publish(second)
    for (let number = 0; number < 1000; number++) assert.equal(await keys.find(`junk-${number}`), 'unknown')
    assert.equal(service.asked.keys, 1)
    time += minute
    assert.ok(await found('second'))
    assert.equal(await keys.find('first'), 'unknown', 'a key that is published no more is not trusted any longer')
    assert.equal(service.asked.keys, 2)
  })

  it('are read again for one that is not known, though somebody has set the clock of the machine back', async () => {
    const { now } = Date
    const ticks = performance.now.bind(performance)
    keys = channelKeys({ metadataUrl: service.metadataUrl, log: { info: skip, warn: skip, error: skip } })
    await found('first')
    service.publish(second)
    try {
      Date.now = () => now() - day
      performance.now = () => ticks() + minute
      assert.ok(await found('second'))
    } finally {
      Date.now = now
      performance.now = ticks
    }
  })

  it('are read again after a day, while those at hand are used', async () => {
    await found('first')
    time += day + 1
    service.behave('hang')
    const request = service.nextRequest()
    assert.ok(await found('first'))
    await request
    assert.equal(service.asked.metadata, 2)
  })

  for (const how of ['hang', { status: 503 }, { body: '<html>' }, { body: '{"jwks_uri":7}' }, { status: 404 }] as const)
    it(`are kept for seven days while the key service answers ${JSON.stringify(how)}, which is logged`, async () => {
      await found('first')
      service.behave(how)
      for (time = minute; time <= 7 * day; time += 12 * 60 * minute) {
        deadline = new AbortController()
        const request = service.nextRequest()
        assert.ok(await found('first'))
        const other = keys.find('other')
        await request
        if (how === 'hang') deadline.abort()
        assert.equal(await other, 'unknown')
      }
      assert.ok(events.length > 0)
      assert.deepEqual([...new Set(events.map(({ event }) => event))], ['channel-keys-not-read'])
      deadline = new AbortController()
      service.behave('well')
      service.publish(second)
      assert.ok(await found('second'))
    })

  it('keep few in wait for others, so that a crowd that asks for those takes the place of nobody', async () => {
    await found('first')
    time += minute
    service.behave('hang')
    const crowd = Array.from({ length: 200 }, (_, at) => keys.find(`junk-${at}`))
    assert.deepEqual([...new Set(await Promise.all(crowd.slice(50)))], ['unavailable'])
    deadline.abort()
    assert.deepEqual([...new Set(await Promise.all(crowd.slice(0, 50)))], ['unknown'])
  })

  it('have those come again who find the places taken while a new one is being read', async () => {
    await found('first')
    time += minute
    service.publish(second)
    const crowd = Array.from({ length: 50 }, (_, at) => keys.find(`junk-${at}`))
    assert.equal(await keys.find('second'), 'unavailable')
    assert.deepEqual([...new Set(await Promise.all(crowd))], ['unknown'])
    assert.ok(await found('second'))
    const later = Array.from({ length: 200 }, (_, at) => keys.find(`junk-${at}`))
    assert.deepEqual([...new Set(await Promise.all(later))], ['unknown'], 'nothing is being read any more')
  })

  it('are unavailable as long as none could be had', async () => {
    service.behave({ status: 500 })
    assert.equal(await keys.find('first'), 'unavailable')
    service.behave('well')
    assert.equal(await keys.find('first'), 'unavailable')
    time += 5_000
    assert.ok(await found('first'))
  })

  it('are not followed to where a redirection leads', async () => {
    service.behave({ status: 302 })
    assert.equal(await keys.find('first'), 'unavailable')
  })

  it('are not read in the clear from anywhere but this machine', async () => {
    const { origin, port } = new URL(service.metadataUrl)
    for (const [address, verdict] of [
      [`http://0.0.0.0:${port}`, 'unavailable'],
      [origin, 'unknown'],
    ]) {
      service.behave({ body: JSON.stringify({ jwks_uri: `${address ?? ''}/keys`, keys: [first.jwk] }) })
      assert.equal(await keys.find('other'), verdict)
      time += minute
    }
    assert.equal(service.asked.keys, 1)
  })

  it('of a kind that is not known take nothing from the others', async () => {
    service.publish({ ...first, jwk: { kty: 'EC', kid: 'curve' } }, second)
    assert.ok(await found('second'))
    assert.equal(await keys.find('curve'), 'unknown')
  })
})
