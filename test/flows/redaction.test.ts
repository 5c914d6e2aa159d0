// Secrets that people write reach no table, no log line and nobody else's card, and whoever wrote one is told.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { chatOf, helpdeskChannel, secondTierChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { fileTicket, toSolution } from '../helpers/ways.ts'

const { ana, ben } = people

const secret = 'Hunter2!xyz'
const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV'
const ended = 'The remote PC ended your session. Error code: 0x3'

describe('a secret', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot({ channels: ['helpdesk', 'second tier'], redactNames: ['Anna Muster'] })
  })
  afterEach(() => bot.stop())

  /** All that the database has ever written: its file, and what waits beside it. */
  const stored = () =>
    [bot.databaseFile, `${bot.databaseFile}-wal`]
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'latin1'))
      .join()
  const sentTo = (id: string) => JSON.stringify(bot.connector.messages(id))

  function isNowhere(...secrets: readonly string[]): void {
    const everywhere = {
      stored: stored(),
      logged: bot.lines.join('\n'),
      ...Object.fromEntries(
        [helpdeskChannel, secondTierChannel, chatOf(ana), chatOf(ben)].map(({ id }) => [id, sentTo(id)]),
      ),
    }
    for (const [where, text] of Object.entries(everywhere))
      for (const one of secrets) assert.ok(!text.includes(one), `${one} is in ${where}`)
  }

  it('in a paste is kept nowhere, and the first card says so, once', async () => {
    const question = await bot.say(
      ana,
      `${ended}\nCorrelation ID: 0b5c9d1e-0000-4000-8000-00000000000f\npassword: ${secret}`,
    )
    assert.ok(words(question).includes(texts.leak.pasted(['password'])))
    assert.ok(stored().includes('0b5c9d1e-0000-4000-8000-00000000000f'))
    assert.match(words(question), /How often does it happen\?/)
    const next = await bot.press(ana, question, 'Just this once')
    assert.doesNotMatch(words(next), /blacked/)
    isNowhere(secret)
  })

  it('of several kinds is told of on a card that knows nothing, too', async () => {
    const unknown = await bot.say(ana, `zzqx wobbles\npwd=${secret}\n${token}`)
    assert.ok(words(unknown).includes(texts.leak.pasted(['password', 'token'])))
    isNowhere(secret, token.slice(-20))
  })

  it('is not told of where there was none, though an address is masked', async () => {
    const question = await bot.say(ana, `${ended} ana.lopez@contoso.com, Anna Muster`)
    assert.doesNotMatch(words(question), /blacked/)
    isNowhere('ana.lopez@', 'Muster')
  })

  it('in a paste does not change what the paste is matched with', async () => {
    const held = await bot.say(ana, `password: The remote PC ended your session. Error code: 0x3`)
    assert.match(words(held), /The remote PC ended your session \(0x3\)/)
  })

  for (const as of ['execute', 'submit'] as const) {
    it(`in the note of a ticket is masked for the helpdesk, and its writer is told, by ${as}`, async () => {
      const form = await bot.press(ana, await toSolution(bot, ana, ended), 'Get help')
      await bot.press(
        ana,
        form,
        'Send to the helpdesk',
        { 'text-send-ticket': `my password is ${secret}, thanks` },
        { as },
      )
      assert.match(words(bot.lastCard(helpdeskChannel)), /my password is \[password\], thanks/)
      assert.ok(words(bot.lastCard(chatOf(ana))).includes(texts.leak.typed(['password'])))
      isNowhere(secret)
    })

    it(`in a comment is masked for the helpdesk, and its writer is told, by ${as}`, async () => {
      const { own } = await fileTicket(bot)
      await bot.press(ana, own, 'Add a comment', { 'text-comment': `pw: ${secret} on 10.1.2.3` }, { as })
      assert.match(words(bot.lastCard(helpdeskChannel)), /pw: \[password\] on \[ip\]/)
      assert.ok(words(bot.lastCard(chatOf(ana))).includes(texts.leak.typed(['password'])))
      isNowhere(secret, '10.1.2.3')
    })
  }

  for (const [title, field, more] of [
    ['Reply', 'text-reply', {}],
    ['Decline', 'text-decline', {}],
    ['Add note', 'text-note', {}],
    ['Escalate', 'text-escalate', { severity: 'high' }],
  ] as const)
    it(`that the helpdesk writes with "${title}" is masked, and nothing else of it, and they alone are told`, async () => {
      const { helpdesk } = await fileTicket(bot)
      const inputs = { [field]: `Use vm7 at 10.1.2.3, password: ${secret}`, ...more }
      const seen = await bot.press(ben, helpdesk, title, inputs)
      assert.match(words(seen), /Use vm7 at 10\.1\.2\.3, password: \[password\]/)
      assert.ok(words(seen).includes(texts.leak.typed(['password'])))
      assert.doesNotMatch(words(bot.now(helpdesk)), /blacked/)
      isNowhere(secret)
    })

  it('in what came too late is not shown again either', async () => {
    const { helpdesk } = await fileTicket(bot)
    await bot.press(people.chiara, helpdesk, 'Take')
    const late = await bot.press(ben, helpdesk, 'Reply', { 'text-reply': `password: ${secret}` })
    assert.ok(!JSON.stringify(late.card).includes(secret))
    isNowhere(secret)
  })
})
