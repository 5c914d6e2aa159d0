// Tokens that are not the channel's, for this bot and of now, in all the ways that are known to have deceived somebody.
import { createHmac, createPublicKey, createSign, constants, generateKeyPairSync, KeyObject, sign } from 'node:crypto'
import { type ChannelProof, outboundToken } from '../helpers/channel-proof.ts'
import { newSigningKey, type SigningKey } from '../helpers/key-service.ts'

/** `headers` are lines of the request. */
export type Forgery = { readonly name: string; readonly headers: readonly string[]; readonly status: 400 | 401 | 403 }

type Json = Readonly<Record<string, unknown>>

const part = (value: Json | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Keys that the channel publishes, and not for Teams. */
export type OtherKeys = { readonly webchat: SigningKey; readonly bare: SigningKey }

/** To be called before the bot reads the keys. */
export async function publishOtherKeys({ keys, signingKey }: ChannelProof): Promise<OtherKeys> {
  const webchat = await newSigningKey('webchat', ['webchat'])
  const bare = await newSigningKey('bare', [])
  keys.publish(signingKey, webchat, bare)
  return { webchat, bare }
}

/** `elsewhere`: an address that the attacker reads; nobody may call it. */
export async function forgedTokens(
  proof: ChannelProof,
  { webchat, bare }: OtherKeys,
  elsewhere: string,
): Promise<readonly Forgery[]> {
  const { signingKey, identity } = proof
  const { appId } = identity
  const own = KeyObject.from(signingKey.privateKey)
  const publicKey = createPublicKey(own)
  const stranger = KeyObject.from((await newSigningKey('stranger')).privateKey)
  const strangersJwk = createPublicKey(stranger).export({ format: 'jwk' })

  const usual = proof.claims() as Json
  const now = Math.floor(Date.now() / 1000)
  const head: Json = { alg: 'RS256', typ: 'JWT', kid: signingKey.kid }

  function token(header: Json | string, claims: Json | string, signed: (data: string) => Buffer | string): string {
    const data = `${part(header)}.${part(claims)}`
    const signature = signed(data)
    return `${data}.${typeof signature === 'string' ? signature : signature.toString('base64url')}`
  }
  const rs256 = (key: KeyObject) => (data: string) => createSign('RSA-SHA256').update(data).sign(key)
  const hmac = (hash: string, secret: string | Buffer) => (data: string) =>
    createHmac(hash, secret).update(data).digest()
  const genuine = token(head, usual, rs256(own))
  const [genuineHead = '', genuineClaims = '', genuineSignature = ''] = genuine.split('.')

  const cases: Forgery[] = []
  const headers = (name: string, lines: readonly string[], status: Forgery['status'] = 401): void =>
    void cases.push({ name, headers: lines, status })
  const bearer = (name: string, value: string, status: Forgery['status'] = 401): void => {
    headers(name, [`Authorization: Bearer ${value}`], status)
  }
  const header = (name: string, change: Json, key = own): void => {
    bearer(name, token({ ...head, ...change }, usual, rs256(key)))
  }
  const claims = (name: string, change: Json, key = own): void => {
    bearer(name, token(head, { ...usual, ...change }, rs256(key)))
  }

  for (const alg of ['none', 'None', 'nOnE', '']) {
    bearer(
      `alg "${alg}", unsigned`,
      token({ ...head, alg }, usual, () => ''),
    )
    bearer(`alg "${alg}", with a signature`, token({ ...head, alg }, usual, rs256(own)))
  }
  const secrets: [string, string | Buffer][] = [
    ['the JWK', JSON.stringify(signingKey.jwk)],
    ['the PEM', publicKey.export({ type: 'spki', format: 'pem' })],
    ['the DER', publicKey.export({ type: 'spki', format: 'der' })],
    ['the modulus', String(publicKey.export({ format: 'jwk' }).n)],
    ['the PKCS#1 PEM', publicKey.export({ type: 'pkcs1', format: 'pem' })],
    ['nothing', ''],
  ]
  for (const [name, secret] of secrets)
    bearer(`HS256 with ${name} as its secret`, token({ ...head, alg: 'HS256' }, usual, hmac('sha256', secret)))
  bearer(
    'HS512 with the PEM as its secret',
    token({ ...head, alg: 'HS512' }, usual, hmac('sha512', secrets[1]?.[1] ?? '')),
  )
  bearer('RS256 that is an HMAC', token(head, usual, hmac('sha256', secrets[1]?.[1] ?? '')))
  for (const [alg, hash] of [
    ['RS384', 'RSA-SHA384'],
    ['RS512', 'RSA-SHA512'],
    ['RS1', 'RSA-SHA1'],
  ] as const)
    bearer(
      `${alg} by the right key`,
      token({ ...head, alg }, usual, (data) => createSign(hash).update(data).sign(own)),
    )
  const pss = { key: own, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  bearer(
    'PS256 by the right key',
    token({ ...head, alg: 'PS256' }, usual, (data) => sign('sha256', Buffer.from(data), pss)),
  )
  bearer(
    'RS256 that is PSS',
    token(head, usual, (data) => sign('sha256', Buffer.from(data), pss)),
  )
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  bearer(
    'ES256',
    token({ ...head, alg: 'ES256' }, usual, (data) =>
      sign('sha256', Buffer.from(data), { key: elliptic, dsaEncoding: 'ieee-p1363' }),
    ),
  )
  const edwards = generateKeyPairSync('ed25519').privateKey
  bearer(
    'EdDSA',
    token({ ...head, alg: 'EdDSA' }, usual, (data) => sign(null, Buffer.from(data), edwards)),
  )
  header('algorithms in a list', { alg: ['RS256'] })
  header('no algorithm', { alg: undefined })
  header('an algorithm in small letters', { alg: 'rs256' })
  bearer('two algorithms', token(`{"alg":"none","alg":"RS256","kid":"${signingKey.kid}"}`, usual, rs256(stranger)))

  header('somebody else’s key under a known name', {}, stranger)
  const names: [string, unknown][] = [
    ['unknown', 'other'],
    ['empty', ''],
    ['missing', undefined],
    ['a number', 7],
    ['a list', [signingKey.kid]],
    ['an object', { kid: signingKey.kid }],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['a path', '../../../../../../dev/null'],
    ['a path of this process', '/proc/self/environ'],
    ['an address', `${elsewhere}/keys`],
    ['SQL', `x' union select 'key' --`],
    ['a shell command', '$(id)'],
    ['too long', 'k'.repeat(257)],
    ['the right one in capitals', signingKey.kid.toUpperCase()],
    ['the right one with a NUL', `${signingKey.kid}\0`],
    ['the right one with a space', `${signingKey.kid} `],
  ]
  for (const [name, kid] of names) header(`kid: ${name}`, { kid }, stranger)
  header('jku', { jku: `${elsewhere}/jku` }, stranger)
  header('x5u', { x5u: `${elsewhere}/x5u` }, stranger)
  header('jwk', { jwk: strangersJwk }, stranger)
  header('jwk and no kid', { jwk: strangersJwk, kid: undefined }, stranger)
  header('x5c', { x5c: [part('certificate')] }, stranger)
  header('x5t in place of kid', { kid: undefined, x5t: signingKey.kid })
  header('crit that nobody knows', { crit: ['far'], far: true })
  header('crit that is empty', { crit: [] })
  header('b64 false', { crit: ['b64'], b64: false })
  bearer(
    'a key for another channel',
    token({ ...head, kid: 'webchat' }, usual, rs256(KeyObject.from(webchat.privateKey))),
    403,
  )
  bearer('a key for no channel', token({ ...head, kid: 'bare' }, usual, rs256(KeyObject.from(bare.privateKey))), 403)

  const tenant = 'c0ffee00-0000-4000-8000-0000000000ff'
  const issuers: [string, unknown][] = [
    ['none', undefined],
    ['empty', ''],
    ['in a list', ['https://api.botframework.com']],
    ['with a slash', 'https://api.botframework.com/'],
    ['in capitals', 'HTTPS://API.BOTFRAMEWORK.COM'],
    ['over http', 'http://api.botframework.com'],
    ['that begins the same', 'https://api.botframework.com.example'],
    ['of the government', 'https://api.botframework.us'],
    ['with a space', ' https://api.botframework.com'],
    ['of the emulator, v1', `https://sts.windows.net/${tenant}/`],
    ['of the emulator, v2', `https://login.microsoftonline.com/${tenant}/v2.0`],
    ['of the emulator, old', 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0'],
    ['an object', { toString: 'https://api.botframework.com' }],
  ]
  for (const [name, iss] of issuers) claims(`issuer: ${name}`, { iss })
  const audiences: [string, unknown][] = [
    ['none', undefined],
    ['empty', ''],
    ['another bot', tenant],
    ['in a list', [appId]],
    ['among others', [appId, tenant]],
    ['in capitals', `${appId}X`.toUpperCase()],
    ['as an address', `api://${appId}`],
    ['the channel', 'https://api.botframework.com'],
    ['with a space', `${appId} `],
    ['null', null],
  ]
  for (const [name, aud] of audiences) claims(`audience: ${name}`, { aud })
  const times: [string, Json][] = [
    ['ended six minutes ago', { exp: now - 360 }],
    ['begins in six minutes', { nbf: now + 360 }],
    ['without an end', { exp: undefined }],
    ['without a beginning', { nbf: undefined }],
    ['an end in words', { exp: 'tomorrow' }],
    ['an end as a text', { exp: String(now + 3600) }],
    ['an end of null', { exp: null }],
    ['an end of 0', { exp: 0 }],
    ['an end before all time', { exp: -1 }],
    ['a beginning in milliseconds', { nbf: Date.now() }],
  ]
  for (const [name, change] of times) claims(`time: ${name}`, change)
  bearer('time: an end of 1e400', token(head, JSON.stringify(usual).replace(/"exp":\d+/, '"exp":"1e400"'), rs256(own)))
  const addresses: [string, unknown][] = [
    ['none', undefined],
    ['null', null],
    ['a number', 7],
    ['in a list', [usual['serviceurl']]],
    ['an object', { href: usual['serviceurl'] }],
  ]
  for (const [name, serviceurl] of addresses) claims(`address: ${name}`, { serviceurl })
  claims('address: in another spelling', { serviceurl: undefined, serviceUrl: usual['serviceurl'] })

  const fromApp: Json = { iss: `https://sts.windows.net/${tenant}/`, appid: appId, tid: tenant, ver: '1.0' }
  claims('the bot’s own token for the channel', { ...fromApp, aud: 'https://api.botframework.com' })
  claims('the bot’s own token, for itself', fromApp)
  claims('a skill’s token', {
    ...fromApp,
    appid: tenant,
    iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
    azp: tenant,
    ver: '2.0',
  })
  bearer('the bot’s own token as it is sent', outboundToken)

  bearer('nothing', '')
  bearer('two dots', '..')
  bearer('words', 'a.b.c')
  bearer('claims of null', token(head, 'null', rs256(own)))
  bearer('claims in a list', token(head, '[]', rs256(own)))
  bearer('claims that are no JSON', token(head, '{', rs256(own)))
  bearer('a header of null', token('null', usual, rs256(own)))
  bearer('a signature of nothing', `${genuineHead}.${genuineClaims}.`)
  bearer('no signature', `${genuineHead}.${genuineClaims}`)
  bearer('a signature of zeros', `${genuineHead}.${genuineClaims}.${'A'.repeat(342)}`)
  bearer('another’s signature', `${genuineHead}.${part({ ...usual, exp: now + 9999 })}.${genuineSignature}`)
  bearer('another header', `${part({ ...head, cty: 'x' })}.${genuineClaims}.${genuineSignature}`)
  bearer('a cut signature', genuine.slice(0, -20))
  bearer('a longer signature', `${genuine}AAAA`)
  bearer('four parts', `${genuine}.${genuineSignature}`)
  bearer('five parts, as if encrypted', `${genuine}.${genuineClaims}.${genuineSignature}`)
  bearer('padding', `${genuine}=`)
  bearer('more than 8 kB', token(head, { ...usual, filling: 'x'.repeat(7000) }, rs256(own)))
  bearer('letters of another kind', `\u{ff41}${genuine}`)
  bearer('a hyphen that is none', genuine.replace('.', '\u2024'))
  bearer('two tokens', `${genuine}, Bearer ${genuine}`)
  bearer('JSON', JSON.stringify({ ...head, payload: genuineClaims, signature: genuineSignature }))

  headers('no header at all', [])
  headers('an empty header', ['Authorization:'])
  headers('no scheme', [`Authorization: ${genuine}`])
  for (const scheme of ['bearer', 'BEARER', 'Basic', 'Negotiate', 'JWT', 'Bearer:', 'Bearer ', 'Bearer\t'])
    headers(`scheme "${scheme}"`, [`Authorization: ${scheme} ${genuine}`])
  headers('two headers, the first genuine', [`Authorization: Bearer ${genuine}`, 'Authorization: Bearer a.b.c'], 400)
  headers('two headers, the second genuine', ['Authorization: Bearer a.b.c', `authorization: Bearer ${genuine}`], 400)
  for (const name of [
    'Proxy-Authorization',
    'X-Authorization',
    'Cookie',
    'X-Forwarded-Authorization',
    'X-Original-Authorization',
  ])
    headers(`in ${name}`, [`${name}: Bearer ${genuine}`])
  return cases
}
