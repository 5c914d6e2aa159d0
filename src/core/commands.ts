// The commands a person can type, in one list: the help card, the Teams manifest and the parser all read it.
import { slips } from './slips.ts'

export const commandNames = [
  'hello',
  'help',
  'restart',
  'requests',
  'get-help',
  'topics',
  'cancel',
  'thanks',
  'set-up-helpdesk',
  'set-up-second-tier',
  'list-open',
  'list-mine',
  'list-unassigned',
  'list-to-approve',
  'list-ageing',
  'on-call',
  'lift-brake',
] as const
export type CommandName = (typeof commandNames)[number]

type Command = {
  readonly name: CommandName
  /** One of these words has to be there… */
  readonly triggers: readonly (readonly string[])[]
  /** …and every other word has to be one of these. */
  readonly fillers: readonly string[]
}

const polite = [
  'please',
  'pls',
  'can',
  'could',
  'you',
  'i',
  'me',
  'my',
  'the',
  'a',
  'to',
  'want',
  'need',
  'some',
  'now',
  'bitte',
  'reconnect',
]

const commands: readonly Command[] = [
  {
    name: 'hello',
    triggers: [
      ['hi'],
      ['hello'],
      ['hey'],
      ['hiya'],
      ['howdy'],
      ['morning'],
      ['good', 'day'],
      ['afternoon'],
      ['evening'],
      ['hallo'],
      ['guten', 'tag'],
      ['guten', 'morgen'],
    ],
    fillers: ['there', 'good', 'all', 'team', 'bot', 'reconnect'],
  },
  {
    name: 'get-help',
    triggers: [['get', 'help'], ['helpdesk'], ['help', 'desk'], ['human'], ['person']],
    fillers: [...polite, 'talk', 'a', 'from', 'contact', 'call', 'speak', 'with', 'ask'],
  },
  {
    name: 'help',
    triggers: [['help'], ['commands'], ['what', 'can', 'do'], ['hilfe']],
    fillers: [...polite, 'show', 'list', 'with'],
  },
  {
    name: 'restart',
    triggers: [['restart'], ['reboot'], ['neustart'], ['neustarten'], ['neu', 'starten']],
    fillers: [
      ...polite,
      'cloud',
      'cloudpc',
      'pc',
      'computer',
      'machine',
      'desktop',
      'windows',
      '365',
      'it',
      'mein',
      'meinen',
      'den',
    ],
  },
  {
    name: 'requests',
    triggers: [['requests'], ['request'], ['tickets'], ['ticket']],
    fillers: [...polite, 'show', 'list', 'open', 'status', 'of', 'all'],
  },
  {
    name: 'list-open',
    triggers: [['open', 'tickets'], ['all', 'tickets'], ['queue']],
    fillers: [...polite, 'show', 'list', 'of', 'all'],
  },
  {
    name: 'list-mine',
    triggers: [
      ['assigned', 'tickets'],
      ['assigned', 'me'],
      ['my', 'queue'],
    ],
    fillers: [...polite, 'show', 'list', 'tickets', 'of', 'all'],
  },
  {
    name: 'list-unassigned',
    triggers: [['unassigned'], ['untaken']],
    fillers: [...polite, 'show', 'list', 'tickets', 'all'],
  },
  {
    name: 'list-to-approve',
    triggers: [['approvals'], ['waiting', 'approval'], ['restarts', 'approve']],
    fillers: [...polite, 'show', 'list', 'tickets', 'for', 'open', 'all'],
  },
  {
    name: 'list-ageing',
    triggers: [['ageing'], ['aging'], ['overdue'], ['waiting', 'tickets']],
    fillers: [...polite, 'show', 'list', 'tickets', 'all'],
  },
  {
    name: 'on-call',
    triggers: [['on', 'call']],
    fillers: [...polite, 'am', 'im', 'm', 'here', 'today'],
  },
  {
    name: 'lift-brake',
    triggers: [
      ['allow', 'restarts'],
      ['allow', 'automatic', 'restarts'],
    ],
    fillers: [...polite, 'again'],
  },
  {
    name: 'topics',
    triggers: [['topics'], ['browse'], ['browse', 'topics']],
    fillers: [...polite, 'show', 'list', 'all'],
  },
  {
    name: 'cancel',
    triggers: [['cancel'], ['stop'], ['quit'], ['abort'], ['never', 'mind'], ['nevermind'], ['abbrechen']],
    fillers: [...polite, 'it', 'this', 'that'],
  },
  {
    name: 'thanks',
    triggers: [
      ['thanks'],
      ['thank', 'you'],
      ['thx'],
      ['ty'],
      ['cheers'],
      ['danke'],
      ['vielen', 'dank'],
      ['merci'],
      ['gracias'],
    ],
    fillers: [
      'so',
      'very',
      'much',
      'a',
      'lot',
      'many',
      'you',
      'again',
      'for',
      'your',
      'the',
      'help',
      'reconnect',
      'schön',
      'sehr',
    ],
  },
  {
    name: 'set-up-helpdesk',
    triggers: [
      ['set', 'up', 'helpdesk'],
      ['setup', 'helpdesk'],
    ],
    fillers: [...polite, 'here', 'this', 'channel', 'in'],
  },
  {
    name: 'set-up-second-tier',
    triggers: [
      ['set', 'up', 'second', 'tier'],
      ['setup', 'second', 'tier'],
    ],
    fillers: [...polite, 'here', 'this', 'channel', 'in'],
  },
]

const mostWords = 8

/** The command that a short text is, slips of the pen allowed; undefined when it is anything else. */
export function parseCommand(text: string): CommandName | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0 || words.length > mostWords) return undefined
  return bestFit(words, 0) ?? (words.some((word) => refusals.includes(word)) ? undefined : bestFit(words, 1))
}

/** The command whose trigger takes up most of the words, with at most `allowed` slips a word. */
function bestFit(words: readonly string[], allowed: number): CommandName | undefined {
  let best: { name: CommandName; length: number } | undefined
  for (const { name, triggers, fillers } of commands) {
    for (const trigger of triggers) {
      const rest = without(words, trigger, allowed)
      const fits = rest?.every((word) => fillers.some((filler) => near(word, filler, allowed)))
      if (fits && trigger.length > (best?.length ?? 0)) best = { name, length: trigger.length }
    }
  }
  return best?.name
}

function without(words: readonly string[], trigger: readonly string[], allowed: number): string[] | undefined {
  const rest = [...words]
  for (const part of trigger) {
    const at = rest.findIndex((word) => near(word, part, allowed))
    if (at < 0) return undefined
    rest.splice(at, 1)
  }
  return rest
}

/** One slip from "want", and the opposite of a command. */
const refusals = ['cant', 'wont', 'dont', 'not', 'never']

// Short words are too near to each other for a slip to be told from another word.
const near = (word: string, wanted: string, allowed: number): boolean =>
  word === wanted || (wanted.length > 3 && slips(word, wanted, allowed + (wanted.length > 6 ? allowed : 0)))
