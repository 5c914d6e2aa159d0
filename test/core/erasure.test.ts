// When a person can be forgotten, and what is left of a text that names them.
import assert from 'node:assert/strict'
import { refuseForgetting, withoutPerson, withoutTexts } from '../../src/core/erasure.ts'
import { openStates } from '../../src/core/restart-request.ts'
import { ada, aTicket, hugo } from '../helpers/builders.ts'

describe('a person', () => {
  const waiting = { cloudPc: 'CPC-1', state: 'awaiting-approval' } as const
  const sent = { cloudPc: 'CPC-2', state: 'sent' } as const

  it('can be forgotten when nothing is open', () => {
    assert.equal(refuseForgetting({ restarts: [], tickets: [] }, false), undefined)
  })

  it('can not be forgotten with a live ticket or an open restart, and all of them are named', () => {
    assert.deepEqual(refuseForgetting({ restarts: [waiting], tickets: [1001, 1004] }, false), {
      reason: 'open-work',
      cloudPcs: ['CPC-1'],
      tickets: [1001, 1004],
    })
    assert.equal(refuseForgetting({ restarts: [], tickets: [1001] }, false)?.reason, 'open-work')
    assert.equal(refuseForgetting({ restarts: [waiting], tickets: [] }, false)?.reason, 'open-work')
  })

  it('can be forgotten now when all of that can be withdrawn', () => {
    assert.equal(refuseForgetting({ restarts: [waiting], tickets: [1001] }, true), undefined)
  })

  for (const state of openStates) {
    const takenBack = ['requested', 'awaiting-approval', 'approved'].includes(state)
    it(`can ${takenBack ? '' : 'not '}be forgotten now while a restart is ${state}`, () => {
      const refusal = refuseForgetting({ restarts: [{ cloudPc: 'CPC-2', state }], tickets: [1001] }, true)
      assert.deepEqual(refusal, takenBack ? undefined : { reason: 'restart-under-way', cloudPcs: ['CPC-2'] })
    })
  }

  it('is told of the restarts that are under way before anything else', () => {
    assert.deepEqual(refuseForgetting({ restarts: [waiting, sent], tickets: [1001] }, false), {
      reason: 'restart-under-way',
      cloudPcs: ['CPC-2'],
    })
  })
})

describe('a text without a person', () => {
  const traces = { id: ada.id, names: ['Ada Okafor', 'Ada Okafor-Smith'] }
  const rest = (text: string) => withoutPerson(text, traces)

  it('has another word for the name and the id', () => {
    assert.equal(
      rest(`Ada Okafor (${ada.id}) called, and ADA OKAFOR’s PC.`),
      'Former colleague (forgotten) called, and ADA OKAFOR’s PC.',
    )
    assert.equal(rest('I’m Ada Okafor-Smith.'), 'I’m Former colleague.')
  })

  it('leaves longer names and everything else alone', () => {
    for (const text of ['Ada Okafors', 'Nevada Okafor', 'Ada', 'Okafor', '', '{"half":', '{ "a" : 1 }', '[0x3]'])
      assert.equal(rest(text), text)
  })

  it('takes a name for what it is, whatever characters it has', () => {
    const names = ['Åsa "Ace" (IT) [a.b] $1 \\ ^x-y', '']
    assert.equal(withoutPerson(`Call ${names.join('')}!`, { id: ada.id, names }), 'Call Former colleague!')
    assert.equal(withoutPerson(JSON.stringify({ a: names[0] }), { id: ada.id, names }), '{"a":"Former colleague"}')
  })

  it('loses the whole sender of a conversation, wherever the conversation stands', () => {
    const user = { id: '29:1-of-ada', name: 'Ada', aadObjectId: ada.id }
    const reference = { user, bot: { id: '28:b' }, conversation: { id: '19:x' }, members: [user, hugo] }
    const left = { bot: { id: '28:b' }, conversation: { id: '19:x' }, members: [hugo] }
    assert.deepEqual(JSON.parse(rest(JSON.stringify(reference))), left)
    const cards = { requester: null, helpdesk: { conversation: JSON.stringify(reference), activityId: '1' } }
    assert.deepEqual(JSON.parse(rest(JSON.stringify(cards))), {
      requester: null,
      helpdesk: { conversation: JSON.stringify(left), activityId: '1' },
    })
    assert.equal(rest(JSON.stringify(user)), '{}')
  })
})

describe('the facts of a ticket without texts', () => {
  it('still tell the error and what was suggested, and no more', () => {
    const { facts } = aTicket()
    assert.deepEqual(withoutTexts(facts), { ...facts, excerpt: '', answers: [], machine: undefined, devices: [] })
  })
})
