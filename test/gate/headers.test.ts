// What the gate refuses by the first line and the headers alone.
import assert from 'node:assert/strict'
import { refusalOf } from '../../src/gate/headers.ts'

/** As Node hands it on. */
const head = (method: string, url: string, ...headers: (readonly [string, string])[]) => ({
  method,
  url,
  headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
  rawHeaders: headers.flat(),
})
const post = (...headers: (readonly [string, string])[]) => head('POST', '/api/messages', ...headers)
const json = ['Content-Type', 'application/json'] as const

describe('the head of a request', () => {
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])
    it(`is let through with the type ${type}`, () => {
      assert.equal(refusalOf(post(['content-type', type], ['Authorization', 'Bearer x'])), undefined)
    })

  for (const type of [
    'text/plain',
    'application/jsonp',
    'application/json; charset=utf-16',
    'application/json, text/html',
    'multipart/form-data; boundary=x',
    '',
  ])
    it(`is refused with the type "${type}"`, () => {
      assert.equal(refusalOf(post(['Content-Type', type])), 415)
    })

  it('is refused without a type', () => {
    assert.equal(refusalOf(post()), 415)
  })

  for (const encoding of ['gzip', 'deflate', 'br', 'identity', ''])
    it(`is refused with the encoding "${encoding}"`, () => {
      assert.equal(refusalOf(post(json, ['Content-Encoding', encoding])), 415)
    })

  it('is refused with two authorizations, however they are written', () => {
    assert.equal(refusalOf(post(json, ['Authorization', 'Bearer x'], ['AUTHORIZATION', 'Bearer y'])), 400)
  })

  it('is refused with a length of more than 256 kB', () => {
    assert.equal(refusalOf(post(json, ['Content-Length', String(256 * 1024)])), undefined)
    assert.equal(refusalOf(post(json, ['Content-Length', String(256 * 1024 + 1)])), 413)
  })

  for (const [method, url] of [
    ['GET', '/api/messages'],
    ['POST', '/healthz'],
    ['HEAD', '/readyz'],
    ['OPTIONS', '/api/messages'],
  ] as const)
    it(`is refused as ${method} ${url}`, () => {
      assert.equal(refusalOf(head(method, url, json)), 405)
    })

  for (const url of [
    '/',
    '/api/messages/',
    '/api/messages?x',
    '//api/messages',
    '/API/messages',
    '/%61pi/messages',
    '/healthz/..',
  ])
    it(`finds nothing at ${url}`, () => {
      assert.equal(refusalOf(head('POST', url, json)), 404)
    })
})
