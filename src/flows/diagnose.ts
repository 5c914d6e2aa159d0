// Pasted text -> the first card: a question, a solution, a choice of symptoms, or an honest "I don't know".
import { putNewSession, putSession } from '../core/change.ts'
import { startSymptom } from '../core/dialogue.ts'
import type { MatchResult } from '../core/match/decide.ts'
import type { Person } from '../core/people.ts'
import type { Screen } from '../core/screens.ts'
import { advance, type Session } from '../core/session.ts'
import { tellOfLeak } from '../core/show-leak.ts'
import { newSession, showCurrent } from './begin-session.ts'
import { symptomOf, type World } from './world.ts'

/** Matches the text as it is, keeps it masked, and begins a session with the result. `kept` is called once that is in the store. */
export async function diagnose(world: World, person: Person, text: string, kept: () => void): Promise<Screen> {
  const result = world.match(text)
  const { text: excerpt, leaked } = world.redactor.excerpt(text)
  const session = place(world, newSession(world, person, { at: 'unmatched', nearest: [] }, excerpt), result)
  await world.store.commit([putNewSession(session)])
  if (result.outcome === 'none') await keepUnmatched(world, session)
  kept()
  world.metrics.matched(result.outcome)
  world.log.info({ event: 'diagnose', person: person.id, outcome: result.outcome, symptom: session.symptomId })
  return tellOfLeak(await showCurrent(world, await forHelpdesk(world, session, result)), leaked)
}

/** The helpdesk gets the runbook. Asked when all else is done, since the channel need not wait until Graph has answered. */
async function forHelpdesk(world: World, session: Session, result: MatchResult): Promise<Session> {
  if ((await world.people.isHelpdesk(session.person.id)) !== 'yes') return session
  const opened = place(world, { ...session, runbook: true }, result)
  const saved = await world.store.commit([putSession(opened)])
  return saved.ok ? opened : session
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
