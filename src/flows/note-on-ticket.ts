// What the bot itself reports on a ticket, for the helpdesk.
import type { Person } from '../core/people.ts'
import { record, type Ticket } from '../core/ticket.ts'
import * as texts from '../core/texts.ts'
import { updateChannels } from './tell.ts'
import type { World } from './world.ts'

const bot: Person = { id: 'reconnect', name: texts.sender.bot }

export async function noteOnTicket(world: World, ticket: Ticket, text: string): Promise<void> {
  const noted = record(ticket, { at: world.clock.now(), actor: bot, kind: 'restart', text })
  if (await world.tickets.save(noted)) await updateChannels(world, noted, undefined)
}
