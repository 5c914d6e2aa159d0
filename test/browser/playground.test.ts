// The README's `npm start`, tried as two people would: an employee and a helpdesk person, each in Microsoft's own client.
// The pictures of every stage stay in test-output/playground.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { type Playground, startPlayground } from '../../src/sandbox/playground.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { type OpenBrowser, openBrowser } from '../helpers/browser.ts'

const root = path.resolve(import.meta.dirname, '../..')
const pictures = path.join(root, 'test-output', 'playground')

/** What people paste, and the title of the symptom that it has to be found as. */
const pastes = [
  [
    'The rernote PC ended your session. lf this keeps happening, contact your network adrninistrator. Error code: Ox3',
    'The remote PC ended your session',
  ],
  ['We couIdn’t connect because there are currentIy no avaiIable resources. Try again Iater', 'no available resources'],
  ['the logon attemp failed', 'The logon attempt failed'],
  ['You credentials do not work', 'Your credentials did not work'],
  ['THE SIGN-IN METHOD YOU’RE TRYING TO USE ISN’T ALLOWED', 'sign-in method'],
  [
    'an authentication error has occurred the Loca1 Security Authority can not be contacted',
    'Local Security Authority',
  ],
  ['RDP Error code: 0x204', 'Remote Desktop can'],
  ['No Remote Desktop License Servers available', 'License Servers'],
  ['Your account is configured to prevent you from using this device', 'prevent you from using this device'],
  ['お使いの資格情報は機能しませんでした', 'Your credentials did not work'],
] as const

