// Who belongs to the helpdesk, and what is believed when Graph does not answer.
import assert from 'node:assert/strict'
import { people as staff } from '../../src/sandbox/tenant.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { reply, startFaultyServer } from '../helpers/faulty-server.ts'
import { graphAt, personId, sandboxCredential } from '../helpers/graph-adapter.ts'

describe('who belongs to the helpdesk', () => {
  let sandbox: Sandbox
  let clock: number

  beforeEach(async () => {
    sandbox = await startSandbox({ production: false })
    clock = Date.now()
  })
  afterEach(() => sandbox.stop())

  const adapter = () =>
    graphAt(sandbox.url, { tokenCredential: sandboxCredential(sandbox), now: () => new Date(clock) })

  it('is told by the group', async () => {
    const { people } = adapter()
    assert.equal(await people.isHelpdesk(staff.ben.id), 'yes')
    assert.equal(await people.isHelpdesk(staff.chiara.id), 'yes')
    assert.equal(await people.isHelpdesk(staff.ana.id), 'no')
  })

  it('is remembered for a minute, a yes as well as a no', async () => {
    const { people, events } = adapter()
    for (const step of [0, 59_999]) {
      clock += step
      assert.equal(await people.isHelpdesk(staff.ben.id), 'yes')
      assert.equal(await people.isHelpdesk(staff.ana.id.toUpperCase()), 'no')
    }
    assert.equal(events.length, 2)
    clock += 1
    await people.isHelpdesk(staff.ben.id)
    assert.equal(events.length, 3)
  })

  it('is unknown, and not remembered, when Graph does not answer', async () => {
    const { people } = adapter()
    sandbox.faults.set('check', { status: 503 }, 3)
    assert.equal(await people.isHelpdesk(staff.ben.id), 'unknown')
    assert.equal(await people.isHelpdesk(staff.ben.id), 'yes')
  })

  it('is unknown after a yes that has run out', async () => {
    const { people } = adapter()
    assert.equal(await people.isHelpdesk(staff.ben.id), 'yes')
    clock += 60_000
    sandbox.faults.set('check', { status: 403 })
    assert.equal(await people.isHelpdesk(staff.ben.id), 'unknown')
  })

  const odd: [string, unknown][] = [
    ['a group that was not asked for', { value: ['00000000-0000-4000-8000-0000000000ff'] }],
    ['nothing', { value: [] }],
  ]
  for (const [name, body] of odd)
    it(`is a no when Graph names ${name}`, async () => {
      sandbox.faults.set('check', { status: 200, body })
      assert.equal(await adapter().people.isHelpdesk(staff.ben.id), 'no')
    })

  for (const body of [{ value: 'yes' }, { value: [true] }, {}, 'yes'])
    it(`is unknown when Graph answers ${JSON.stringify(body)}`, async () => {
      sandbox.faults.set('check', { status: 200, body })
      assert.equal(await adapter().people.isHelpdesk(staff.ben.id), 'unknown')
    })

  for (const id of ['', 'me', '../groups', `${personId}/..`, `${personId}\n`, 'ana.ferreira@contoso.example'])
    it(`is a no for ${JSON.stringify(id)}, and Graph is not asked`, async () => {
      const server = await startFaultyServer(reply(200))
      assert.equal(await graphAt(server.url).people.isHelpdesk(id), 'no')
      assert.equal(server.seen.length, 0)
      await server.stop()
    })
})
