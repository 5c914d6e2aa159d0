// Which tokens are let in: the channel's, for this bot, signed with a key that the channel publishes for Teams, and of now.
import assert from 'node:assert/strict'
import { SignJWT } from 'jose'
import { type ChannelKeys, channelKeys } from '../../src/teams/channel-keys.ts'
import { tokenGate, type TokenRefusal } from '../../src/teams/token-gate.ts'
import {
  type KeyService,
  newSigningKey,
  signedToken,
  type SigningKey,
  startKeyService,
} from '../helpers/key-service.ts'

const appId = 'c0ffee00-0000-4000-8000-000000000001'
const serviceUrl = 'https://smba.trafficmanager.net/emea/'
const now = new Date('2026-09-07T08:00:00.000Z')
const at = (seconds: number): number => now.getTime() / 1000 + seconds

const usual = { iss: 'https://api.botframework.com', aud: appId, nbf: at(-60), exp: at(3600), serviceurl: serviceUrl }

describe('the gate for tokens', () => {
  let known: SigningKey
  let foreign: SigningKey
  let webchat: SigningKey
  let service: KeyService
  let keys: ChannelKeys

  before(async () => {
    known = await newSigningKey('known')
    foreign = await newSigningKey('known')
    webchat = await newSigningKey('webchat', ['webchat'])
    service = await startKeyService(known, webchat)
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
    keys = channelKeys({ metadataUrl: service.metadataUrl, ticks: () => now.getTime(), log: quiet })
  })
  after(() => service.stop())

  const check = (authorization: string, time = now) =>
    tokenGate({ keys, appId, now: () => time })(authorization, 'msteams')
  const bearer = async (claims: object = {}, header = {}, key = known) =>
    `Bearer ${await signedToken(key, { ...usual, ...claims }, header)}`
  const refuses = async (authorization: string, why: TokenRefusal) => {
    assert.deepEqual(await check(authorization), { ok: false, why })
  }

  it('lets in a token of the channel, and tells the address that it is for', async () => {
    assert.deepEqual(await check(await bearer()), { ok: true, serviceUrl })
  })

  it('looks at one that it knows again: at its time, and at whether its key is still published', async () => {
    let time = now
    let published = keys
    const gate = tokenGate({ keys: { find: (kid) => published.find(kid) }, appId, now: () => time })
    const authorization = await bearer()
    const verdicts = async () => (await gate(authorization, 'msteams')).ok
    assert.deepEqual([await verdicts(), await verdicts()], [true, true])
    time = new Date((usual.exp + 301) * 1000)
    assert.equal(await verdicts(), false)
    time = now
    assert.equal(await verdicts(), true)
    published = { find: () => Promise.resolve('unknown') }
    assert.equal(await verdicts(), false)
  })

  it('does not take one for another that begins the same', async () => {
    const gate = tokenGate({ keys, appId, now: () => now })
    const authorization = await bearer()
    assert.equal((await gate(authorization, 'msteams')).ok, true)
    const other = authorization.slice(0, -6) + 'AAAAAA'
    assert.deepEqual(await gate(other, 'msteams'), { ok: false, why: 'wrong-signature' })
  })

  it('refuses none at all', () => refuses('', 'no-token'))

  const claims: [string, object, TokenRefusal][] = [
    ['of another issuer', { iss: 'https://sts.windows.net/c0ffee00-0000-4000-8000-0000000000ff/' }, 'not-for-us'],
    [
      'of the old issuer of the emulator',
      { iss: 'https://login.microsoftonline.com/botframework.com/v2.0' },
      'not-for-us',
    ],
    ['of an issuer that begins the same', { iss: 'https://api.botframework.com.example' }, 'not-for-us'],
    ['of an issuer in a list', { iss: ['https://api.botframework.com'] }, 'not-for-us'],
    ['of no issuer', { iss: undefined }, 'not-for-us'],
    ['for another bot', { aud: 'c0ffee00-0000-4000-8000-000000000002' }, 'not-for-us'],
    ['for this bot among others', { aud: [appId, 'other'] }, 'not-for-us'],
    ['for this bot in a list', { aud: [appId] }, 'not-for-us'],
    ['for this bot in capitals', { aud: appId.toUpperCase() }, 'not-for-us'],
    ['for nobody', { aud: undefined }, 'not-for-us'],
    ['that was for the channel', { aud: 'https://api.botframework.com' }, 'not-for-us'],
    ['that ended six minutes ago', { exp: at(-360) }, 'out-of-time'],
    ['that begins in six minutes', { nbf: at(360) }, 'out-of-time'],
    ['without an end', { exp: undefined }, 'malformed'],
    ['without a beginning', { nbf: undefined }, 'malformed'],
    ['with an end in words', { exp: 'tomorrow' }, 'malformed'],
    ['without an address', { serviceurl: undefined }, 'malformed'],
    ['with an address that is none', { serviceurl: 7 }, 'malformed'],
    ['with an address in another spelling', { serviceurl: undefined, serviceUrl }, 'malformed'],
  ]
  for (const [name, changed, why] of claims)
    it(`refuses one ${name}`, async () => {
      await refuses(await bearer(changed), why)
    })

  for (const [name, changed] of [
    ['ended four minutes ago', { exp: at(-240) }],
    ['begins in four minutes', { nbf: at(240) }],
  ] as const)
    it(`lets in one that ${name}, since clocks differ`, async () => {
      assert.equal((await check(await bearer(changed))).ok, true)
    })

  it('refuses one that somebody else signed under the name of a known key', async () => {
    await refuses(await bearer({}, {}, foreign), 'wrong-signature')
  })

  it('refuses one whose key is not known, or is named strangely', async () => {
    await refuses(await bearer({}, { kid: 'other' }), 'unknown-key')
    for (const kid of ['', '__proto__', 'x'.repeat(257), undefined])
      assert.equal((await check(await bearer({}, { kid }))).ok, false, String(kid))
  })

  it('refuses one that is signed with a key for another channel', async () => {
    await refuses(await bearer({}, {}, webchat), 'not-endorsed')
  })

  it('refuses one that has to be understood in ways that are not', async () => {
    const header = { alg: 'RS256', kid: 'known', crit: ['b64x'], b64x: true }
    const token = await new SignJWT(usual).setProtectedHeader(header).sign(known.privateKey, { crit: { b64x: true } })
    await refuses(`Bearer ${token}`, 'malformed')
  })

  for (const algorithm of ['HS256', 'HS512'])
    it(`refuses one that is signed by ${algorithm} with the public key as its secret`, async () => {
      const secret = new TextEncoder().encode(JSON.stringify(known.jwk))
      const token = await new SignJWT(usual).setProtectedHeader({ alg: algorithm, kid: 'known' }).sign(secret)
      await refuses(`Bearer ${token}`, 'malformed')
    })

  it('refuses one that says it needs no signature', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const body = part(usual)
    for (const alg of ['none', 'None', 'NONE', '']) {
      await refuses(`Bearer ${part({ alg, kid: 'known' })}.${body}.`, 'malformed')
      await refuses(`Bearer ${part({ alg, kid: 'known' })}.${body}.AA`, 'malformed')
    }
  })

  it('refuses one of which a single letter was changed, wherever', async () => {
    const genuine = await bearer()
    for (let at = 'Bearer '.length; at < genuine.length; at += 7) {
      const letter = genuine[at] === 'x' ? 'y' : 'x'
      const changed = genuine.slice(0, at) + letter + genuine.slice(at + 1)
      assert.equal((await check(changed)).ok, false, `at ${at}`)
    }
  })

  it('refuses what is no bearer token, or too long for one', async () => {
    const genuine = await bearer()
    const token = genuine.slice('Bearer '.length)
    const wrong = [
      token,
      `bearer ${token}`,
      `Bearer  ${token}`,
      `Basic ${token}`,
      `Bearer ${token},Bearer ${token}`,
      `Bearer ${token} `,
      `Bearer ${token}=`,
      `Bearer ${token.split('.').slice(0, 2).join('.')}`,
      `Bearer ${token}.${token}`,
      'Bearer',
      'Bearer ..',
      'Bearer a.b.c',
      `Bearer ${'a'.repeat(9000)}.b.c`,
      `Bearer ${token.replace('.', '.\n')}`,
    ]
    for (const one of wrong) await refuses(one, 'malformed')
  })

  it('cannot tell while no key could be had', async () => {
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const none = channelKeys({ metadataUrl: 'http://127.0.0.1:9/', ticks: () => 0, log: quiet })
    const verdict = await tokenGate({ keys: none, appId, now: () => now })(await bearer(), 'msteams')
    assert.deepEqual(verdict, { ok: false, why: 'no-keys' })
  })

  it('asks the key service nothing for a token that could not be right anyway', async () => {
    const before = service.asked.metadata
    await check(await bearer({ iss: 'https://sts.windows.net/x/' }, { kid: 'junk' }))
    await check('Bearer a.b.c')
    assert.equal(service.asked.metadata, before)
  })
})
