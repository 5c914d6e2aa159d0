// What the bot itself reports on a ticket, for the helpdesk.
import { botActor } from '../core/audit.ts'
import type { Person } from '../core/people.ts'
import type { NewTicket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'

const bot: Person = { id: botActor, name: texts.sender.bot }

/** The ticket with the report on it. On a ticket that is not filed yet the report is part of its first version. */
export function botReports<T extends NewTicket>(ticket: T, text: string, now: Date): T {
  const events = [...ticket.events, { at: now, actor: bot, kind: 'restart' as const, text }]
  const isFiled = ticket.number !== undefined
  return { ...ticket, events, version: isFiled ? ticket.version + 1 : 0, touchedAt: now }
}
