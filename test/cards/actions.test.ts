// Button data: what was packed is read back as it was, and whatever else a client sends is an action of ours or nothing.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decode, encode, textInput } from '../../src/cards/actions.ts'
import type { Renderer } from '../../src/cards/render.ts'
import { type Action, commandCards, listNames } from '../../src/core/actions.ts'
import { commandNames } from '../../src/core/commands.ts'
import type { Button, ButtonAction } from '../../src/core/screens.ts'
import { machineProducts } from '../../src/core/show-restart-steps.ts'
import { severities } from '../../src/core/ticket.ts'
import { elements } from '../helpers/card-rules.ts'
import { loadCards, samples } from '../helpers/card-samples.ts'

const runs = { numRuns: 2000 }

const id = fc.string({ minLength: 1, maxLength: 64 })
const ref = fc.record({ id, nonce: id, step: fc.nat(1_000_000) })
const choice = fc.nat(20)
const text = fc.string({ maxLength: 2000 })
const severity = fc.constantFrom(...severities)
const machine = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/)

const sessionAct = fc.oneof(
  fc.record({ verb: fc.constant('answer' as const), choice: fc.oneof(choice, fc.constant('unknown' as const)) }),
  fc.record({ verb: fc.constant('pick' as const), choice: fc.oneof(choice, fc.constant('none' as const)) }),
  fc.record({ verb: fc.constant('page' as const), choice }),
  fc.record({ verb: fc.constant('open-topic' as const), symptomId: id }),
  fc.record({ verb: fc.constant('choose-device' as const), device: id }),
  fc.record({ verb: fc.constant('send-machine' as const), product: fc.constantFrom(...machineProducts), machine }),
  fc.record({ verb: fc.constant('send-ticket' as const), text, severity }),
  fc.record({
    verb: fc.constantFrom('back', 'topics', 'solved', 'restart', 'confirm-restart', 'other-machine', 'get-help'),
  }),
  fc.record({ verb: fc.constantFrom('cancel-session', 'connected', 'not-connected') }),
)
const ticketAct = fc.oneof(
  fc.record({
    verb: fc.constantFrom('take', 'release', 'approve', 'resolve', 'withdraw', 'reopen', 'confirm', 'show-ticket'),
  }),
  fc.record({ verb: fc.constantFrom('help-again', 'refresh') }),
  fc.record({ verb: fc.constantFrom('decline', 'reply', 'comment', 'note'), text }),
  fc.record({ verb: fc.constant('escalate' as const), text, severity }),
  fc.record({ verb: fc.constant('urgency' as const), severity }),
  fc.record({ verb: fc.constant('assign' as const), assignee: fc.oneof(fc.uuid(), fc.constant('')) }),
)
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ on: fc.constant('session' as const), ref, act: sessionAct }),
  fc.record({ on: fc.constant('ticket' as const), ref, act: ticketAct }),
  fc.record({ on: fc.constant('list' as const), list: fc.constantFrom(...listNames), page: fc.nat(10_000) }),
  fc.record({
    on: fc.constant('command' as const),
    command: fc.constantFrom(...commandNames),
    card: fc.constantFrom(...commandCards),
  }),
)

// Made plain, since the records above come with and without a prototype.
const action = anyAction.map((made) => structuredClone(made))

/** What a client sends for an action: the data of its button, and beside it the inputs of the card. */
function sent(wanted: Action): Record<string, unknown> {
  if (wanted.on === 'command')
    return encode(button({ on: 'command', verb: 'command', id: wanted.card, choice: wanted.command }))
  if (wanted.on === 'list') return encode(button({ on: 'list', verb: 'list', id: wanted.list, choice: wanted.page }))
  const { on, ref: record, act } = wanted
  const { verb, ...rest } = act
  const picked = 'choice' in act ? { choice: act.choice } : {}
  const typed: [string, unknown][] = Object.entries(rest).filter(([key]) => key !== 'choice')
  const inputs = typed.map(([key, value]) => [inputOf(verb, key), value] as const)
  return { ...encode(button({ on, verb, ref: record, ...picked })), ...Object.fromEntries(inputs) }
}

/** The input that a field of an act is read from: two forms of one card never share one. */
function inputOf(verb: string, field: string): string {
  if (field === 'text') return textInput(verb)
  return verb === 'urgency' && field === 'severity' ? 'urgency' : field
}

const button = (wanted: ButtonAction): Button => ({ title: 'Press me', action: wanted })

let render: Renderer
before(async () => {
  render = await loadCards()
})

