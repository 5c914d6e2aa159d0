// What an error says about a call: was it sent, and why did it fail. By code, not by message.
import assert from 'node:assert/strict'
import { atStage, brokenBy } from '../../src/graph/errors.ts'

const coded = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more })
const fetchFailed = (cause: unknown) => atStage('http', new TypeError('fetch failed', { cause }))

describe('a call that broke off', () => {
  const refused = coded('ECONNREFUSED', { syscall: 'connect' })
  const unsent: [string, unknown][] = [
    ['a refused connection', refused],
    [
      'refusals by every address of the host',
      new AggregateError([refused, coded('EHOSTUNREACH', { syscall: 'connect' })]),
    ],
    ['a name that is not known', coded('ENOTFOUND', { syscall: 'getaddrinfo' })],
    ['a resolver that is down', coded('EAI_AGAIN', { syscall: 'getaddrinfo' })],
    ['a connection that took too long to open', coded('UND_ERR_CONNECT_TIMEOUT')],
    ['a certificate for another host', coded('ERR_TLS_CERT_ALTNAME_INVALID')],
  ]
  for (const [name, cause] of unsent)
    it(`was certainly not sent after ${name}`, () => {
      assert.equal(brokenBy(fetchFailed(cause)).sent, false)
    })

  const doubtful: [string, unknown][] = [
    ['a reset', coded('ECONNRESET', { syscall: 'read' })],
    ['a closed socket', coded('UND_ERR_SOCKET')],
    ['a time-out', new DOMException('x', 'TimeoutError')],
    [
      'one address refusing and another resetting',
      new AggregateError([refused, coded('ECONNRESET', { syscall: 'read' })]),
    ],
    ['a message that only says so', new Error('connect ECONNREFUSED')],
    ['nothing at all', undefined],
  ]
  for (const [name, cause] of doubtful)
    it(`may have been sent after ${name}`, () => {
      assert.equal(brokenBy(fetchFailed(cause)).sent, true)
    })

  it('may have been sent when the error is of no known kind', () => {
    for (const error of [new Error('x'), 'x', null, undefined]) {
      assert.deepEqual(brokenBy(error), {
        kind: 'broken',
        sent: true,
        failure: { kind: 'unreachable', status: undefined, requestId: undefined },
      })
    }
  })

  it('ended by a refused sign-in only when a status says so', () => {
    const kindOf = (cause: unknown) => brokenBy(atStage('token', cause)).failure.kind
    assert.equal(kindOf(new Error('x', { cause: { status: 400 } })), 'not-signed-in')
    assert.equal(kindOf({ statusCode: 403 }), 'not-signed-in')
    for (const cause of [{ status: 404 }, { status: 429 }, { statusCode: 503 }, { status: '401' }, new Error('401')])
      assert.equal(kindOf(cause), 'unreachable')
  })
})
