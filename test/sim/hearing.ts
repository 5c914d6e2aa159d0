// I6: whoever asked for a restart hears how it ended, a few seconds later at most.
import { personLane, restartCard } from '../../src/core/outbox.ts'
import type { RestartRequest } from '../../src/core/restart-request.ts'
import { showRestartMoved } from '../../src/core/show-restart.ts'
import type { SimDatabase } from './database.ts'
import type { FarTeams } from './far-teams.ts'
import type { MessageLedger } from './message-ledger.ts'
import type { Run } from './run.ts'

const patience = 5_000

/** Called when the store has the end of a request. */
export function checkHearing(
  run: Run,
  { rows }: SimDatabase,
  teams: FarTeams,
  messages: MessageLedger,
  request: RestartRequest,
): void {
  // Whoever took it back themselves knows.
  if (request.state === 'withdrawn') return
  const name = restartCard(request.id)
  const { title } = showRestartMoved(request)
  const endedAt = run.time.now()
  run.time.at(endedAt + patience, () => {
    const waits = rows('select name from outbox where name = ?', name).length > 0
    // What they have deleted since they have seen all the same.
    const cards = teams.cards.filter(({ place }) => place.conversation === personLane(request.person.id))
    const faces = cards.flatMap((card) => card.faces)
    const isShown = faces.some(({ at, screen }) => at >= endedAt && screen.title === title)
    if (!waits && !isShown && !messages.givenUp.has(name))
      run.broken('I6', `request ${request.id} is ${request.state}, and its requester is not told`)
  })
}
