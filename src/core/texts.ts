// Every sentence that the bot itself says. To translate Reconnect: this file and the catalog.
import type { Product, Solution } from './catalog.ts'
import type { CloudPc } from './cloud-pc.ts'
import type { CommandName } from './commands.ts'
import type { Evidence } from './match/decide.ts'
import type { RestartReason, RestartState } from './restart-request.ts'
import type { RestartRefusal } from './session.ts'
import type { Severity, TicketEventKind, TicketRefusal, TicketState } from './ticket.ts'

export const productNames: Readonly<Record<Product, string>> = {
  'windows-365': 'Windows 365 Cloud PC',
  'azure-virtual-desktop': 'Azure Virtual Desktop',
  'azure-vm': 'Azure VM',
}

/** The commands that are offered, with what they do; the help card and the Teams manifest show this list. */
export const offeredCommands: readonly { readonly name: CommandName; readonly title: string; readonly description: string }[] = [
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
  part: (number: number, all: number) => `Part ${number} of ${all}`,
  connected: 'Yes, I’m in',
  notConnected: 'No, still not',
  sendTicket: 'Send to the helpdesk',
  ticket: (number: number) => `Ticket ${number}`,
  take: 'Take',
  approve: 'Approve restart',
  decline: 'Decline',
  reply: 'Reply',
  escalate: 'Escalate',
  resolve: 'Resolve',
  withdraw: 'Withdraw',
  comment: 'Add a comment',
}

export const describeEvidence = (evidence: Evidence): string =>
  evidence.kind === 'code' ? `error code ${evidence.code}` : `the words “${shorten(evidence.phrase, 80)}”`

export const matchedBy = (evidence: readonly Evidence[]): string =>
  evidence.length === 0 ? '' : `Matched by ${evidence.map(describeEvidence).join(' and ')}`

