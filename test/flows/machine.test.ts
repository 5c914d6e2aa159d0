// The restart of a machine that only the helpdesk can restart.
import assert from 'node:assert/strict'
import * as texts from '../../src/core/texts.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { helpdeskChannel, startBot, type TestBot, words } from '../helpers/bot.ts'
import { buttonsOf, choicesOf, fieldsOf } from '../helpers/card-reading.ts'
import { toConfirm, toSolution, vmError } from '../helpers/ways.ts'

const { ana, ben, hana } = people

describe('a machine that Graph cannot restart', () => {
  let bot: TestBot

  beforeEach(async () => {
    bot = await startBot()
  })
  afterEach(() => bot.stop())

  const tickets = () => bot.connector.messages(helpdeskChannel.id).length - 1

  for (const as of ['execute', 'submit'] as const)
    it(`is restarted by the helpdesk, who get the exact commands, by ${as}`, async () => {
      const solution = await toSolution(bot, ana, vmError, { as })
      const form = await bot.press(ana, solution, 'Ask for a restart', {}, { as })
      assert.ok(words(form).includes(texts.machine.body))
      const inputs = { product: 'azure-vm', machine: 'vm-build-07' }
      const own = bot.now(await bot.press(ana, form, 'Send restart request', inputs, { as }))
      assert.match(words(own), /^Ticket 1001\nOpen\nThe helpdesk has it/)

      const card = words(bot.lastCard(helpdeskChannel))
      assert.match(card, /^Ticket 1001: machine to restart/)
      assert.match(card, /Azure VM, vm-build-07/)
      assert.match(card, /open the virtual machine vm-build-07, select Overview, then Restart/)
      assert.match(card, /\$vm = Get-AzVM -Name "vm-build-07"\n+Restart-AzVM/)
      assert.match(card, /Set-AzVM -Redeploy/)
      assert.ok(card.indexOf('Restart-AzVM') < card.indexOf('Set-AzVM -Redeploy'), 'restart before redeploy')
      assert.deepEqual(bot.gate.posts, [])
    })

  it('of an Azure Virtual Desktop is found through its host pool, its VM under the short name', async () => {
    const question = await bot.say(ana, 'We couldn’t connect because there are currently no available resources')
    const solution = await bot.press(ana, await bot.press(ana, question, 'An Azure Virtual Desktop'), 'Only me')
    const form = await bot.press(ana, solution, 'Ask for a restart')
    const inputs = { product: 'azure-virtual-desktop', machine: 'avd-3.contoso.example' }
    await bot.press(ana, form, 'Send restart request', inputs)
    const card = words(bot.lastCard(helpdeskChannel))
    assert.match(card, /Host pools, the pool's Session hosts, and avd-3\.contoso\.example/)
    assert.match(card, /Get-AzVM -Name "avd-3"/)
  })

  it('of a person without a Cloud PC is asked for by the command too', async () => {
    const form = await bot.say(hana, 'restart')
    await bot.press(hana, form, 'Send restart request', { product: 'azure-vm', machine: 'vm-1' })
    assert.match(words(bot.lastCard(helpdeskChannel)), /Azure VM, vm-1/)
  })

  it('can be named beside one’s own Cloud PCs', async () => {
    const form = await bot.press(people.deniz, await bot.say(people.deniz, 'restart'), 'Another machine')
    assert.deepEqual(Object.keys(fieldsOf(form.card)), ['product', 'machine'])
    assert.deepEqual(buttonsOf(form.card), ['Send restart request', 'Get help', 'Back'])
  })

  it('can be named by who has a Cloud PC but means another machine', async () => {
    const form = await bot.press(ana, await toConfirm(bot, ana), 'Another machine')
    await bot.press(ana, form, 'Send restart request', { product: 'azure-vm', machine: 'vm-1' })
    assert.match(words(bot.lastCard(helpdeskChannel)), /Azure VM, vm-1/)
  })

  it('is chosen already where the error says what it is', async () => {
    const chosen = async (text: string) => {
      const form = await bot.press(ana, await toSolution(bot, ana, text), 'Ask for a restart')
      return Object.values(choicesOf(form.card, 'product'))[0]
    }
    assert.equal(await chosen(vmError), 'azure-vm')
  })

  it('has a request that the helpdesk resolves, and the requester is told', async () => {
    const form = await bot.say(hana, 'restart')
    await bot.press(hana, form, 'Send restart request', { product: 'azure-vm', machine: 'vm-1' })
    const resolved = await bot.press(ben, bot.lastCard(helpdeskChannel), 'Resolve')
    assert.match(words(resolved), /^Ticket 1001: machine to restart\nResolved/)
  })

  const bad = [
    '',
    ' ',
    'two words',
    'vm"; Remove-AzVM -Force; "',
    '$(Remove-AzVM)',
    'vm`nRemove-AzVM',
    'vm\nRemove-AzVM',
    "vm';calc",
    'vm|calc',
    '../vm',
    '-Name',
    '.vm',
    'ｖｍ１',
    'x'.repeat(64),
  ]
  for (const machine of bad)
    it(`is not asked for under the name ${JSON.stringify(machine)}, even by a client that checks nothing`, async () => {
      const form = await bot.say(hana, 'restart')
      const inputs = { product: 'azure-vm', machine }
      await assert.rejects(bot.press(hana, form, 'Send restart request', inputs), 'a client holds it back')
      for (const as of ['execute', 'submit'] as const) {
        const seen = await bot.press(hana, form, 'Send restart request', inputs, { as, unchecked: true })
        assert.doesNotMatch(words(seen), /Ticket/)
      }
      assert.equal(tickets(), 0)
    })

  it('is not asked for under a product that Graph can restart', async () => {
    const form = await bot.say(hana, 'restart')
    const inputs = { product: 'windows-365', machine: 'vm-1' }
    await bot.press(hana, form, 'Send restart request', inputs, { unchecked: true })
    assert.equal(tickets(), 0)
  })
})