describe('button data', () => {
  it('is read back as the action that it was made for', () => {
    fc.assert(
      fc.property(action, (wanted) => {
        assert.deepEqual(decode(sent(wanted)), wanted)
      }),
      runs,
    )
  })

  it('of every button on every sample is an action, once its inputs are filled in', () => {
    const inputs = {
      symptomId: 's',
      device: 'd',
      product: 'azure-vm',
      machine: 'vm-1',
      severity: 'normal',
      urgency: 'high',
    }
    for (const { name, screen } of samples)
      for (const { path, value } of elements(render(screen), 'Action.Execute'))
        assert.ok(decode({ ...inputs, ...(value['data'] as object) }), `${name} ${path}`)
  })

  it('takes text only from the input of its own form', () => {
    const data = {
      verb: 'reply',
      id: 'i',
      nonce: 'n',
      step: 1,
      'text-decline': 'no',
      'text-reply': 'yes',
      text: 'planted',
    }
    assert.deepEqual(decode(data), {
      on: 'ticket',
      ref: { id: 'i', nonce: 'n', step: 1 },
      act: { verb: 'reply', text: 'yes' },
    })
  })

  it('carries nothing on that does not belong to it', () => {
    const found = decode({
      verb: 'take',
      id: 'i',
      nonce: 'n',
      step: 1,
      owner: 'me',
      isHelpdesk: true,
      state: 'resolved',
    })
    assert.deepEqual(found, { on: 'ticket', ref: { id: 'i', nonce: 'n', step: 1 }, act: { verb: 'take' } })
  })

  const take = { verb: 'take', id: 'i', nonce: 'n', step: 1 }
  const refused: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['text', 'take'],
    ['a list', [take]],
    ['no verb', { id: 'i', nonce: 'n', step: 1 }],
    ['a verb that there is not', { ...take, verb: 'delete' }],
    ['the verb of an inherited property', { ...take, verb: 'toString' }],
    ['no id', { ...take, id: undefined }],
    ['an empty id', { ...take, id: '' }],
    ['an id that is a list', { ...take, id: ['i'] }],
    ['a huge id', { ...take, id: 'x'.repeat(65) }],
    ['no nonce', { ...take, nonce: undefined }],
    ['a step before the first', { ...take, step: -1 }],
    ['half a step', { ...take, step: 0.5 }],
    ['a step in words', { ...take, step: '1' }],
    ['a step without end', { ...take, step: Infinity }],
    ['a choice out of reach', { ...take, verb: 'answer', choice: 21 }],
    ['a choice in words', { ...take, verb: 'answer', choice: '1' }],
    ['a reply that is a list', { ...take, verb: 'reply', 'text-reply': ['a'] }],
    ['a reply of a megabyte', { ...take, verb: 'reply', 'text-reply': 'x'.repeat(1_000_000) }],
    ['an urgency that there is not', { ...take, verb: 'escalate', 'text-escalate': 'x', severity: 'utmost' }],
    [
      'a machine with a command in its name',
      { ...take, verb: 'send-machine', product: 'azure-vm', machine: 'a"; Remove-AzVM' },
    ],
    ['a machine that Graph restarts', { ...take, verb: 'send-machine', product: 'windows-365', machine: 'CPC-1' }],
    ['an urgency of the other form', { ...take, verb: 'urgency', severity: 'high' }],
    ['a colleague who is no id', { ...take, verb: 'assign', assignee: 'Ben Okafor' }],
    ['colleagues in a list', { ...take, verb: 'assign', assignee: ['3f1d2c5e-0002-4a7b-9c3d-5e6f7a8b9c02'] }],
    ['a note of a megabyte', { ...take, verb: 'note', 'text-note': 'x'.repeat(1_000_000) }],
    ['a list that there is not', { verb: 'list', id: 'everything', choice: 0 }],
    ['a page before the first', { verb: 'list', id: 'open', choice: -1 }],
    ['half a page', { verb: 'list', id: 'open', choice: 0.5 }],
    ['a page out of reach', { verb: 'list', id: 'open', choice: 10_001 }],
    ['a page in words', { verb: 'list', id: 'open', choice: '1' }],
    ['a command that there is not', { verb: 'command', id: 'help', choice: 'delete' }],
    ['a command from a card that there is not', { verb: 'command', id: 'ticket', choice: 'help' }],
  ]
  for (const [what, data] of refused)
    it(`is none of ours with ${what}`, () => {
      assert.equal(decode(data), undefined)
    })
})

const keys = fc.constantFrom(
  ...['verb', 'id', 'nonce', 'step', 'choice', 'text', 'text-reply', 'severity', 'device', 'symptomId', 'machine'],
  ...['text-note', 'urgency', 'assignee'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'],
)
const polluting =
  '{"__proto__":{"verb":"take","id":"i","nonce":"n","step":1},"constructor":{"prototype":{"verb":"take"}}}'
const anyValue = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
  fc.constantFrom<unknown>('', 'x'.repeat(100_000), Number.MAX_VALUE, Number.NaN, -0, [], {}, JSON.parse(polluting)),
)
const nestedDeeply: unknown = JSON.parse('{"verb":'.repeat(2000) + '1' + '}'.repeat(2000))

/** Data of a real button with some of its fields replaced, removed or added. */
const mutated = fc
  .tuple(action, fc.array(fc.tuple(keys, fc.option(anyValue, { nil: undefined })), { maxLength: 4 }))
  .map(([wanted, changes]) => Object.fromEntries([...Object.entries(sent(wanted)), ...changes]))

describe('whatever a client sends', () => {
  it('is an action of the right shape or nothing, and never an error', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, anyValue, fc.object()), (data) => {
        const found = decode(data)
        if (found) assertWellFormed(found)
      }),
      runs,
    )
  })

  it('cannot hide an action in what objects inherit', () => {
    assert.equal(decode(JSON.parse(polluting)), undefined)
    assert.equal(({} as Record<string, unknown>)['verb'], undefined)
  })

  it('may be nested as deeply as it likes', () => {
    assert.equal(decode(nestedDeeply), undefined)
    assert.ok(decode({ verb: 'take', id: 'i', nonce: 'n', step: 1, more: nestedDeeply }))
  })
})

/** An action that is packed and read again is the same only if nothing in it is out of shape. */
function assertWellFormed(found: Action): void {
  assert.ok(['session', 'ticket', 'list', 'command'].includes(found.on))
  assert.deepEqual(decode(sent(found)), found)
  if (found.on === 'list') assert.ok(listNames.includes(found.list) && Number.isInteger(found.page))
  if (found.on === 'command' || found.on === 'list') return
  assert.deepEqual(Object.keys(found.ref).sort(), ['id', 'nonce', 'step'])
  assert.equal(Object.getPrototypeOf(found.act), Object.prototype)
  for (const value of Object.values(found.act)) assert.ok(['string', 'number'].includes(typeof value))
}
