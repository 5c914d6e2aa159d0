// Automatic restarts that go wrong are stopped, and go on once the helpdesk says so.
import assert from 'node:assert/strict'
import { type Change, putRequest } from '../../src/core/change.ts'
import { moveRestart, type RestartRequest, type RestartState } from '../../src/core/restart-request.ts'
import * as texts from '../../src/core/texts.ts'
import { cloudPcs, people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot, type Where, words } from '../helpers/bot.ts'
import { aRequest, hugo } from '../helpers/builders.ts'
import { buttonsOf } from '../helpers/card-reading.ts'
import { askForRestart, confirm, endedSession, toConfirm, toSolution } from '../helpers/ways.ts'

const { ana, ben, chiara, deniz, emil } = people
const minute = 60_000

describe('the brake', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ channels: ['helpdesk', 'second tier'] })
  })
  afterEach(() => bot.stop())

  const messages = (where: Where) => bot.connector.messages(where.id)
  const own = (person: SandboxPerson = ana) => bot.lastCard(chatOf(person))

  const brakeCards = () => messages(helpdeskChannel).filter(({ summary }) => /^Automatic restarts/.test(summary))
  const brakeCard = (): Held => {
    const card = brakeCards().at(-1)
    assert.ok(card)
    return { where: helpdeskChannel, id: card.id, card: card.card }
  }

  /** A restart that goes well, or that Graph puts off until the bot gives up. */
  async function restarts(person: SandboxPerson, well: boolean, device?: string): Promise<void> {
    const asked = await toConfirm(bot, person)
    const chosen = device === undefined ? asked : await bot.press(person, asked, 'Continue', { device })
    if (!well) bot.sandbox.faults.set('reboot', { status: 429, headers: { 'Retry-After': '5' } }, 3)
    await confirm(bot, person, chosen)
    await bot.settle()
  }

  async function threeOfFiveFail(): Promise<void> {
    await restarts(ana, false)
    await restarts(deniz, true, cloudPcs.deniz1.id)
    await restarts(ben, false)
    await restarts(deniz, true, cloudPcs.deniz2.id)
    await bot.upkeep()
    assert.equal(brakeCards().length, 0)
    await restarts(emil, false)
    await bot.upkeep()
  }

  it('is pulled by three of five restarts that fail: the next one waits for an approval', async () => {
    await threeOfFiveFail()
    assert.match(words(brakeCard()), /^Automatic restarts are stopped\n3 of the last 5 restarts went wrong\./)
    const sent = bot.gate.posts.length
    const asked = bot.now(await askForRestart(bot, ana))
    await bot.settle()
    assert.match(words(asked), /CPC-ANA-01 waits for approval/)
    assert.equal(bot.gate.posts.length, sent)
    const ticket = bot.lastCard(helpdeskChannel)
    assert.match(words(ticket), /restart to approve[^]*CPC-ANA-01: Waits for approval/)
    await bot.press(chiara, ticket, 'Approve restart')
    await bot.settle()
    assert.equal(bot.gate.posts.length, sent + 1)
    assert.match(words(bot.now(asked)), /CPC-ANA-01 has restarted/)
  })

  it('is told of once, however long it stays pulled', async () => {
    await threeOfFiveFail()
    for (let round = 0; round < 3; round++) await bot.upkeep()
    assert.equal(brakeCards().length, 1)
  })

  it('is lifted by the helpdesk on its card, and restarts go on', async () => {
    await threeOfFiveFail()
    await bot.press(ben, brakeCard(), 'Allow automatic restarts')
    assert.match(words(brakeCard()), /^Automatic restarts go on\nBen Okafor lifted the stop\./)
    assert.deepEqual(buttonsOf(brakeCard().card), [])
    // What went wrong before was known to whoever lifted it.
    await bot.upkeep()
    assert.equal(brakeCards().length, 1)
    const sent = bot.gate.posts.length
    await restarts(ana, true)
    assert.equal(bot.gate.posts.length, sent + 1)
  })

  it('is lifted by a typed command, too', async () => {
    assert.ok(words(await bot.say(ben, 'allow automatic restarts')).includes(texts.brake.notPulled.body))
    await threeOfFiveFail()
    assert.match(words(await bot.say(ben, 'allow automatic restarts')), /Ben Okafor lifted the stop\./)
    assert.match(words(brakeCard()), /^Automatic restarts go on/)
  })

  it('is not lifted by anybody else, nor while nobody can tell who they are', async () => {
    await threeOfFiveFail()
    await bot.press(deniz, brakeCard(), 'Allow automatic restarts')
    assert.match(words(brakeCard()), /^Automatic restarts are stopped/)
    assert.ok(words(await bot.say(deniz, 'allow restarts')).includes(texts.setUp.notAllowed.body))
    bot.sandbox.faults.set('check', { status: 503 }, 3)
    assert.ok(words(await bot.say(ben, 'allow restarts')).includes(texts.setUp.unknown.body))
    assert.match(words(brakeCard()), /^Automatic restarts are stopped/)
  })

  it('stops one that was about to start when it is pulled', async () => {
    await askForRestart(bot, ana)
    await pull()
    await bot.work()
    assert.deepEqual(bot.gate.posts, [])
    assert.match(words(own()), /CPC-ANA-01 waits for approval/)
    await bot.press(ben, bot.lastCard(helpdeskChannel), 'Approve restart')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  async function pull(): Promise<void> {
    const why = { rule: 'failing', failures: 3, restarts: 3 } as const
    const brake: Change = { put: 'brake', brake: { version: 1, why, at: bot.world().clock.now(), by: undefined } }
    assert.ok((await bot.world().store.commit([brake])).ok)
  }

  /** People whom the stand-in tenant does not have, all with the error that Ana pastes. */
  async function othersAsk(count: number, state: RestartState = 'done'): Promise<RestartRequest[]> {
    const now = bot.world().clock.now()
    const requests = Array.from({ length: count }, (_, at) =>
      aRequest({
        id: `flood-${at}`,
        state,
        person: { id: `person-${at}`, name: `Person ${at}` },
        cloudPc: { id: `pc-${at}`, name: `CPC-${at}` },
        symptomId: 'session-ended-0x3',
        createdAt: now,
        since: now,
        dueAt: undefined,
      }),
    )
    await save(requests)
    return requests
  }

  const save = async (requests: readonly RestartRequest[]): Promise<void> => {
    assert.ok((await bot.world().store.commit(requests.map((one) => putRequest(one)))).ok)
  }

  async function anaAsks(): Promise<Held> {
    const solution = await toSolution(bot, ana, endedSession)
    return bot.now(await confirm(bot, ana, await bot.press(ana, solution, 'Restart my Cloud PC')))
  }

  it('is pulled by ten people who ask because of one symptom, which it names', async () => {
    await othersAsk(9)
    await bot.upkeep()
    assert.equal(brakeCards().length, 0)
    await anaAsks()
    await bot.upkeep()
    assert.match(words(brakeCard()), /10 people asked for a restart within an hour, all with “The remote PC ended/)
    const sent = bot.gate.posts.length
    const asked = bot.now(await askForRestart(bot, emil))
    await bot.settle()
    assert.match(words(asked), /waits for approval/)
    assert.ok(!bot.gate.posts.slice(sent).includes(cloudPcs.emil.id))
  })
  it('stays lifted when those who had waited are approved after the lift', async () => {
    const waiting = await othersAsk(10, 'awaiting-approval')
    await bot.upkeep()
    await bot.press(ben, brakeCard(), 'Allow automatic restarts')
    bot.advance(minute)
    const now = bot.world().clock.now()
    await save(waiting.map((one) => moveRestart(one, 'approved', now, { decidedBy: hugo })))
    await bot.upkeep()
    assert.equal(brakeCards().length, 1)
    assert.match(words(brakeCard()), /^Automatic restarts go on/)
  })
})
