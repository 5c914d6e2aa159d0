// A restart that the helpdesk has to approve first.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { cloudPcs, people } from '../../src/sandbox/tenant.ts'
import { followDue } from '../../src/worker.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf, pressed } from '../helpers/card-reading.ts'
import { askForApproval, confirm, policyError, toSolution, withoutTable } from '../helpers/ways.ts'

const { ana, ben, chiara, deniz } = people
const minute = 60_000

describe('a restart that needs approval', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  /** Nothing was sent, and the ticket is as it was. */
  async function nothingChanged(helpdesk: Held): Promise<void> {
    assert.deepEqual(bot.now(helpdesk).card, helpdesk.card)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
  }

  it('is asked for knowing that the helpdesk has to agree', async () => {
    const asked = await bot.press(ana, await toSolution(bot, ana, policyError), 'Restart my Cloud PC')
    assert.ok(words(asked).includes(texts.confirm.approval), words(asked))
    assert.deepEqual(buttonsOf(asked.card), ['Ask to restart CPC-ANA-01', 'Another machine', 'Get help', 'Back'])
  })

  it('waits, tells its requester the ticket number, and stands in the helpdesk channel', async () => {
    const { own, helpdesk } = await askForApproval(bot)
    assert.ok(words(own).includes(texts.restart.waiting.body(1001)))
    assert.deepEqual(buttonsOf(own.card), ['Get help', 'Cancel'])
    assert.match(words(helpdesk), /^Ticket 1001: restart to approve/)
    assert.match(words(helpdesk), /CPC-ANA-01: Waits for approval/)
    assert.ok(buttonsOf(helpdesk.card).includes('Approve restart'))
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
  })

  it('keeps its ticket when its card is made to say that it works again, since nobody could approve it any more', async () => {
    const { own, helpdesk } = await askForApproval(bot)
    const cancel = pressed(own.card, 'Cancel', {}, {})
    const forged = { type: 'Action.Execute', verb: 'connected', data: { ...cancel.data, verb: 'connected' } }
    const value = { action: forged, trigger: 'manual' }
    await bot.send(ana, own.where, { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: own.id })
    await nothingChanged(helpdesk)
    assert.deepEqual(buttonsOf(bot.now(own).card), ['Get help', 'Cancel'])
    await bot.press(ben, helpdesk, 'Approve restart')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  for (const as of ['execute', 'submit'] as const)
    it(`is sent once a member approves it, and everybody sees how it goes, by ${as}`, async () => {
      const { own, helpdesk } = await askForApproval(bot)
      const approved = await bot.press(ben, helpdesk, 'Approve restart', {}, { as })
      assert.match(words(approved), /Ben Okafor approved the restart/)
      assert.ok(words(bot.now(own)).includes(texts.restart.approved.body))
      assert.match(words(bot.lastCard(chatOf(ana))), /Ticket 1001: Ben Okafor approved the restart/)
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
      assert.match(words(bot.now(own)), /CPC-ANA-01 has restarted/)
      assert.match(words(bot.now(helpdesk)), /CPC-ANA-01: Done/)
      assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), ['Yes, I’m in', 'No, get help'])
    })

  it('is not sent when it is declined, and the requester reads the reason', async () => {
    const { own, helpdesk } = await askForApproval(bot)
    await bot.press(ben, helpdesk, 'Decline', { 'text-decline': 'The policy comes off tonight.' })
    assert.ok(words(bot.now(own)).includes(texts.restart.declined.body('Ben Okafor')))
    const told = words(bot.lastCard(chatOf(ana)))
    assert.match(told, /Ticket 1001: Ben Okafor declined it/)
    assert.match(told, /The policy comes off tonight\./)
    assert.match(words(bot.now(helpdesk)), /CPC-ANA-01: Declined/)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
  })

  it('is not sent when it is declined after its approval, while Windows 365 asks to wait', async () => {
    const { own, helpdesk } = await askForApproval(bot)
    bot.sandbox.faults.set('reboot', { status: 429, headers: { 'Retry-After': '300' } })
    await bot.press(ben, helpdesk, 'Approve restart')
    await bot.work()
    assert.ok(words(bot.now(own)).includes(texts.restart.later.body))
    await bot.press(chiara, bot.now(helpdesk), 'Decline', { 'text-decline': 'She is in the middle of a release.' })
    assert.ok(words(bot.now(own)).includes(texts.restart.declined.body('Chiara Rossi')))
    assert.match(
      words(bot.lastCard(chatOf(ana))),
      /Ticket 1001: Chiara Rossi declined it[^]*in the middle of a release/,
    )
    assert.match(words(bot.now(helpdesk)), /CPC-ANA-01: Declined/)
    await bot.settle()
    assert.equal(bot.gate.posts.length, 1)
  })

  it('is not sent again when it was declined while it was being sent, and Windows 365 then asks to wait', async () => {
    const { own, helpdesk } = await askForApproval(bot)
    const { devices, ...others } = bot.world()
    const restart: typeof devices.restart = async () => {
      await bot.press(chiara, bot.now(helpdesk), 'Decline', { 'text-decline': 'Not now.' })
      return { kind: 'later', waitMs: 1000 }
    }
    await bot.press(ben, helpdesk, 'Approve restart')
    await followDue({ ...others, devices: { ...devices, restart } })
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    assert.ok(words(bot.now(own)).includes(texts.restart.declined.body('Chiara Rossi')), words(bot.now(own)))
  })

  it('cannot be declined without a reason', async () => {
    const { helpdesk } = await askForApproval(bot)
    const refused = await bot.press(ben, helpdesk, 'Decline', { 'text-decline': '  ' }, { unchecked: true })
    assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'text-missing' })))
    await nothingChanged(helpdesk)
  })

  it('can be withdrawn by its requester, and approved no more', async () => {
    const { own, helpdesk } = await askForApproval(bot)
    assert.match(words(await bot.press(ana, own, 'Cancel')), new RegExp(texts.cancelled.title))
    assert.match(words(bot.now(helpdesk)), /CPC-ANA-01: Withdrawn/)
    const late = await bot.press(ben, helpdesk, 'Approve restart')
    assert.match(words(late), /Ana Ferreira was first: withdrew it/)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
  })

  it('can be taken back by its requester until it is sent, though it is approved', async () => {
    const { own, helpdesk } = await askForApproval(bot)
    await bot.press(ben, helpdesk, 'Approve restart')
    assert.match(words(await bot.press(ana, own, 'Cancel')), new RegExp(texts.cancelled.title))
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
  })

  it('is not sent when it is approved long after it was asked for; the approval holds when it is asked for again', async () => {
    const { helpdesk } = await askForApproval(bot)
    bot.advance(5 * 60 * minute)
    await bot.press(ben, helpdesk, 'Approve restart')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    const asked = bot.lastCard(chatOf(ana))
    assert.ok(words(asked).includes(texts.restart.failures['consent-too-old']), words(asked))
    await confirm(bot, ana, await bot.press(ana, asked, 'Restart my Cloud PC'))
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  it('uses up an approval once', async () => {
    const { helpdesk } = await askForApproval(bot)
    bot.advance(5 * 60 * minute)
    await bot.press(ben, helpdesk, 'Approve restart')
    await bot.settle()
    await confirm(bot, ana, await bot.press(ana, bot.lastCard(chatOf(ana)), 'Restart my Cloud PC'))
    await bot.settle()
    bot.advance(40 * minute)
    await askForApproval(bot)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  describe('whose approval came too late', () => {
    let helpdesk: Held
    let own: Held

    beforeEach(async () => {
      helpdesk = (await askForApproval(bot)).helpdesk
      bot.advance(5 * 60 * minute)
      await bot.press(ben, helpdesk, 'Approve restart')
      await bot.settle()
      own = bot.lastCard(chatOf(ana))
    })

    const again = async () => bot.press(ana, own, 'Restart my Cloud PC')

    it('is asked for again knowing that it happens at once', async () => {
      assert.deepEqual(buttonsOf((await again()).card)[0], 'Restart CPC-ANA-01 now')
    })

    it('is followed on the ticket that has the approval', async () => {
      await confirm(bot, ana, await again())
      await bot.settle()
      const ticket = words(bot.lastCard(helpdeskChannel))
      assert.ok(ticket.includes(texts.restart.askedAgain('CPC-ANA-01')), ticket)
      assert.ok(ticket.includes(texts.restartStates.done), ticket)
    })

    it('needs another one once the ticket was declined after all', async () => {
      await bot.press(chiara, bot.now(helpdesk), 'Decline', { 'text-decline': 'not now, please' })
      await confirm(bot, ana, await again())
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [])
      assert.match(words(bot.lastCard(helpdeskChannel)), /^Ticket 1002: restart to approve/)
    })

    it('needs another one once automatic restarts were stopped after it', async () => {
      const why = { rule: 'failing', failures: 3, restarts: 5 } as const
      bot.advance(minute)
      const brake = { version: 1, why, at: bot.world().clock.now(), by: undefined }
      assert.ok((await bot.world().store.commit([{ put: 'brake', brake }])).ok)
      await confirm(bot, ana, await again())
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [])
    })

    for (const button of ['Get help', 'Restart my Cloud PC'])
      it(`keeps what “${button}” opened on its card while the helpdesk acts on the ticket`, async () => {
        const opened = await bot.press(ana, own, button)
        await bot.press(chiara, bot.now(helpdesk), 'Decline', { 'text-decline': 'not now, please' })
        await bot.settle()
        assert.equal(words(bot.now(own)), words(opened))
        const back = await bot.press(ana, opened, 'Back')
        assert.ok(words(bot.now(back)).includes(texts.restart.failures['consent-too-old']), words(bot.now(back)))
      })

    it('has its ticket closed by who writes that it works now', async () => {
      await bot.press(ana, own, 'It works now')
      await bot.settle()
      assert.match(words(bot.now(helpdesk)), /^Ticket 1001[^]*Resolved/)
    })
  })

  it('that was declined needs approval in whatever words it is asked for', async () => {
    const { helpdesk } = await askForApproval(bot)
    await bot.press(ben, helpdesk, 'Decline', { 'text-decline': 'your colleague is still signed in' })
    const asked = await bot.say(ana, 'restart')
    assert.ok(words(asked).includes(texts.confirm.approval), words(asked))
    await confirm(bot, ana, asked)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    assert.match(words(bot.lastCard(helpdeskChannel)), /^Ticket 1002: restart to approve/)
    await bot.press(chiara, bot.lastCard(helpdeskChannel), 'Approve restart')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    bot.advance(40 * minute)
    assert.deepEqual(buttonsOf((await bot.say(ana, 'restart')).card)[0], 'Restart CPC-ANA-01 now')
  })

  it('cannot be approved by its own requester, though a member; a colleague can', async () => {
    const { helpdesk } = await askForMember()
    const refused = await bot.press(ben, helpdesk, 'Approve restart')
    assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'own-ticket' })))
    await nothingChanged(helpdesk)
    await bot.press(chiara, helpdesk, 'Approve restart')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ben.id])
  })

  async function askForMember(): Promise<{ helpdesk: Held }> {
    const runbook = await bot.say(ben, policyError)
    await confirm(bot, ben, await bot.press(ben, runbook, 'Restart my Cloud PC'))
    return { helpdesk: bot.lastCard(helpdeskChannel) }
  }

  for (const title of ['Approve restart', 'Take', 'Decline', 'Reply', 'Escalate'])
    it(`is not touched by “${title}” of somebody who is not of the helpdesk`, async () => {
      const { helpdesk } = await askForApproval(bot)
      const inputs = ['Decline', 'Reply', 'Escalate'].includes(title) ? { [`text-${title.toLowerCase()}`]: 'no' } : {}
      const refused = await bot.press(deniz, helpdesk, title, inputs)
      assert.ok(words(refused).includes(texts.ticket.refusals({ rule: 'not-helpdesk' })))
      await nothingChanged(helpdesk)
      const submitted = await bot.press(deniz, helpdesk, title, inputs, { as: 'submit' })
      assert.deepEqual(submitted.card, helpdesk.card)
      await nothingChanged(helpdesk)
    })

  const unsure = [
    ['answers with an error', { status: 503 }],
    ['refuses', { status: 403 }],
    ['breaks the connection', 'reset'],
    ['sends something else', { status: 200, body: { value: 'yes' } }],
  ] as const
  for (const [name, fault] of unsure)
    it(`is not approved while Graph ${name} instead of telling who is of the helpdesk`, async () => {
      const { helpdesk } = await askForApproval(bot)
      bot.advance(2 * minute)
      bot.sandbox.faults.set('check', fault, 3)
      const refused = await bot.press(ben, helpdesk, 'Approve restart')
      assert.ok(words(refused).includes(texts.ticket.helpdeskUnknown))
      await nothingChanged(helpdesk)
      bot.sandbox.faults.clear()
      await bot.press(ben, helpdesk, 'Approve restart')
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
    })

  it('is sent once when two approve it at the same time, and the second reads who was first', async () => {
    const { helpdesk } = await askForApproval(bot)
    const seen = await Promise.all([
      bot.press(ben, helpdesk, 'Approve restart'),
      bot.press(chiara, helpdesk, 'Approve restart'),
    ])
    assert.equal(seen.filter((one) => /was first: approved the restart/.test(words(one))).length, 1)
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  describe('whose ticket is closed while it is under way, and which then goes wrong', () => {
    async function closedMeanwhile(close: (helpdesk: Held) => Promise<unknown>): Promise<Held> {
      const { helpdesk } = await askForApproval(bot)
      bot.sandbox.faults.set('reboot', { status: 429, headers: { 'Retry-After': '60' } })
      await bot.press(ben, helpdesk, 'Approve restart')
      await bot.work()
      bot.sandbox.faults.set('reboot', { status: 403 })
      await close(bot.now(helpdesk))
      return helpdesk
    }
    const report = texts.restart.helpdesk('CPC-ANA-01', 'no-right')
    const posted = () => bot.connector.messages(helpdeskChannel.id).length

    it('opens it again where it was resolved, and the channel gets a new card', async () => {
      const helpdesk = await closedMeanwhile((card) => bot.press(ben, card, 'Resolve'))
      const before = posted()
      await bot.settle()
      assert.equal(posted(), before + 1)
      const anew = words(bot.lastCard(helpdeskChannel))
      assert.match(anew, /^Ticket 1001: restart to approve\nIn progress[^]*Owner\nBen Okafor/)
      assert.ok(anew.includes(report), anew)
      assert.equal(words(bot.now(helpdesk)), `Ticket 1001\n${texts.ticket.seeOther}`)
      assert.ok(words(bot.lastCard(chatOf(ana))).includes(texts.restart.told(1001)))
      await bot.press(ben, bot.lastCard(helpdeskChannel), 'Resolve')
      assert.match(words(bot.lastCard(helpdeskChannel)), /\nResolved\n/)
    })

    it('says to its requester that the helpdesk is being told as long as the new card is on its way', async () => {
      await closedMeanwhile((card) => bot.press(ben, card, 'Resolve'))
      const away = { status: 429, headers: { 'Retry-After': '90' } }
      bot.connector.fail('post', away, { conversation: helpdeskChannel.id })
      bot.advance(minute * 2)
      await bot.work()
      const own = bot.lastCard(chatOf(ana))
      assert.ok(words(own).includes(texts.restart.passedOn(1001)), words(own))
      await bot.settle()
      assert.ok(words(bot.now(own)).includes(texts.restart.told(1001)), words(bot.now(own)))
    })
  })

  it('stays declined where the helpdesk declined it while it was being sent, and the channel reads that it went wrong', async () => {
    const { helpdesk } = await askForApproval(bot)
    const { devices, ...others } = bot.world()
    const restart: typeof devices.restart = async () => {
      await bot.press(chiara, bot.now(helpdesk), 'Decline', { 'text-decline': 'Not now.' })
      return { kind: 'refused', failure: { kind: 'no-right', status: 403, requestId: undefined } }
    }
    await bot.press(ben, helpdesk, 'Approve restart')
    await followDue({ ...others, devices: { ...devices, restart } })
    await bot.settle()
    const anew = bot.lastCard(helpdeskChannel)
    assert.notEqual(anew.id, helpdesk.id)
    assert.match(words(anew), /\nDeclined\n/)
    assert.ok(words(anew).includes(texts.restart.helpdesk('CPC-ANA-01', 'no-right')))
    assert.ok(words(bot.lastCard(chatOf(ana))).includes(texts.restart.told(1001)))
  })

  it('leaves its requester able to act on the ticket after the bot has reported how it ended', async () => {
    const { helpdesk } = await askForApproval(bot)
    await bot.press(ana, await bot.say(ana, 'my requests'), 'Ticket 1001')
    bot.sandbox.faults.set('reboot', { status: 403 })
    await bot.press(ben, helpdesk, 'Approve restart')
    await bot.settle()
    assert.match(words(bot.lastCard(helpdeskChannel)), /Reconnect reports/)
    assert.equal(words(bot.now(helpdesk)), `Ticket 1001\n${texts.ticket.seeOther}`)
    const own = bot.connector.messages(chatOf(ana).id).findLast(({ card }) => buttonsOf(card).includes('Withdraw'))
    assert.ok(own)
    await bot.press(ana, { where: chatOf(ana), ...own }, 'Add a comment', { 'text-comment': 'And now?' })
    assert.match(words(bot.lastCard(helpdeskChannel)), /Ana Ferreira commented[^]*And now\?/)
  })

  it('whose end the bot has reported meanwhile, says so to whoever acts on the card as it was', async () => {
    const { helpdesk } = await askForApproval(bot)
    bot.sandbox.faults.set('reboot', { status: 403 })
    await bot.press(ben, helpdesk, 'Approve restart')
    const approved = bot.now(helpdesk)
    await bot.settle()
    const late = await bot.press(chiara, approved, 'Reply', { 'text-reply': 'It is on its way.' })
    assert.match(words(late), /Reconnect has reported something meanwhile\. Nothing of yours was done/)
  })

  it('is asked for once when the button is pressed twice at the same time', async () => {
    const solution = await toSolution(bot, ana, policyError)
    const asked = await bot.press(ana, solution, 'Restart my Cloud PC')
    const both = await Promise.all([confirm(bot, ana, asked), confirm(bot, ana, asked)])
    for (const seen of both) assert.doesNotMatch(words(seen), /Restart CPC-ANA-01\?/)
    assert.ok(words(bot.now(asked)).includes(texts.restart.waiting.body(1001)), words(bot.now(asked)))
    assert.equal(bot.connector.messages(helpdeskChannel.id).length, 2)
    assert.deepEqual(buttonsOf(bot.now(asked).card), ['Get help', 'Cancel'])
  })

  it('gets its ticket a little later when that could not be filed at once', async () => {
    const solution = await toSolution(bot, ana, policyError)
    const asked = await bot.press(ana, solution, 'Restart my Cloud PC')
    await withoutTable(bot, 'tickets', async () => {
      assert.match(words(await confirm(bot, ana, asked)), /Something went wrong on my side/)
    })
    await bot.work()
    assert.ok(words(bot.now(asked)).includes(texts.restart.waiting.body(1001)))
    await bot.press(ben, bot.lastCard(helpdeskChannel), 'Approve restart')
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  it('is not sent when whoever approved it has left the helpdesk before it could be', async () => {
    const { helpdesk } = await askForApproval(bot)
    await bot.press(ben, helpdesk, 'Approve restart')
    bot.advance(2 * minute)
    bot.sandbox.faults.set('check', { status: 200, body: { value: [] } })
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [])
    assert.ok(words(bot.lastCard(chatOf(ana))).includes(texts.restart.failures['not-allowed-any-more']))
  })

  it('is not sent while nobody can tell whether the approval still stands', async () => {
    const { helpdesk } = await askForApproval(bot)
    await bot.press(ben, helpdesk, 'Approve restart')
    bot.advance(2 * minute)
    bot.sandbox.faults.set('check', { status: 503 }, 3)
    await bot.work()
    assert.deepEqual(bot.gate.posts, [])
    await bot.settle()
    assert.deepEqual(bot.gate.posts, [cloudPcs.ana.id])
  })

  it('is not promised to be with the helpdesk when no channel is set up', async () => {
    await bot.stop()
    bot = await startBot({ channels: [] })
    const asked = await bot.press(ana, await toSolution(bot, ana, policyError), 'Restart my Cloud PC')
    const own = await confirm(bot, ana, asked)
    assert.ok(words(own).includes(`Ticket 1001: ${texts.ticket.undeliveredHelp}`), words(own))
  })

  it('is not promised to be with the helpdesk when the channel takes no messages', async () => {
    bot.connector.fail('post', 403, { conversation: helpdeskChannel.id })
    const asked = await bot.press(ana, await toSolution(bot, ana, policyError), 'Restart my Cloud PC')
    assert.ok(words(await confirm(bot, ana, asked)).includes(texts.restart.waiting.passedOn(1001)))
    const own = bot.now(asked)
    assert.ok(words(own).includes(`Ticket 1001: ${texts.ticket.undelivered}`), words(own))
  })
})
