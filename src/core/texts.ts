// Every sentence that the bot itself says, with those of restart-texts.ts and ticket-texts.ts. To translate Reconnect:
// these three files and the catalog.
import type { Product, Solution } from './catalog.ts'
import type { ListName } from './actions.ts'
import type { CommandName } from './commands.ts'
import type { Evidence } from './match/decide.ts'
import type { Leak } from './redact/mask.ts'

export * from './restart-texts.ts'
export * from './ticket-texts.ts'

export const productNames: Readonly<Record<Product, string>> = {
  'windows-365': 'Windows 365 Cloud PC',
  'azure-virtual-desktop': 'Azure Virtual Desktop',
  'azure-vm': 'Azure VM',
}

/** The commands that are offered, with what they do; the help card and the Teams manifest show this list. */
export const offeredCommands: readonly {
  readonly name: CommandName
  readonly title: string
  readonly description: string
}[] = [
  { name: 'restart', title: 'Restart', description: 'Restart your Cloud PC' },
  { name: 'requests', title: 'My requests', description: 'Your tickets and restarts, and how they stand' },
  { name: 'topics', title: 'Topics', description: 'Browse the errors that I know' },
  { name: 'get-help', title: 'Get help', description: 'Send a ticket to the helpdesk' },
  { name: 'cancel', title: 'Cancel', description: 'Stop what we are doing' },
  { name: 'help', title: 'Help', description: 'What I can do' },
]

export const welcome = {
  title: 'Can’t connect? Paste the error.',
  body: 'I’m Reconnect. Send me the error text from your Cloud PC, virtual desktop or Azure VM. I’ll find the fix, restart your Cloud PC if that helps, or bring in the helpdesk.',
  examplesTitle: 'For example',
  examples: [
    'The remote PC ended your session. Error code: 0x3',
    'We couldn’t connect because there are currently no available resources',
    'Your credentials did not work',
  ],
}

export const help = {
  title: 'What I can do',
  body: 'Paste an error text or an error code, and I’ll look it up. In Windows, Ctrl+C copies an error box as text. You can also type:',
}

export const buttons = {
  restart: 'Restart my Cloud PC',
  restartMachine: 'Ask for a restart',
  getHelp: 'Get help',
  topics: 'Browse topics',
  requests: 'My requests',
  help: 'What can you do?',
  back: 'Back',
  unknown: 'I don’t know',
  noneOfThese: 'None of these',
  solved: 'It works now',
  cancel: 'Cancel',
  notNow: 'Not now',
  next: 'Continue',
  open: 'Open',
  otherMachine: 'Another machine',
  confirmRestart: (name: string) => `Restart ${name} now`,
  askForRestart: (name: string) => `Ask to restart ${name}`,
  part: (number: number, all: number) => `Part ${number} of ${all}`,
  connected: 'Yes, I’m in',
  notConnected: 'No, get help',
  sendTicket: 'Send to the helpdesk',
  ticket: (number: number) => `Ticket ${number}`,
  take: 'Take',
  release: 'Release',
  assign: 'Assign',
  note: 'Add note',
  urgency: 'Set urgency',
  more: 'More',
  reopen: 'No, reopen it',
  confirm: 'Yes, it works',
  liftBrake: 'Allow automatic restarts',
  approve: 'Approve restart',
  decline: 'Decline',
  reply: 'Reply',
  escalate: 'Escalate',
  resolve: 'Resolve',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  withdraw: 'Withdraw',
  comment: 'Add a comment',
}

export const describeEvidence = (evidence: Evidence): string =>
  evidence.kind === 'code' ? `error code ${evidence.code}` : `the words “${shorten(evidence.phrase, 80)}”`

export const matchedBy = (evidence: readonly Evidence[]): string =>
  evidence.length === 0 ? '' : `Matched by ${evidence.map(describeEvidence).join(' and ')}`

