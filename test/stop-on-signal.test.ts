// A signal to stop: in order and once, and told of where that fails.
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import type { Log } from '../src/flows/ports.ts'
import { stopOnSignal } from '../src/stop-on-signal.ts'

describe('a signal to stop', () => {
  function stoppedBy(stop: () => Promise<void>) {
    const events: string[] = []
    const keep: Log['info'] = ({ event }) => void events.push(event)
    const process = Object.assign(new EventEmitter(), {
      exit: (code: number) => void process.emit('exit', code),
    })
    stopOnSignal(process, { info: keep, warn: keep, error: keep }, stop)
    return { process, events, exit: once(process, 'exit') }
  }

  it('stops once and exits with 0, however often it comes', async () => {
    let stops = 0
    const { process, events, exit } = stoppedBy(() => {
      stops++
      return Promise.resolve()
    })
    process.emit('SIGTERM')
    process.emit('SIGINT')
    assert.deepEqual(await exit, [0])
    assert.equal(stops, 1)
    assert.deepEqual(events, [])
  })

  it('exits with 1 where stopping fails, and says so in the log', async () => {
    const { process, events, exit } = stoppedBy(() => Promise.reject(new Error('no')))
    process.emit('SIGTERM')
    assert.deepEqual(await exit, [1])
    assert.deepEqual(events, ['stop-failed'])
  })
})
