// What a button can ask for. Ids, a nonce and a step only; what a person typed or chose arrives beside them as input.
import type { CommandName } from './commands.ts'
import type { Product } from './catalog.ts'
import type { Severity, TicketAct } from './ticket.ts'

/** The record a card belongs to, as it was when the card was made. */
export type CardRef = { readonly id: string; readonly nonce: string; readonly step: number }

/** Buttons of a session's cards. */
export type SessionAction =
  | { readonly verb: 'answer'; readonly choice: number | 'unknown' }
  | { readonly verb: 'pick'; readonly choice: number | 'none' }
  | { readonly verb: 'open-topic'; readonly symptomId: string }
  | { readonly verb: 'page'; readonly choice: number }
  | { readonly verb: 'choose-device'; readonly device: string }
  | { readonly verb: 'send-machine'; readonly product: Product; readonly machine: string }
  | { readonly verb: 'send-ticket'; readonly text: string; readonly severity: Severity }
  | { readonly verb: 'back' }
  | { readonly verb: 'topics' }
  | { readonly verb: 'solved' }
  | { readonly verb: 'restart' }
  | { readonly verb: 'confirm-restart' }
  | { readonly verb: 'other-machine' }
  | { readonly verb: 'get-help' }
  | { readonly verb: 'cancel-session' }
  | { readonly verb: 'connected' }
  | { readonly verb: 'not-connected' }

/** Buttons of a ticket's cards. */
export type TicketAction = TicketAct | { readonly verb: 'show-ticket' | 'help-again' | 'refresh' }

/** Lists that go over pages. All but the first are the helpdesk's. */
export const listNames = ['requests', 'open', 'mine', 'unassigned', 'to-approve', 'ageing'] as const
export type ListName = (typeof listNames)[number]

/** Cards with buttons for commands: the first two stay, and the answer is a new message; a notice gives way to it. */
export const standingCards = ['welcome', 'help'] as const
export const commandCards = [...standingCards, 'notice'] as const
export type StandingCard = (typeof standingCards)[number]
export type CommandCard = (typeof commandCards)[number]

export type Action =
  | { readonly on: 'session'; readonly ref: CardRef; readonly act: SessionAction }
  | { readonly on: 'ticket'; readonly ref: CardRef; readonly act: TicketAction }
  | { readonly on: 'list'; readonly list: ListName; readonly page: number }
  | { readonly on: 'command'; readonly command: CommandName; readonly card: CommandCard }
