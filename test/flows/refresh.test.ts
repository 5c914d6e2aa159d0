// What a client gets that asks by itself for the card of whoever looks at it.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { type Held, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { faultsOf } from '../helpers/card-rules.ts'
import { schemaFaults } from '../helpers/card-schema.ts'
import type { CardJson } from '../helpers/connector.ts'
import { endedSession, fileTicket } from '../helpers/ways.ts'

const { ana, ben, chiara, deniz } = people

describe('the view of whoever looks', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ channels: ['helpdesk', 'second tier'] })
  })
  afterEach(() => bot.stop())

  let card: Held
  beforeEach(async () => {
    card = (await fileTicket(bot)).helpdesk
  })

  /** What a client asks for by itself when the card comes into view. */
  async function look(person: SandboxPerson, held: Held = bot.now(card), change: object = {}): Promise<Held> {
    const { action } = (held.card?.['refresh'] ?? {}) as { action: CardJson }
    const data = { ...(action['data'] as object), ...change }
    const { status, body } = await bot.send(person, held.where, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { ...action, data }, trigger: 'automatic' },
      replyToId: held.id,
    })
    assert.equal(status, 200)
    const { statusCode, value } = body as { statusCode: number; value: Parameters<typeof faultsOf>[0] }
    assert.equal(statusCode, 200)
    assert.deepEqual([...schemaFaults(value), ...faultsOf(value)], [])
    return { ...held, card: value }
  }
  const titles = (held: Held) =>
    JSON.stringify(held.card)
      .match(/"title":"[^"]*"/g)
      ?.map((one) => one.slice(9, -1)) ?? []

  /** Number, purpose and state, and nothing of whose it is, what was said, or what could be pressed. */
  function assertOutside(seen: Held): void {
    assert.match(words(seen), /^Ticket 1001: help wanted\nOpen/)
    for (const secret of [ana.name, endedSession, 'CPC-ANA-01', 'filed it', 'Owner'])
      assert.ok(!JSON.stringify(seen.card).includes(secret), secret)
    assert.deepEqual(buttonsOf(seen.card), [])
  }

  it('is the whole card for the helpdesk, with what this person may do', async () => {
    await bot.press(ben, card, 'Take')
    const byOwner = await look(ben)
    const byColleague = await look(chiara)
    for (const seen of [byOwner, byColleague]) assert.match(words(seen), /From\nAna Ferreira/)
    assert.ok(titles(byOwner).includes('Release'))
    assert.notDeepEqual(byColleague.card, byOwner.card)
  })

  it('is number and state for everybody else, the requester in the channel included', async () => {
    for (const person of [deniz, ana]) {
      assertOutside(await look(person))
    }
  })

  it('is the helpdesk’s for a member who filed it, who can act on it no more than before', async () => {
    const { helpdesk } = await fileTicket(bot, { person: ben, text: 'something quite unknown' })
    const seen = await look(ben, helpdesk)
    assert.match(words(seen), /From\nBen Okafor/)
    const refused = await bot.press(ben, seen, 'Take')
    assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'own-ticket' })))
  })

  it('changes nothing for anybody else, and no ticket', async () => {
    const before = bot.now(card)
    const { updates } = bot.connector.message(card.where.id, card.id)
    for (const person of [ana, ben, deniz]) await look(person)
    assert.deepEqual(bot.now(card).card, before.card)
    assert.equal(bot.connector.message(card.where.id, card.id).updates, updates)
    assert.match(words(await bot.press(ben, before, 'Take')), /Owner\nBen Okafor/)
  })

  it('shows how it stands, whatever the card says that is looked at', async () => {
    const old = bot.now(card)
    await bot.press(ben, old, 'Resolve')
    assert.match(words(await look(chiara, old)), /^Ticket 1001: help wanted\nResolved/)
  })

  it('answers with a card for a ticket that is not known', async () => {
    for (const change of [{ id: 'nobody' }, { nonce: 'other' }, { id: undefined }, { step: 'x' }])
      assert.match(words(await look(ben, card, change)), new RegExp(texts.expired.title))
  })

  const down = ['reset', { status: 503 }, { status: 403 }, { status: 200, body: 'what?' }] as const
  for (const fault of down)
    it(`answers with a card while Graph is not to be had: ${JSON.stringify(fault)}`, async () => {
      bot.advance(2 * 60_000)
      for (const call of ['check', 'members'] as const) bot.sandbox.faults.set(call, fault, 20)
      for (const person of [ana, ben, deniz]) assertOutside(await look(person))
    })

  it('offers nobody to give it to while Graph does not tell who there is', async () => {
    bot.advance(2 * 60_000)
    await bot.restart()
    bot.sandbox.faults.set('members', { status: 503 }, 20)
    const seen = await look(ben)
    assert.match(words(seen), /From\nAna Ferreira/)
    assert.ok(!titles(seen).includes('Assign'))
  })
})
