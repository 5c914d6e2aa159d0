// Where the bot may send its token. Whoever chooses the address must not choose who reads it.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isServiceUrl, usualOrigins } from '../../src/teams/service-url.ts'
import { beginnings, endings, host, hosts, tricky } from '../helpers/tricky-urls.ts'

const is = (text: string) => isServiceUrl(text, usualOrigins)

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
