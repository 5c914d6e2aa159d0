// Bodies that no activity is made of, as they are sent, and what each is refused with.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { mostBytes } from '../../src/gate/bounded-request.ts'
import { somebody, typed } from './activities.ts'
import { type Answered, exchange, post } from './raw.ts'
import type { UnderAttack } from './under-attack.ts'

type Body = {
  readonly name: string
  readonly status: readonly number[]
  readonly send: (genuine: string) => Promise<Answered>
}

const mb = 1024 * 1024
const deep = 400_000

/** As they are sent to this port. */
export function bodiesTo(port: number, { connector }: Pick<UnderAttack, 'connector'>): readonly Body[] {
  const activity = typed(connector.url, somebody(1), 'help')
  const whole = JSON.stringify(activity)
  const plain = (name: string, body: string | Buffer, ...status: number[]): Body => ({
    name,
    status: status.length > 0 ? status : [400],
    send: (genuine) => post(port, [genuine], body),
  })
  const headed = (name: string, headers: readonly string[], body: string | Buffer, ...status: number[]): Body => ({
    name,
    status,
    send: (genuine) => post(port, [genuine, ...headers], body),
  })
  const bare = (
    name: string,
    lines: readonly string[],
    pieces: readonly (string | Buffer)[],
    ...status: number[]
  ): Body => ({
    name,
    status,
    send: (genuine) => {
      const head = ['POST /api/messages HTTP/1.1', 'Host: bot', 'Connection: close', genuine, ...lines]
      return exchange(port, [`${head.join('\r\n')}\r\n\r\n`, ...pieces])
    },
  })
  const json = 'Content-Type: application/json'
  const chunk = (bytes: Buffer) =>
    Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
  const end = Buffer.from('0\r\n\r\n')
  const field = (name: string, value: string) => whole.replace(/^\{/, `{"${name}":${value},`)
  const instead = (name: string, value: string) =>
    JSON.stringify({ ...activity, [name]: 'HERE' }).replace('"HERE"', value)
  /** What is made where there is room for so many more letters. */
  const filled = (make: (left: number) => string) => make(mostBytes - whole.length - 100)
  /** So many names, no two the same. */
  const named = (count: number, length: number, make: (name: string) => string) =>
    Array.from({ length: Math.floor(count) }, (_, at) => make(`"${at.toString(36).padStart(length, '_')}"`)).join('')
  const bomb = gzipSync(Buffer.alloc(200 * mb, 0x20))
  return [
    ...[
      '',
      ' ',
      'null',
      '[]',
      '"x"',
      '0',
      '1e400',
      'true',
      '{',
      '{"type":',
      whole.slice(0, -1),
      `${whole}}`,
      `${whole}${whole}`,
      `\ufeff${whole}`,
      `[${whole}]`,
      "{'type':'message'}",
      '{"type":"message",}',
      'NaN',
      '{"a":Infinity}',
      `${whole}\0`,
      `)]}'${whole}`,
      '<xml/>',
    ].map((body) => plain(`body ${body.slice(0, 20)}`, body)),
    ...[
      'null',
      '7',
      '{}',
      '[]',
      'true',
      '""',
      `"${'x'.repeat(65)}"`,
      '{"toString":"message"}',
      '{"__proto__":"message"}',
    ].map((type) => plain(`type ${type.slice(0, 20)}`, instead('type', type))),
    ...['null', '7', '"x"', '{"aadObjectId":7}', '{"aadObjectId":"not-a-guid"}', `{"id":"${'x'.repeat(257)}"}`].map(
      (from) => plain(`from ${from.slice(0, 20)}`, instead('from', from)),
    ),
    ...['null', '7', '"x"', '{}', '{"id":7}', `{"id":"${'x'.repeat(1025)}"}`].map((conversation) =>
      plain(`conversation ${conversation.slice(0, 20)}`, instead('conversation', conversation)),
    ),
    plain('everything under __proto__', `{"__proto__":${whole}}`),
    plain('everything under constructor', `{"constructor":{"prototype":${whole}}}`),
    ...['channelId', 'serviceUrl', 'conversation'].map((name) =>
      plain(`two of ${name}, the second null`, whole.replace(/\}$/, `,"${name}":null}`)),
    ),
    plain('a number beyond all', instead('text', '1e400')),
    plain(
      'invalid UTF-8',
      Buffer.concat([Buffer.from(whole.slice(0, -2)), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    ),
    plain('an overlong slash', Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])),
    plain(
      'half a surrogate as bytes',
      Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    ),
    plain('UTF-16', Buffer.from(whole, 'utf16le')),
    plain('10 MB', Buffer.alloc(10 * mb, 0x20), 413, 0),
    plain('a byte too many', instead('text', `"${'x'.repeat(256 * 1024)}"`), 413),
    plain(`${deep} lists in each other`, '['.repeat(125_000) + ']'.repeat(125_000)),
    plain('33 lists in each other in an activity', field('value', '['.repeat(33) + ']'.repeat(33))),
    plain('objects in each other', field('value', '{"a":'.repeat(30_000) + '1' + '}'.repeat(30_000))),
    plain('brackets that are never closed', field('value', '['.repeat(200_000))),
    // As long as can be, of what takes longest to read.
    plain('nothing but blanks', Buffer.alloc(mostBytes, ' ')),
    plain(
      'one long type',
      filled((left) => instead('type', `"${'x'.repeat(left)}"`)),
    ),
    plain(
      'a type full of quotation marks',
      filled((left) => instead('type', `"${'\\"'.repeat(left / 2)}"`)),
    ),
    plain(
      'a type full of backslashes',
      filled((left) => instead('type', `"${'\\\\'.repeat(left / 2)}"`)),
    ),
    plain(
      'a great many numbers',
      filled((left) => instead('type', `[${'0,'.repeat(left / 2)}0]`)),
    ),
    plain(
      'a great many objects',
      filled((left) => instead('type', `[${'{"a":1},'.repeat(left / 8)}0]`)),
    ),
    ...[5, 40].map((length) =>
      plain(
        `a great many names of ${length} letters`,
        filled((left) => instead('type', `{${named(left / (length + 5), length, (name) => `${name}:0,`)}"":0}`)),
      ),
    ),
    ...[5, 40].map((length) =>
      plain(
        `a great many objects with names of ${length} letters`,
        filled((left) => instead('type', `[${named(left / (length + 7), length, (name) => `{${name}:0},`)}0]`)),
      ),
    ),
    bare(
      `${deep} lists in each other, in chunks`,
      [json, 'Transfer-Encoding: chunked'],
      [chunk(Buffer.alloc(deep, '[')), end],
      413,
      0,
    ),
    bare(
      '10 MB in chunks',
      [json, 'Transfer-Encoding: chunked'],
      [...Array.from({ length: 160 }, () => chunk(Buffer.alloc(64 * 1024, 0x20))), end],
      413,
      0,
    ),
    ...(
      [
        [1000, 1, 413],
        [10_000, 1, 413],
        [1_000_000, 1, 413],
        [4000, 64, 413],
        [1000, 256, 413],
        [500, 512, 400],
      ] as const
    ).map(([chunks, bytes, status]) =>
      bare(
        `${chunks} chunks of ${bytes} bytes`,
        [json, 'Transfer-Encoding: chunked'],
        [Buffer.concat(Array.from({ length: chunks }, () => chunk(Buffer.alloc(bytes, ' ')))), end],
        status,
        0,
      ),
    ),
    bare('a chunk of no size', [json, 'Transfer-Encoding: chunked'], ['zz\r\n{}\r\n0\r\n\r\n'], 400),
    bare('a chunk too great to count', [json, 'Transfer-Encoding: chunked'], ['ffffffffffffffffff\r\n{}'], 400),
    bare('a length beside chunks', [json, 'Content-Length: 4', 'Transfer-Encoding: chunked'], ['0\r\n\r\nPOST'], 400),
    bare(
      'chunks that are not the last coding',
      [json, 'Transfer-Encoding: chunked, identity'],
      ['2\r\n{}\r\n0\r\n\r\n'],
      400,
    ),
    bare('chunks in another spelling', [json, 'Transfer-Encoding: xchunked'], ['2\r\n{}\r\n0\r\n\r\n'], 400),
    bare('two lengths', [json, 'Content-Length: 2', 'Content-Length: 3'], ['{} '], 400),
    bare('a length below nothing', [json, 'Content-Length: -1'], ['{}'], 400),
    bare('a length in words', [json, 'Content-Length: two'], ['{}'], 400),
    bare('a length of more than there can be', [json, 'Content-Length: 99999999999999999999'], ['{}'], 400),
    bare('a length greater than is taken', [json, 'Content-Length: 262145'], ['{}'], 413),
    bare('a length that is too small', [json, 'Content-Length: 2'], ['{}garbage'], 400),
    bare('a header line that is folded', [json, 'X-A: 1', ' Content-Length: 2'], ['{}'], 400),
    bare('a space before the colon', [json, 'Content-Length : 2'], ['{}'], 400),
    bare('20 kB of headers', [json, `X-Long: ${'x'.repeat(20_000)}`], ['{}'], 431),
    bare('a NUL in a header', [json, 'X-A: a\0b'], ['{}'], 400),
    ...(['gzip', 'deflate', 'br', 'x-gzip', 'identity', 'zstd', 'gzip, gzip', ''] as const).map((coding) =>
      headed(`Content-Encoding: ${coding}`, [`Content-Encoding: ${coding}`], whole, 415),
    ),
    headed('a true gzip', ['Content-Encoding: gzip'], gzipSync(whole), 415),
    headed('a gzip that is cut', ['Content-Encoding: gzip'], gzipSync(whole).subarray(0, 12), 415),
    headed('a gzip of 200 MB', ['Content-Encoding: gzip'], bomb, 415),
    headed('a deflate', ['Content-Encoding: deflate'], deflateSync(whole), 415),
    headed('a deflate that is cut', ['Content-Encoding: deflate'], deflateSync(whole).subarray(0, 9), 415),
    headed('a brotli of 50 MB', ['Content-Encoding: br'], brotliCompressSync(Buffer.alloc(50 * mb)), 415),
    ...[
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-16',
      'application/json, text/plain',
      '',
    ].map((type) =>
      bare(
        `Content-Type: ${type}`,
        [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(whole)}`],
        [whole],
        415,
      ),
    ),
  ]
}
