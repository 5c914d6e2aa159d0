// The table of Graph's faults, row by row: that a restart still goes out at most once, and ends in a true sentence.
// What the adapter makes of each single answer is held in test/graph.
import assert from 'node:assert/strict'
import type { CloudPc } from '../../src/core/cloud-pc.ts'
import type { RestartReason } from '../../src/core/restart-request.ts'
import type { RestartRefusal } from '../../src/core/session.ts'
import * as texts from '../../src/core/texts.ts'
import { rules } from '../../src/graph/client.ts'
import type { SandboxFault } from '../../src/sandbox/faults.ts'
import { cloudPcs, people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { chatOf, type Held, helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf, choicesOf } from '../helpers/card-reading.ts'
import {
  type Behaviour,
  closeQuietly,
  cutShort,
  drip,
  flood,
  hang,
  headThenStall,
  raw,
  reply,
  reset,
  startFaultyServer,
} from '../helpers/faulty-server.ts'
import { askForRestart, confirm, toConfirm } from '../helpers/ways.ts'

const { ana, deniz, emil, fatima, goran } = people
const second = 1000
const minute = 60 * second
const name = cloudPcs.ana.name
/** Long enough for a loopback call on a busy machine, short enough to wait for one that hangs. */
const graphMs = 1000
const always = 1000

const json = { 'Content-Type': 'application/json' }
const html = { 'Content-Type': 'text/html' }
const says = (text: string, sentence: string): void => {
  assert.ok(text.includes(sentence), text)
}
const listed = (...value: readonly object[]): SandboxFault => ({ status: 200, body: { value } })

describe('when Graph is asked for a restart and', () => {
  let bot: TestBot
  let card: Held

  beforeEach(async () => {
    bot = await startBot({ graphMs })
  })
  afterEach(() => bot.stop())

  const ask = async (person: SandboxPerson = ana): Promise<void> => {
    card = await askForRestart(bot, person)
  }
  const last = (person: SandboxPerson = ana) => words(bot.lastCard(chatOf(person)))
  const helpdeskWords = () => words(bot.lastCard(helpdeskChannel))
  const toldHelpdesk = () => bot.connector.messages(helpdeskChannel.id).length - 1
  const posts = () => bot.gate.posts.length
  /** So long before now, in Graph's words. */
  const ago = (ms: number) => new Date(bot.world().clock.now().getTime() - ms).toISOString()
  const action = (actionName: string, actionState: string, startDateTime: string, more: object = {}) => ({
    actionName,
    actionState,
    startDateTime,
    ...more,
  })
  /** What the list of actions says from now on, so many times; a real answer follows. */
  const list = (value: readonly object[], times = always) => {
    bot.sandbox.faults.set('results', listed(...value), times)
  }

  function endedAs(reason: RestartReason, forHelpdesk: boolean): void {
    assert.match(last(), /^❌\nCPC-ANA-01 wasn’t restarted/)
    says(last(), texts.restart.failures[reason])
    const passes = ['busy', 'graph-unreachable', 'not-allowed-any-more'].includes(reason)
    const offered = [...(passes ? ['Restart my Cloud PC'] : []), 'Get help', 'It works now']
    assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), offered)
    says(words(bot.now(card)), texts.restart.seeBelow)
    assert.equal(toldHelpdesk(), forHelpdesk ? 1 : 0)
    if (!forHelpdesk) return
    assert.match(helpdeskWords(), /^Ticket 1001/)
    says(helpdeskWords(), texts.restart.helpdesk(name, reason))
  }

  function endedDone(): void {
    says(last(), texts.restart.done.body)
    assert.equal(bot.sandbox.reboots().length, 1)
    assert.equal(toldHelpdesk(), 0)
  }

  function endedUnclear(): void {
    assert.equal(posts(), 1)
    says(last(), texts.restart.unclear.body)
    assert.deepEqual(buttonsOf(bot.lastCard(chatOf(ana)).card), ['Yes, I’m in', 'No, get help'])
    assert.equal(toldHelpdesk(), 1)
    says(helpdeskWords(), texts.restart.helpdesk(name, 'unclear-answer'))
  }

  describe('G1: it answers 204', () => {
    it('the restart is shown as accepted, and as done once the list of actions says so', async () => {
      await ask()
      await bot.work()
      says(words(bot.now(card)), texts.restart.sent.body)
      await bot.settle()
      assert.equal(posts(), 1)
      endedDone()
    })

    for (const state of ['active', 'somethingNew'])
      it(`and the action stays “${state}”, the restart is never said to be done, until the person says so`, async () => {
        await ask()
        await bot.work()
        list([action('Reboot', state, ago(0))])
        await bot.settle()
        says(last(), texts.restart.unconfirmed.body)
        assert.equal(toldHelpdesk(), 0)
        const end = await bot.press(ana, bot.lastCard(chatOf(ana)), 'Yes, I’m in')
        assert.match(words(end), new RegExp(texts.solved.title))
      })

    it('and the list of actions cannot be read any more, the restart is not said to be done', async () => {
      await ask()
      bot.sandbox.faults.set('results', { status: 403 }, always)
      await bot.settle()
      assert.equal(posts(), 1)
      says(last(), texts.restart.unconfirmed.body)
      assert.equal(toldHelpdesk(), 0)
    })

    it('and the action fails in the end, the person reads that, and the helpdesk is told', async () => {
      await ask()
      await bot.work()
      list([action('Reboot', 'failed', ago(0))])
      await bot.settle()
      assert.equal(posts(), 1)
      endedAs('action-failed', true)
    })
  })

  describe('G2: it answers 401', () => {
    it('once, the same request goes out once more with a new token', async () => {
      await ask()
      bot.sandbox.faults.set('reboot', { status: 401 })
      await bot.settle()
      assert.equal(posts(), 2)
      endedDone()
    })

    it('again, there is no third, and the helpdesk is told', async () => {
      await ask()
      bot.sandbox.faults.set('reboot', { status: 401 }, 5)
      await bot.settle()
      assert.equal(posts(), 2)
      endedAs('not-signed-in', true)
    })
  })

  describe('G3: it answers 403', () => {
    it('nothing is sent again, and the helpdesk is told which right is missing', async () => {
      await ask()
      bot.sandbox.faults.set('reboot', { status: 403 }, 5)
      await bot.settle()
      assert.equal(posts(), 1)
      endedAs('no-right', true)
    })

    it('to the look before the POST, nothing is sent at all', async () => {
      await ask()
      bot.sandbox.faults.set('list', { status: 403 }, always)
      await bot.settle()
      assert.equal(posts(), 0)
      endedAs('no-right', true)
    })
  })

  describe('G4: it answers 404', () => {
    for (const status of [404, 410])
      it(`(${status}) but lists the Cloud PC still, nothing is sent again, and no more is said than that`, async () => {
        await ask()
        bot.sandbox.faults.set('reboot', { status }, 5)
        await bot.settle()
        assert.equal(posts(), 1)
        endedAs('not-found', true)
      })

    const elsewhere = [{ id: cloudPcs.ana.id, displayName: name, userPrincipalName: people.ben.userPrincipalName }]
    for (const [how, value] of [
      ['lists it no more', []],
      ['lists it under another name', elsewhere],
    ] as const)
      it(`and ${how}, though it is there, the person reads that it is not theirs any more`, async () => {
        await ask()
        bot.sandbox.faults.set('reboot', { status: 404 })
        await bot.work()
        bot.sandbox.faults.set('list', { status: 200, body: { value } }, always)
        await bot.settle()
        assert.equal(posts(), 1)
        endedAs('reassigned', true)
      })

    it('and has it no more, the person reads that it does not exist, also after a restart of the bot', async () => {
      await ask()
      bot.sandbox.faults.set('reboot', { status: 404 })
      await bot.work()
      await bot.restart()
      bot.sandbox.faults.set('list', { status: 200, body: { value: [] } }, always)
      bot.sandbox.faults.set('detail', { status: 404 }, always)
      await bot.settle()
      assert.equal(posts(), 1)
      endedAs('removed', true)
    })

    for (const call of ['list', 'detail'] as const)
      it(`and does not answer the second look (${call}), no more is said than that`, async () => {
        await ask()
        bot.sandbox.faults.set('reboot', { status: 404 })
        await bot.work()
        if (call === 'detail') bot.sandbox.faults.set('list', { status: 200, body: { value: [] } }, always)
        bot.sandbox.faults.set(call, { status: 503 }, always)
        await bot.settle()
        assert.equal(posts(), 1)
        endedAs('not-found', true)
      })
  })

  describe('G5: it answers that the Cloud PC is busy', () => {
    /** Up to the answer; the list of actions is looked at after it. */
    async function refused(status = 409): Promise<void> {
      await ask()
      bot.sandbox.faults.set('reboot', { status }, 5)
      await bot.work()
    }

    for (const status of [409, 423])
      for (const state of ['pending', 'active'])
        it(`(${status}) because of another restart (${state}), that one is followed, and nothing is sent again`, async () => {
          await refused(status)
          list([action('Reboot', state, ago(3 * minute))], 2)
          await bot.work()
          says(words(bot.now(card)), texts.restart.joined.body)
          bot.advance(3 * second)
          await bot.work()
          assert.match(words(bot.now(card)), state === 'active' ? /is restarting/ : /restarted already/)
          list([action('Reboot', 'done', ago(3 * minute))])
          await bot.settle()
          assert.equal(posts(), 1)
          says(last(), texts.restart.done.body)
          assert.equal(toldHelpdesk(), 0)
        })

    it('because of another restart, which fails in the end, the helpdesk is told', async () => {
      await refused()
      list([action('Reboot', 'active', ago(minute))], 1)
      await bot.work()
      list([action('Reboot', 'failed', ago(minute))])
      await bot.settle()
      assert.equal(posts(), 1)
      endedAs('action-failed', true)
    })

    it('because of another restart, that one is found also after a restart of the bot', async () => {
      await refused()
      await bot.restart()
      list([action('Reboot', 'active', ago(minute))], 1)
      await bot.work()
      says(words(bot.now(card)), texts.restart.joined.body)
      assert.equal(posts(), 1)
    })

    it('because of another restart, the cool-down counts once, from when that one began', async () => {
      await refused()
      const began = ago(9 * minute)
      list([action('Reboot', 'active', began)], 1)
      await bot.work()
      list([action('Reboot', 'done', began)])
      await bot.settle()
      bot.advance(5 * minute)
      const waited = Math.round((bot.world().clock.now().getTime() - Date.parse(began)) / minute)
      card = await toConfirm(bot, ana)
      assert.match(words(card), new RegExp(`Another restart is possible in ${30 - waited} minutes`))
      bot.advance((30 - waited) * minute)
      await ask()
      says(words(card), texts.restart.approved.body)
    })

    it('because of another restart that is nearly too old, it is followed from when the person asked', async () => {
      await refused()
      list([action('Reboot', 'active', ago(10 * minute))])
      await bot.work()
      bot.advance(7 * minute)
      await bot.work()
      assert.match(words(bot.now(card)), /is restarting/)
      await bot.settle()
      says(last(), texts.restart.unconfirmed.body)
    })

    const others: [string, (() => object[]) | undefined][] = [
      ['of a restart that began more than ten minutes ago', () => [action('Reboot', 'active', ago(10 * minute + 1))]],
      ['of a restart that has ended', () => [action('Reboot', 'done', ago(2 * minute))]],
      ['of another action', () => [action('Resize', 'active', ago(minute))]],
      ['of nothing that the list shows', () => []],
      ['of something that the list, which cannot be read, does not tell', undefined],
    ]
    for (const [why, value] of others)
      it(`because ${why}, the person is told to wait`, async () => {
        await refused()
        if (value) list(value())
        else bot.sandbox.faults.set('results', { status: 503 }, always)
        await bot.settle()
        assert.equal(posts(), 1)
        endedAs('busy', false)
      })
  })

  describe('G6: it answers 429', () => {
    const throttle = (header: string | undefined, times = 1) => {
      const headers = header === undefined ? {} : { headers: { 'Retry-After': header } }
      bot.sandbox.faults.set('reboot', { status: 429, ...headers }, times)
    }

    const waits: [string, string | undefined, number, number][] = [
      ['one second', '1', 1000, 1100],
      ['30 seconds', '30', 30_000, 33_000],
      ['a date 90 seconds from now', 'Mon, 07 Sep 2026 08:01:30 GMT', 90_000, 99_000],
      ['no second', '0', 1000, 1100],
      ['a date gone by', 'Mon, 07 Sep 2026 07:00:00 GMT', 1000, 1100],
      ['a negative number', '-5', 1000, 2000],
      ['junk', 'soon', 1000, 2000],
      ['nothing', undefined, 1000, 2000],
    ]
    for (const [what, header, least, most] of waits)
      it(`with ${what} in Retry-After, it is sent again after ${least} ms at the earliest, ${most} at the latest`, async () => {
        await ask()
        throttle(header)
        await bot.work()
        says(words(bot.now(card)), texts.restart.later.body)
        bot.advance(least - 1)
        await bot.work()
        assert.equal(posts(), 1)
        bot.advance(most - least + 1)
        await bot.work()
        assert.equal(posts(), 2)
        await bot.settle()
        endedDone()
      })

    it('the wait outlasts a restart of the bot', async () => {
      await ask()
      throttle('90')
      await bot.work()
      await bot.restart()
      bot.advance(89_000)
      await bot.work()
      assert.equal(posts(), 1)
      await bot.settle()
      assert.equal(posts(), 2)
      endedDone()
    })

    for (const header of ['5', undefined])
      it(`three times (${header ?? 'without Retry-After'}), it is given up, and the helpdesk is told`, async () => {
        await ask()
        throttle(header, 9)
        await bot.settle()
        assert.equal(posts(), 3)
        endedAs('graph-unreachable', true)
      })

    it('twice, it is sent a third time, also where looks have failed before', async () => {
      await ask()
      bot.sandbox.faults.set('list', { status: 500 }, 6)
      throttle('5', 2)
      await bot.settle()
      assert.equal(posts(), 3)
      endedDone()
    })

    it('and asks for more than ten minutes, the helpdesk is offered at once, and it is sent all the same', async () => {
      await ask()
      throttle('660')
      await bot.work()
      says(words(bot.now(card)), texts.restart.muchLater.body)
      says(words(await bot.press(ana, bot.now(card), 'Get help')), texts.restart.muchLater.title(name))
      assert.equal(words(bot.lastCard(chatOf(ana))).split('\n')[0], texts.helpForm.title)
      await bot.settle()
      assert.equal(posts(), 2)
      endedDone()
    })

    it('and asks for an hour, which no consent lasts, it ends at once, and the helpdesk is told', async () => {
      await ask()
      throttle('3600')
      await bot.work()
      assert.equal(posts(), 1)
      endedAs('graph-unreachable', true)
    })
  })

  describe('G7: it answers', () => {
    for (const status of [500, 502, 503, 504, 408]) {
      it(`${status}, it is looked for two minutes, never sent again, and the helpdesk is told`, async () => {
        await ask()
        bot.sandbox.faults.set('reboot', { status, headers: { 'Retry-After': '1' } })
        await bot.work()
        says(words(bot.now(card)), texts.restart.sending.body)
        bot.advance(115 * second)
        await bot.work()
        says(words(bot.now(card)), texts.restart.sending.body)
        await bot.settle()
        endedUnclear()
      })

      it(`${status} and has restarted it, it is found in the list of actions`, async () => {
        await ask()
        bot.sandbox.faults.set('reboot', { status, acts: true })
        await bot.settle()
        assert.equal(posts(), 1)
        endedDone()
      })
    }

    it('500 and hides the list of actions for a while, the restart is found later', async () => {
      await ask()
      bot.sandbox.faults.set('reboot', { status: 500, acts: true })
      bot.sandbox.faults.set('results', { status: 503 }, 8)
      await bot.settle()
      assert.equal(posts(), 1)
      endedDone()
    })

    it('500 to the look before the POST, nothing is sent, and the helpdesk is told', async () => {
      await ask()
      bot.sandbox.faults.set('list', { status: 500 }, always)
      await bot.settle()
      assert.equal(posts(), 0)
      endedAs('graph-unreachable', true)
    })

    it('500 to the look before the POST, the person does not read that Windows 365 has put off what was not sent', async () => {
      await ask()
      bot.sandbox.faults.set('list', { status: 500 }, 3)
      await bot.work()
      assert.equal(posts(), 0)
      says(words(await bot.press(ana, bot.now(card), 'Get help')), texts.restart.approved.title(name))
    })

    it('500 to the look before the POST for a moment, it is sent after it', async () => {
      await ask()
      bot.sandbox.faults.set('list', { status: 500 }, 3)
      await bot.settle()
      assert.equal(posts(), 1)
      endedDone()
    })
  })

  describe('G8: it takes no connection', () => {
    it('for good, it is tried for half a minute, and the helpdesk is told', async () => {
      await ask()
      await bot.gate.stop()
      for (const wait of [0, 5, 24]) {
        bot.advance(wait * second)
        await bot.work()
        assert.doesNotMatch(last(), /wasn’t restarted/)
      }
      bot.advance(5 * second)
      await bot.work()
      assert.equal(posts(), 0)
      endedAs('graph-unreachable', true)
    })

    it('for a moment, it is sent after it', async () => {
      await ask()
      await bot.sandbox.closeDoor()
      await bot.work()
      await bot.sandbox.openDoor()
      await bot.settle()
      assert.equal(posts(), 1)
      endedDone()
    })
  })

  describe('G9: it breaks off', () => {
    it('or not, ten seconds and one try are all that it gets', () => {
      assert.equal(rules.restart.deadlineMs, 10_000)
      assert.equal(rules.restart.attempts, 1)
    })

    const breaks: [string, Behaviour][] = [
      ['by a reset after the request', reset],
      ['by a closed connection', closeQuietly],
      ['by never answering', hang],
      ['by an answer that drips and never ends', drip(200)],
      ['by stalling after the head of a 200', headThenStall(200)],
    ]
    for (const [how, behave] of breaks)
      it(`${how}, it is looked for, never sent again, and the helpdesk is told`, async () => {
        await ask()
        bot.gate.answerPosts(behave)
        await bot.settle()
        endedUnclear()
      })

    for (const fault of ['act-then-reset', 'act-then-hang'] as const)
      it(`after it has restarted it (${fault}), it is found in the list of actions`, async () => {
        await ask()
        bot.sandbox.faults.set('reboot', fault)
        await bot.settle()
        assert.equal(posts(), 1)
        endedDone()
      })
  })

  describe('G10: its answer makes no sense,', () => {
    const senseless: [string, Behaviour][] = [
      ['a 200 with a page', reply(200, html, '<html>sign in</html>')],
      ['a 200 with JSON instead of a 204', reply(200, json, { value: [] })],
      ['a 200 with JSON cut short', cutShort(200)],
      ['a 200 with 10 MB', flood(200, 10 * 1024 * 1024)],
      ['a 200 with nothing', reply(200)],
      ['a 202', reply(202)],
      [
        'a 204 that carries a page',
        raw('HTTP/1.1 204 No Content\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>'),
      ],
      ['no HTTP', raw('what?\r\n\r\n')],
    ]
    for (const [what, behave] of senseless)
      it(`${what}: that is no success, and no reason to send it again`, async () => {
        await ask()
        bot.gate.answerPosts(behave)
        await bot.settle()
        endedUnclear()
      })

    it('a 200 with junk, but has restarted it: it is found in the list of actions', async () => {
      await ask()
      bot.sandbox.faults.set('reboot', { status: 200, body: 'ok', acts: true })
      await bot.settle()
      assert.equal(posts(), 1)
      endedDone()
    })
  })

  describe('G11: it answers', () => {
    for (const status of [301, 302, 303, 307, 308])
      it(`${status}, neither the POST nor a token goes anywhere else`, async () => {
        const elsewhere = await startFaultyServer(reply(204))
        try {
          const redirect = { status, headers: { Location: `${elsewhere.url}/v1.0/stolen` } }
          await ask()
          bot.sandbox.faults.set('reboot', redirect)
          bot.sandbox.faults.set('results', redirect, always)
          await bot.settle()
          endedUnclear()
          bot.sandbox.faults.set('list', redirect, always)
          says(words(await bot.say(ana, 'restart')), texts.refused.because({ rule: 'lookup-failed' }))
          assert.equal(elsewhere.seen.length, 0)
        } finally {
          await elsewhere.stop()
        }
      })
  })

  describe('G12: its list of actions', () => {
    it('lags by a minute, the restart is not said to be done before it is, and then is', async () => {
      await ask()
      await bot.work()
      list([], 20)
      await bot.settle()
      assert.equal(posts(), 1)
      const lasted = bot.world().clock.now().getTime() - (bot.sandbox.reboots()[0]?.at.getTime() ?? 0)
      assert.ok(lasted >= minute, `${lasted} ms`)
      endedDone()
    })

    it('lags by a minute after an answer that was lost, the restart is asked for again and found', async () => {
      await ask()
      bot.sandbox.faults.set('reboot', 'act-then-reset')
      await bot.work()
      list([], 5)
      await bot.settle()
      assert.equal(posts(), 1)
      endedDone()
    })

    const older: [string, () => object][] = [
      ['hours ago', () => action('Reboot', 'done', ago(120 * minute))],
      ['a moment ago', () => action('Reboot', 'done', ago(90 * second), { lastUpdatedDateTime: ago(second) })],
    ]
    for (const [when, entry] of older)
      for (const [what, fault, body] of [
        ['accepted', { status: 204 }, texts.restart.unconfirmed.body],
        ['doubtful', 'reset', texts.restart.unclear.body],
      ] as const)
        it(`shows a restart that was done ${when}, a ${what} one is not said to be done by it`, async () => {
          await ask()
          bot.sandbox.faults.set('reboot', fault)
          list([entry()])
          await bot.settle()
          assert.equal(posts(), 1)
          says(last(), body)
        })

    it('shows two entries, the restart is not done before both are', async () => {
      await ask()
      await bot.work()
      const both = (state: string) => [action('Reboot', state, ago(0)), action('Reboot', 'done', ago(-second))]
      list(both('active'), 5)
      for (let look = 0; look < 5; look++) {
        bot.advance(3 * second)
        await bot.work()
        assert.match(words(bot.now(card)), /is restarting/)
      }
      list(both('done'))
      await bot.settle()
      endedDone()
    })
  })

  describe('G13: the token endpoint', () => {
    const closed: [string, SandboxFault, RestartReason][] = [
      ['refuses to sign the bot in', { status: 400, body: { error: 'invalid_client' } }, 'not-signed-in'],
      ['breaks the connection', 'reset', 'graph-unreachable'],
      ['never answers', 'hang', 'graph-unreachable'],
      [
        'gives a token that has expired',
        { status: 200, body: { access_token: 'old', expires_on: '1' } },
        'not-signed-in',
      ],
    ]
    for (const [what, fault, reason] of closed)
      it(`${what}, nothing is sent, and the helpdesk is told`, async () => {
        await ask()
        bot.sandbox.revokeTokens()
        bot.sandbox.faults.set('token', fault, always)
        await bot.settle()
        assert.deepEqual(bot.sandbox.reboots(), [])
        assert.equal(posts(), 0)
        endedAs(reason, true)
      })

    it('is down while the token at hand is good for more than five minutes, the restart goes on', async () => {
      bot.sandbox.faults.set('token', { status: 503 }, always)
      bot.advance(54 * minute)
      await ask()
      await bot.settle()
      endedDone()
    })

    it('is down and the token at hand is about to end, the person reads that nothing can be looked up', async () => {
      bot.sandbox.faults.set('token', { status: 503 }, always)
      bot.advance(56 * minute)
      const answer = await bot.say(ana, 'restart')
      says(words(answer), texts.refused.because({ rule: 'lookup-failed' }))
      assert.equal(posts(), 0)
    })
  })

  describe('G14: the Cloud PC', () => {
    const unready = [
      [fatima, 'being set up'],
      [goran, 'in its grace period'],
    ] as const
    for (const [person, status] of unready)
      it(`is ${status}, the restart is refused with that reason`, async () => {
        card = await toConfirm(bot, person)
        assert.match(words(card), new RegExp(texts.refused.title))
        assert.match(words(card), new RegExp(`This Cloud PC is ${status}`))
        assert.deepEqual(buttonsOf(card.card)[0], 'Get help')
        await bot.settle()
        assert.equal(posts(), 0)
      })

    const statuses: [string, CloudPc['status']][] = [
      ['resizing', 'resizing'],
      ['resizePendingLicense', 'resizing'],
      ['restoring', 'restoring'],
      ['deprovisioning', 'deprovisioning'],
      ['preparing', 'provisioning'],
    ]
    for (const [graphs, status] of statuses)
      it(`is “${graphs}” in Graph’s words, the restart is refused in plain ones`, async () => {
        const asked = await toConfirm(bot, ana)
        bot.sandbox.faults.set('detail', { status: 200, body: { status: graphs } }, always)
        const refused = await confirm(bot, ana, asked)
        says(words(refused), texts.refused.because({ rule: 'status', status }))
        assert.equal(posts(), 0)
      })

    it('is a Frontline one that is off, the card says when it restarts, and never that it has', async () => {
      const asked = await toConfirm(bot, emil)
      says(words(asked), texts.confirm.off)
      card = await confirm(bot, emil, asked)
      await bot.work()
      assert.match(words(bot.now(card)), /powered off restarts when it is next powered on/)
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [cloudPcs.emil.id])
      says(last(emil), texts.restart.unconfirmed.body)
    })

    for (const powerState of ['poweredOff', 'deallocated'])
      it(`is “${powerState}”, the person reads when it restarts before they confirm`, async () => {
        bot.sandbox.faults.set('detail', { status: 200, body: { status: 'provisioned', powerState } })
        says(words(await toConfirm(bot, ana)), texts.confirm.off)
      })

    it('is shared by several, the person reads that all are signed out before they confirm', async () => {
      const shared = { status: 'provisioned', powerState: 'running', provisioningType: 'sharedByEntraGroup' }
      bot.sandbox.faults.set('detail', { status: 200, body: shared })
      says(words(await toConfirm(bot, ana)), texts.confirm.frontline)
    })

    it('is one of two, the person chooses, and that one is restarted', async () => {
      const choice = await bot.say(deniz, 'restart')
      assert.equal(words(choice).split('\n')[0], texts.devices.title)
      const { deniz1, deniz2 } = cloudPcs
      assert.deepEqual(Object.values(choicesOf(choice.card, 'device')), [deniz1.id, deniz2.id])
      const asked = await bot.press(deniz, choice, 'Continue', { device: deniz2.id })
      assert.match(words(asked), /^Restart CPC-DENIZ-02\?/)
      await confirm(bot, deniz, asked)
      await bot.settle()
      assert.deepEqual(bot.gate.posts, [deniz2.id])
    })

    for (const call of ['list', 'user'] as const)
      it(`is gone with its licence (404 to ${call}), the person reads that there is none`, async () => {
        bot.sandbox.faults.set(call, { status: 404 }, always)
        says(words(await bot.say(ana, 'restart')), texts.machine.noCloudPc)
        assert.equal(posts(), 0)
      })

    const refusals: [string, string, string, RestartRefusal][] = [
      ['Resize', 'active', 'another action', { rule: 'action-under-way', action: 'other' }],
      ['Reprovision', 'pending', 'another action', { rule: 'action-under-way', action: 'other' }],
      ['Reboot', 'active', 'a restart', { rule: 'action-under-way', action: 'restart' }],
    ]
    for (const [actionName, state, what, refusal] of refusals) {
      const underWay = () => {
        list([action(actionName, state, ago(59 * minute))])
      }

      it(`has ${what} under way (${actionName}, ${state}), the restart is refused with that reason`, async () => {
        const asked = await toConfirm(bot, ana)
        underWay()
        const refused = await confirm(bot, ana, asked)
        says(words(refused), texts.refused.because(refusal))
        await bot.settle()
        assert.equal(posts(), 0)
      })

      it(`has ${what} under way (${actionName}, ${state}) right before the POST, none is sent`, async () => {
        await ask()
        underWay()
        await bot.settle()
        assert.equal(posts(), 0)
        endedAs('not-allowed-any-more', false)
        says(last(), texts.refused.because(refusal))
      })
    }

    const harmless: [string, () => SandboxFault][] = [
      ['an action that began more than an hour ago', () => listed(action('Resize', 'active', ago(61 * minute)))],
      ['an action that has ended', () => listed(action('Resize', 'done', ago(minute)))],
      ['an action without a time', () => listed(action('Resize', 'active', 'yesterday'))],
      ['a list of actions that cannot be read', () => ({ status: 503 })],
      ['a list of actions that never comes', () => 'hang'],
    ]
    for (const [what, fault] of harmless)
      it(`has ${what}, which does not keep it from being restarted`, async () => {
        const asked = await toConfirm(bot, ana)
        // The look when it is decided, and the one right before the POST.
        bot.sandbox.faults.set('results', fault(), 2)
        card = await confirm(bot, ana, asked)
        await bot.settle()
        assert.equal(posts(), 1)
        endedDone()
      })
  })

  describe('nobody of the helpdesk can be told, the person does not read that they were', () => {
    it('since no channel is set up', async () => {
      await bot.stop()
      bot = await startBot({ channels: [] })
      bot.sandbox.faults.set('reboot', { status: 403 })
      await ask()
      await bot.settle()
      says(last(), texts.restart.untold)
    })

    it('since the channel takes no messages', async () => {
      bot.sandbox.faults.set('reboot', { status: 500 })
      bot.connector.fail('post', 403, { conversation: helpdeskChannel.id, times: 99 })
      await ask()
      await bot.settle()
      assert.doesNotMatch(last(), /helpdesk has been told/)
    })
  })
})

describe('a restart while the clock of Graph', () => {
  let bot: TestBot

  afterEach(() => bot.stop())

  for (const [how, graphAheadMs] of [
    ['ahead', 10 * minute],
    ['behind', -10 * minute],
  ] as const)
    it(`is ten minutes ${how} is still signed in, also when the token has ended meanwhile (G13)`, async () => {
      bot = await startBot({ graphMs, graphAheadMs })
      bot.advance(58 * minute)
      await askForRestart(bot, ana)
      await bot.settle()
      assert.equal(bot.sandbox.reboots().length, 1)
      assert.doesNotMatch(words(bot.lastCard(chatOf(ana))), /wasn’t restarted/)
    })
})
