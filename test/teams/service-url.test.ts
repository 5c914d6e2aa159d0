// Where the bot may send its token. Whoever chooses the address must not choose who reads it.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isServiceUrl, usualOrigins } from '../../src/teams/service-url.ts'

const is = (text: string) => isServiceUrl(text, usualOrigins)
const host = 'smba.trafficmanager.net'

/** Each is put where the host is. */
const hosts = [
  'evil.example',
  `evil.${host}`,
  `${host}.evil.example`,
  `${host}-evil.example`,
  `evil-${host}`,
  `x${host}`,
  'trafficmanager.net',
  'evil.trafficmanager.net',
  'smba.trafficmanager.com',
  'smba-trafficmanager.net',
  'smba.trafficmanager.net.',
  'smba..trafficmanager.net',
  'SMBA.trafficmanager.net',
  'Smba.TrafficManager.Net',
  'ſmba.trafficmanager.net',
  'smba.trafficmanager.nеt',
  'smba。trafficmanager。net',
  'smba.trafficmanager.net%00.evil.example',
  'smba.trafficmanager.net%2eevil.example',
  'smba%2etrafficmanager.net',
  'smba.trafficmanager.net\t.evil.example',
  'smba.traffic\nmanager.net',
  `${host}:443`,
  `${host}:0443`,
  `${host}:8443`,
  `${host}:80`,
  `${host}:`,
  `evil.example:443@${host}`,
  `evil.example@${host}`,
  `user:password@${host}`,
  `@${host}`,
  `:@${host}`,
  `${host}@evil.example`,
  `${host}:x@evil.example`,
  `${host}%40evil.example`,
  `${host}#@evil.example`,
  `${host}?@evil.example`,
  `${host}\\@evil.example`,
  `${host}\\.evil.example`,
  `evil.example\\${host}`,
  `evil.example/${host}`,
  `evil.example#${host}`,
  `evil.example?${host}`,
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0.0.0.0',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '169.254.169.254',
  '[fd00:ec2::254]',
  '10.0.0.1',
  '192.168.0.1',
  'localhost',
  'metadata.google.internal',
  'login.botframework.com',
  'graph.microsoft.com',
  '',
  ' ',
  '.',
  '*',
  '*.trafficmanager.net',
]
/** Each is what an address begins with. */
const beginnings = [
  'https://',
  'http://',
  'https:',
  'https:/',
  'https:///',
  '//',
  'HTTPS://',
  'wss://',
  'ftp://',
  'file://',
  ' https://',
  '\thttps://',
  'https:\\\\',
  'javascript://',
  '',
]
/** Each is what an address ends with. */
const endings = [
  '?',
  '/?',
  '/#',
  '/x@y',
  '?x=1',
  '#',
  '#x',
  '/..',
  '/../',
  '/./',
  '/a/../b',
  '//evil.example/../..',
  '/%2e%2e/',
  '/\\evil.example',
  '/emea/?to=https://evil.example',
  '/emea#',
  '/emea\n',
  '/emea ',
  ' ',
  '\n',
  '/é',
  '/😀',
  '/"',
  '/<x>',
  '\\',
  '/x\ty',
  '\0',
]

const tricky = [
  ...hosts.flatMap((one) => [`https://${one}/`, `https://${one}/emea/`, `https://${one}`]),
  ...beginnings.slice(1).flatMap((one) => [`${one}${host}/emea/`, `${one}${host}`]),
  ...endings.map((one) => `https://${host}${one}`),
]

describe('the address of the channel', () => {
  for (const text of [
    `https://${host}/emea/`,
    `https://${host}/emea`,
    `https://${host}/`,
    `https://${host}`,
    `https://${host}/amer/c0ffee00-0000-4000-8000-000000000001/`,
  ])
    it(`may be ${text}`, () => {
      assert.equal(is(text), true)
    })

  it('is refused in more than 200 tricky spellings', () => {
    assert.ok(new Set(tricky).size > 200, String(new Set(tricky).size))
    assert.deepEqual(tricky.filter(is), [])
  })

  it('is never one whose host, read in the plainest way, is another', () => {
    const parts = fc.constantFrom(
      ...hosts,
      ...beginnings,
      ...endings,
      host,
      '/',
      '@',
      ':',
      '\\',
      '?',
      '#',
      '.',
      '%',
      'https://',
    )
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 6 }), (pieces) => {
        const text = pieces.join('')
        if (is(text)) assert.match(text, /^https:\/\/smba\.trafficmanager\.net(\/[!-~]*)?$/)
      }),
      { numRuns: 5000 },
    )
  })

  it('may have a host that the administrator named, and then no other', () => {
    const own = ['https://smba.infra.gcc.teams.microsoft.com']
    assert.equal(isServiceUrl('https://smba.infra.gcc.teams.microsoft.com/gcc/', own), true)
    assert.equal(isServiceUrl(`https://${host}/emea/`, own), false)
  })
})
