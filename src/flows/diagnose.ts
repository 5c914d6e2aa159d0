// Pasted text -> the first card: a question, a solution, a choice of symptoms, or an honest "I don't know".
import { putNewSession } from '../core/change.ts'
import { startSymptom } from '../core/dialogue.ts'
import type { MatchResult } from '../core/match/decide.ts'
import type { Person } from '../core/people.ts'
import type { Screen } from '../core/screens.ts'
import { advance, type Session } from '../core/session.ts'
import { tellOfLeak } from '../core/show-leak.ts'
import { newSession, showCurrent } from './begin-session.ts'
import { symptomOf, type World } from './world.ts'

/** Matches the text as it is, keeps it masked, and begins a session with the result. */
export async function diagnose(world: World, person: Person, text: string): Promise<Screen> {
  const result = world.match(text)
  const helpdesk = await world.people.isHelpdesk(person.id)
  const { text: excerpt, leaked } = world.redactor.excerpt(text)
  const fresh = newSession(world, person, { at: 'unmatched', nearest: [] }, excerpt)
  const session = place(world, { ...fresh, runbook: helpdesk === 'yes' }, result)
  await world.store.commit([putNewSession(session)])
  if (result.outcome === 'none') await keepUnmatched(world, session)
  world.metrics.matched(result.outcome)
  world.log.info({ event: 'diagnose', person: person.id, outcome: result.outcome, symptom: session.symptomId })
  return tellOfLeak(await showCurrent(world, session), leaked)
}

/** For those who write the catalog; a text that is nothing but pictures or signs tells them nothing. */
export async function keepUnmatched(world: World, { id, person, excerpt }: Session): Promise<void> {
  if (excerpt.trim() !== '')
    await world.unmatched.add({ id, personId: person.id, text: excerpt, at: world.clock.now() })
}

function place(world: World, session: Session, result: MatchResult): Session {
  switch (result.outcome) {
    case 'match': {
      const symptom = symptomOf(world, result.best.symptomId)
      return symptom ? startSymptom({ ...session, evidence: result.best.evidence }, symptom) : session
    }
    case 'choices':
      return advance(session, {
        at: 'choosing',
        candidates: result.candidates.map(({ symptomId, evidence }) => ({ symptomId, evidence })),
        disagree: result.disagree,
      })
    case 'none':
      return advance(session, { at: 'unmatched', nearest: result.nearest.map(({ symptomId }) => symptomId) })
  }
}
