// What counts as a typed command, and what has to go to the matcher instead.
import assert from 'node:assert/strict'
import { commandNames, type CommandName, parseCommand } from '../../src/core/commands.ts'
import { offeredCommands } from '../../src/core/texts.ts'
import { realCatalog } from '../helpers/real-catalog.ts'

const understood: Readonly<Record<CommandName, readonly string[]>> = {
  hello: ['hi', 'Hello', 'hey there', 'Good morning!', 'good day', 'hello Reconnect', 'helo', 'hello 👋', 'HI!!!'],
  help: [
    'help',
    'Help?',
    'hepl',
    'help me please',
    'can you help me',
    'I need help',
    'what can you do?',
    'show commands',
    'hlep',
  ],
  restart: [
    'restart',
    'reboot',
    'restart my cloud pc',
    'restrat my cloud pc',
    'Please restart my Cloud PC.',
    'could you reboot my computer now?',
    'I want to restart my Windows 365 desktop',
    'rebot my cloudpc',
    'pls restart it',
  ],
  requests: [
    'my requests',
    'my reqests',
    'requests',
    'my tickets',
    'show my tickets',
    'status of my request',
    'tikets',
  ],
  'list-open': [
    'open tickets',
    'show my open tickets',
    'all tickets',
    'show all tickets please',
    'the queue',
    'opne tickets',
  ],
  'list-mine': ['assigned tickets', 'tickets assigned to me', 'assigned to me', 'my queue', 'show assigned tickets'],
  'list-unassigned': [
    'unassigned',
    'unassigned tickets',
    'show all unassigned tickets',
    'untaken tickets',
    'unasigned',
  ],
  'list-to-approve': ['approvals', 'show open approvals', 'waiting for approval', 'restarts to approve'],
  'list-ageing': ['ageing', 'aging tickets', 'overdue', 'show overdue tickets', 'waiting tickets', 'ageing tickets'],
  'on-call': ['on call', 'I am on call', 'I’m on call', 'im on call today', 'I am on call now'],
  'lift-brake': [
    'allow restarts',
    'allow automatic restarts',
    'please allow automatic restarts again',
    'alow restarts',
  ],
  'get-help': [
    'get help',
    'helpdesk',
    'help desk',
    'talk to a human',
    'I need a person',
    'contact the helpdesk',
    'helpdsek please',
  ],
  topics: ['topics', 'show topics', 'browse', 'browse topics', 'topcis'],
  cancel: ['cancel', 'cancle', 'Cancel it, please', 'stop', 'stop that', 'never mind', 'nevermind', 'quit', 'abort'],
  thanks: [
    'thanks',
    'thnaks',
    'thank you',
    'Thank you very much!',
    'thx',
    'ty',
    'many thanks',
    'thanks for your help',
    'cheers',
  ],
  'set-up-helpdesk': [
    'set up helpdesk here',
    'setup helpdesk',
    'please set up the helpdesk in this channel',
    'set up helpdsk here',
  ],
  'set-up-second-tier': ['set up second tier here', 'setup second tier', 'set up the second tier in this channel'],
}

describe('parseCommand', () => {
  for (const name of commandNames) {
    for (const text of understood[name]) {
      it(`takes "${text}" for ${name}`, () => {
        assert.equal(parseCommand(text), name)
      })
    }
  }

  for (const { name, title } of offeredCommands) {
    it(`understands the offered "${title}" in every spelling of it`, () => {
      for (const text of [
        title,
        title.toLowerCase(),
        title.toUpperCase(),
        `  ${title}. `,
        `${title}, please!`,
        `"${title}"`,
      ])
        assert.equal(parseCommand(text), name, text)
    })
  }

  const others = [
    '',
    '   ',
    '?!',
    '0x3',
    'The remote PC ended your session',
    'restarting my computer did not help, 0x3',
    'restart did not help',
    'after the restart the error is back',
    "can't restart my cloud pc",
    'cant restart my cloud pc',
    'my pc wont restart',
    'do not restart my pc',
    'dont restart',
    'Remote Desktop needs help to connect',
    'the helpdesk said the logon attempt failed',
    'thanks, but now it says the logon attempt failed',
    'hello, the logon attempt failed',
    'cancel is the only button in the credentials window',
    'Your request could not be processed',
    'no tickets left for Kerberos',
    'I am not on call',
    'do not allow automatic restarts',
    'dont allow restarts',
    'who is on call with the vendor of the gateway',
    'an open ticket granting ticket could not be found',
    'waiting for the session to start',
    'the credentials queue is full',
    'unassigned license for this user',
    'restarts are not allowed by policy',
    'hi '.repeat(20),
    'restart restart restart restart restart restart restart restart restart',
  ]
  for (const text of others) {
    it(`takes "${text.slice(0, 60)}" for no command`, () => {
      assert.equal(parseCommand(text), undefined)
    })
  }

  it('takes no error text of the catalog for a command', () => {
    const texts = [
      ...realCatalog.symptoms.flatMap(({ title, signatures }) => [
        title,
        ...signatures.codes,
        ...signatures.texts,
        ...signatures.variants,
        ...signatures.lookAlikes,
      ]),
      ...realCatalog.neighbours.flatMap(({ title, codes, texts: known }) => [title, ...codes, ...known]),
    ]
    assert.deepEqual(
      texts.filter((text) => parseCommand(text) !== undefined),
      [],
    )
  })

  it('looks at no more than a few words of a long text', () => {
    for (const text of ['help '.repeat(6_000), 'x'.repeat(32_768), '\u0000'.repeat(32_768), '🙂'.repeat(16_384)])
      assert.equal(parseCommand(text), undefined)
  })
})
