// Which activities may go on to the SDK: those of Teams, of this tenant, with an address that the token vouches for.
import assert from 'node:assert/strict'
import { type ActivityRefusal, refusalOfActivity } from '../../src/teams/activity-gate.ts'
import { usualOrigins } from '../../src/teams/service-url.ts'

const tenantId = 'c0ffee00-0000-4000-8000-0000000000aa'
const other = 'c0ffee00-0000-4000-8000-0000000000bb'
const serviceUrl = 'https://smba.trafficmanager.net/emea/'
const usual = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl,
  conversation: { id: 'chat', tenantId },
  channelData: { tenant: { id: tenantId } },
}
const refusal = (activity: object, claimed = serviceUrl) =>
  refusalOfActivity(activity, claimed, { origins: usualOrigins, tenantId })

describe('the gate for activities', () => {
  const accepted: [string, object][] = [
    ['of Teams for this tenant', usual],
    ['whose tenant is named in the conversation alone', { ...usual, channelData: undefined }],
    ['whose tenant is named beside it alone', { ...usual, conversation: { id: 'chat' } }],
    ['whose tenant is written in capitals', { ...usual, conversation: { tenantId: tenantId.toUpperCase() } }],
  ]
  for (const [name, activity] of accepted)
    it(`lets in one ${name}`, () => {
      assert.equal(refusal(activity), undefined)
    })

  const refused: [string, object, ActivityRefusal][] = [
    ['of the emulator', { ...usual, channelId: 'emulator' }, 'foreign-channel'],
    ['of a channel in capitals', { ...usual, channelId: 'MSTEAMS' }, 'foreign-channel'],
    ['of no channel', { ...usual, channelId: undefined }, 'malformed'],
    ['without an address', { ...usual, serviceUrl: undefined }, 'malformed'],
    ['with an empty address', { ...usual, serviceUrl: '' }, 'foreign-address'],
    ['with the address of a stranger', { ...usual, serviceUrl: 'https://evil.trafficmanager.net/' }, 'foreign-address'],
    ['with an address that the token does not name', { ...usual, serviceUrl: `${serviceUrl}x/` }, 'address-differs'],
    ['of another tenant', { ...usual, conversation: { tenantId: other }, channelData: undefined }, 'foreign-tenant'],
    ['of two tenants', { ...usual, channelData: { tenant: { id: other } } }, 'foreign-tenant'],
    ['of no tenant', { ...usual, conversation: {}, channelData: {} }, 'foreign-tenant'],
    ['of a tenant with an empty name', { ...usual, conversation: { tenantId: '' } }, 'foreign-tenant'],
    ['with a tenant in a list', { ...usual, conversation: { tenantId: [tenantId] } }, 'malformed'],
    ['of a guest', { ...usual, from: { userRole: 'guest' } }, 'guest'],
    ['of a guest in capitals', { ...usual, from: { userRole: 'Guest' } }, 'guest'],
    ['without a conversation', { ...usual, conversation: undefined }, 'malformed'],
  ]
  for (const [name, activity, why] of refused)
    it(`refuses one ${name}`, () => {
      assert.equal(refusal(activity), why)
    })

  it('holds an address against the token to the letter', () => {
    assert.equal(refusal(usual, serviceUrl.slice(0, -1)), 'address-differs')
  })
})
