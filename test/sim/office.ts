// The people: employees who want back to work, and helpdesk members who work on tickets. Each looks at the cards that stand
// before them, now and then at what one showed earlier, and presses something.
import { encode, takesInput, textInput } from '../../src/cards/actions.ts'
import type { CardPlace, Person } from '../../src/core/people.ts'
import type { Button, Screen } from '../../src/core/screens.ts'
import { helpdesk } from './company.ts'
import { canary, withSecret } from './canaries.ts'
import { pastes } from './content.ts'
import type { FarTeams } from './far-teams.ts'
import type { Random } from './random.ts'
import { chatOf, type Doing } from './turn.ts'

/** A card as somebody sees it, or saw it. */
export type Seen = { readonly place: CardPlace; readonly screen: Screen }

const channels = ['channel:helpdesk', 'channel:second-tier'] as const

/** What they type. A text of several words may be a command or something to be diagnosed. */
export function wordsOf(person: Person, isHelpdesk: boolean, random: Random): string {
  if (isHelpdesk && random.chance(0.6)) return random.pick(helpdeskCommands)
  if (random.chance(0.45)) return 'restart'
  return random.chance(0.4) ? random.pick(commands) : withSecret(random.pick(pastes), person)
}

const commands = ['get help', 'requests', 'cancel', 'topics', 'hello', 'help']
const helpdeskCommands = ['open tickets', 'my queue', 'unassigned', 'approvals', 'ageing', 'on call', 'allow restarts']

/** The conversations that a person looks at. */
export const conversationsOf = (person: Person): string[] => [
  chatOf(person),
  ...(helpdesk.includes(person) ? channels : []),
]

/** Everything that a person could press: on cards as they are, or with `old` on what they showed before. */
export function pressable(
  teams: FarTeams,
  conversations: readonly string[],
  old: boolean,
): { seen: Seen; button: Button }[] {
  const cards = conversations.flatMap((conversation) => teams.standing(conversation))
  return cards
    .flatMap(({ place, faces }) => (old ? faces : faces.slice(-1)).map(({ screen }) => ({ place, screen })))
    .flatMap((seen) => buttonsIn(seen.screen).map((button) => ({ seen, button })))
}

const buttonsIn = (screen: Screen): Button[] => [
  ...screen.buttons,
  ...('forms' in screen ? screen.forms.map(({ send }) => send) : []),
  ...('escalations' in screen ? screen.escalations.map(({ send }) => send) : []),
  ...('more' in screen ? screen.more.flatMap(({ buttons }) => buttons) : []),
]

/** How much more often than others a button is pressed, so that restarts and tickets come about. */
export const weightOf = ({ action }: Button): number => weights[action.verb] ?? 2

const weights: Readonly<Record<string, number>> = {
  'confirm-restart': 40,
  restart: 15,
  'choose-device': 30,
  'send-ticket': 10,
  approve: 30,
  decline: 6,
  'get-help': 1,
  'cancel-session': 2,
  topics: 1,
  list: 1,
  command: 1,
  refresh: 1,
}

/** What the client sends with the button: what people typed or chose on the card. */
export function pressed(
  { seen, button }: { readonly seen: Seen; readonly button: Button },
  person: Person,
  as: 'execute' | 'submit',
  random: Random,
): Doing {
  const { verb } = button.action
  const inputs = takesInput(verb) ? inputsFor(seen.screen, verb, person, random) : {}
  const done = { kind: 'presses', as, data: { ...encode(button), ...inputs }, card: seen.place } as const
  return { person, conversation: seen.place.conversation, done }
}

function inputsFor(screen: Screen, verb: string, person: Person, random: Random): object {
  const severity = random.pick(['normal', 'high', 'critical'])
  switch (verb) {
    case 'choose-device':
      return screen.kind === 'devices' ? { device: random.pick(screen.options).value } : {}
    case 'open-topic':
      return screen.kind === 'topics' ? { symptomId: random.pick(screen.options).value } : {}
    case 'send-machine':
      return { product: 'azure-vm', machine: 'vm-01' }
    case 'urgency':
      return { urgency: severity }
    case 'assign': {
      const [more] = 'more' in screen ? screen.more : []
      const assignees = more?.assignees ?? []
      return assignees.length > 0 ? { assignee: random.pick(assignees).value } : {}
    }
    default:
      return { severity, [textInput(verb)]: random.chance(0.1) ? '' : textFor(verb, person) }
  }
}

/** Replies are for the requester; notes never are. What is typed into a form is masked, and a comment is left as it is. */
function textFor(verb: string, person: Person): string {
  switch (verb) {
    case 'send-ticket':
      return withSecret('Please help.', person)
    case 'comment':
      return `More of it: ${canary('own', person)}`
    case 'note':
    case 'escalate':
      return `Look here: ${canary('internal', person)}`
    default:
      return 'Here you are.'
  }
}