/** The text, cut at `most` characters. */
export const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`

export const choose = {
  title: 'Which of these is it?',
  body: 'I’m not sure about your text. These errors come nearest.',
  disagree: 'The code in your text means one error, and its words mean another.',
}

export const solution = {
  helpdeskDoes: 'What the helpdesk can do for you',
  onlyHelpdesk: 'This one needs the helpdesk. Press “Get help” and I’ll send them everything we found.',
}

export const runbook = {
  causes: 'Causes',
  part: (number: number, all: number) => (all > 1 ? `Part ${number} of ${all}` : ''),
  overtaken: (why: string) => `Overtaken, kept for reference: ${why}`,
  overtakenCause: (text: string, why: string) => `${text} (Overtaken: ${why})`,
  note: ({ audience, restart }: Solution): string => `${audiences[audience]} ${restarts[restart]}`,
}

const audiences: Readonly<Record<Solution['audience'], string>> = {
  employee: 'The employee can do this.',
  helpdesk: 'For the helpdesk.',
  admin: 'For an administrator.',
}

const restarts: Readonly<Record<Solution['restart'], string>> = {
  helps: 'A restart helps.',
  'may-help': 'A restart may help.',
  no: 'A restart doesn’t help.',
}

export const adminSymptom =
  'This message is for administrators, and your helpdesk can work on it. Press “Get help” and I’ll send them what you pasted.'

export const unknown = {
  title: 'I don’t know this one',
  body: 'I found no error in my catalog that fits your text well enough.',
  guesses: (count: number) =>
    `${count === 1 ? 'Is it this one?' : 'Is it one of these?'} If not, the helpdesk can look at it.`,
  noGuesses: 'Try the exact words or the code from the error box, browse the topics, or ask the helpdesk.',
  empty:
    'I can only read text so far. Please copy the words of the error and paste them here. In Windows, Ctrl+C copies an error box as text.',
}

const leakNames: Readonly<Record<Leak, string>> = {
  password: 'a password',
  code: 'a PIN or a code',
  token: 'an access token',
  key: 'a secret key',
}

const listed = (leaked: readonly Leak[]): string =>
  leaked
    .map((kind) => leakNames[kind])
    .join(', ')
    .replace(/, (?=[^,]{1,40}$)/, ' and ')

const them = ({ length }: readonly Leak[]): string => (length > 1 ? 'them' : 'it')

export const leak = {
  title: 'There was a secret in your words',
  pasted: (leaked: readonly Leak[]) =>
    `Your text seems to hold ${listed(leaked)}. I’ve blacked ${them(leaked)} out and keep ${them(leaked)} nowhere. Please change ${them(leaked)}, and delete your message, which Teams still shows.`,
  typed: (leaked: readonly Leak[]) =>
    `What you wrote seems to hold ${listed(leaked)}. I’ve blacked ${them(leaked)} out, so nobody else sees ${them(leaked)}. To be safe, please change ${them(leaked)}.`,
}

export const topics = {
  title: 'Errors that I know',
  body: 'Choose the one that looks most like yours.',
  label: 'Error',
  missing: 'Choose an error first.',
}

export const solved = { title: 'Glad it works', body: 'Paste the next error whenever you need me.' }
export const cancelled = { title: 'Stopped', body: 'Paste an error to start again.' }
export const cancelledBut = (name: string) => ({
  title: 'Stopped',
  body: `A restart of ${name} is still to come. Type “cancel” again to take it back.`,
})
export const nothingToCancel = {
  title: 'Nothing to cancel',
  body: 'There’s nothing under way. Paste an error to start.',
}
export const thanks = { title: 'You’re welcome', body: 'I’m here when a connection fails again.' }
export const expired = { title: 'This card is too old', body: 'I can’t use it any more. Please paste the error again.' }
export const seeOtherCard = { title: 'This goes on in another card', body: 'Look below for how it stands.' }
export const notYours = {
  title: 'This card is somebody else’s',
  body: 'Paste your own error text to me, and I’ll help you.',
}
export const slow = {
  title: 'This takes longer than usual',
  body: 'I’m still on it. If nothing comes within a minute, please send it again.',
}

export const tooMuch = {
  title: 'That was a lot at once',
  body: 'I can’t keep up with you. Please wait a minute, then send it again.',
}

export const stranger = {
  title: 'I can’t help you here',
  body: 'I work for the people of one organization only. Please ask the helpdesk of your own.',
}

export const failed = (incident: string) => ({
  title: 'Something went wrong on my side',
  body: `Please try again. If it happens again, give the helpdesk this number: ${incident}.`,
})
export const moved = {
  title: 'Let’s go on in our own chat',
  body: 'That part is private, so I’ve sent it to you there.',
}
export const movedFailed = {
  title: 'Please write to me directly',
  body: 'That part is private. Open a chat with me and paste the error there.',
}

/** Where a ticket would name the error. */
export const noErrorText = 'None given'
export const helpForm = {
  title: 'Send to the helpdesk',
  body: 'This is what they will get:',
  symptom: 'Error',
  answers: 'Your answers',
  machine: 'Machine',
  tried: 'Suggested so far',
  quoteTitle: 'Your text, addresses and secrets masked',
  noSymptom: 'Not in my catalog',
  nothing: 'Nothing yet',
  noteLabel: 'Anything to add? (optional)',
  severityLabel: 'How urgent is it?',
}

export const requests = {
  title: 'Your requests',
  body: (page: string) => `The newest first.${page}`,
  none: 'You have no tickets and no restarts.',
  restart: (name: string) => `Restart of ${name}`,
  notPossible: 'Not possible then',
}

export const ticketLists: Readonly<Record<Exclude<ListName, 'requests'>, { title: string; none: string }>> = {
  open: { title: 'Open tickets', none: 'No ticket is open.' },
  mine: { title: 'Your tickets', none: 'You have no ticket.' },
  unassigned: { title: 'Tickets that nobody has', none: 'Somebody has every ticket.' },
  'to-approve': { title: 'Restarts to approve', none: 'No restart waits for an approval.' },
  ageing: { title: 'Tickets that wait', none: 'No ticket has been waiting for long.' },
}

export const ticketCount = (total: number, page: string): string =>
  `${total === 1 ? 'One ticket' : `${total} tickets, the longest waiting first`}.${page}`

export const pageOf = (page: number, all: number): string => ` Page ${page} of ${all}.`

export const listNotAllowed = {
  title: 'Only the helpdesk can see this',
  body: 'You aren’t a member of the helpdesk group. Your own requests are under “My requests”.',
}

export const onCall = {
  done: (name: string) => ({
    title: 'You are on call',
    body: `Whoever escalates a ticket now reads “On call: ${name}”.`,
  }),
}

export const setUp = {
  done: (what: string) => ({ title: 'All set', body: `Tickets for the ${what} will be posted here.` }),
  helpdesk: 'helpdesk',
  'second-tier': 'second tier',
  notHere: {
    title: 'Please do this in a channel',
    body: 'Mention me in the channel that should get the tickets: “@Reconnect set up helpdesk here”.',
  },
  notAllowed: {
    title: 'Only the helpdesk can do this',
    body: 'You aren’t a member of the helpdesk group, so I changed nothing.',
  },
  unknown: {
    title: 'I couldn’t check your group',
    body: 'I couldn’t reach the directory to see if you belong to the helpdesk, so I changed nothing. Please try again in a minute.',
  },
}

export const tooLong = 'The card is too long for Teams. Open the ticket from your list, or ask the helpdesk.'

export const sender = { bot: 'Reconnect' }

/** Stands for the name of a person whose data was erased. */
export const formerColleague = 'Former colleague'
