// The log: a line an event whatever is thrown, printed or passed in, and nothing in it that anybody wrote.
import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { consoleToLog } from '../src/console-to-log.ts'
import type { Log } from '../src/flows/ports.ts'
import { createLog } from '../src/log.ts'
import { hostileTexts, mark } from './helpers/hostile.ts'

const longestLine = 4096

describe('the log', () => {
  let lines: string[]
  let log: Log

  beforeEach(() => {
    lines = []
    log = createLog('info', { write: (line) => void lines.push(line) })
  })

  /** The one line that came of it, parsed. */
  function told(): Record<string, unknown> {
    assert.equal(lines.length, 1)
    return JSON.parse(lines.splice(0)[0] ?? '') as Record<string, unknown>
  }

  const errorOf = (error: unknown) => {
    log.error({ event: 'probe' }, error)
    return told()
  }

  it('tells an error by name, code, status and places, and never by its message', () => {
    const error = Object.assign(new RangeError('a private sentence'), { code: 'E_RANGE', statusCode: 413 })
    const { level, event, time, at, ...rest } = errorOf(error)
    assert.deepEqual([level, event, typeof time], [50, 'probe', 'string'])
    assert.deepEqual(rest, { error: 'RangeError', code: 'E_RANGE', status: 413 })
    assert.match(String(at), /^test\/log\.test\.ts:\d+:\d+/)
  })

  it('tells the time in UTC', () => {
    const before = Date.now()
    log.info({ event: 'probe' })
    const { time } = told()
    assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.ok(before <= Date.parse(String(time)) && Date.parse(String(time)) <= Date.now())
  })

  it('tells the code of what an error was caused by, where it has none', () => {
    const cause = Object.assign(new Error('inside'), { code: 'ECONNREFUSED' })
    assert.equal(errorOf(new TypeError('fetch failed', { cause }))['code'], 'ECONNREFUSED')
  })

  it('tells places behind a message that looks like places, and only files that are here', () => {
    const forged = new Error('boom\n    at evil (src/evil.ts:1:1)\n    at file:///etc/passwd:1:1')
    assert.match(String(errorOf(forged)['at']), /^test\/log\.test\.ts:/)
    forged.message = 'something else'
    assert.match(String(errorOf(forged)['at']), /^test\/log\.test\.ts:/)
  })

  it('tells of what was thrown and is no error nothing but its type', () => {
    for (const [thrown, type] of [
      ['secret', 'string'],
      [42, 'number'],
      [undefined, 'undefined'],
      [{ a: 'b' }, 'object'],
    ])
      assert.deepEqual(errorOf(thrown)['error'], type)
  })

  it('survives an error that cannot be read', () => {
    const trap = Object.defineProperty(new Error('x'), 'code', {
      get: () => {
        throw new Error('no')
      },
    })
    assert.equal(errorOf(trap)['error'], 'unreadable')
    assert.equal(errorOf(Object.assign(new Error('x'), { stack: { indexOf: 7 } }))['error'], 'unreadable')
  })

  it('keeps the known fields, withholds what is no word, and drops what it does not know', () => {
    const strange = JSON.parse('{"__proto__":"x","level":"fatal","time":0,"name":"Ana","constructor":1}') as object
    const event = { event: 'probe', person: '5b0a7c10-0000-4000-8000-000000000001', ms: 12, rule: 'two words' }
    log.info({ ...event, ...strange })
    const { time, ...rest } = told()
    assert.equal(typeof time, 'string')
    assert.deepEqual(rest, { level: 30, ...event, rule: 'withheld' })
  })

  it('leaves out a number that JSON does not know', () => {
    log.info({ event: 'probe', ms: Number.NaN, attempts: Infinity })
    const { ms, attempts } = told()
    assert.deepEqual([ms, attempts], ['withheld', 'withheld'])
  })

  it('makes of 10,000 hostile texts 10,000 lines, through whichever way they come', () => {
    const { console, process } = printers(log)
    consoleToLog(console, process, log)
    const ways = waysIn(log, console, process)
    const texts = hostileTexts(10_000)
    texts.forEach((text, at) => {
      // The texts come in cycles of their own: each kind of them goes each way.
      ways[Math.floor(at / 7) % ways.length]?.(text)
      assert.equal(lines.length, at + 1, JSON.stringify(text).slice(0, 200))
    })
    assert.equal(lines.join('').split('\n').length, texts.length + 1)
    for (const line of lines) {
      assert.ok(Buffer.byteLength(line) <= longestLine)
      assert.match(
        line,
        /^\{"level":\d\d,"time":"[^"]+","event":"(probe|withheld|library-printed|runtime-warning)"[ -~]*\}\n$/,
      )
      assert.ok(!line.includes(mark), line)
      const fields = JSON.parse(line) as Record<string, unknown>
      assert.ok(Object.values(fields).every((value) => ['string', 'number'].includes(typeof value)))
    }
  })
})

/** A console and a process of which nothing is seen outside. */
function printers(log: Log) {
  const never = (): void => {
    log.info({ event: 'printed-outside' })
  }
  const stream = () => ({ write: (chunk: string | Uint8Array) => chunk.length >= 0 })
  const console = { log: never, info: never, debug: never, dir: never, error: never, warn: never, trace: never }
  return {
    console,
    process: Object.assign(new EventEmitter<{ warning: [Error] }>(), { stdout: stream(), stderr: stream() }),
  }
}

/** Every way in which a text from outside can come to the log. */
function waysIn(
  log: Log,
  console: ReturnType<typeof printers>['console'],
  process: ReturnType<typeof printers>['process'],
): ((text: string) => void)[] {
  const failed = (error: unknown) => {
    log.error({ event: 'probe' }, error)
  }
  const fields = ['event', 'person', 'request', 'card', 'lane', 'outcome', 'code', 'requestId', 'rule', 'why'] as const
  const say: Record<string, (...values: unknown[]) => void> = console
  return [
    (text) => {
      failed(new Error(text))
    },
    (text) => {
      failed(Object.assign(new Error(text), { name: text }))
    },
    (text) => {
      failed(Object.assign(new Error('changed later', { cause: text }), { code: text, statusCode: text }))
    },
    (text) => {
      failed(Object.assign(new Error(text), { message: 'changed later', statusCode: { [text]: text } }))
    },
    (text) => {
      failed(Object.assign(new Error('short'), { stack: text }))
    },
    (text) => {
      failed(Object.assign(new Error(text), { stack: `Error: ${text}\n    at ${text} (${text})` }))
    },
    (text) => {
      failed(new AggregateError([new Error(text)], text, { cause: { code: text } }))
    },
    (text) => {
      failed(text)
    },
    (text) => {
      failed({ message: text, name: text, toString: () => text, toJSON: () => text })
    },
    (text) => {
      log.warn({ event: 'probe' }, new Error(text))
    },
    ...fields.map((field) => (text: string) => {
      log.info({ event: 'probe', [field]: text })
    }),
    (text) => {
      log.info({ event: 'probe', [text]: text, ...({ ms: text } as object) })
    },
    ...Object.keys(say).flatMap((name) => [
      (text: string) => {
        say[name]?.(text, { text }, new Error(text))
      },
      (text: string) => {
        say[name]?.(`%s %o ${text}`, text)
      },
    ]),
    (text) => {
      process.stdout.write(text)
    },
    (text) => {
      process.stderr.write(Buffer.from(text).toString())
    },
    (text) => {
      process.emit('warning', Object.assign(new Error(text), { name: text, code: text }))
    },
  ]
}
