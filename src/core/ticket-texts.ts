// Sentences about tickets; src/core/texts.ts gives them out.
import { reopenDays, type Severity, type TicketEventKind, type TicketRefusal, type TicketState } from './ticket.ts'

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
    resolved: 'The helpdesk resolved it. Did it help?',
    confirmed: 'Glad it works again.',
    declined: 'The helpdesk declined it. Their reason is below.',
    withdrawn: 'You withdrew it.',
  },
  underWay: 'Your ticket is saved, and I’m passing it to the helpdesk.',
  undelivered: 'I couldn’t reach the helpdesk channel. Your ticket is saved; please also tell the helpdesk its number.',
  undeliveredHelp:
    'The helpdesk channel isn’t set up yet. Your ticket is saved; please also tell the helpdesk its number.',
  unreachable: (name: string) => `I couldn’t reach ${name} in Teams, as far as I can tell. Please tell them yourself.`,
  commentLabel: 'Comment for the helpdesk',
  commentMissing: 'Write a comment first.',
  channelTitle: (number: number, purpose: string) => `Ticket ${number}: ${purpose}`,
  purposes: { help: 'help wanted', 'approve-restart': 'restart to approve', 'restart-machine': 'machine to restart' },
  rows: {
    requester: 'From',
    error: 'Error',
    machine: 'Machine',
    answers: 'Answers',
    tried: 'Suggested',
    devices: 'Cloud PCs',
    owner: 'Owner',
    severity: 'Urgency',
    restart: 'Restart',
  },
  noOwner: 'Nobody yet',
  you: (name: string) => `${name} (you)`,
  quoteTitle: 'Pasted text, masked',
  runbook: 'Show or hide the runbook',
  declineLabel: 'Reason, shown to the requester',
  declineMissing: 'Give a reason.',
  onlyHelpdesk: 'Only the helpdesk can work on this ticket.',
  noteLabel: 'Note, for the helpdesk only',
  assigneeLabel: 'Give it to',
  assignedTo: (name: string) => `to ${name}`,
  onCall: (name: string | undefined) =>
    name === undefined ? 'Nobody has said that they are on call.' : `On call: ${name}`,
  replyLabel: 'Reply, sent to the requester',
  replyMissing: 'Write a reply first.',
  escalateLabel: 'Note for the second tier',
  escalateMissing: 'Write a note first.',
  summary: (number: number, state: string) => `Ticket ${number}: ${state}`,
  noSecondTier:
    'The second tier’s channel isn’t set up. Type “@Reconnect set up second tier here” in it. Nothing was changed.',
  devicesUnread: 'could not be read from Graph',
  seeOther: 'The ticket goes on in another card.',
  changedMeanwhile: (by: string, kind: TicketEventKind) =>
    `${firstWas[kind](by)} Nothing of yours was done; this is how it stands now.`,
  movedMeanwhile: 'The helpdesk was at it in the same moment. Nothing of yours was done; please try again.',
  ownMeanwhile:
    'You did something else on this ticket meanwhile, so this wasn’t done. Please look how it stands now, and send it again if you still want to.',
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
      case 'restart-waits':
        return 'A restart waits for an answer: approve or decline it first. Nothing was changed.'
      case 'closed':
        return `This ticket is closed: ${ticketStates[refusal.state].toLowerCase()}. Nothing was changed.`
      case 'taken-already':
        return `${refusal.by.name} has it already. Nothing was changed.`
      case 'escalated-already':
        return 'It is with the second tier already. Nothing was changed.'
      case 'not-owner':
        return `${refusal.by.name} has this ticket, so only they can release it. Nothing was changed.`
      case 'not-taken':
        return 'Nobody has this ticket. Nothing was changed.'
      case 'assignee-missing':
        return 'Choose who should get it first. Nothing was changed.'
      case 'assignee-unknown':
        return 'I couldn’t check that this person belongs to the helpdesk, so nothing was changed. Please try again in a minute.'
      case 'assignee-not-helpdesk':
        return 'That person isn’t a member of the helpdesk. Nothing was changed.'
      case 'assignee-is-requester':
        return 'That person filed this ticket, so a colleague has to act on it. Nothing was changed.'
      case 'not-resolved':
        return 'This ticket doesn’t wait for your answer. Nothing was changed.'
      case 'reopen-too-late':
        return `It was resolved more than ${reopenDays} days ago. Please ask for help anew. Nothing was changed.`
      case 'same-urgency':
        return 'It has that urgency already. Nothing was changed.'
    }
  },
  helpdeskUnknown:
    'I couldn’t check that you belong to the helpdesk, so nothing was changed. Please try again in a minute.',
}

/** What somebody did, one phrase for each kind of event. */
export const eventPhrases: Readonly<Record<TicketEventKind, (who: string) => string>> = {
  filed: (who) => `${who} filed it`,
  taken: (who) => `${who} took it`,
  released: (who) => `${who} released it`,
  assigned: (who) => `${who} assigned it`,
  approved: (who) => `${who} approved the restart`,
  declined: (who) => `${who} declined it`,
  reply: (who) => `${who} replied`,
  comment: (who) => `${who} commented`,
  note: (who) => `${who} noted`,
  urgency: (who) => `${who} changed the urgency`,
  reopened: (who) => `${who} reopened it`,
  confirmed: (who) => `${who} says it works again`,
  escalated: (who) => `${who} escalated it`,
  resolved: (who) => `${who} resolved it`,
  withdrawn: (who) => `${who} withdrew it`,
  restart: (who) => `${who} reports`,
}

/** What whoever came too late reads of it. */
const firstWas: Readonly<Record<TicketEventKind, (who: string) => string>> = {
  filed: (who) => `${who} was first: filed it.`,
  taken: (who) => `${who} was first: took it.`,
  released: (who) => `${who} was first: released it.`,
  assigned: (who) => `${who} was first: assigned it.`,
  approved: (who) => `${who} was first: approved the restart.`,
  declined: (who) => `${who} was first: declined it.`,
  reply: (who) => `${who} was first: replied.`,
  comment: (who) => `${who} was first: commented.`,
  note: (who) => `${who} was first: noted.`,
  urgency: (who) => `${who} was first: changed the urgency.`,
  reopened: (who) => `${who} was first: reopened it.`,
  confirmed: (who) => `${who} was first: says it works again.`,
  escalated: (who) => `${who} was first: escalated it.`,
  resolved: (who) => `${who} was first: resolved it.`,
  withdrawn: (who) => `${who} was first: withdrew it.`,
  restart: (who) => `${who} has reported something meanwhile.`,
}

export const reminder = (number: number, owner: string | undefined) => ({
  title: `Ticket ${number} is waiting`,
  body:
    owner === undefined ? 'Nobody has taken it yet.' : `${owner} has it, and nothing has happened to it for a while.`,
})

export const assigned = (number: number, by: string) => ({
  title: `Ticket ${number} is yours`,
  body: `${by} gave it to you.`,
})

/** What the requester is told when something happened to the ticket. */
export const ticketNews = (number: number, who: string, kind: TicketEventKind): string =>
  `Ticket ${number}: ${eventPhrases[kind](who)}`