describe('the sandbox in the Agents Playground', function () {
  this.timeout(120_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'reconnect-playground-'))
  let reconnect: ChildProcess
  let browser: OpenBrowser
  let ana: Page
  let ben: Page

  before(async () => {
    mkdirSync(pictures, { recursive: true })
    const [port, employeePort, helpdeskPort] = await freePorts(3)
    reconnect = await startReconnect(folder, { port, employeePort, helpdeskPort })
    browser = await openBrowser({ width: 1400, height: 1000 })
    ana = await open(browser, employeePort)
    ben = await open(browser, helpdeskPort)
    await ben.getByText('Helpdesk', { exact: true }).first().click()
  })

  after(async () => {
    await browser.close()
    const ended = once(reconnect, 'exit')
    reconnect.kill('SIGINT')
    const [code] = (await ended) as [number | null]
    rmSync(folder, { recursive: true, force: true })
    assert.equal(code, 0, 'Ctrl+C ends the bot, the tenant and both clients cleanly')
  })

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return
    await picture(ana, 'failed-employee')
    await picture(ben, 'failed-helpdesk')
  })

  it('welcomes each person once', async () => {
    await shown(ana, 'Can’t connect? Paste the error.')
    assert.equal(await ana.getByText('Can’t connect? Paste the error.').count(), 1)
    await picture(ana, '01-welcome')
  })

  pastes.forEach(([text, title], index) => {
    it(`finds the symptom of “${text.slice(0, 60)}”`, async () => {
      const before = await ana.getByText(title).count()
      await say(ana, text)
      await ana.waitForFunction(([wanted, least]) => document.body.innerText.split(wanted).length - 1 > least, [
        title,
        before + (text.includes(title) ? 1 : 0),
      ] as const)
      await picture(ana, `02-paste-${String(index + 1).padStart(2, '0')}`)
    })
  })

  it('restarts the employee’s own Cloud PC, and asks whether it helped', async () => {
    await say(ana, 'error code 0x3')
    await press(ana, 'Just this once')
    await shown(ana, 'Wait a minute, then connect again')
    await picture(ana, '03-solution')
    await press(ana, 'Restart my Cloud PC')
    await shown(ana, 'Unsaved work on it will be lost.')
    await picture(ana, '04-confirm')
    await press(ana, 'Restart CPC-ANA-01 now')
    await shown(ana, 'CPC-ANA-01 has restarted')
    await shown(ana, 'Can you connect now?')
    await picture(ana, '05-restarted')
    await press(ana, 'Yes, I’m in')
    await shown(ana, 'Glad it works')
  })

  it('refuses a second restart within the cool-down, and says why', async () => {
    await say(ana, 'restart my cloud pc')
    await shown(ana, 'was restarted a short while ago')
    await picture(ana, '06-cool-down')
  })

  it('sends a ticket to the helpdesk, and brings the reply back', async () => {
    await press(ana, 'Get help')
    await ana
      .getByRole('textbox', { name: /Anything to add/ })
      .last()
      .fill('I have a meeting in ten minutes')
    await picture(ana, '07-help-form')
    await press(ana, 'Send to the helpdesk')
    await shown(ana, 'The helpdesk has it.')
    await shown(ben, 'I have a meeting in ten minutes')
    await press(ben, 'Take')
    await shown(ana, 'Ben Okafor is working on it.')
    await shown(ben, 'Ben Okafor took it')
    await press(ben, 'Reply')
    await ben
      .getByRole('textbox', { name: /Reply, sent to the requester/ })
      .last()
      .fill('I am looking at it, Ana')
    await picture(ben, '08-reply')
    await press(ben, 'Reply')
    await shown(ana, 'I am looking at it, Ana')
    await shown(ben, 'Ben Okafor replied')
    await picture(ana, '09-answered')
    await press(ben, 'Resolve')
    await shown(ana, 'The helpdesk resolved it. Did it help?')
    await press(ana, 'Yes, it works')
    await shown(ana, 'Glad it works again.')
    await picture(ben, '10-resolved')
  })

  it('escalates to the second tier', async () => {
    await say(ana, 'get help')
    await press(ana, 'Send to the helpdesk')
    await shown(ben, 'Ticket 1002: help wanted')
    await press(ben, 'Escalate')
    await ben
      .getByRole('textbox', { name: /Note for the second tier/ })
      .last()
      .fill('Needs a network engineer')
    await press(ben, 'Escalate')
    await shown(ben, 'With the second tier')
    await shown(ana, 'It’s with the second tier now.')
    await picture(ben, '11-escalated')
    await ben.getByText('Second tier', { exact: true }).first().click()
    await shown(ben, 'Needs a network engineer')
    await picture(ben, '12-second-tier')
  })

  it('sets up the helpdesk’s channel when it is mentioned there, and answers a pasted error', async () => {
    await ben.getByText('Helpdesk', { exact: true }).first().click()
    await mention(ben, 'set up helpdesk here')
    await shown(ben, 'Tickets for the helpdesk will be posted here.')
    await mention(ben, 'Remote Desktop can’t find the computer “vm01”')
    await shown(ben, 'Look into the RDP file and look up the name')
    await picture(ben, '13-mention')
  })

  it('gives a helpdesk person the whole runbook', async () => {
    await ben.getByText('Personal Chat', { exact: true }).first().click()
    await say(ben, 'The user name or password is incorrect')
    await shown(ben, 'For the helpdesk.')
    await picture(ben, '14-runbook')
    await press(ben, 'Part 2 of 2')
    await shown(ben, 'For an administrator.')
    await shown(ben, 'AADNonInteractiveUserSignInLogs')
    await picture(ben, '15-runbook')
  })
})

describe('an approval in the Agents Playground', function () {
  this.timeout(120_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'reconnect-playground-'))
  let reconnect: ChildProcess
  let browser: OpenBrowser

  after(async () => {
    await browser.close()
    const ended = once(reconnect, 'exit')
    reconnect.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })

  it('lets the helpdesk approve a restart that the employee asked for', async () => {
    const [port, employeePort, helpdeskPort] = await freePorts(3)
    reconnect = await startReconnect(folder, { port, employeePort, helpdeskPort })
    browser = await openBrowser({ width: 1400, height: 1000 })
    const ana = await open(browser, employeePort)
    const ben = await open(browser, helpdeskPort)
    await ben.getByText('Helpdesk', { exact: true }).first().click()
    await say(ana, 'Since the new hardening policy my Cloud PC does not accept connections')
    await press(ana, 'I don’t know')
    await shown(ana, 'What the helpdesk can do for you')
    await press(ana, 'Restart my Cloud PC')
    await press(ana, 'Ask to restart CPC-ANA-01')
    await shown(ana, 'CPC-ANA-01 waits for approval')
    await shown(ben, 'Ticket 1001: restart to approve')
    await picture(ben, '20-approval')
    await press(ben, 'Approve restart')
    await shown(ana, 'CPC-ANA-01 has restarted')
    await shown(ben, 'CPC-ANA-01: Done')
    await picture(ana, '21-approved')
    await picture(ben, '22-approved')
  })
})

