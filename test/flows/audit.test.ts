// Everything privileged that people and the bot do leaves one entry in the audit, and so does everything that is refused.
import assert from 'node:assert/strict'
import type { SandboxFault } from '../../src/sandbox/faults.ts'
import { people, type SandboxPerson } from '../../src/sandbox/tenant.ts'
import { type AuditNews, openAudit } from '../helpers/audit-news.ts'
import {
  type BotOptions,
  chatOf,
  groupChat,
  type Held,
  helpdeskChannel,
  startBot,
  type TestBot,
} from '../helpers/bot.ts'
import type { Inputs } from '../helpers/card-reading.ts'
import { askForApproval, askForRestart, confirm, fileTicket, toConfirm } from '../helpers/ways.ts'

const { ana, ben, chiara, deniz, emil } = people
const minute = 60_000
const secret = { text: 'Ana Ferreira’s password is hunter2secret' }

describe('the audit', () => {
  let bot: TestBot
  let audit: AuditNews

  async function begin(options: BotOptions = {}): Promise<void> {
    bot = await startBot({ channels: ['helpdesk', 'second tier'], ...options })
    audit = await openAudit(bot)
  }
  afterEach(async () => {
    await audit.close()
    await bot.stop()
  })

  /** What an act leaves, and nothing of what was before it. */
  async function leaves(lines: readonly string[], act: () => Promise<unknown>): Promise<void> {
    await audit.news()
    await act()
    assert.deepEqual(await audit.news(), lines)
  }

  const unvouched = () => {
    bot.sandbox.faults.set('check', { status: 503 }, 9)
  }

  describe('of a ticket', () => {
    let card: Held
    let own: Held
    beforeEach(async () => {
      await begin()
      const filed = await fileTicket(bot)
      own = filed.own
      card = filed.helpdesk
    })

    it('tells who filed it', async () => {
      await leaves(['Emil, chat: ticket-filed on ticket 1002, nothing to open'], () =>
        fileTicket(bot, { person: emil }),
      )
    })

    type Row = {
      readonly title: string
      readonly inputs?: Inputs
      readonly act: string
      readonly change: string
      readonly takenFirst?: true
    }
    const rows: readonly Row[] = [
      { title: 'Take', act: 'ticket-taken', change: 'open to taken' },
      { title: 'Release', act: 'ticket-released', change: 'taken to open', takenFirst: true },
      { title: 'Assign', inputs: { assignee: chiara.id }, act: 'ticket-assigned', change: 'open to taken' },
      { title: 'Reply', inputs: { 'text-reply': secret.text }, act: 'ticket-reply', change: 'open to taken' },
      { title: 'Add note', inputs: { 'text-note': secret.text }, act: 'ticket-note', change: 'open to open' },
      { title: 'Set urgency', inputs: { urgency: 'critical' }, act: 'ticket-urgency', change: 'open to open' },
      {
        title: 'Escalate',
        inputs: { 'text-escalate': secret.text },
        act: 'ticket-escalated',
        change: 'open to escalated',
      },
      { title: 'Resolve', act: 'ticket-resolved', change: 'open to resolved' },
      { title: 'Decline', inputs: { 'text-decline': secret.text }, act: 'ticket-declined', change: 'open to declined' },
    ]
    for (const { title, inputs = {}, act, change, takenFirst } of rows) {
      const [before = ''] = change.split(' ')
      const prepared = async (): Promise<Held> => {
        if (takenFirst) await bot.press(ben, card, 'Take')
        return bot.now(card)
      }

      for (const as of ['execute', 'submit'] as const)
        it(`tells of “${title}” once, however often the click comes, by ${as}`, async () => {
          const held = await prepared()
          await leaves([`Ben, channel: ${act} on ticket 1001, ${change}`], async () => {
            await Promise.all([
              bot.press(ben, held, title, inputs, { as }),
              bot.press(ben, held, title, inputs, { as }),
            ])
            await bot.press(ben, held, title, inputs, { as })
          })
        })

      it(`tells of “${title}” by somebody who may not, and by which rule it was refused`, async () => {
        const held = await prepared()
        const refused = `${act} refused on ticket 1001, ${before}`
        await leaves([`Deniz, channel: ${refused} (not-helpdesk)`], () => bot.press(deniz, held, title, inputs))
        await leaves([`Ana, channel: ${refused} (own-ticket)`], () => bot.press(ana, held, title, inputs))
        unvouched()
        await leaves([`Ben, channel: ${refused} (membership-unknown)`], () => bot.press(ben, held, title, inputs))
      })
    }

    it('tells what the rules of tickets refuse to the helpdesk', async () => {
      const line = (act: string, state: string, rule: string) =>
        `Ben, channel: ${act} refused on ticket 1001, ${state} (${rule})`
      const empty = { 'text-reply': ' ' }
      await leaves([line('ticket-reply', 'open', 'text-missing')], () =>
        bot.press(ben, card, 'Reply', empty, { unchecked: true }),
      )
      await leaves([line('ticket-urgency', 'open', 'same-urgency')], () => bot.press(ben, card, 'Set urgency'))
      const stranger = { assignee: deniz.id }
      await leaves([line('ticket-assigned', 'open', 'assignee-not-helpdesk')], () =>
        bot.press(ben, card, 'Assign', stranger),
      )
      await bot.press(chiara, card, 'Take')
      await leaves([line('ticket-released', 'taken', 'not-owner')], () => bot.press(ben, bot.now(card), 'Release'))
    })

    it('tells that a second tier is missing', async () => {
      await audit.close()
      await bot.stop()
      await begin({ channels: ['helpdesk'] })
      const { helpdesk } = await fileTicket(bot)
      await leaves(['Ben, channel: ticket-escalated refused on ticket 1001, open (no-second-tier)'], () =>
        bot.press(ben, helpdesk, 'Escalate', { 'text-escalate': secret.text }),
      )
    })

    it('tells who came too late, and not who pressed twice', async () => {
      await bot.press(ben, card, 'Take')
      await leaves(['Chiara, channel: ticket-taken refused on ticket 1001, taken (changed-meanwhile)'], async () => {
        await bot.press(chiara, card, 'Take')
        await bot.press(ben, card, 'Take')
      })
    })

    it('tells that it was withdrawn or taken up again, by whom and in the chat, and who may not', async () => {
      const stranger = (act: string, state: string) =>
        `Emil, chat: ${act} refused on ticket 1001, ${state} (not-requester)`
      await leaves([stranger('ticket-withdrawn', 'open')], () => bot.press(emil, own, 'Withdraw'))
      await bot.press(ben, card, 'Resolve')
      const resolved = bot.lastCard(chatOf(ana))
      await leaves([stranger('ticket-reopened', 'resolved')], () => bot.press(emil, resolved, 'No, reopen it'))
      await leaves(['Ana, chat: ticket-reopened on ticket 1001, resolved to open'], () =>
        bot.press(ana, resolved, 'No, reopen it'),
      )
      await leaves(['Ana, chat: ticket-withdrawn on ticket 1001, open to withdrawn'], () =>
        bot.press(ana, bot.now(resolved), 'Withdraw'),
      )
    })

    it('says nothing of what needs no right', async () => {
      await leaves([], async () => {
        await bot.press(ana, own, 'Add a comment', { 'text-comment': secret.text })
        await bot.say(ana, 'my requests')
        await bot.say(ben, 'open tickets')
        await bot.say(ana, secret.text)
      })
      await bot.press(ben, bot.lastCard(helpdeskChannel), 'Resolve')
      await leaves([], () => bot.press(ana, bot.lastCard(chatOf(ana)), 'Yes, it works'))
    })
  })

  describe('of a restart', () => {
    beforeEach(() => begin({ graphMs: 250 }))

    const on = (name: string, change: string) => `on restart of ${name}, ${change}`
    const requested = (who: SandboxPerson, name = `CPC-${who.givenName.toUpperCase()}-01`) =>
      `${who.givenName}, chat: restart-requested ${on(name, 'nothing to requested')}`
    const allowed = `Reconnect, worker: restart-approved ${on('CPC-ANA-01', 'requested to approved')}`
    const sent = `Reconnect, worker: restart-sent ${on('CPC-ANA-01', 'approved to sending')}`
    const done = `Reconnect, worker: restart-ended ${on('CPC-ANA-01', 'restarting to done')}`
    const ended = (change: string, rule: string) =>
      `Reconnect, worker: restart-ended ${on('CPC-ANA-01', change)} (${rule})`

    it('tells each step from the wish to the end', async () => {
      await leaves([requested(ana), allowed, sent, done], async () => {
        await askForRestart(bot, ana)
        await bot.settle()
      })
    })

    it('tells once of a wish that was clicked several times', async () => {
      const asked = await toConfirm(bot, ana)
      await leaves([requested(ana), allowed], async () => {
        await Promise.all([confirm(bot, ana, asked), confirm(bot, ana, asked)])
        await confirm(bot, ana, asked)
      })
    })

    it('tells which rule refused it', async () => {
      const soon = [await toConfirm(bot, emil), await toConfirm(bot, emil)] as const
      await confirm(bot, emil, soon[0])
      await bot.settle()
      const refused = on('CPC-EMIL-01', 'requested to declined')
      await leaves([requested(emil), `Reconnect, worker: restart-declined refused ${refused} (action-under-way)`], () =>
        confirm(bot, emil, soon[1]),
      )
      const [first, second] = [await toConfirm(bot, ana), await toConfirm(bot, ana)]
      await confirm(bot, ana, first)
      await leaves(['Ana, chat: restart-requested refused on restart of nothing yet, nothing (under-way)'], () =>
        confirm(bot, ana, second),
      )
    })

    it('tells of the confirm button of somebody else, before and after it was pressed', async () => {
      const asked = await toConfirm(bot, ana)
      await leaves(['Emil, chat: restart-requested refused on restart of nothing yet, nothing (not-yours)'], () =>
        confirm(bot, emil, asked),
      )
      await confirm(bot, ana, asked)
      await leaves([`Emil, chat: restart-requested refused ${on('CPC-ANA-01', 'approved')} (not-yours)`], () =>
        confirm(bot, emil, asked),
      )
      await leaves([`Emil, chat: restart-withdrawn refused ${on('CPC-ANA-01', 'approved')} (not-yours)`], () =>
        bot.press(emil, bot.now(asked), 'Cancel'),
      )
      await bot.settle()
      assert.equal(bot.gate.posts.length, 1)
    })

    it('tells who approved it, and who tried to', async () => {
      const filed = 'Reconnect, worker: ticket-filed on ticket 1001, nothing to open'
      const { helpdesk } = await askForApproval(bot)
      assert.deepEqual((await audit.news()).slice(-2), [requested(ana), filed])
      const tried = 'restart-approved refused on ticket 1001, open'
      await leaves([`Deniz, channel: ${tried} (not-helpdesk)`], () => bot.press(deniz, helpdesk, 'Approve restart'))
      await leaves([`Ana, channel: ${tried} (own-ticket)`], () => bot.press(ana, helpdesk, 'Approve restart'))
      const approved = `Ben, channel: restart-approved ${on('CPC-ANA-01', 'awaiting-approval to approved')}`
      const late = 'Chiara, channel: restart-approved refused on ticket 1001, taken (changed-meanwhile)'
      await leaves([approved, late, sent, done], async () => {
        await bot.press(ben, helpdesk, 'Approve restart')
        await bot.press(ben, helpdesk, 'Approve restart')
        await bot.press(chiara, helpdesk, 'Approve restart')
        await bot.settle()
      })
    })

    it('tells who declined it, of the ticket and of its restart', async () => {
      const { helpdesk } = await askForApproval(bot)
      const declined = [
        `Ben, channel: restart-declined ${on('CPC-ANA-01', 'awaiting-approval to declined')}`,
        'Ben, channel: ticket-declined on ticket 1001, open to declined',
      ]
      await leaves(declined, () => bot.press(ben, helpdesk, 'Decline', { 'text-decline': secret.text }))
    })

    it('tells that what came of a restart opened its ticket again', async () => {
      const { helpdesk } = await askForApproval(bot)
      bot.sandbox.faults.set('reboot', { status: 403 }, 9)
      await bot.press(ben, helpdesk, 'Approve restart')
      await bot.press(ben, bot.now(helpdesk), 'Resolve')
      await audit.news()
      await bot.settle()
      const told = (await audit.news()).filter((line) => line.includes('ticket-'))
      assert.deepEqual(told, ['Reconnect, worker: ticket-reopened on ticket 1001, resolved to taken'])
    })

    it('tells that it was taken back, and of the ticket that waited with it', async () => {
      await askForRestart(bot, ana)
      await leaves([`Ana, chat: restart-withdrawn ${on('CPC-ANA-01', 'approved to withdrawn')}`], () =>
        bot.say(ana, 'cancel'),
      )
      const { own } = await askForApproval(bot)
      const both = [
        `Ana, chat: restart-withdrawn ${on('CPC-ANA-01', 'awaiting-approval to withdrawn')}`,
        'Ana, chat: ticket-withdrawn on ticket 1001, open to withdrawn',
      ]
      await leaves(both, () => bot.press(ana, own, 'Cancel'))
      await askForApproval(bot)
      const list = await bot.press(ana, await bot.say(ana, 'my requests'), 'Ticket 1002')
      await leaves(
        both.map((line) => line.replace('1001', '1002')),
        () => bot.press(ana, list, 'Withdraw'),
      )
    })

    it('tells that it was too late to take it back', async () => {
      const card = await askForRestart(bot, ana)
      const old = bot.now(card)
      await bot.work()
      await leaves([`Ana, chat: restart-withdrawn refused ${on('CPC-ANA-01', 'sent')} (under-way)`], () =>
        bot.press(ana, old, 'Cancel'),
      )
      await bot.settle()
      await leaves([], () => bot.say(ana, 'cancel'))
    })

    it('tells that it was not sent in time, and that nobody approved it', async () => {
      await askForRestart(bot, ana)
      bot.advance(16 * minute)
      const expired = (change: string, rule: string) =>
        `Reconnect, worker: restart-expired ${on('CPC-ANA-01', change)} (${rule})`
      await leaves([expired('approved to expired', 'consent-too-old')], () => bot.settle())
      await askForApproval(bot)
      bot.advance(8 * 60 * minute)
      await leaves([expired('awaiting-approval to expired', 'approval-too-late')], () => bot.settle())
    })

    const later: SandboxFault = { status: 429, headers: { 'Retry-After': '5' } }
    const faults: [string, SandboxFault, number, string[]][] = [
      ['asks to wait twice and then accepts it', later, 2, [sent, sent, sent, done]],
      ['asks to wait for good', later, 9, [sent, sent, sent, ended('sending to failed', 'graph-unreachable')]],
      ['restarts it and loses the answer', 'act-then-reset', 1, [sent, done]],
      ['loses it', 'reset', 1, [sent, ended('sending to unknown', 'unclear-answer')]],
      ['never answers', 'hang', 1, [sent, ended('sending to unknown', 'unclear-answer')]],
      ['refuses it', { status: 403 }, 1, [sent, ended('sending to failed', 'no-right')]],
    ]
    for (const [name, fault, times, lines] of faults)
      it(`tells of as many sends as POSTs left when Graph ${name}`, async () => {
        await askForRestart(bot, ana)
        bot.sandbox.faults.set('reboot', fault, times)
        await audit.news()
        await bot.settle()
        const filed = 'Reconnect, worker: ticket-filed on ticket 1001, nothing to open'
        assert.deepEqual(
          (await audit.news()).filter((line) => line !== filed),
          lines,
        )
        assert.equal(bot.gate.posts.length, lines.filter((line) => line === sent).length)
      })

    it('tells of as many sends as POSTs left when the process ends before the answer comes', async () => {
      bot.sandbox.faults.set('reboot', 'hang')
      await askForRestart(bot, ana)
      const left = bot.gate.nextPost()
      const unheard = bot.work()
      await left
      await bot.restart()
      await bot.settle()
      assert.deepEqual((await audit.news()).slice(-5), [requested(ana), allowed, sent, sent, done])
      assert.equal(bot.gate.posts.length, 2)
      await bot.gate.stop()
      await unheard
    })
  })

  describe('of what is for the helpdesk alone', () => {
    beforeEach(() => begin({ channels: [] }))

    it('tells who set a channel up, where it was set up before, and who may not', async () => {
      const here = (who: SandboxPerson) => () => bot.say(who, 'set up helpdesk here', helpdeskChannel)
      const refused = 'channel-set refused on helpdesk, not-set-up'
      await leaves([`Ana, channel: ${refused} (not-helpdesk)`], here(ana))
      unvouched()
      await leaves([`Ben, channel: ${refused} (membership-unknown)`], here(ben))
      bot.sandbox.faults.clear()
      await leaves(['Ben, channel: channel-set on helpdesk, not-set-up to set-up'], here(ben))
      await leaves(['Chiara, channel: channel-set on helpdesk, set-up to set-up'], here(chiara))
      await leaves(['Ben, channel: channel-set on second-tier, not-set-up to set-up'], () =>
        bot.say(ben, 'set up second tier here', groupChat),
      )
    })

    it('tells who is on call, and who tried to be', async () => {
      await leaves(['Deniz, chat: on-call-set refused on Deniz, not-on-call (not-helpdesk)'], () =>
        bot.say(deniz, 'I am on call'),
      )
      await leaves(['Ben, channel: on-call-set on Ben, not-on-call to on-call'], () =>
        bot.say(ben, 'on call', helpdeskChannel),
      )
      await leaves(['Ben, chat: on-call-set on Ben, on-call to on-call'], () => bot.say(ben, 'on call'))
      await leaves(['Chiara, chat: on-call-set on Chiara, not-on-call to on-call'], () => bot.say(chiara, 'on call'))
    })

    it('tells why the brake was pulled, who lifted it, and who tried to', async () => {
      await bot.say(ben, 'set up helpdesk here', helpdeskChannel)
      await leaves(['Ben, chat: brake-lifted refused on brake, not-pulled (not-pulled)'], () =>
        bot.say(ben, 'allow restarts'),
      )
      bot.sandbox.faults.set('reboot', { status: 500 }, 3)
      for (const person of [ana, ben, emil]) await askForRestart(bot, person)
      await bot.settle()
      await leaves(['Reconnect, worker: brake-pulled on brake, not-pulled to pulled'], async () => {
        await bot.upkeep()
        await bot.upkeep()
      })
      const card = bot.lastCard(helpdeskChannel)
      const lift = (who: SandboxPerson) => () => bot.press(who, card, 'Allow automatic restarts')
      await leaves(['Deniz, channel: brake-lifted refused on brake, pulled (not-helpdesk)'], lift(deniz))
      unvouched()
      await leaves(['Ben, channel: brake-lifted refused on brake, pulled (membership-unknown)'], lift(ben))
      bot.sandbox.faults.clear()
      await leaves(['Ben, channel: brake-lifted on brake, pulled to not-pulled'], lift(ben))
      await leaves(['Chiara, channel: brake-lifted refused on brake, not-pulled (not-pulled)'], lift(chiara))
    })
  })
})
