// What the command says to a person who does not know it yet.
import assert from 'node:assert/strict'
import { reconnect } from './run-reconnect.ts'

describe('reconnect', () => {
  it('explains every command with an example', async () => {
    const { code, out } = await reconnect(['--help'])
    for (const command of ['catalog', 'match', 'package']) assert.match(out, new RegExp(`^ {2}${command} .*\\w`, 'm'))
    assert.match(out, /Examples:\n {2}reconnect match "/)
    assert.equal(code, 0)
  })

  it('shows the help when it is given nothing to do', async () => {
    const { code, err } = await reconnect([])
    assert.match(err, /^Usage: reconnect/)
    assert.equal(code, 1)
  })

  it('names a command that it does not have, and the way to the help', async () => {
    const { code, out, err } = await reconnect(['mach', 'error'])
    assert.match(err, /unknown command 'mach'[^]*reconnect --help/)
    assert.deepEqual({ code, out }, { code: 1, out: '' })
  })
})