/** The text, cut at `most` characters. */
export const shorten = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`)

export const choose = {
  title: 'Which of these is it?',
  body: 'Your text fits more than one error that I know.',
}

export const solution = {
  helpdeskDoes: 'What the helpdesk will do for you',
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

export const adminSymptom = 'This message is for administrators. Your helpdesk can work on it; I’ll send them what you pasted.'

export const unknown = {
  title: 'I don’t know this one',
  body: 'I found no error in my catalog that fits your text well enough.',
  guesses: (count: number) => `${count === 1 ? 'Is it this one?' : 'Is it one of these?'} If not, the helpdesk can look at it.`,
  noGuesses: 'Try the exact words or the code from the error box, browse the topics, or ask the helpdesk.',
  empty: 'I can only read text so far. Please copy the words of the error and paste them here. In Windows, Ctrl+C copies an error box as text.',
}

export const topics = {
  title: 'Errors that I know',
  body: 'Choose the one that looks most like yours.',
  label: 'Error',
  missing: 'Choose an error first.',
}

export const devices = {
  title: 'Which Cloud PC?',
  body: 'You have more than one. Which one should be restarted?',
  label: 'Cloud PC',
  missing: 'Choose a Cloud PC first.',
  option: ({ name, plan, status }: CloudPc) => `${name} · ${plan}${status === 'unknown' || status === 'provisioned' ? '' : ` · ${statusWords[status]}`}`,
}

export const statusWords: Readonly<Record<CloudPc['status'], string>> = {
  provisioned: 'ready',
  provisioning: 'being set up',
  'in-grace-period': 'in its grace period',
  deprovisioning: 'being removed',
  resizing: 'being resized',
  restoring: 'being restored',
  failed: 'set-up failed',
  unknown: 'state not known',
}

/** One line about a Cloud PC, for the helpdesk. */
export const deviceFact = ({ name, plan, status, power, frontline }: CloudPc): string =>
  [name, plan, statusWords[status], ...(frontline ? ['Frontline'] : []), ...(power === 'off' ? ['powered off'] : [])].join(', ')

export const confirm = {
  title: (name: string) => `Restart ${name}?`,
  body: 'It takes about five minutes.',
  off: 'This Cloud PC is powered off. The restart happens when it is next powered on.',
  frontline: 'It takes about five minutes. Everybody who uses this Cloud PC is signed out.',
  warning: 'Unsaved work on it will be lost.',
  device: 'Cloud PC',
  plan: 'Size',
}

export const machine = {
  title: 'Restart a machine',
  body: 'I can’t restart this kind of machine myself. I’ll send a restart request to the helpdesk, with the steps for it.',
  noCloudPc: 'I found no Cloud PC of yours. If you use another machine, I’ll send a restart request to the helpdesk.',
  productLabel: 'What is it?',
  productMissing: 'Choose what it is.',
  nameLabel: 'Name of the machine, as in your connection',
  nameMissing: 'Enter the name: letters, digits, dots and hyphens.',
  send: 'Send restart request',
}

export const refused = {
  title: 'I didn’t restart it',
  because: (refusal: RestartRefusal): string => {
    switch (refusal.rule) {
      case 'not-yours':
        return 'That Cloud PC isn’t assigned to you any more. Nothing was restarted. The helpdesk can tell you which one is yours.'
      case 'under-way':
        return 'A restart of this Cloud PC is already under way. Give it five minutes, then connect.'
      case 'lookup-failed':
        return 'I couldn’t look up your Cloud PCs just now. Nothing was restarted. Try again in a few minutes, or restart at windows365.microsoft.com.'
      case 'status':
        return `This Cloud PC is ${statusWords[refusal.status]}, so a restart isn’t possible now. The helpdesk can see what it is waiting for.`
      case 'cool-down':
        return `This Cloud PC was restarted a short while ago. Another restart is possible in ${minutes(refusal.minutes)}. If the error is still there, a second restart rarely helps: ask the helpdesk.`
      case 'daily-cap':
        return `You have had ${refusal.cap} restarts in the last 24 hours. Something else is wrong, and the helpdesk should look at it.`
    }
  },
}

const minutes = (count: number): string => (count === 1 ? 'one minute' : `${count} minutes`)

export const restart = {
  approved: { title: (name: string) => `Restarting ${name}`, body: 'I’m asking Windows 365 for the restart.' },
  waiting: {
    title: (name: string) => `${name} waits for approval`,
    body: (ticket: number) => `The helpdesk has to agree to this restart. They have your request as ticket ${ticket}. I’ll tell you here.`,
  },
  sending: { title: (name: string) => `Restarting ${name}`, body: 'I’ve asked Windows 365 for the restart and I’m waiting for its answer.' },
  later: { title: (name: string) => `${name} will be restarted soon`, body: 'Windows 365 is busy. I’ll ask again by myself; you don’t have to do anything.' },
  sent: { title: (name: string) => `Restarting ${name}`, body: 'Windows 365 has accepted the restart. It takes about five minutes.' },
  restarting: { title: (name: string) => `${name} is restarting`, body: 'It takes about five minutes.' },
  done: { title: (name: string) => `${name} has restarted`, body: 'Can you connect now?' },
  unconfirmed: {
    title: (name: string) => `${name} should be back`,
    body: 'Windows 365 accepted the restart, but I couldn’t see it finish. Can you connect now?',
  },
  unclear: {
    title: (name: string) => `I can’t tell if ${name} restarts`,
    body: 'Windows 365 didn’t answer clearly, so I won’t ask twice. The helpdesk has been told and will look at it. Can you connect now?',
  },
  failed: { title: (name: string) => `${name} wasn’t restarted` },
  seeBelow: 'My next message says more.',
  declined: {
    title: (name: string) => `${name} won’t be restarted`,
    body: (by: string) => `${by} declined the restart. The reason is on your ticket.`,
  },
  withdrawn: { title: (name: string) => `${name} won’t be restarted`, body: 'You withdrew the request. Nothing was restarted.' },
  failures: {
    'no-right': 'I’m not allowed to restart Cloud PCs at the moment. Nothing was restarted, and the helpdesk has been told. You can restart it at windows365.microsoft.com.',
    'not-signed-in': 'I couldn’t sign in to Windows 365. Nothing was restarted, and the helpdesk has been told. You can restart it at windows365.microsoft.com.',
    'not-found': 'Windows 365 doesn’t know this Cloud PC any more. Nothing was restarted, and the helpdesk has been told.',
    busy: 'Another action is under way on this Cloud PC. Nothing was restarted. Wait ten minutes, then connect or try again.',
    'graph-unreachable': 'Windows 365 couldn’t be reached. Nothing was restarted, and the helpdesk has been told. You can try windows365.microsoft.com.',
    'action-failed': 'Windows 365 tried to restart it and failed. The helpdesk has been told.',
    'not-allowed-any-more': 'Something changed before I could send the restart, so I stopped. Nothing was restarted.',
    'unclear-answer': 'Windows 365 didn’t answer clearly.',
    'not-confirmed': 'The restart couldn’t be confirmed.',
  } satisfies Readonly<Record<RestartReason, string>>,
  /** What the helpdesk reads when a person has to act. */
  helpdesk: (name: string, reason: RestartReason) => `Restart of ${name}: ${helpdeskReasons[reason]}`,
}

const helpdeskReasons: Readonly<Record<RestartReason, string>> = {
  'no-right': 'Graph answered 403. Reconnect lacks CloudPC.ReadWrite.All, or its consent was taken back. Nothing was restarted.',
  'not-signed-in': 'Graph answered 401 twice. Check Reconnect’s credential. Nothing was restarted.',
  'not-found': 'Graph answered 404. Was the Cloud PC reassigned or removed? Nothing was restarted.',
  busy: 'Graph answered 409 or 423: another action is under way. Nothing was restarted.',
  'graph-unreachable': 'Graph could not be reached in three attempts. Nothing was restarted.',
  'action-failed': 'Windows 365 reports that the restart failed.',
  'not-allowed-any-more': 'the facts had changed when the restart was due. Nothing was restarted.',
  'unclear-answer': 'Graph’s answer was unclear, and its list of actions shows no restart. Look at the Cloud PC in Intune before you restart it again.',
  'not-confirmed': 'accepted by Graph, but no end of it was seen.',
}

export const solved = { title: 'Glad it works', body: 'Paste the next error whenever you need me.' }
export const cancelled = { title: 'Stopped', body: 'Nothing more will happen. Paste an error to start again.' }
export const nothingToCancel = { title: 'Nothing to cancel', body: 'There’s nothing under way. Paste an error to start.' }
export const thanks = { title: 'You’re welcome', body: 'I’m here when a connection fails again.' }
export const expired = { title: 'This card is too old', body: 'I can’t use it any more. Please paste the error again.' }
export const notYours = {
  title: 'This card is somebody else’s',
  body: 'Paste your own error text to me, and I’ll help you.',
}
export const failed = (incident: string) => ({
  title: 'Something went wrong on my side',
  body: `Please try again. If it happens again, give the helpdesk this number: ${incident}.`,
})
export const moved = { title: 'Let’s go on in our own chat', body: 'That part is private, so I’ve sent it to you there.' }
export const movedFailed = { title: 'Please write to me directly', body: 'That part is private. Open a chat with me and paste the error there.' }

export const helpForm = {
  title: 'Send to the helpdesk',
  body: 'This is what they will get:',
  symptom: 'Error',
  answers: 'Your answers',
  machine: 'Machine',
  tried: 'Tried so far',
  quoteTitle: 'Your text, names and addresses masked',
  noSymptom: 'Not in my catalog',
  nothing: 'Nothing yet',
  noteLabel: 'Anything to add? (optional)',
  severityLabel: 'How urgent is it?',
}

export const severityNames: Readonly<Record<Severity, string>> = {
  normal: 'Normal',
  high: 'High: I can’t work',
  critical: 'Critical: many people can’t work',
}

export const ticketStates: Readonly<Record<TicketState, string>> = {
  open: 'Open',
  taken: 'In progress',
  escalated: 'With the second tier',
  resolved: 'Resolved',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
}

export const ticket = {
  title: (number: number) => `Ticket ${number}`,
  requesterBody: {
    open: 'The helpdesk has it. I’ll tell you here when something happens.',
    taken: (by: string) => `${by} is working on it.`,
    escalated: 'It’s with the second tier now.',
    resolved: 'The helpdesk resolved it. Still stuck? Paste the error again.',
    declined: 'The helpdesk declined it. Their reason is below.',
    withdrawn: 'You withdrew it.',
  },
  undelivered: 'I couldn’t reach the helpdesk channel. Your ticket is saved; please also tell the helpdesk its number.',
  undeliveredHelp: 'The helpdesk channel isn’t set up yet. Your ticket is saved; please also tell the helpdesk its number.',
  commentLabel: 'Comment for the helpdesk',
  commentMissing: 'Write a comment first.',
  channelTitle: (number: number, purpose: string) => `Ticket ${number}: ${purpose}`,
  purposes: { help: 'help wanted', 'approve-restart': 'restart to approve', 'restart-machine': 'machine to restart' },
  rows: { requester: 'From', error: 'Error', machine: 'Machine', answers: 'Answers', tried: 'Tried', devices: 'Cloud PCs', owner: 'Owner', severity: 'Urgency', restart: 'Restart' },
  noOwner: 'Nobody yet',
  quoteTitle: 'Pasted text, masked',
  runbook: 'Show or hide the runbook',
  declineLabel: 'Reason, shown to the requester',
  declineMissing: 'Give a reason.',
  replyLabel: 'Reply, sent to the requester',
  replyMissing: 'Write a reply first.',
  escalateLabel: 'Note for the second tier',
  escalateMissing: 'Write a note first.',
  summary: (number: number, state: string) => `Ticket ${number}: ${state}`,
  noSecondTier: 'The second tier’s channel isn’t set up. Type “@Reconnect set up second tier here” in it. Nothing was changed.',
  devicesUnread: 'could not be read from Graph',
  seeBelow: 'The newest card is further down.',
  changedMeanwhile: (by: string, what: string) => `${by} was first: ${what}. Nothing of yours was done; this is how it stands now.`,
  refusals: (refusal: TicketRefusal): string => {
    switch (refusal.rule) {
      case 'not-helpdesk':
        return 'Only members of the helpdesk can do this. Nothing was changed.'
      case 'own-ticket':
        return 'This is your own ticket, so a colleague has to act on it. Nothing was changed.'
      case 'not-requester':
        return 'Only the person who filed this ticket can do this. Nothing was changed.'
      case 'text-missing':
        return 'Please write something first. Nothing was changed.'
      case 'nothing-to-approve':
        return 'No restart waits for approval any more. Nothing was changed.'
      case 'closed':
        return `This ticket is closed: ${ticketStates[refusal.state].toLowerCase()}. Nothing was changed.`
      case 'taken-already':
        return `${refusal.by.name} has it already. Nothing was changed.`
      case 'escalated-already':
        return 'It is with the second tier already. Nothing was changed.'
    }
  },
  helpdeskUnknown: 'I couldn’t check that you belong to the helpdesk, so nothing was changed. Please try again in a minute.',
}

export const eventWords: Readonly<Record<TicketEventKind, string>> = {
  filed: 'filed it',
  taken: 'took it',
  approved: 'approved the restart',
  declined: 'declined it',
  reply: 'replied',
  comment: 'commented',
  escalated: 'escalated it',
  resolved: 'resolved it',
  withdrawn: 'withdrew it',
  restart: 'reports',
}

/** What the requester is told when something happened to the ticket. */
export const ticketNews = (number: number, who: string, kind: TicketEventKind): string => `Ticket ${number}: ${who} ${eventWords[kind]}`

export const requests = {
  title: 'Your requests',
  body: 'The newest first.',
  none: 'You have no tickets and no restarts.',
  restart: (name: string) => `Restart of ${name}`,
}

export const restartStates: Readonly<Record<RestartState, string>> = {
  'awaiting-approval': 'Waits for approval',
  approved: 'About to start',
  sending: 'Being sent',
  sent: 'Accepted',
  restarting: 'Restarting',
  done: 'Done',
  failed: 'Not restarted',
  unknown: 'Not confirmed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
}

export const setUp = {
  done: (what: string) => ({ title: 'All set', body: `Tickets for the ${what} will be posted here.` }),
  helpdesk: 'helpdesk',
  'second-tier': 'second tier',
  notHere: { title: 'Please do this in a channel', body: 'Mention me in the channel that should get the tickets: “@Reconnect set up helpdesk here”.' },
  notAllowed: { title: 'Only the helpdesk can do this', body: 'You aren’t a member of the helpdesk group, so I changed nothing.' },
  unknown: { title: 'I couldn’t check your group', body: 'I couldn’t reach the directory to see if you belong to the helpdesk, so I changed nothing. Please try again in a minute.' },
}

export const sender = { bot: 'Reconnect' }

/** What the person wrote with a ticket that asks for a restart. */
export const restartMachine = {
  title: 'Restart this machine',
  summary: 'The helpdesk restarts the machine.',
  portal: (name: string) => `In the Azure portal, open the virtual machine ${name}, select Overview, then Restart.`,
  avd: (name: string) => `In the Azure portal, open Azure Virtual Desktop, Host pools, the pool's Session hosts, and ${name}. If others are signed in, tell them first. Open its virtual machine.`,
  command: 'Or with Azure PowerShell:',
  redeploy: 'If the restart doesn’t help, redeploy it (Help, Redeploy, or the command). The temporary disk is lost, and a dynamic IP address changes.',
}
