// What a button's data looks like: packed here, and parsed here from whatever a client sends back.
import * as z from 'zod'
import { type Action, commandCards, listNames } from '../core/actions.ts'
import { commandNames } from '../core/commands.ts'
import { machineName } from '../core/restart-machine.ts'
import type { Button } from '../core/screens.ts'
import { machineProducts } from '../core/show-restart-steps.ts'
import { severities } from '../core/ticket.ts'

/** The data of a button: a verb, ids, a nonce and a step; nothing else. */
export function encode({ action }: Button): Readonly<Record<string, string | number>> {
  const choice = action.choice === undefined ? {} : { choice: action.choice }
  return action.on === 'command' || action.on === 'list'
    ? { verb: action.verb, id: action.id, ...choice }
    : { verb: action.verb, ...action.ref, ...choice }
}

/** The id of the input whose text goes with a verb. */
export const textInput = (verb: string): string => `text-${verb}`

/** Buttons that send what was typed or chosen on the card; all others leave the inputs alone. */
export const takesInput = (verb: string): boolean =>
  [
    'open-topic',
    'choose-device',
    'send-machine',
    'send-ticket',
    'decline',
    'reply',
    'comment',
    'escalate',
    'note',
    'urgency',
    'assign',
  ].includes(verb)

const id = z.string().min(1).max(64)
const ref = z.object({ id, nonce: id, step: z.number().int().min(0).max(1_000_000) })
const choice = z.number().int().min(0).max(20)
const text = z.string().max(2000)
/** The field is filled in from the start; a client that empties it means what it was. */
const severity = z.enum(severities).or(z.literal('').transform(() => 'normal' as const))

/** Buttons that send nothing but who they are. */
const plainSessionVerbs = [
  'back',
  'topics',
  'solved',
  'restart',
  'confirm-restart',
  'other-machine',
  'get-help',
  'cancel-session',
  'connected',
  'not-connected',
] as const

const sessionAct = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('answer'), choice: z.union([choice, z.literal('unknown')]) }),
  z.object({ verb: z.literal('pick'), choice: z.union([choice, z.literal('none')]) }),
  z.object({ verb: z.literal('page'), choice }),
  z.object({ verb: z.literal('open-topic'), symptomId: id }),
  z.object({ verb: z.literal('choose-device'), device: id }),
  z.object({ verb: z.literal('send-machine'), product: z.enum(machineProducts), machine: machineName }),
  z.object({ verb: z.literal('send-ticket'), text, severity }),
  z.object({ verb: z.enum(plainSessionVerbs) }),
])

const plainTicketVerbs = [
  'take',
  'release',
  'approve',
  'resolve',
  'withdraw',
  'reopen',
  'confirm',
  'show-ticket',
  'help-again',
  'refresh',
] as const

const ticketAct = z.discriminatedUnion('verb', [
  z.object({ verb: z.enum(plainTicketVerbs) }),
  z.object({ verb: z.enum(['decline', 'reply', 'comment', 'note']), text }),
  z.object({ verb: z.literal('escalate'), text, severity }),
  z
    .object({ verb: z.literal('urgency'), urgency: severity })
    .transform(({ verb, urgency }) => ({ verb, severity: urgency })),
  // A client that sends nothing has had nobody chosen.
  z.object({ verb: z.literal('assign'), assignee: z.guid().or(z.literal('')).default('') }),
])

/** Every typing field has an id of its own on the card; here it becomes `text`. */
const withText = z
  .looseObject({ verb: z.string().max(40) })
  .transform((data) => ({ ...data, text: data[textInput(data.verb)] ?? '' }))

const list = z.object({ verb: z.literal('list'), id: z.enum(listNames), choice: z.number().int().min(0).max(10_000) })

const command = z.object({ verb: z.literal('command'), id: z.enum(commandCards), choice: z.enum(commandNames) })

/** What a client sent, as an action; undefined when it is none of ours. */
export function decode(data: unknown): Action | undefined {
  const input = withText.safeParse(data).data
  const commanded = command.safeParse(input)
  if (commanded.success) return { on: 'command', command: commanded.data.choice, card: commanded.data.id }
  const listed = list.safeParse(input)
  if (listed.success) return { on: 'list', list: listed.data.id, page: listed.data.choice }
  const on = ref.safeParse(input)
  if (!on.success) return undefined
  const session = sessionAct.safeParse(input)
  if (session.success) return { on: 'session', ref: on.data, act: session.data }
  const ticket = ticketAct.safeParse(input)
  return ticket.success ? { on: 'ticket', ref: on.data, act: ticket.data } : undefined
}
