// Words that may only be seen by those for whom they were written. They are planted in what people type.
import type { Person } from '../../src/core/people.ts'
import type { Screen } from '../../src/core/screens.ts'
import type { Log, LogEvent } from '../../src/flows/ports.ts'
import type { BotProcess } from './bot-process.ts'
import type { FarGraph } from './far-graph.ts'
import { InjectedFault, type Run } from './run.ts'

/** `secret` is masked before it is kept; `own` is for its writer and the helpdesk; `internal` for the helpdesk, or whoever thinks they are. */
type CanaryKind = 'secret' | 'own' | 'internal'

export const canary = (kind: CanaryKind, { id }: Person): string => `canary-${kind}-${id.slice(0, 8)}`

/** What a person writes, with a secret in it. */
export const withSecret = (text: string, person: Person): string =>
  `${text}\npassword: ${canary('secret', person)} ${canary('own', person)}`

/** Who reads a text: a person, or a channel of the helpdesk. */
type Reader = { readonly personId: string; readonly isHelpdesk: boolean }

/** Words in the text that this reader may not see. */
function strangeWords(text: string, { personId, isHelpdesk }: Reader, people: readonly Person[]): string[] {
  if (!text.includes('canary-')) return []
  return people.flatMap((person) => {
    const isForReader = isHelpdesk || person.id === personId
    const strange: CanaryKind[] = isForReader ? ['secret'] : ['secret', 'own', 'internal']
    return strange.map((kind) => canary(kind, person)).filter((word) => text.includes(word))
  })
}

/** Longer than a turn takes: who belonged to the helpdesk when it began may read what it answers. */
const oneTurn = 60_000

/** I5, and of I4 that no error but an injected one is ever logged. */
export function watchTexts(run: Run, people: readonly Person[], graph: () => FarGraph) {
  const wasHelpdesk = (personId: string): boolean => graph().wasHelpdeskSince(personId, run.time.now() - oneTurn)
  const check = (text: string, reader: Reader, where: string): void => {
    for (const word of strangeWords(text, reader, people)) run.broken('I5', `${word} is seen ${where}`)
  }
  function logged(process: BotProcess, event: LogEvent): void {
    const line = JSON.stringify(event)
    run.trace(`${process.name} logs ${line}`)
    const names = people.filter(({ name }) => line.includes(name))
    if (line.includes('canary-') || names.length > 0) run.broken('I5', `a log line says ${line}`)
  }
  return {
    shown: (conversation: string, screen: Screen) => {
      const [kind, id = ''] = conversation.split(':')
      const reader = { personId: id, isHelpdesk: kind === 'channel' || wasHelpdesk(id) }
      check(JSON.stringify(screen), reader, `in ${conversation}`)
    },
    answered: (person: Person, screen: Screen) => {
      check(JSON.stringify(screen), { personId: person.id, isHelpdesk: wasHelpdesk(person.id) }, `by ${person.name}`)
    },
    log: (process: BotProcess): Log => ({
      info: (event) => {
        logged(process, event)
      },
      warn: (event) => {
        logged(process, event)
      },
      error: (event, error) => {
        logged(process, event)
        if (!(error instanceof InjectedFault))
          run.broken('I4', `${event.event}: ${error instanceof Error ? String(error.stack) : String(error)}`)
      },
    }),
  }
}
