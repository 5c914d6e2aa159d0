// The front door: what is let in, what is refused and how, and that nothing takes the process down.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request as send } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { LogEvent } from '../src/flows/ports.ts'
import type { Answer } from '../src/gate/door.ts'
import { createServer, type Server } from '../src/server.ts'
import { startBot } from './helpers/bot.ts'

const mostBytes = 256 * 1024
const json = 'Content-Type: application/json\r\n'

describe('the server', () => {
  let server: Server
  let url: string
  let port: number
  let received: { authorization: string; activity: object }[]
  let events: LogEvent[]
  let receive: (authorization: string, activity: object) => Promise<Answer>
  let ready: () => Promise<boolean>
  let mostAtOnce: number

  beforeEach(async () => {
    received = []
    events = []
    receive = (authorization, activity) => {
      received.push({ authorization, activity })
      return Promise.resolve({ status: 200 })
    }
    ready = () => Promise.resolve(true)
    mostAtOnce = 3
    const keep = (event: LogEvent) => void events.push(event)
    server = createServer({
      door: {
        identify: (authorization) => Promise.resolve({ authorization, serviceUrl: undefined }),
        receive: ({ authorization }, activity) => receive(authorization, activity),
        settled: () => Promise.resolve(),
      },
      ready: () => ready(),
      log: { info: keep, warn: keep, error: keep },
      get mostAtOnce() {
        return mostAtOnce
      },
      shed: () => undefined,
    })
    port = await server.listen(0, '127.0.0.1')
    url = `http://127.0.0.1:${port}`
  })

  afterEach(async () => {
    assert.equal((await fetch(`${url}/healthz`)).status, 200, 'the server no longer answers')
    await server.close(0)
  })

  const post = async (body: RequestInit['body'], headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: body ?? null,
    })
    return { status: response.status, text: await response.text() }
  }

  /** Sends the pieces one by one, without saying how long they are. */
  const postChunked = (pieces: readonly Buffer[]): Promise<number> =>
    new Promise((resolve, reject) => {
      const outgoing = send(
        `${url}/api/messages`,
        { method: 'POST', headers: { 'Content-Type': 'application/json' } },
        (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        },
      )
      // The server need not read to the end what it has refused.
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error)
      })
      for (const piece of pieces) outgoing.write(piece)
      outgoing.end()
    })

  /** Writes these bytes to a bare socket; answers what came back until the other side closed, or `enough` was there. */
  async function raw(bytes: string | Buffer, enough?: RegExp): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(bytes)
    let heard = ''
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      heard += chunk.toString('latin1')
      if (enough?.test(heard)) break
    }
    socket.destroy()
    return heard
  }

  it('hands a JSON object and the authorization on, and answers what comes back', async () => {
    receive = (authorization, activity) => {
      received.push({ authorization, activity })
      return Promise.resolve({ status: 202, body: '{"card":1}' })
    }
    const { status, text } = await post('{"type":"message"}', { Authorization: 'Bearer x' })
    assert.equal(status, 202)
    assert.deepEqual(JSON.parse(text), { card: 1 })
    assert.deepEqual(received, [{ authorization: 'Bearer x', activity: { type: 'message' } }])
  })

  it('takes a body in pieces, and one of just the greatest size', async () => {
    assert.equal(await postChunked([Buffer.from('{"type":'), Buffer.from('"message"}')]), 200)
    const filling = 'x'.repeat(mostBytes - '{"text":""}'.length)
    assert.equal((await post(`{"text":"${filling}"}`)).status, 200)
    assert.equal(received.length, 2)
  })

  const broken: [string, RequestInit['body']][] = [
    ['no body', ''],
    ['broken JSON', '{"type":'],
    ['a list', '[{"type":"message"}]'],
    ['null', 'null'],
    ['a word', '"message"'],
    ['a number', '1e400'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00, 0x7b])],
    ['two objects', '{}{}'],
  ]
  for (const [name, body] of broken)
    it(`refuses ${name} with 400 and always the same words`, async () => {
      assert.deepEqual(await post(body), { status: 400, text: '{"error":"bad request"}' })
      assert.deepEqual(received, [])
    })

  const encoded: [string, string, RequestInit['body']][] = [
    ['a true gzip body', 'gzip', new Uint8Array(gzipSync('{"type":"message"}'))],
    ['a gzip body that is none', 'gzip', '{"type":"message"}'],
    ['a gzip body cut short', 'gzip', new Uint8Array(gzipSync('{"type":"message"}').subarray(0, 12))],
    ['deflate', 'deflate', 'x'],
    ['br', 'br', 'x'],
    ['identity, in so many words', 'identity', '{}'],
  ]
  for (const [name, encoding, body] of encoded)
    it(`refuses ${name} with 415`, async () => {
      const answer = await post(body, { 'Content-Encoding': encoding })
      assert.deepEqual(answer, { status: 415, text: '{"error":"unsupported media type"}' })
      assert.deepEqual(received, [])
    })

  it('refuses a body that says it is too long with 413', async () => {
    const head = `POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: ${mostBytes + 1}\r\nConnection: close\r\n\r\n`
    assert.match(await raw(head, /too large/), /^HTTP\/1\.1 413 /)
    assert.deepEqual(received, [])
  })

  it('refuses a body that turns out to be too long with 413', async () => {
    const piece = Buffer.alloc(64 * 1024, 0x20)
    assert.equal(await postChunked([piece, piece, piece, piece, piece]), 413)
    assert.deepEqual(received, [])
  })

  const whole = `POST /api/messages HTTP/1.1\r\nHost: x\r\n${json}Content-Length: 2\r\n\r\n{}`
  const chunked = `POST /api/messages HTTP/1.1\r\nHost: x\r\n${json}Transfer-Encoding: chunked\r\n\r\n`
  const inCrumbs = (body: string): string => body.replace(/./gs, '1\r\n$&\r\n')

  it('takes a body in three hundred crumbs', async () => {
    const body = `{"a":"${'x'.repeat(300 - '{"a":""}'.length)}"}`
    assert.match(await raw(`${chunked}${inCrumbs(body)}0\r\n\r\n`, / 200 /), /^HTTP\/1\.1 200 /)
    assert.equal(received.length, 1)
  })

  it('refuses more crumbs with 413 before their end, since each of them costs time and memory', async () => {
    const neverEnding = `${chunked}${inCrumbs(' '.repeat(301))}`
    assert.match(await raw(neverEnding, /too large/), /^HTTP\/1\.1 413 /)
    assert.deepEqual(received, [])
  })

  it('takes nothing of a body that it has refused for its crumbs, whatever stood in the first of them', async () => {
    const heard = await raw(`${chunked}2\r\n{}\r\n${inCrumbs(' '.repeat(10_000))}0\r\n\r\n`)
    assert.match(heard, /^HTTP\/1\.1 413 (?!.*HTTP)/s)
    assert.deepEqual([received, events], [[], []])
  })

  it('answers in order where crumbs stand behind another request on the same connection', async () => {
    let answer = (): void => undefined
    const answered = new Promise<Answer>((resolve) => {
      answer = () => {
        resolve({ status: 200 })
      }
    })
    receive = () => answered
    const heard = raw(`${whole}${chunked}${inCrumbs(' '.repeat(10_000))}`, /too large/)
    // By the time that this is answered, all of it has come.
    await fetch(`${url}/healthz`)
    answer()
    assert.match(await heard, /^HTTP\/1\.1 200 .*HTTP\/1\.1 413 /s)
  })

  it('keeps no place for requests whose connection has ended', async () => {
    const other = 'GET /other HTTP/1.1\r\nHost: x\r\n\r\n'
    const health = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
    assert.match(await raw(`${other}${health.repeat(10)}`), /^HTTP\/1\.1 404 (?!.*HTTP)/s)
    await fetch(`${url}/healthz`)
    assert.match(await raw(whole, / 200 /), /^HTTP\/1\.1 200 /)
  })

  it('answers one look at its health on a connection, so that thousands in one breath take the place of nobody', async () => {
    const health = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
    assert.match(await raw(health.repeat(100)), /^HTTP\/1\.1 200 .*Connection: close(?!.*HTTP)/s)
  })

  for (const path of ['/healthz', '/readyz'])
    it(`takes messages while somebody asks for ${path} 1,900 times in one breath behind a request that takes long`, async () => {
      let asked = 0
      ready = () => {
        asked++
        return Promise.resolve(true)
      }
      const begun = new Promise<void>((resolve) => {
        receive = () => {
          resolve()
          return new Promise(() => undefined)
        }
      })
      const flood = raw(whole + `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(1900))
      await begun
      // By the time that this is answered, all of it has come.
      await fetch(`${url}/healthz`)
      receive = () => Promise.resolve({ status: 200 })
      assert.deepEqual(await Promise.all([post('{}'), post('{}')]), Array(2).fill({ status: 200, text: '' }))
      assert.ok(asked < 5, `asked the store ${asked} times`)
      // It is broken off, since so many are no mistake.
      assert.doesNotMatch(await flood.catch(() => ''), /HTTP/)
    })

  it('asks the store once for all who want to know at the same time whether it is ready', async () => {
    let asked = 0
    let answer: (isReady: boolean) => void = () => undefined
    ready = () => {
      asked++
      return new Promise((resolve) => {
        answer = resolve
      })
    }
    const crowd = Array.from({ length: 20 }, async () => (await fetch(`${url}/readyz`)).status)
    // By the time that as many are answered, those have come.
    await Promise.all(crowd.map(() => fetch(`${url}/healthz`)))
    answer(true)
    assert.deepEqual(await Promise.all(crowd), Array(20).fill(200))
    assert.equal(asked, 1)
  })

  it('takes a few messages of one connection at once and has the next come again, so that one sender leaves places for others', async () => {
    mostAtOnce = 100
    const answers: ((answer: Answer) => void)[] = []
    const begun = new Promise<void>((resolve) => {
      receive = () => {
        if (answers.length === 7) resolve()
        return new Promise((answer) => answers.push(answer))
      }
    })
    const crowd = raw(whole.repeat(50))
    await begun
    receive = () => Promise.resolve({ status: 200 })
    assert.equal((await post('{}')).status, 200)
    for (const answer of answers) answer({ status: 200 })
    assert.match(await crowd, /^(HTTP\/1\.1 200 (?:(?!HTTP).)*){8}HTTP\/1\.1 503 .*Retry-After: 2(?!.*HTTP)/s)
    assert.equal(answers.length, 8)
  })

  it('gives back the places of one connection when it ends', async () => {
    const begun = new Promise<void>((resolve) => {
      receive = () => {
        resolve()
        return new Promise(() => undefined)
      }
    })
    const socket = connect(port, '127.0.0.1')
    socket.write(whole.repeat(3))
    await begun
    assert.equal((await post('{}')).status, 503)
    socket.resetAndDestroy()
    await once(socket, 'close')
    receive = () => Promise.resolve({ status: 200 })
    await fetch(`${url}/healthz`)
    assert.equal((await post('{}')).status, 200)
  })

  it('is alive for somebody who asks in crumbs', async () => {
    const head = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n'
    assert.match(await raw(`${head}${inCrumbs(' '.repeat(10_000))}0\r\n\r\n`), /^HTTP\/1\.1 200 (?!.*HTTP)/s)
  })

  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
    it(`answers ${method} on the messages with 405`, async () => {
      assert.equal((await fetch(`${url}/api/messages`, { method })).status, 405)
    })

  for (const method of ['TRACE', 'OPTIONS', 'HEAD', 'CONNECT', 'PROPFIND'])
    it(`answers ${method} with 405 or not at all, and repeats nothing of it`, async () => {
      const head = `${method} /api/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer unmistakable\r\n`
      const heard = await raw(`${head}Connection: close\r\n\r\n`)
      assert.match(heard, /^(HTTP\/1\.1 405 .*)?$/s)
      assert.doesNotMatch(heard, /unmistakable/)
      assert.deepEqual(received, [])
    })

  it('goes by nothing that a proxy adds, or somebody who passes for one', async () => {
    const added = {
      'X-Forwarded-For': '10.0.0.1',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'http',
      'X-Forwarded-Prefix': '/healthz',
      'X-Real-IP': '127.0.0.1',
      Forwarded: 'for=127.0.0.1;host=evil.example',
      'X-Original-URL': '/healthz',
      'X-Rewrite-URL': '/healthz',
      'X-HTTP-Method-Override': 'GET',
      'X-User-ID': 'somebody',
    }
    assert.equal((await post('{"type":"message"}', { Authorization: 'Bearer x', ...added })).status, 200)
    assert.deepEqual(received, [{ authorization: 'Bearer x', activity: { type: 'message' } }])
    assert.equal((await fetch(`${url}/other`, { headers: { ...added, 'X-Original-URL': '/readyz' } })).status, 404)
  })

  it('says of every body that it is JSON, and leads nowhere else', async () => {
    receive = (_, activity) =>
      Promise.resolve('card' in activity ? { status: 200, body: '{"card":1}' } : { status: 200 })
    const answers = await Promise.all([
      ...['/healthz', '/readyz', '/', '/api/messages'].map((path) => fetch(`${url}${path}`, { redirect: 'manual' })),
      ...['{"card":1}', '{}', '['].map((body) =>
        fetch(`${url}/api/messages`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }),
      ),
    ])
    const seen = await Promise.all(
      answers.map(async (answer) => [answer.status, answer.headers.get('content-type'), (await answer.text()) !== '']),
    )
    const type = 'application/json'
    assert.deepEqual(seen, [
      ...[200, 200, 404, 405].map((status) => [status, type, true]),
      [200, type, true],
      [200, null, false],
      [400, type, true],
    ])
    assert.ok(answers.every(({ headers }) => !headers.has('location')))
  })

  for (const path of [
    '/',
    '/.git/HEAD',
    '/.env',
    '/package.json',
    '/api',
    '/api/messages/x',
    '/metrics',
    '/..%2f..%2fetc%2fpasswd',
    '/%00',
    '/%',
  ])
    it(`has nothing at ${path}`, async () => {
      const { status } = await fetch(`${url}${path}`)
      assert.ok(status === 404 || status === 400, String(status))
    })

  it('is alive at /healthz, and ready at /readyz as long as the store answers', async () => {
    const health = await fetch(`${url}/healthz`)
    assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }])
    assert.deepEqual(await (await fetch(`${url}/readyz`)).json(), { status: 'ready' })
    ready = () => Promise.resolve(false)
    const unready = await fetch(`${url}/readyz`)
    assert.deepEqual([unready.status, await unready.json()], [503, { status: 'not ready' }])
  })

  it('answers 500 in its own words when handling fails, and logs it', async () => {
    receive = () => Promise.reject(new Error('the password is hunter2'))
    assert.deepEqual(await post('{}'), { status: 500, text: '{"error":"internal error"}' })
    assert.deepEqual(events, [{ event: 'receive-failed' }])
  })

  const rude: [string, string, RegExp | undefined][] = [
    ['bytes that are not HTTP', 'what?\r\n\r\n', undefined],
    [
      'a request with two lengths',
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}',
      undefined,
    ],
    [
      'a length beside chunks',
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
      undefined,
    ],
    [
      'a chunk of no known size',
      `POST /api/messages HTTP/1.1\r\nHost: x\r\n${json}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}`,
      undefined,
    ],
    [
      'more than it announced',
      `POST /api/messages HTTP/1.1\r\nHost: x\r\n${json}Content-Length: 2\r\n\r\n{}junk\r\n\r\n`,
      / 400 /,
    ],
  ]
  for (const [name, bytes, enough] of rude)
    it(`survives ${name}`, async () => {
      assert.match(await raw(bytes, enough), /HTTP\/1\.1 400 /)
    })

  it('survives a caller who hangs up in the middle of a body', async () => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`POST /api/messages HTTP/1.1\r\nHost: x\r\n${json}Content-Length: 100\r\n\r\n{"type":`)
    // By the time that this is answered, that has come.
    await fetch(`${url}/healthz`)
    socket.resetAndDestroy()
    assert.deepEqual(received, [])
  })

  it('survives a caller who does not wait for the answer', async () => {
    const answered = new Promise<void>((resolve) => {
      receive = () => {
        resolve()
        return Promise.resolve({ status: 200, body: 'x'.repeat(1_000_000) })
      }
    })
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`POST /api/messages HTTP/1.1\r\nHost: x\r\n${json}Content-Length: 2\r\n\r\n{}`)
    await answered
    socket.resetAndDestroy()
  })
})

describe('the messages of the whole bot', () => {
  it('are refused with 400 when they are no activity, and never reach a card', async () => {
    const bot = await startBot({ channels: [] })
    try {
      const wrong = [
        '{}',
        '{"foo":1}',
        '{"type":7}',
        '{"type":""}',
        '{"type":null}',
        '{"type":{"toString":"message"}}',
        '{"type":"message","text":7}',
        '{"type":"message","from":"ana"}',
        '{"type":"message","from":{"aadObjectId":"not-a-guid"}}',
        '{"__proto__":{"type":"message"}}',
        String.raw`{"type":"message","from":{"id":"\ud800"}}`,
        String.raw`{"type":"message","conversation":{"id":"x\udc00"}}`,
        String.raw`{"type":"message","id":"\ud800"}`,
        String.raw`{"type":"message","replyToId":"\ud800"}`,
      ]
      for (const body of wrong) {
        const response = await fetch(`${bot.url()}/api/messages`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        })
        assert.equal(response.status, 400, body)
        assert.deepEqual(await response.json(), { error: 'bad request' }, body)
      }
      assert.equal(bot.connector.arrived('post'), 0)
      assert.equal((await fetch(`${bot.url()}/healthz`)).status, 200)
    } finally {
      await bot.stop()
    }
  })

  it('of a kind that the bot has nothing to say to are taken and left unanswered', async () => {
    const bot = await startBot({ channels: [] })
    try {
      for (const type of ['typing', 'messageReaction', 'endOfConversation', 'event', 'messageUpdate', 'x']) {
        const from = { id: '29:x', aadObjectId: '5b0a7c10-0000-4000-8000-000000000001' }
        const where = { id: 'c', type: 'personal' } as const
        const person = {
          id: from.aadObjectId,
          givenName: 'A',
          surname: 'F',
          name: 'A F',
          userPrincipalName: 'a',
          isHelpdesk: false,
        }
        assert.equal((await bot.send(person, where, { type })).status, 200, type)
      }
      assert.equal(bot.connector.arrived('post'), 0)
    } finally {
      await bot.stop()
    }
  })
})