describe('two people of the helpdesk in two Agents Playgrounds', function () {
  this.timeout(120_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'reconnect-playground-'))
  let reconnect: ChildProcess
  let browser: OpenBrowser
  let client: Playground

  after(async () => {
    await browser.close()
    await client.stop()
    const ended = once(reconnect, 'exit')
    reconnect.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })

  it('press “Take” on one ticket at the same time: one has it, the other reads the name', async () => {
    const [port, employeePort, helpdeskPort, secondPort] = await freePorts(4)
    reconnect = await startReconnect(folder, { port, employeePort, helpdeskPort })
    client = await startPlayground(people.chiara, secondPort, port, path.join(folder, 'second'))
    browser = await openBrowser({ width: 1400, height: 1000 })
    const ana = await open(browser, employeePort)
    const ben = await open(browser, helpdeskPort)
    const chiara = await open(browser, secondPort)
    await ben.getByText('Helpdesk', { exact: true }).first().click()
    await say(ana, 'get help')
    await press(ana, 'Send to the helpdesk')
    await shown(ben, 'Ticket 1001: help wanted')
    await say(chiara, 'open tickets')
    await press(chiara, 'Ticket 1001')
    await chiara.getByRole('button', { name: 'Take', exact: true }).waitFor()

    // Both fingers are on the button already.
    const buttons = [ben, chiara].map((page) => page.getByRole('button', { name: 'Take', exact: true }).last())
    const handles = await Promise.all(buttons.map((button) => button.elementHandle()))
    await Promise.all(
      handles.map((handle) =>
        handle.evaluate((element) => {
          element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
        }),
      ),
    )
    await picture(ana, '30-race-ana')
    await picture(ben, '30-race-ben')
    await picture(chiara, '30-race-chiara')
    const told = ana.getByText(/^(Ben Okafor|Chiara Rossi) is working on it\.$/).last()
    await told.waitFor()
    const winner = ((await told.textContent()) ?? '').replace(' is working on it.', '')
    assert.equal(await ana.getByText('is working on it.').count(), 1)
    // In the notice, or on the card that was brought up to date a moment later.
    const late = winner === 'Ben Okafor' ? chiara : ben
    await late
      .getByText(new RegExp(`${winner} (was first: )?took it`))
      .last()
      .waitFor()
    await late.getByText(winner, { exact: true }).last().waitFor()
    await picture(ben, '30-race-ben')
    await picture(chiara, '31-race-chiara')
  })
})

async function freePorts(count: 3): Promise<[number, number, number]>
async function freePorts(count: 4): Promise<[number, number, number, number]>
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, 'listening')
      const address = server.address()
      return typeof address === 'object' && address ? address.port : 0
    }),
  )
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

type Ports = { readonly port: number; readonly employeePort: number; readonly helpdeskPort: number }

/** Resolves once the bot has printed what to open. */
async function startReconnect(folder: string, { port, employeePort, helpdeskPort }: Ports): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      RECONNECT_PORT: String(port),
      RECONNECT_SANDBOX_EMPLOYEE_PORT: String(employeePort),
      RECONNECT_SANDBOX_HELPDESK_PORT: String(helpdeskPort),
      RECONNECT_DATABASE_FILE: path.join(folder, 'sandbox.sqlite'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ctrl+C ends all of it.')) resolve()
    })
    child.once('exit', () => {
      reject(new Error('Reconnect ended before it was ready.'))
    })
  })
  return child
}

async function open({ context }: OpenBrowser, port: number): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`http://localhost:${port}`)
  await shown(page, 'Can’t connect? Paste the error.')
  return page
}

const shown = (page: Page, text: string): Promise<void> => page.getByText(text).last().waitFor()

async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox').last()
  await box.fill(text)
  await box.press('Enter')
}

/** Types "@", takes the bot from the list, and says the text. */
async function mention(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox').last()
  await box.click()
  await page.keyboard.type('@')
  await page.getByRole('menuitem', { name: 'Reconnect' }).click()
  await box.press('End')
  await page.keyboard.type(` ${text}`)
  await box.press('Enter')
}

async function press(page: Page, name: string): Promise<void> {
  const button: Locator = page.getByRole('button', { name, exact: true }).last()
  await button.click()
}

const picture = (page: Page, name: string) => page.screenshot({ path: path.join(pictures, `${name}.png`) })
