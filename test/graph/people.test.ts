// Who belongs to the helpdesk, and what is believed when Graph does not answer.
import assert from 'node:assert/strict'
import { people as staff } from '../../src/sandbox/tenant.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { reply, startFaultyServer } from '../helpers/faulty-server.ts'
import { graphAt, personId, sandboxCredential } from '../helpers/graph-adapter.ts'

describe('the helpdesk in Graph', () => {
  let sandbox: Sandbox
  let clock: number

  beforeEach(async () => {
    sandbox = await startSandbox({ production: false })
    clock = Date.now()
  })
  afterEach(() => sandbox.stop())

  const adapter = () =>
    graphAt(sandbox.url, { tokenCredential: sandboxCredential(sandbox), now: () => new Date(clock) })

  describe('and who belongs to it', () => {
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

  describe('and its people', () => {
    const member = (number: number, given: object = {}) => ({
      '@odata.type': '#microsoft.graph.user',
      id: `5b0a7c10-0000-4000-8000-${String(number).padStart(12, '0')}`,
      displayName: `Person ${String(number).padStart(3, '0')}`,
      ...given,
    })
    const answer = (...value: object[]) => {
      sandbox.faults.set('members', { status: 200, body: { value } })
    }

    it('are its members, by name', async () => {
      assert.deepEqual(
        (await adapter().people.helpdesk()).map(({ id, name }) => [id, name]),
        [staff.ben, staff.chiara].map(({ id, name }) => [id, name]),
      )
    })

    it('are people only, in the order of their names', async () => {
      const group = { ...member(9), '@odata.type': '#microsoft.graph.group' }
      answer(member(2), group, member(1), member(3, { id: 'me' }), member(4, { displayName: null }))
      const names = (await adapter().people.helpdesk()).map(({ name }) => name)
      assert.deepEqual(names, ['', 'Person 001', 'Person 002'])
    })

    it('are as many as a card has room for', async () => {
      answer(...Array.from({ length: 150 }, (_, at) => member(at)))
      const names = (await adapter().people.helpdesk()).map(({ name }) => name)
      assert.equal(names.length, 20)
      assert.equal(names.at(-1), 'Person 019')
    })

    it('are remembered for a minute', async () => {
      const { people } = adapter()
      answer(member(1))
      for (const step of [0, 59_999]) {
        clock += step
        assert.equal((await people.helpdesk()).length, 1)
      }
      clock += 1
      assert.equal((await people.helpdesk()).length, 2)
    })

    it('are nobody when Graph does not answer, or those of before, and Graph is asked again soon', async () => {
      const { people } = adapter()
      sandbox.faults.set('members', { status: 403 }, 9)
      assert.deepEqual(await people.helpdesk(), [])
      sandbox.faults.clear()
      clock += 10_000
      assert.equal((await people.helpdesk()).length, 2)
      clock += 60_000
      sandbox.faults.set('members', { status: 403 }, 9)
      assert.equal((await people.helpdesk()).length, 2)
    })
  })
})
