// What nobody caught: an exception ends the process in order and in time, a rejection does not end it.
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import type { Log } from '../src/flows/ports.ts'
import { catchTheRest } from '../src/last-catch.ts'

const never = () => new Promise<void>(() => undefined)

describe('what nobody caught', () => {
  function caughtBy(stop: () => Promise<void>) {
    const events: string[] = []
    const keep: Log['info'] = ({ event }) => void events.push(event)
    const process = Object.assign(new EventEmitter(), {
      exit: (code: number) => void process.emit('exit', code),
    })
    catchTheRest(process, { info: keep, warn: keep, error: keep }, stop, 1)
    return { process, events, exit: once(process, 'exit') }
  }

  it('stops once and exits with 1, however many exceptions there are', async () => {
    let stops = 0
    const { process, events, exit } = caughtBy(() => {
      stops++
      return Promise.resolve()
    })
    process.emit('uncaughtException', new Error('first'))
    process.emit('uncaughtException', new Error('second'))
    assert.deepEqual(await exit, [1])
    assert.equal(stops, 1)
    assert.deepEqual(events, ['uncaught-exception', 'uncaught-exception'])
  })

  it('exits with 1 even where stopping never ends, or fails', async () => {
    const hanging = caughtBy(never)
    hanging.process.emit('uncaughtException', new Error('boom'))
    assert.deepEqual(await hanging.exit, [1])
    const failing = caughtBy(() => Promise.reject(new Error('no')))
    failing.process.emit('uncaughtException', new Error('boom'))
    assert.deepEqual(await failing.exit, [1])
    assert.deepEqual(failing.events, ['uncaught-exception', 'stop-failed'])
  })

  it('does not stop for a rejection', () => {
    const { process, events } = caughtBy(() => assert.fail('it stopped'))
    process.emit('unhandledRejection', new Error('lost'))
    assert.deepEqual(events, ['unhandled-rejection'])
  })
})
